"""A post as each outlet takes it: within its limit, nothing cut that must stand, and what is left out is counted."""

import random
import re
from dataclasses import replace

import pytest

from domain.errors import BadInput
from domain.fitting import Limit, utf16
from domain.outlets import Fitted, OutletKind, Post
from outlets.fitting import FACEBOOK_TEXT, TELEGRAM_CAPTION, TELEGRAM_TEXT, fit, hashtags, shortened

SHORT = Post(
    title="Cầu Bát Xát cấm xe tải",
    text="Từ 8 giờ ngày 24/11, xe trên 2 tấn đi đường tránh.",
    credit="Theo Báo Lào Cai, 07:10 ngày 23/11/2026",
    link="https://bao.example/cau?trang=2",
    tags=("cầu đường", "Bát Xát"),
)
SENTENCE = "Mưa lớn làm sạt 3 điểm trên tỉnh lộ 156, không ai bị thương. "
LONG = replace(SHORT, text="\n\n".join(SENTENCE * 12 + f"Hết đoạn {number}." for number in range(9)))
PLAIN = (OutletKind.TELEGRAM, OutletKind.FACEBOOK, OutletKind.COPY_PASTE)


def fit_short(post: Post, most: int) -> Fitted:
    return fit(post, OutletKind.COPY_PASTE, copied=Limit(most, utf16))


@pytest.mark.parametrize("kind", PLAIN)
def test_a_short_post_is_whole_with_credit_link_and_tags_below_it(kind: OutletKind):
    fitted = fit(SHORT, kind)
    assert fitted.parts == (SHORT.title, SHORT.text, SHORT.credit, SHORT.link, "#CầuĐường #BátXát")
    assert (fitted.left_out, fitted.tags_left_out, fitted.link) == (0, (), SHORT.link)


@pytest.mark.parametrize("kind", PLAIN)
def test_a_title_that_the_text_begins_with_is_not_said_twice(kind: OutletKind):
    post = replace(SHORT, text=f"{SHORT.title}\n\n{SHORT.text}")
    assert fit(post, kind).text == fit(SHORT, kind).text


@pytest.mark.parametrize("kind", OutletKind)
def test_a_text_that_only_begins_like_its_title_keeps_its_first_words(kind: OutletKind):
    fitted = fit(replace(SHORT, title="Mưa lũ", text="Mưa lũ lớn ở Lào Cai."), kind)
    assert "Mưa lũ lớn ở Lào Cai." in fitted.text
    assert "Mưa lũ" in (fitted.title, fitted.parts[0])


def test_telegram_counts_utf16_units_as_its_servers_do():
    storm = replace(SHORT, title="", text="🌧" * 5 + " " + SENTENCE * 70)
    fitted = fit(storm, OutletKind.TELEGRAM)
    assert utf16(fitted.text) <= TELEGRAM_TEXT.most < utf16(storm.text) + 200
    assert fitted.left_out > 0


def test_a_picture_goes_with_a_caption_and_stays_away_when_the_text_needs_more():
    pictured = replace(SHORT, picture="https://xa.example/cau.jpg")
    assert fit(pictured, OutletKind.TELEGRAM).picture == pictured.picture
    longer = fit(replace(pictured, text=SENTENCE * 20), OutletKind.TELEGRAM)
    assert (longer.picture, longer.left_out) == ("", 0)
    assert utf16(longer.text) > TELEGRAM_CAPTION.most


def test_what_does_not_fit_is_left_out_by_whole_sentences_and_counted():
    fitted = fit_short(LONG, 500)
    assert [part.endswith("thương. …") for part in fitted.parts[1:-2]] == [True]
    kept = "\n\n".join(fitted.parts[:-2]).removesuffix(" …")
    whole = f"{LONG.title}\n\n{LONG.text}"
    assert whole.startswith(kept)
    assert fitted.left_out == len(whole) - len(kept)


def test_tags_go_before_any_of_the_text_and_before_the_credit():
    whole = fit(SHORT, OutletKind.COPY_PASTE)
    shorter = fit_short(SHORT, utf16(whole.text) - 1)
    assert (shorter.left_out, shorter.tags_left_out) == (0, ("#BátXát",))
    assert fit_short(LONG, 300).tags_left_out == ("#CầuĐường", "#BátXát")


@pytest.mark.parametrize("most", range(90, 400, 7))
def test_whatever_the_limit_no_word_no_link_and_no_credit_is_cut(most: int):
    post = replace(
        LONG, text="Xem https://xa.example/thong-bao?so=12&ngay=23 và gọi 0214 3 800 900 trước 17 giờ. " + LONG.text
    )
    fitted = fit_short(post, most)
    assert utf16(fitted.text) <= most
    assert fitted.parts[-2:] == (post.credit, post.link)
    words = set(post.text.split()) | set(post.title.split()) | {"…"}
    assert [word for part in fitted.parts[:-2] for word in part.split() if word not in words] == []


