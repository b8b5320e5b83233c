# ruff: noqa: E501 - a table of a page is one row of ours
"""Tables of notices as offices write them: every row one line that can be read alone."""

from datetime import UTC, datetime

import pytest

from crawlers.extract.article import PageExtractor
from domain.page import FetchedPage

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
TITLE = "Bệnh viện Bát Xát mở thêm phòng khám ngoài giờ"
LEAD = "Từ 1/12, Bệnh viện đa khoa Bát Xát khám ngoài giờ các buổi chiều thứ bảy để người dân ở xa đỡ phải chờ lâu."
BODY = (
    "Giám đốc bệnh viện cho biết mỗi buổi có hai bác sĩ nội, một bác sĩ nhi và một kỹ thuật viên xét nghiệm trực.",
    "Người bệnh mang theo thẻ căn cước hoặc thẻ bảo hiểm y tế còn hạn, lấy số tại quầy đón tiếp ở tầng một.",
    "Sau ba tháng làm thử, bệnh viện sẽ xem xét mở thêm buổi sáng chủ nhật nếu số người đến khám vẫn đông.",
)


def lines_with(inside: str, *, at_end: bool = False) -> list[str]:
    ps = [f"<p>{line}</p>" for line in BODY]
    ps.insert(len(ps) if at_end else 2, inside)
    html = (
        f"<html lang='vi'><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1><p class='sapo'>{LEAD}</p>"
        f"<div class='content'>{''.join(ps)}</div></main></body></html>"
    )
    url = "https://benhvien.example.vn/tin-tuc/kham-ngoai-gio-8123.html"
    text = PageExtractor().extract(FetchedPage(url=url, content=html.encode(), fetched_at=NOW)).text
    return [line for line in text.split("\n") if line not in (LEAD, *BODY)]


ROOMS = ["Phòng | Bác sĩ", "101 | Lý Láo Tả"]
TABLES = {
    "head": ("<table><tr><th>Phòng</th><th>Bác sĩ</th></tr><tr><td>101</td><td>Lý Láo Tả</td></tr></table>", ROOMS),
    "caption": (
        "<table><caption>Lịch trực</caption><thead><tr><th>Phòng</th><th>Bác sĩ</th></tr></thead><tr><td>101</td><td>Lý Láo Tả</td></tr></table>",
        ["Lịch trực", *ROOMS],
    ),
    "paragraphs in cells, as Word pastes them": (
        "<table><tr><td><p><strong>Phòng</strong></p></td><td><p>Bác sĩ</p></td></tr><tr><td><p>101</p></td><td><p>Lý Láo Tả</p><p>Tẩn Lở Mẩy</p></td></tr></table>",
        ["Phòng | Bác sĩ", "101 | Lý Láo Tả Tẩn Lở Mẩy"],
    ),
    "a list in a cell": (
        "<table><tr><td>Phòng</td><td>Bác sĩ</td></tr><tr><td>101</td><td><ul><li>Lý Láo Tả</li><li>Tẩn Lở Mẩy</li></ul></td></tr></table>",
        ["Phòng | Bác sĩ", "101 | Lý Láo Tả Tẩn Lở Mẩy"],
    ),
    "a day for two rows": (
        "<table><tr><td>Ngày</td><td>Giờ</td><td>Xã</td></tr><tr><td rowspan='2'>27/11</td><td>8h</td><td>Y Tý</td></tr><tr><td>14h</td><td>A Lù</td></tr></table>",
        ["Ngày | Giờ | Xã", "27/11 | 8h | Y Tý", "27/11 | 14h | A Lù"],
    ),
    "a span without an end": (
        "<table><tr><td rowspan='99999999'>27/11</td><td>8h</td></tr><tr><td>14h</td></tr></table>",
        ["27/11 | 8h", "27/11 | 14h"],
    ),
    "a heading over all columns": (
        "<table><tr><th colspan='2'>Bản Qua</th></tr><tr><td>Thôn 1</td><td>8h</td></tr><tr><td>Thôn 2</td><td>9h</td></tr></table>",
        ["Bản Qua", "Thôn 1 | 8h", "Thôn 2 | 9h"],
    ),
    "a span wider than any page": ("<table><tr><td colspan='100000'>Bản Qua</td></tr><tr><td>Thôn 1</td><td>8h</td></tr></table>", ["Bản Qua", "Thôn 1 | 8h"]),
    "empty cells": (
        "<table><tr><td></td><td>Sáng</td><td>Chiều</td></tr><tr><td>Nội</td><td></td><td>x</td></tr><tr><td>Nhi</td><td>x</td><td></td></tr></table>",
        ["– | Sáng | Chiều", "Nội | – | x", "Nhi | x"],
    ),
    "a table in a table": ("<table><tr><td><table><tr><td>Thôn 1</td><td>8h</td></tr><tr><td>Thôn 2</td><td>9h</td></tr></table></td></tr></table>", ["Thôn 1 | 8h", "Thôn 2 | 9h"]),
    "in a figure": ("<figure class='wp-block-table'><table><tr><td>Giờ</td><td>Việc</td></tr><tr><td>7:30</td><td>Lấy số</td></tr></table></figure>", ["Giờ | Việc", "7:30 | Lấy số"]),
    "in a box that scrolls": ("<div class='table-responsive'><table><tr><td>STT</td><td>Họ tên</td></tr><tr><td>1</td><td>Sùng A Pao</td></tr></table></div>", ["STT | Họ tên", "1 | Sùng A Pao"]),
    "a bar in a cell": ("<table><tr><td>Phòng</td><td>Khoa</td></tr><tr><td>101 | 102</td><td>Nội</td></tr></table>", ["Phòng | Khoa", "101 / 102 | Nội"]),
    "forms to fill in": ("<table><tr><td>Mẫu</td><td>Tải về</td></tr><tr><td><a href='/01.doc'>Tờ khai</a></td><td><a href='/01.doc?v=2'>Mẫu 01</a></td></tr></table>", ["Mẫu | Tải về", "Tờ khai | Mẫu 01"]),
    "a row nobody sees": ("<table><tr><td>Thôn 1</td><td>8h</td></tr><tr style='display:none'><td>Ẩn</td><td>0h</td></tr><tr><td>Thôn 2</td><td>9h</td></tr></table>", ["Thôn 1 | 8h", "Thôn 2 | 9h"]),
}  # fmt: skip


