"""Nhật ký as people ask it: what did Lan do today, what is that story, and give me all of it for Excel."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import expect

from domain.log import LogEntry
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, is_whole, made, new_page, picked  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_the_log_is_filtered_followed_and_taken_home(made: Desk, new_page: NewPage, width: int) -> None:  # noqa: F811
    item = picked(made)
    entries = (
        ("Hùng", "settings", "desk", {"before": {"area": ["15"]}, "after": {"area": ["02"]}}),
        ("diemtin", "regrouped", "story", {"after": {"stories": 3, "articles": []}}),
        ("Lan", "returned", f"item:{item.id}", {"after": {"note": "dài" * 400}}),
    )
    with made.database.write() as store:
        for who, action, subject, more in entries:
            at = NOON - timedelta(days=1 if who == "Hùng" else 0)
            store.log.add(LogEntry(id=0, at=at, who=who, action=action, subject=subject, **more))
        for number in range(60):
            store.log.add(LogEntry(id=0, at=NOON, who="diemtin", action="digest-built", subject=f"digest:x{number}"))
    page = new_page("lan", width=width)
    page.goto("/so-ghi")
    rows = page.locator(".log tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Cũ hơn").click()
    expect(rows).to_have_count(14)
    page.get_by_role("link", name="Mới nhất").click()

    page.get_by_label("Ai").select_option("Lan")
    page.get_by_role("button", name="Lọc").click()
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("Lan chọn «Tiêm chủng ở trạm y tế a»")
    assert is_whole(page)
    page.reload()
    expect(rows).to_have_count(2)
    expect(page.get_by_label("Ai")).to_have_value("Lan")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải về").click()
    file = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert [row[1] for row in csv.reader(StringIO(file, newline=""))] == ["Ai", "Lan", "Lan"]
    rows.last.get_by_role("link", name="Tiêm chủng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tiêm chủng ở trạm y tế a")

    page.goto("/so-ghi")
    page.get_by_label("Ngày").fill("2026-11-22")
    page.get_by_label("Loại").select_option("desk")
    page.get_by_role("button", name="Lọc").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Hùng đổi cài đặt của trang: vùng của ta")
    rows.get_by_text("Trước → sau").click()
    expect(rows.get_by_role("listitem").first).to_be_visible()
    holds(page)
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_label("Loại").select_option("source")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_text("Không có dòng nào như thế")).to_be_visible()
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(rows).to_have_count(50)
    page.goto("/so-ghi?ngay=mai")
    expect(page.get_by_role("alert")).to_contain_text("Ngày chưa đúng")