def test_random_posts_fit_every_outlet_whole_or_shortened():
    chance = random.Random(17)
    pieces = [
        "lũ",
        "🌊",
        "thiệt hại 3,5 tỷ đồng.",
        "https://a.example/x?y=1",
        "\n",
        "\n\n",
        "Thôn 1 | 7 giờ",
        "“Xong.”",
        "e\u0302",
    ]
    for _ in range(150):
        text = " ".join(chance.choices(pieces, k=chance.randint(0, 60)))
        post = replace(SHORT, text=text, title=chance.choice(["", "Tin"]))
        fitted = fit_short(post, chance.randint(120, 600))
        assert fitted.parts
        assert (SHORT.credit in fitted.parts, SHORT.link in fitted.parts) == (True, True)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bão số 9 giật cấp 12 đổ bộ Quảng Ninh tối nay", "Bão số 9 giật …"),  # not «giật cấp»
        ("Thiệt hại ước tính 3,5 tỷ đồng trong đêm qua", "Thiệt hại ước tính …"),  # not «3,5»
        ("Trường học không nghỉ ngày mai vì trời tạnh", "Trường học …"),  # not «không»
        ("Lũ đang xuống chậm, nước còn dâng ở thôn 3", "Lũ đang xuống chậm, …"),
        ("Do đó, mọi người ở lại nhà đến sáng mai nhé", "Do đó, mọi người ở …"),
        ("a" * 40, ""),
        ("Một câu. Câu thứ hai dài hơn nhiều", "Một câu. …"),
        ("TP. Lào Cai mưa to, gió mạnh suốt đêm nay", "TP. Lào Cai mưa to, …"),
    ],
)
def test_a_cut_never_leaves_a_number_or_a_no_without_what_it_belongs_to(text: str, kept: str):
    assert shortened(text, lambda some: len(some) <= 22) == kept


def test_credit_and_link_that_are_longer_than_the_limit_are_refused():
    with pytest.raises(BadInput):
        fit_short(SHORT, 60)


def test_rows_of_a_table_are_lines():
    post = replace(SHORT, text="Lịch cắt điện:\nThôn 1 | 7 giờ | cả ngày\nThôn 2 | 9 giờ")
    for kind in OutletKind:
        assert "Thôn 1: 7 giờ, cả ngày" in fit(post, kind).text
        assert "|" not in fit(post, kind).text


def test_a_page_has_a_title_and_paragraphs_whose_signs_are_escaped():
    post = replace(SHORT, text="Nước < 2 m & đang rút.\nĐi “chậm”.\n\nHết.", picture="https://xa.example/a.jpg")
    fitted = fit(post, OutletKind.WORDPRESS)
    assert fitted.title == SHORT.title
    assert fitted.parts == (
        '<figure><img src="https://xa.example/a.jpg" alt=""></figure>',
        "<p>Nước &lt; 2 m &amp; đang rút.<br>Đi “chậm”.</p>",
        "<p>Hết.</p>",
        f"<p><em>{SHORT.credit}</em></p>",
        f'<p><a href="{SHORT.link}" rel="noopener">{SHORT.link}</a></p>',
    )


def test_a_text_without_a_title_lends_its_first_line():
    fitted = fit(replace(SHORT, title="", text="Cắt điện thôn 1\n\nTừ 7 giờ."), OutletKind.ZALO)
    assert (fitted.title, fitted.summary, fitted.parts[0]) == ("Cắt điện thôn 1", "Từ 7 giờ.", "Từ 7 giờ.")
    alone = fit(replace(SHORT, title="", text="Cắt điện thôn 1"), OutletKind.ZALO)
    assert (alone.title, alone.parts[0]) == ("Cắt điện thôn 1", "Cắt điện thôn 1")


def test_an_articles_title_and_summary_are_within_what_zalo_takes():
    fitted = fit(replace(LONG, title="Mưa lớn " * 30), OutletKind.ZALO)
    assert len(fitted.title) <= 140
    assert len(fitted.summary) <= 250
    assert fitted.summary.endswith("thương. …")
    assert fitted.left_out == 0


def test_facebook_takes_what_is_longer_than_any_post_of_ours():
    fitted = fit(replace(LONG, text=SENTENCE * 2000), OutletKind.FACEBOOK)
    assert FACEBOOK_TEXT.most - 200 < utf16(fitted.text) <= FACEBOOK_TEXT.most


@pytest.mark.parametrize(
    ("tags", "made"),
    [
        (("phòng chống thiên tai",), ("#PhòngChốngThiênTai",)),
        (("#LàoCai", "lào cai", "Lào Cai"), ("#LàoCai",)),
        (("2026", "24/11", ""), ()),
        (("đăng-ký_tuyển sinh 10",), ("#ĐăngKýTuyểnSinh10",)),
        (("e\u0302m",), ("#Êm",)),
    ],
)
def test_a_tag_is_one_word_for_a_platform_and_stands_once(tags: tuple[str, ...], made: tuple[str, ...]):
    assert hashtags(tags) == made


@pytest.mark.parametrize("kind", OutletKind)
def test_text_goes_out_composed_and_without_signs_that_nobody_sees(kind: OutletKind):
    post = replace(SHORT, text="Tie\u0302\u0301m chu\u0309ng\u200b lu\u0301c\xa07 giờ\r\n\r\n\r\n\r\n tại trạm\x07")
    text = fit(post, kind).text
    assert "Tiếm chủng lúc 7 giờ" in text
    assert re.search("[\u200b\x07\xa0\r]|\n{3}", text) is None
