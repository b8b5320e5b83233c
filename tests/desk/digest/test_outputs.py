"""The digest as each channel takes it: within its length, links whole, nothing left to guess at over a loudspeaker."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date, timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.digest.outputs.edition import Edition, EditionLine, Fitted, fit, whole
from desk.digest.outputs.json_feed import json_feed
from desk.digest.outputs.loudspeaker import WORDS_PER_BREATH, lines, loudspeaker, minutes
from desk.digest.outputs.output import Output, Place
from desk.digest.outputs.post import post
from desk.digest.outputs.registry import OUTPUTS, texts_by_format
from desk.digest.outputs.rss import rss
from desk.digest.outputs.telegram import telegram, telegram_html
from desk.digest.outputs.zalo import zalo
from domain.fitting import LIMITS, TELEGRAM_CHARS, Limit, telegram_html_size, utf16
from domain.outbox import Format
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.making import NOON

NASTY = "<b>&amp;</b> \"'_*[]()~`>#+-=|{}.! \x0b🌧"


def told(number: int, text: str = "Sở Y tế tổ chức tiêm chủng.", **more: object) -> EditionLine:
    plain: dict[str, object] = {
        "number": number,
        "title": f"Tin số {number}",
        "text": text,
        "source_name": "Báo Lào Cai",
        "credit": "Theo Báo Lào Cai, 11:30 ngày 23/11/2026",
        "url": f"https://bao.example/{number}.html?a=1&b=2",
        "dated": NOON,
    }
    return EditionLine(**(plain | more))  # type: ignore[arg-type]


def edition(*lines: EditionLine, opening: str = "Chào buổi sáng!") -> Edition:
    return Edition(day=date(2026, 11, 23), desk="Ánh Dương", opening=opening, told=lines)


def links(text: str) -> list[str]:
    return re.findall(r"https://\S+", text)


def test_a_post_is_numbered_lines_with_credit_and_link() -> None:
    assert post(edition(told(1)), 2000).text == (
        "Chào buổi sáng!\n\n1. Sở Y tế tổ chức tiêm chủng.\n"
        "(Theo Báo Lào Cai, 11:30 ngày 23/11/2026) https://bao.example/1.html?a=1&b=2"
    )


def test_a_post_that_is_too_long_drops_lines_from_the_end_and_says_which() -> None:
    many = edition(*(told(n, "x" * 150) for n in range(1, 9)))
    made = post(many, 1000)
    assert made.size == len(made.text) <= 1000
    assert made.left_out == (5, 6, 7, 8)
    assert links(made.text) == [line.url for line in many.told[:4]]


@given(st.integers(0, 900), st.lists(st.text(max_size=120), max_size=6))
def test_no_limit_cuts_a_link(limit: int, texts: list[str]) -> None:
    given_lines = [told(n, text.replace("http", "")) for n, text in enumerate(texts, 1)]
    made = post(edition(*given_lines), limit)
    assert made.size <= limit
    kept = [line for line in given_lines if line.number not in made.left_out]
    assert links(made.text) == [line.url for line in kept]


def test_the_opening_alone_is_cut_when_even_that_is_too_long() -> None:
    made = fit("Chào buổi sáng", ["1. x"], Limit(4))
    assert (made.text, made.left_out) == ("Chào", (1,))


LONG = "rất dài " * 600
LIMITED = {
    "post": lambda e: post(e, 2000),
    "telegram": telegram,
    "telegram-html": telegram_html,
    "zalo": zalo,
}


@pytest.mark.parametrize("output", LIMITED.values(), ids=LIMITED)
@pytest.mark.parametrize(
    ("long", "left_out"),
    [
        ({1}, (1,)),
        ({2}, (2,)),
        ({3}, (3,)),
        ({1, 2}, (1, 2)),
        ({1, 3}, (1, 3)),
        ({2, 4}, (2, 4)),
        ({1, 2, 3, 4}, (1, 2, 3, 4)),
        (set(), ()),
    ],
)
def test_a_line_that_is_too_long_costs_no_other_its_place(
    output: Callable[[Edition], Fitted], long: set[int], left_out: tuple[int, ...]
) -> None:
    made = output(edition(*(told(n, LONG if n in long else "Ngắn.") for n in range(1, 5))))
    assert made.left_out == left_out
    for number in range(1, 5):
        assert (f"/{number}.html" in made.text) == (number not in left_out)


@pytest.mark.parametrize("opening", ["", "Chào bà con!", "Tin <nóng> & lạnh", "x" * 5000, "<" * 5000, "🌧" * 5000])
def test_a_channel_without_titles_gets_the_title_in_the_text(opening: str) -> None:
    for made in (telegram_html(edition(told(1), opening=opening)), zalo(edition(told(1), opening=opening))):
        assert "Điểm tin sáng 23/11/2026 – Ánh Dương" in made.text


def test_an_opening_that_names_the_day_is_title_enough() -> None:
    made = zalo(edition(told(1), opening="Chào! Điểm tin sáng 23/11/2026:"))
    assert made.text.count("23/11/2026") == 2  # the other one is the credit's


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("<b>a</b>", 1),
        ("&lt;&gt;&amp;&quot;", 4),
        ('<a href="https://x.vn/?a=1&amp;b=2">Theo</a>', 4),
        ("&amp;lt;", 4),
        ("🌧", 2),
        ("<b>🌧 &amp;</b>\n", 5),
        ("ộ", 1),
        ("", 0),
    ],
)
def test_telegram_counts_what_is_left_of_its_tags_and_entities(text: str, size: int) -> None:
    assert telegram_html_size(text) == size


def test_telegrams_limit_is_used_up_by_what_is_read_not_by_its_escapes() -> None:
    made = telegram_html(edition(told(1, "&" * 3900)))
    assert made.left_out == ()
    assert len(made.text) > TELEGRAM_CHARS >= made.size == LIMITS[Format.TELEGRAM_HTML].size(made.text)


def test_zalo_takes_two_thousand_characters() -> None:
    made = zalo(edition(*(told(n, "x" * 400) for n in range(1, 9))))
    assert made.size <= 2000
    assert made.left_out == (5, 6, 7, 8)
    assert "<" not in made.text


def test_telegram_counts_an_emoji_twice() -> None:
    assert utf16("a🌧") == 3
    rainy = edition(*(told(n, "🌧" * 900) for n in range(1, 5)))
    assert telegram(rainy).left_out == (3, 4)
    assert utf16(telegram(rainy).text) <= TELEGRAM_CHARS


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_telegrams_html_has_only_its_own_tags_whatever_is_written() -> None:
    address = 'https://bao.example/?a="><b>&c'
    made = telegram_html(edition(told(1, NASTY, title=NASTY, credit=NASTY, url=address), opening=NASTY))
    read = Tags()
    read.feed(made.text)
    read.close()
    assert read.open == []
    assert read.seen == [("b", []), ("b", []), ("a", [("href", address)])]
    assert read.text.count(NASTY) == 4
    assert set(re.findall(r"&\w*;?", made.text)) <= {"&lt;", "&gt;", "&amp;", "&quot;"}  # all that Telegram knows


def test_telegrams_html_is_never_cut_inside_a_tag() -> None:
    made = telegram_html(edition(*(told(n, "<" * 600) for n in range(1, 9))))
    assert made.size <= TELEGRAM_CHARS
    assert made.left_out
    read = Tags()
    read.feed(made.text)
    read.close()
    assert read.open == []


def test_rss_tells_each_article_once_newest_edition_first() -> None:
    older = edition(told(1), told(2, "Cũ."), opening="Hôm qua")
    newer = edition(told(1, "Mới.", url=told(2).url), opening=f"Hôm nay {NASTY}")
    read = ET.fromstring(rss([newer, older], title="Điểm tin", link="https://a.example").encode())
    assert [item.findtext("link") for item in read.iter("item")] == [told(2).url, told(1).url]
    assert (read.findtext("channel/item/description") or "").startswith("Mới. (Theo Báo Lào Cai")
    assert (read.findtext("channel/description") or "").startswith("Hôm nay &lt;b&gt;")
    assert read.findtext("channel/item/pubDate") == "Mon, 23 Nov 2026 12:00:00 +0700"


def test_a_feed_without_a_digest_is_still_a_feed() -> None:
    assert ET.fromstring(rss([], title="Điểm tin", link="https://a.example").encode()).find("channel/item") is None
    assert json.loads(json_feed([], title="x", link="https://a.example", feed_url="https://a.example/f"))["items"] == []


def test_json_feed_is_version_1_1_and_credits_the_publisher() -> None:
    text = json_feed(
        [edition(told(1, NASTY))], title="Điểm tin", link="https://a.example", feed_url="https://a.example/f"
    )
    read = json.loads(text)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert (read["title"], read["home_page_url"], read["feed_url"]) == (
        "Điểm tin",
        "https://a.example",
        "https://a.example/f",
    )
    [item] = read["items"]
    assert item["id"] == item["url"] == told(1).url
    assert NASTY in item["content_text"]
    assert item["date_published"] == "2026-11-23T12:00:00+07:00"
    assert item["authors"] == [{"name": "Báo Lào Cai"}]


def test_the_loudspeaker_reads_everything_in_words() -> None:
    line = told(
        1,
        "Từ 05:30 ngày 24/11, UBND xã Bát Xát cảnh báo mưa 50-100 mm, gió giật 62 km/h; gọi 1900 9095.",
        title="Mưa lớn ở TP.HCM: 12,5% số hộ bị ngập",
    )
    script = loudspeaker(edition(line, told(2)))
    assert script == (
        "Kính thưa bà con.\n"
        "Sau đây là điểm tin sáng,\n"
        "ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu,\n"
        "của Ánh Dương.\n"
        "\n"
        "Tin thứ nhất.\n"
        "Mưa lớn ở Thành phố Hồ Chí Minh:\n"
        "mười hai phẩy năm phần trăm số hộ bị ngập.\n"
        "Từ năm giờ ba mươi phút ngày hai mươi tư tháng mười một,\n"
        "Ủy ban nhân dân xã Bát Xát cảnh báo mưa năm mươi đến một trăm mi li mét,\n"
        "gió giật sáu mươi hai ki lô mét một giờ.\n"
        "Gọi một chín không không, chín không chín năm.\n"
        "Theo Báo Lào Cai.\n"
        "\n"
        "Tin cuối cùng.\n"
        "Tin số hai.\n"
        "Sở Y tế tổ chức tiêm chủng.\n"
        "Theo Báo Lào Cai.\n"
        "\n"
        "Điểm tin sáng đến đây là hết.\n"
        "Xin cảm ơn bà con đã lắng nghe."
    )


def test_an_initial_ends_no_line_of_the_script() -> None:
    assert lines("Công an tìm anh Trần Văn A. (SN 1990). Bà B. đã báo; gọi 113.") == [
        "Công an tìm anh Trần Văn A. (sinh năm một nghìn chín trăm chín mươi).",
        "Bà B. đã báo.",
        "Gọi một một ba.",
    ]


def test_a_long_sentence_is_broken_only_where_it_has_a_comma() -> None:
    long = "Ngày mai trời mưa to, " * 6 + "bà con mang theo áo mưa."
    assert all(len(line.split()) <= WORDS_PER_BREATH for line in lines(long))
    assert " ".join(lines(long)) == long
    unbroken = "một " * 40
    assert lines(unbroken) == [f"{'Một ' + 'một ' * 39}".strip() + "."]


def test_a_script_without_news_says_so() -> None:
    assert "Sáng nay không có tin mới." in loudspeaker(edition())


def test_reading_takes_longer_when_there_is_more_to_read() -> None:
    assert minutes("một hai ba") == 1
    assert minutes("từ " * 480) == 3


@pytest.mark.parametrize("output", [lambda e: post(e, 2000).text, lambda e: telegram(e).text, lambda e: zalo(e).text])
def test_every_link_leads_to_the_publisher(output: object) -> None:
    text = output(edition(told(1), told(2)))  # type: ignore[operator]
    assert [urlsplit(link).hostname for link in links(text)] == ["bao.example"] * 2


def test_an_older_date_is_told_in_vietnamese_time() -> None:
    read = json.loads(
        json_feed(
            [edition(told(1, dated=NOON + timedelta(hours=13)))], title="x", link="https://a", feed_url="https://a/f"
        )
    )
    assert read["items"][0]["date_published"].startswith("2026-11-24T01:00")


# -- The registry


def test_every_format_that_a_channel_takes_has_its_output() -> None:
    made = texts_by_format(edition(told(1, NASTY, title=NASTY)), 2000)
    assert set(made) == set(Format) - {Format.PUSH}  # a browser shows the subject and opens the digest
    assert made[Format.EMAIL].count("<b>") == 1  # around the title; what is written makes no tag


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.name)
def test_every_output_has_its_words_wherever_the_screen_says_them(output: Output, language: str) -> None:
    shown = {
        "name": output.place in (Place.FIRST, Place.FOLDED) or output.beside,
        "copy": output.place in (Place.FIRST, Place.FOLDED),
        "file": output.place in (Place.FIRST, Place.LINKED),
        "print": output.printed,
        "link": output.feed,
    }
    said = [output.said(what) for what, needed in shown.items() if needed]
    assert [message.code for message in said if message.code not in entries(language)] == []


def test_what_has_a_proper_name_is_called_so_in_every_language() -> None:
    output = Output(name="viber", order=45, proper_name="Viber", render=lambda _e, _f: whole(""), place=Place.FOLDED)
    assert [Catalogue(one)(output.labelled(whole(""))) for one in LANGUAGES] == ["Viber", "Viber"]
    assert [Catalogue(one)(output.said("copy")) for one in LANGUAGES] == ["Sao chép cho Viber", "Copy for Viber"]


def test_the_outputs_are_found_in_an_order_that_is_their_own() -> None:
    assert len({output.order for output in OUTPUTS}) == len(OUTPUTS) >= 8
    assert [output.name for output in OUTPUTS[:3]] == ["bai-dang", "telegram", "telegram-html"]
