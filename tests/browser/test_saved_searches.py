"""Tìm kiếm đã lưu by hand, on a phone and on a desk: kept, followed, found as it comes in, why, and in the feed."""

import pytest
from playwright.sync_api import expect

from desk.saved_matching import SavedMatching
from index.percolator.engine import EmbeddedPercolator
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, is_whole, made, new_page  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON

pytestmark = pytest.mark.browser


def worker_comes_by(desk: Desk) -> None:
    SavedMatching(
        database=desk.database,
        percolator=EmbeddedPercolator(),
        gazetteer=desk.web.gazetteer,
        clock=lambda: NOON,
        tell=lambda _: None,
    ).advance()


def test_a_search_is_kept_what_comes_in_stands_on_its_page_with_why_and_in_its_feed(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
) -> None:
    made.publish("old", title="Tiêm chủng tuần trước")
    worker_comes_by(made)
    for width, key in ((390, "a"), (1280, "b")):
        page = new_page("lan", width=width)
        page.goto("/tim-kiem?q=tiem chung")
        page.get_by_text("Lưu tìm kiếm này").click()
        page.get_by_label("Đặt tên").fill("Tiêm chủng")
        page.get_by_role("button", name="Lưu", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="Tiêm chủng")).to_be_visible()
        if key == "a":
            expect(page.get_by_text("Từ khi lưu chưa có tin mới nào.")).to_be_visible()
        page.locator("select[name=nhip]").select_option(label="báo ngay")
        page.get_by_label("Cũng báo khi không có tin nào").check()
        page.get_by_role("button", name="Lưu cách báo").click()
        expect(page.locator("#theo-doi .saved")).to_be_visible()

        made.publish(key, title=f"Lịch tiêm chủng {key}")
        worker_comes_by(made)
        page.goto("/tim-da-luu")
        expect(page.get_by_text("· 1 bài chưa xem")).to_be_visible()
        menu = page.locator("[aria-label*='1 bài chưa xem']:visible").first
        expect(menu).to_be_visible()
        page.get_by_role("link", name="Tiêm chủng", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="Tiêm chủng")).to_be_visible()
        expect(menu).to_have_count(0)
        expect(page.get_by_role("link", name=f"Lịch tiêm chủng {key}")).to_be_visible()
        expect(page.get_by_text("Khớp từ «tiêm chủng»").first).to_be_visible()
        expect(page.get_by_role("button", name="Tạm nghỉ")).to_be_visible()
        assert is_whole(page)
        holds(page)
        feed = page.get_by_role("link", name="JSON Feed").get_attribute("href") or ""
        told = page.request.get("/tim-da-luu/nguon/" + feed.rsplit("/", 1)[-1], headers={"Cookie": ""})
        assert f"Lịch tiêm chủng {key}" in told.text()
        assert "Tiêm chủng tuần trước" not in told.text()
