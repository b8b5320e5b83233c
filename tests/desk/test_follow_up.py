"""The ready texts say what changed in the publisher's own words, with its notice, the source and the link."""

from datetime import timedelta

import pytest

from desk.follow_up import Told, as_post, changed_sentences, first_choice, proposed
from domain.page import ClaimReview
from domain.tasks import FollowUpKind, TaskCause
from tests.making import NOON, an_article

OLD = "Lũ quét xảy ra lúc 4 giờ. Năm người chết, 5 nhà bị cuốn trôi.\nĐường lên xã còn tắc. Trạm y tế trực 24/24."
NEW = (
    OLD.replace("Năm người chết", "Ba người chết")
    + "\nĐính chính: bản trước ghi năm người chết. Tòa soạn xin lỗi bạn đọc."
)
TOLD = Told(title="Lũ quét ở Sơn Mai", text=OLD)


def after(text: str, **more: object) -> str:
    return proposed(FollowUpKind.CORRECTION, TOLD, an_article("a", title=TOLD.title, text=text, **more), "Báo A")


def test_a_correction_quotes_whole_sentences_then_and_now_and_the_publishers_own_notice() -> None:
    assert after(NEW).split("\n") == [
        "ĐÍNH CHÍNH: Lũ quét ở Sơn Mai", "",
        "Tin trang đã đăng trước đây:", "Năm người chết, 5 nhà bị cuốn trôi.", "",
        "Đính chính: bản trước ghi năm người chết.", "Tòa soạn xin lỗi bạn đọc.", "",
        "Nay nguồn viết:", "Ba người chết, 5 nhà bị cuốn trôi.", "",
        "Theo Báo A, 11:30 ngày 23/11/2026", "", "https://bao-a.example/a.html",
    ]  # fmt: skip


def test_an_update_says_what_the_source_writes_now_and_nothing_of_before() -> None:
    article = an_article("a", title="Lũ quét: đường đã thông", text=OLD.replace("còn tắc", "đã thông từ 9 giờ"))
    said = proposed(FollowUpKind.UPDATE, TOLD, article, "Báo A")
    assert "Nay nguồn viết:\nLũ quét: đường đã thông\nĐường lên xã đã thông từ 9 giờ." in said
    assert "còn tắc" not in said


def test_a_withdrawn_article_is_quoted_no_more() -> None:
    gone = an_article("a", title=TOLD.title, text=NEW, withdrawn_at=NOON + timedelta(hours=1))
    said = proposed(FollowUpKind.REMOVED, TOLD, gone, "Báo A")
    assert said.startswith("ĐÃ GỠ: Lũ quét ở Sơn Mai\n\nNguồn đã gỡ bài này; trang rút lại tin đã đăng.\n\nTheo Báo A")
    assert "người chết" not in said + proposed(FollowUpKind.CORRECTION, TOLD, gone, "Báo A").split("\n", 1)[1]


def test_a_fact_check_is_told_as_its_publisher_worded_it() -> None:
    review = ClaimReview(claim="Tặng 0 đồng", rating="Sai sự thật", reviewer="Kiểm Tin")
    said = proposed(FollowUpKind.REMOVED, TOLD, an_article("b"), "Kiểm Tin", review)
    assert "Kiểm Tin: «Tặng 0 đồng» – Sai sự thật" in said


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("Có 5 ca. Trời mưa.", "Có 3 ca. Trời mưa.", ["Có 5 ca."], ["Có 3 ca."]),
        ("Có 5 ca. Trời mưa.", "Có 5 ca. Trời rất mưa.", ["Trời mưa."], ["Trời rất mưa."]),
        ("Có 5 ca.", "Có 5 ca. Gọi 1900 9095.", [], ["Gọi 1900 9095."]),
        ("Có 5 ca. Gọi 1900 9095.", "Có 5 ca.", ["Gọi 1900 9095."], []),
        ("Có 5 ca. Hai.", "Có 3 ca. Hai nữa.", ["Có 5 ca."], ["Có 3 ca."]),
        ("Giống nhau.", "Giống nhau.", [], []),
        ("", "Bắt đầu từ 7 giờ. Mời bà con.", [], ["Bắt đầu từ 7 giờ.", "Mời bà con."]),
        ("Ngày 1/9 mở. Ngày 1/9 mở.", "Ngày 2/9 mở. Ngày 1/9 mở.", ["Ngày 1/9 mở."], ["Ngày 2/9 mở."]),
        ("Hội không thu phí.", "Hội thu phí.", ["Hội không thu phí."], ["Hội thu phí."]),
        ("Thôn 1 | 7 giờ\nThôn 2 | 8 giờ", "Thôn 1 | 7 giờ\nThôn 2 | 9 giờ", ["Thôn 2 | 8 giờ"], ["Thôn 2 | 9 giờ"]),
    ],
)  # fmt: skip
def test_the_sentences_that_matter_are_found_whole(old: str, new: str, was: list[str], now: list[str]) -> None:
    article = an_article("a", title="T", text=new)
    assert changed_sentences(Told(title="T", text=old), article) == (was, now)


@pytest.mark.parametrize("cause", list(TaskCause))
def test_every_cause_begins_with_the_kind_that_suits_it(cause: TaskCause) -> None:
    gone = {TaskCause.WITHDRAWN, TaskCause.REFUTED}
    assert (first_choice(cause) is FollowUpKind.REMOVED) == (cause in gone)


CREDIT, LINK = "Theo Báo Lào Cai, 07:00 ngày 23/11/2026", "https://x.vn/a.html"


@pytest.mark.parametrize(
    ("text", "post"),
    [
        (f"Tin.\n\n{CREDIT}\n\n{LINK}", ("Tin.", CREDIT, LINK)),
        (f"Tin.\n\nThêm.\n\n{CREDIT}\n\n{LINK}\n", ("Tin.\n\nThêm.", CREDIT, LINK)),
        (f"Tin.\n\n{LINK}", ("Tin.", "", LINK)),
        (f"{CREDIT}\n\n{LINK}", (CREDIT, "", LINK)),  # words are needed
        (f"Tin.\n\n{CREDIT}", (f"Tin.\n\n{CREDIT}", "", "")),
        (f"Tin.\n\n{CREDIT}\n{LINK}", (f"Tin.\n\n{CREDIT}\n{LINK}", "", "")),
        (f"Tin.\n\n{LINK}\n\nTrang xin lỗi.", (f"Tin.\n\n{LINK}\n\nTrang xin lỗi.", "", "")),
        (f"Tin.\n\nXem {LINK}", (f"Tin.\n\nXem {LINK}", "", "")),
        (f"Tin.\n\nTheo đó,\nhai dòng\n\n{LINK}", ("Tin.\n\nTheo đó,\nhai dòng", "", LINK)),
        (LINK, (LINK, "", "")),
        ("Tin.", ("Tin.", "", "")),
    ],
)
def test_the_credit_and_the_link_at_its_end_are_kept_apart_so_that_no_place_cuts_them(
    text: str, post: tuple[str, str, str]
) -> None:
    made = as_post(text)
    assert (made.text, made.credit, made.link) == post
