"""Điều nổi bật by hand, on a phone and on a desk: a busy day and a word open their articles."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.conftest import Desk
from tests.api.planted import BUSY, MANY, planted
from tests.browser.test_nothing_is_lost import NewPage, base, is_whole, made, new_page  # noqa: F401
from tests.browser.test_screens import holds

pytestmark = pytest.mark.browser


def test_a_busy_day_and_a_word_of_the_week_open_their_articles(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
) -> None:
    planted(made)
    for width in (390, 1280):
        page = new_page("lan", width=width)
        page.goto("/xu-huong")
        page.get_by_role("main").get_by_role("link", name="Điều nổi bật").click()
        expect(page.get_by_role("heading", level=1, name="Điều nổi bật")).to_be_visible()
        health = page.get_by_role("listitem").filter(has_text="Sức khỏe")
        expect(health).to_contain_text(f"Ngày {BUSY:%d/%m/%Y} có {MANY} bài")
        page.get_by_text("Đã xem những gì").click()
        expect(page.get_by_text("Ngày chưa hết không xét")).to_be_visible()
        assert is_whole(page)
        holds(page)

        health.get_by_role("link", name="Biểu đồ").click()
        expect(page.locator("svg.chart .line-1 path").first).to_be_visible()
        page.go_back()
        health.get_by_role("link", name="Các bài hôm đó").click()
        expect(page.get_by_role("link", name=f"{MANY} bài")).to_be_visible()
        page.go_back()

        page.get_by_role("link", name="28 ngày qua").click()
        expect(page.get_by_text("Chưa có gì để so")).to_be_visible()
        page.get_by_role("link", name="7 ngày qua").click()
        page.get_by_role("link", name="sốt xuất huyết").click()
        expect(page.get_by_text(re.compile(rf"^\s*{MANY}\s+bài"))).to_be_visible()
