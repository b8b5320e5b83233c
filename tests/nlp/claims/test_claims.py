"""What repeats a claim is told from what denies it, and from what is of another place, number, day or subject."""

import pytest

from domain.article import Article
from domain.claims import Match, Relation
from nlp.claims import PublishedClaims
from tests.making import an_article

MATCHER = PublishedClaims()
CLAIM = "Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11"
REST = (
    "\nChủ một quán nước gần bến kể từ sáng đã có hơn chục người hỏi đường vòng. Người buôn rau tính chở hàng sang chợ"
    " bên kia sông bằng đường cầu, xa thêm 14 km, còn học sinh thì chưa biết đi học bằng cách nào cho kịp giờ."
)


def told(title: str, text: str, claim: str = CLAIM) -> Match:
    return MATCHER.compare([claim], an_article("a", title=title, text=text + REST))[0]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Bến phà Tân Huống ngừng chở khách 20 ngày", "Từ ngày 5/11, bến phà Tân Huống ngừng chở khách trong 20 ngày."),
        (
            "Qua sông cách nào?",
            "Nghe nói bến phà Tân Huống sẽ ngừng chở khách hai mươi ngày, kể từ 5/11, bà con lo lắng.",
        ),
        ("Phà nghỉ", "Theo tin lan truyền, kể từ ngày 5/11, bến Tân Huống ngừng chở khách suốt 20 ngày để sửa phà."),
    ],
)
def test_what_says_the_same_in_other_words_repeats_the_claim(title: str, text: str) -> None:
    assert told(title, text).relation is Relation.REPEATS


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Bến phà Tân Huống không ngừng chở khách",
            "Bến phà Tân Huống vẫn chạy, không ngừng chở khách 20 ngày từ 5/11.",
        ),
        (
            "Bác tin bến phà đóng cửa",
            "Tin bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11 là bịa đặt, xã cho biết.",
        ),
        ("Phà Tân Huống", "Xã khẳng định không có chuyện bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11."),
    ],
)
def test_what_says_that_it_is_not_so_denies_the_claim(title: str, text: str) -> None:
    assert told(title, text).relation is Relation.DENIES


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Bến phà Bảo Ngàn ngừng chở khách",
            "Bến phà Bảo Ngàn ngừng chở khách 20 ngày kể từ ngày 5/11 để sửa.",
        ),  # place
        ("Bến phà Tân Huống nghỉ", "Bến phà Tân Huống ngừng chở khách 3 ngày kể từ ngày 5/11 để sửa."),  # number
        ("Bến phà Tân Huống nghỉ", "Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 18/12 để sửa."),  # day
        (
            "Bến phà Tân Huống tăng giá",
            "Kể từ ngày 5/11, bến phà Tân Huống thu 12.000 đồng mỗi lượt xe máy.",
        ),  # subject
        ("Nước sông Hồng lên", "Đến ngày 5/11 mực nước còn dưới báo động 1, tàu thuyền đi lại bình thường."),
    ],
)
def test_another_place_number_day_or_subject_is_another_matter(title: str, text: str) -> None:
    assert told(title, text).relation in (Relation.RELATED, Relation.UNRELATED)


def test_a_claim_with_a_negation_is_denied_by_what_lacks_it() -> None:
    claim = "Xã Tân Huống chưa có điện lưới"
    assert (
        told("Tân Huống", "Đến nay xã Tân Huống chưa có điện lưới, bà con thắp đèn dầu.", claim).relation
        is Relation.REPEATS
    )
    assert told("Tân Huống", "Đến nay xã Tân Huống có điện lưới ở cả tám thôn.", claim).relation is Relation.DENIES


def test_a_match_quotes_the_sentence_where_it_stands() -> None:
    text = "Sáng nay trời nắng. Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11. Bà con lo lắng."
    article = an_article("a", title="Chuyện qua sông", text=text + REST)
    [match] = MATCHER.compare([CLAIM], article)
    assert match.span.quote == "Bến phà Tân Huống ngừng chở khách 20 ngày kể từ ngày 5/11."
    assert article.text[match.span.start : match.span.end] == match.span.quote
    assert match.is_sure


def test_of_a_sentence_without_end_a_part_is_quoted() -> None:
    [match] = MATCHER.compare(
        [CLAIM], an_article("a", title="Phà", text=f"{'x' * 9000} {CLAIM} {'bà con lo lắng ' * 300}")
    )
    assert len(match.span.quote) <= 700
    assert MATCHER.text_keys(an_article("a", text="x" * 12_000 + " " + "?!." * 4000))


def test_a_short_text_is_known_as_such() -> None:
    assert MATCHER.is_short(an_article("a", title="Phà nghỉ", text=f"{CLAIM}."))
    assert not MATCHER.is_short(an_article("a", title="Phà nghỉ", text=CLAIM + REST))


def test_an_article_has_keys_in_common_with_the_claim_that_it_repeats() -> None:
    keys = MATCHER.keys(CLAIM)
    near: Article = an_article("a", title="Phà", text=f"Bến phà Tân Huống nghỉ 20 ngày.{REST}")
    assert set(keys) & set(MATCHER.text_keys(near))
    assert len(keys) <= 8


@pytest.mark.parametrize(
    "claim",
    [
        "Chủ tịch xã Bản Lầu là người bất tài", "Ông Nguyễn Văn Hùng nhận hối lộ 2 tỷ đồng",
        "Bà Tư ở Cốc Lếu ngoại tình",
        "Chính sách thuế mới đi ngược lòng dân", "Nhà nước nên bỏ thuế xăng dầu ngay", "Phở Lào Cai ngon nhất cả nước",
        "Ca sĩ nổi tiếng ly hôn sau ba năm", "Nguyễn Thị Hoa trúng số 3 tỷ đồng", "Tin giả", "x" * 1_000_000,
    ],
)  # fmt: skip
def test_opinions_and_claims_about_persons_have_no_keys_and_are_never_matched(claim: str) -> None:
    assert MATCHER.keys(claim) == ()


@pytest.mark.parametrize(
    "claim",
    ["Sạc điện thoại qua đêm sẽ làm nổ pin", "Cây xăng Kim Thành bán xăng pha nước", "Xã Si Ma Cai chưa có sóng 5G"],
)
def test_claims_of_things_and_places_are_kept_though_they_look_like_names(claim: str) -> None:
    assert MATCHER.keys(claim)
