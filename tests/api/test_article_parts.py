import pytest

from api.article_parts import parts

HEAD, ROWS = "Thôn | Giờ cắt điện", "Nậm Cang 1 | 7 giờ\nNậm Cang 2 | 8 giờ"


def test_rows_that_were_read_line_by_line_are_one_table_between_its_paragraphs() -> None:
    before, table, after = parts(f"Lịch cắt điện:\n{HEAD}\n{ROWS}\n\nTrân trọng thông báo.")
    assert (before.line, after.line) == ("Lịch cắt điện:", "Trân trọng thông báo.")
    assert table.rows == (("Thôn", "Giờ cắt điện"), ("Nậm Cang 1", "7 giờ"), ("Nậm Cang 2", "8 giờ"))
    assert table.is_headed


def test_a_first_row_with_figures_is_no_head() -> None:
    [table] = parts(ROWS)
    assert not table.is_headed


@pytest.mark.parametrize("line", ["Tuyển A | Tuyển B gặp nhau tối nay.", "Một đoạn văn thường.", ""])
def test_one_line_is_no_table(line: str) -> None:
    assert [part.line for part in parts(line)] == [line][: bool(line)]
