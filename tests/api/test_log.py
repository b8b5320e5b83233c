"""Nhật ký over HTTP: sentences with links, the filter in the address, and the same as a file for Excel."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest

from api.csv_files import defused
from api.screens import log as log_screen
from domain.log import LogEntry
from domain.people import Role
from tests.api.conftest import Desk
from tests.api.screens import read
from tests.making import NOON

TITLE = "Mưa lớn ở Bát Xát"


def logged(desk: Desk, who: str, action: str, subject: str, **more: Any) -> None:
    entry = LogEntry(id=0, at=more.pop("at", NOON), who=who, action=action, subject=subject, **more)
    with desk.database.write() as store:
        store.log.add(entry)


def rows(html: str) -> list[str]:
    table = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", row)).split()) for row in table.split("</tr>")[:-1]]


def in_file(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Lan has picked a story, Hùng has changed the settings the day before, and the program has regrouped."""
    article = desk.publish("a", title=TITLE)
    assert desk.browser("lan").post(f"/bai/{article.id}/chon").status_code == 303
    hung = {"before": {"area": ["15"]}, "after": {"area": ["02"]}}
    logged(desk, "Hùng", "settings", "desk", at=NOON - timedelta(days=1), **hung)
    logged(desk, "diemtin", "regrouped", "story", after={"stories": 3, "articles": [article.id]})
    logged(desk, "Người đã nghỉ", "pick", "item:999")
    return desk


def test_the_log_tells_who_did_what_and_leads_to_it(busy: Desk) -> None:
    html = busy.browser("lan").get("/so-ghi").text
    told = rows(html)
    assert ["Người đã nghỉ chọn tin 999" in told[0], "Máy gom lại 3 chuyện" in told[1]] == [True, True]
    assert "Hùng đổi cài đặt của trang: vùng của ta" in told[2]
    assert f"Lan chọn «{TITLE}»" in told[3]
    assert f'<a href="/chia-se/1">«{TITLE}»</a>' in html
    assert "/chia-se/999" not in html
    assert read(html).faults == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4), ("ai=Lan", 1), ("ai=diemtin", 1), ("ai=Ng%C6%B0%E1%BB%9Di+%C4%91%C3%A3+ngh%E1%BB%89", 1),
        ("ngay=2026-11-23", 3), ("ngay=22/11/2026", 1), ("ngay=2026-11-21", 0), ("loai=item", 2), ("loai=desk", 1),
        ("ai=Lan&loai=desk", 0), ("ai=&ngay=&loai=", 4), ("ai=+Lan+", 1), ("ai=Lan&ngay=2026-11-23&loai=item", 1),
    ],
)  # fmt: skip
def test_the_address_carries_the_filter_and_the_file_has_the_same_lines(busy: Desk, query: str, found: int) -> None:
    lan = busy.browser("lan")
    page = lan.get(f"/so-ghi?{query}")
    assert (page.status_code, len(rows(page.text))) == (200, found)
    assert ("Không có dòng nào như thế" in page.text) is (found == 0)
    file = lan.get(f"/so-ghi.csv?{query}")
    assert (file.status_code, len(in_file(file.text)) - 1) == (200, found)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ai=Kh%C3%B4ng+ai", "không có ai tên như thế"), ("ai=%00", "không có ai tên như thế"),
        ("ai=lan", "không có ai tên như thế"), ("ngay=h%C3%B4m+nay", "Ngày chưa đúng"),
        ("ngay=2026-02-30", "Ngày chưa đúng"), ("ngay=9999-12-31", "Ngày chưa đúng"), ("ngay=0", "Ngày chưa đúng"),
        ("ngay=%D9%A1-1-1", "Ngày chưa đúng"), ("loai=tin", "Loại việc này không có"),
        ("loai=%00", "Loại việc này không có"), ("truoc=abc", "Trang này của nhật ký không có"),
        ("truoc=-1", "Trang này của nhật ký không có"), ("truoc=0", "Trang này của nhật ký không có"),
        ("truoc=99999999999999999999999", "Trang này của nhật ký không có"),
        ("truoc=%D9%A1", "Trang này của nhật ký không có"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_answered_by_a_sentence(busy: Desk, query: str, said: str) -> None:
    lan = busy.browser("lan")
    page = lan.get(f"/so-ghi?{query}")
    assert (page.status_code, said in page.text, rows(page.text)) == (422, True, [])
    assert read(page.text).faults == []
    if "truoc" not in query:
        file = lan.get(f"/so-ghi.csv?{query}")
        assert (file.status_code, said in file.text) == (422, True)


def test_older_lines_come_page_by_page_and_each_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_screen, "PER_PAGE", 3)
    lan = desk.browser("lan")
    for number in range(10):
        logged(desk, "Lan" if number % 2 else "Hùng", "pick", f"item:{number}")
    seen, path = [], "/so-ghi?ai=Lan"
    while path:
        html = lan.get(path).text
        seen += [re.findall(r"tin (\d)", row)[0] for row in rows(html)]
        older = re.findall(r'href="([^"]+)">Cũ hơn', html)
        path = unescape(older[0]) if older else ""
    assert seen == ["9", "7", "5", "3", "1"]


def test_the_file_is_for_excel_and_runs_nothing(desk: Desk) -> None:
    name = '=HYPERLINK("http://x";"bấm")'
    logged(desk, name, "write", "item:1", before={"caption": "a\nb"}, after={"caption": '+1, "hai"; ba'})
    answer = desk.browser("quan", Role.ADMINISTRATOR).get("/so-ghi.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="nhat-ky-2026-11-23.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.text.count("\r\n") == 2
    heading, row = in_file(answer.text)
    assert heading == ["Lúc", "Ai", "Loại", "Việc", "Trước", "Sau"]
    assert row == [
        "2026-11-23 12:00:00", f"'{name}", "tin", f"'{name} sửa lời dẫn của tin 1",
        "lời dẫn: a\nb", 'lời dẫn: +1, "hai"; ba',
    ]  # fmt: skip
    english = desk.browser("quan", Role.ADMINISTRATOR)
    english.cookies.set("ngon-ngu", "en")
    assert in_file(english.get("/so-ghi.csv").text)[0] == ["When", "Who", "Kind", "What", "Before", "After"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "－1", "==", "-"])
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", " x", "1-2", "'=1", "Lan", "«=1»"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert defused(cell) == cell


def test_the_file_ends_at_its_most_lines_and_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_screen, "MAX_IN_FILE", 4)
    monkeypatch.setattr(log_screen, "READ_AT_ONCE", 2)
    lan = desk.browser("lan")
    for number in range(6):
        logged(desk, "Lan", "pick", f"item:{number}")
        rows_now = in_file(lan.get("/so-ghi.csv").text)[1:]
        assert len(rows_now) == (number + 1 if number < 4 else 5)
    assert [row[3] for row in rows_now[:4]] == [f"Lan chọn tin {number}" for number in (5, 4, 3, 2)]
    assert "chỉ có 4 dòng mới nhất" in rows_now[4][3]


def test_strangers_get_no_file(desk: Desk) -> None:
    assert desk.stranger().get("/so-ghi.csv").headers["location"] == "/vao"


def test_letters_of_private_use_in_names_point_to_nothing(desk: Desk) -> None:
    logged(desk, "Lan \ue000\ue001", "pick", "item:1", after={"title": "\ue000"})
    assert "Lan chọn tin 1" in " ".join(rows(desk.browser("lan").get("/so-ghi").text))
