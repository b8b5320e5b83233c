"""The sample's «0 đồng» story: a person sees the fact-check at its article, confirms it, sees the verdict, undoes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
TOLD = "Đường sắt mở bán 5.000 vé “0 đồng”"


def test_a_published_check_is_confirmed_and_undone_on_a_telephone_and_a_wide_screen(
    desk: Desk, new_page: Callable[..., Page]
) -> None:
    for width in (NARROW, WIDE):
        page = new_page("lan", width=width)
        page.goto(f"{desk.base}/tim-kiem?q=ve+0+dong+duong+sat")
        page.get_by_role("link", name=re.compile("Đường sắt mở bán")).first.click()
        panel = page.locator("#kiem-chung")
        expect(panel).to_contain_text("Kiểm Chứng 24")
        expect(panel.locator(".suggested .verdict").first).to_have_text("Sai")
        expect(panel.locator(".suggested .matched").first).to_contain_text("0 đồng")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        panel.get_by_role("button", name="Đúng là điều này").first.click()
        expect(panel.locator(".confirmed .verdict")).to_have_text("Sai")
        expect(panel).to_contain_text("Lan")
        panel.get_by_role("button", name="Hoàn tác").click()
        expect(panel.locator(".confirmed")).to_have_count(0)
        expect(panel.get_by_role("button", name="Đúng là điều này").first).to_be_visible()
