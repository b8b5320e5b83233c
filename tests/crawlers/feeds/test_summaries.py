# ruff: noqa: E501 - a summary is one row of its table
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
        f" &gt;&gt;&gt; Xem thêm: {OTHER}", f"<br><a href='/a'>{OTHER}</a>", f"<ul><li><a href='/a'>{OTHER}</a></li><li><a href='/b'>{OTHER}</a></li></ul>",
        f" ➡ {OTHER}", f" → {OTHER}", f" ☛ {OTHER}", f" • {OTHER}", f" ▷ {OTHER}", f" * Xem thêm: {OTHER}", f" - Xem thêm: {OTHER}", " [...]",
        f"<div class='related'><a href='/a'>{OTHER}</a></div>", " [&#8230;] <a href='/a'>Xem thêm</a>", f"<p>Cùng chuyên mục: {OTHER}</p>", " Chi tiết tại đây.",
        f"<p>The post <a href='/a'>{OTHER}</a> appeared first on <a href='/'>Báo Ví Dụ</a>.</p>", "<p>Đọc bài gốc tại <a href='/a'>đây</a>.</p>",
        f"<p>Bài viết <a href='/a'>{OTHER}</a> đã xuất hiện đầu tiên vào ngày <a href='/'>Báo Ví Dụ</a>.</p>", f"<p>Mời bạn đọc thêm: {OTHER}</p>",
        f"<br/>Continue reading <a href='/a'>{OTHER} →</a>", " <a href='/a'>Read more</a>", "<p><a class='more-link' href='/a'>Xem thêm ...</a></p>",
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
        "Có mẹo hay cho trẻ. Đọc thêm sách mỗi ngày giúp trẻ nói tốt hơn.",
        "Tuyến Lào Cai → Sa Pa cấm xe tải. Tin khác hẳn lời đồn.",
        "Nhiệt độ giảm: 12 → 8 độ trong đêm.",
        "Ba việc: • Lấy số • Chờ gọi • Vào khám.",
        "Hàng tồn >> nhu cầu, chợ vắng.",
        "Chi tiết tại đây rất đẹp: hoa văn Dao đỏ.",
    ],
)
def test_a_summary_that_only_uses_such_words_stays(summary: str) -> None:
    assert plain_summary(summary, 5000) == summary


def test_forms_listed_behind_a_colon_stay() -> None:
    forms = "Bà con tải mẫu đơn xin cấp lại thẻ bảo hiểm y tế tại:<ul><li><a href='/1.doc'>Mẫu 01</a></li></ul>"
    assert plain_summary(forms, 5000).endswith("Mẫu 01")


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/a'>Một</a> và <a href='/b'>hai xã mất điện từ 8 giờ.</a>",
        "<a href='/a'>Cả xã mất điện từ 8 giờ đến 16 giờ ngày mai.</a>",
    ],
)
def test_a_summary_that_is_a_link_or_ends_in_one_stays(link: str) -> None:
    assert plain_summary(link, 5000) == plain(link)


def test_letters_that_nobody_sees_do_not_part_a_word() -> None:
    assert plain("Lũ qu\u200bét chia\u00ad cắt \ufeffhai\u202a bản") == "Lũ quét chia cắt hai bản"
