"""What stands behind a feed's summary, in tables of our own."""

import pytest

from crawlers.feeds.plain_text import plain, plain_summary

SUMMARY = "Hơn 23h đêm 22/11, lũ quét tràn qua hai bản Nậm Cang và Nậm Than."
OTHER = "Giá vàng trong nước sáng nay tăng mạnh"


@pytest.mark.parametrize(
    "behind",
    [
        f"<br/>&gt;&gt; <a href='/a'>{OTHER}</a>", f" >> {OTHER}", f"<p>Xem thêm: <a href='/a'>{OTHER}</a></p>",
        f"<b>TIN LIÊN QUAN</b><ul><li><a href='/a'>{OTHER}</a></li></ul>", f" » {OTHER}", f"<p>► {OTHER}</p>",
        f"<p>Đọc thêm: {OTHER}</p>", f"<p>Bài liên quan</p><a href='/a'>{OTHER}</a>", f" 👉 {OTHER}", " [Đọc tiếp]",
        f"<p>Các tin khác: {OTHER}</p>", " Xem chi tiết", f"<p>Có thể bạn quan tâm: {OTHER}</p>",
        f" &gt;&gt;&gt; Xem thêm: {OTHER}",
    ],
)  # fmt: skip
def test_links_behind_a_summary_are_not_its_text(behind: str) -> None:
    assert plain_summary(SUMMARY + behind, 5000) == SUMMARY


@pytest.mark.parametrize(
    "summary",
    [
        "Người dân có thể xem thêm lịch tiêm tại trạm y tế xã.",
        "Tin khác hẳn lời đồn: cầu treo không sập.",
        ">> Tin nhanh",
    ],
)
def test_a_summary_that_only_uses_such_words_stays(summary: str) -> None:
    assert plain_summary(summary, 5000) == summary


def test_letters_that_nobody_sees_do_not_part_a_word() -> None:
    assert plain("Lũ qu\u200bét chia\u00ad cắt \ufeffhai\u202a bản") == "Lũ quét chia cắt hai bản"
