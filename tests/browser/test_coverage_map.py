"""Bản đồ by hand, on a phone and on a desk: a circle and a row open as many articles as they say."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.conftest import Desk
from tests.api.test_coverage_map import published, with_real_places
from tests.browser.test_nothing_is_lost import NewPage, base, is_whole, made, new_page  # noqa: F401

pytestmark = pytest.mark.browser
Y_TY, SA_PA = "02701", "03006"


def test_a_circle_and_a_row_open_their_articles(made: Desk, new_page: NewPage) -> None:  # noqa: F811
    with_real_places(made)
    made.stranger()  # the app is given the gazetteer
    published(made, (Y_TY,), (Y_TY, SA_PA), ("15",))
    for width in (390, 1280):
        page = new_page("lan", width=width)
        page.goto("/xu-huong")
        page.get_by_role("link", name="Bản đồ").click()
        expect(page.get_by_text("Tỉnh Lào Cai, 27/10/2026 – 23/11/2026: 3 bài")).to_be_visible()
        assert is_whole(page)
        page.get_by_role("link", name="Xã Y Tý: 2 bài").click()
        expect(page.get_by_text(re.compile(r"^\s*2\s+bài"))).to_be_visible()
        page.go_back()
        page.get_by_role("row", name="Phường Sa Pa").get_by_role("link").click()
        expect(page.get_by_text(re.compile(r"^\s*1\s+bài"))).to_be_visible()
        expect(page.get_by_role("searchbox")).to_have_value(re.compile(r'^nơi:"Phường Sa Pa \(03006\)" từ:27/10/2026'))
        page.go_back()
        page.get_by_label("Nơi").select_option(label="Cả nước")
        page.get_by_role("button", name="Xem", exact=True).click()
        expect(page.get_by_text("Trường Sa (Khánh Hoà)", exact=True)).to_be_visible()
        page.get_by_role("row", name="Tỉnh Lào Cai").get_by_role("link", name="Tỉnh Lào Cai").click()
        expect(page.get_by_role("link", name="Xã Y Tý: 2 bài")).to_be_visible()