@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("name", TABLES)
def test_each_row_is_a_line_that_can_be_read_alone(name: str, at_end: bool) -> None:
    table, rows = TABLES[name]
    assert lines_with(table, at_end=at_end) == rows
    assert lines_with(f"<p>Lịch cụ thể như sau:</p>{table}", at_end=at_end) == ["Lịch cụ thể như sau:", *rows]


NOTICE = "Người bệnh gọi tổng đài 1900 9095 để hẹn giờ khám, tổng đài trực cả ngày lẫn đêm."
STEPS = "Người ở xa được ưu tiên khám trước trong buổi sáng; bệnh viện bố trí chỗ nghỉ trưa miễn phí tại nhà lưu trú."


@pytest.mark.parametrize(
    ("inside", "rows"),
    [
        (f"<table border='1'><tr><td><p>{NOTICE}</p></td></tr></table>", [NOTICE]),
        (f"<table><tr><td><p>{NOTICE}</p><p>{STEPS}</p></td></tr></table>", [NOTICE, STEPS]),
        (f"<table><tr><td>{NOTICE}</td></tr><tr><td>{STEPS}</td></tr></table>", [NOTICE, STEPS]),
        (f"<table><tr><td width='5'></td><td>{NOTICE}</td></tr><tr><td></td><td>{STEPS}</td></tr></table>", [NOTICE, STEPS]),
    ],
)  # fmt: skip
def test_a_table_that_only_places_text_is_none(inside: str, rows: list[str]) -> None:
    assert lines_with(inside) == rows


@pytest.mark.parametrize(
    "items",
    [
        "<ul><li>Thẻ căn cước</li><li>Sổ khám cũ</li></ul>",
        "<ul><li><p>Thẻ căn cước</p></li><li><p>Sổ khám cũ</p></li></ul>",
        "<ol><li><p><span>Thẻ căn cước</span></p></li><li><a href='/so.pdf'>Sổ khám cũ</a></li></ol>",
        "<ul><li><a href='/the.docx'>Thẻ căn cước</a></li><li><a href='/so.xls'>Sổ khám cũ</a></li></ul>",
    ],
)
@pytest.mark.parametrize("at_end", [False, True])
def test_an_item_of_a_list_has_its_dash_however_it_is_wrapped(items: str, at_end: bool) -> None:
    assert lines_with(f"<p>Mang theo:</p>{items}", at_end=at_end) == ["Mang theo:", "- Thẻ căn cước", "- Sổ khám cũ"]


def test_spans_upon_spans_cost_no_more_than_what_they_say() -> None:
    cells = "".join(f"<td rowspan='9999'>cột {n}</td>" for n in range(30))
    rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(900))
    found = lines_with(f"<table><tr>{cells}</tr>{rows}</table>")
    assert sum(map(len, found)) <= 200_000
