"""Xu hướng by hand, on a phone and on a desk: a search has its line, beside another, and a number its list."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from domain.understanding import Section
from tests.api.conftest import Desk
from tests.api.test_trends import counted_and_seen
from tests.browser.test_nothing_is_lost import NewPage, base, is_whole, made, new_page  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON, OTHER, PAPER

pytestmark = pytest.mark.browser


def test_a_search_has_its_line_beside_a_section_and_a_number_opens_its_articles(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
) -> None:
    for key, ago in (("a", 5), ("b", 5), ("c", 1)):
        made.publish(
            key, title=f"Lịch tiêm chủng {key}", section=Section.HEALTH, published_at=NOON - timedelta(days=ago)
        )
    counted_and_seen(made)
    for width in (390, 1280):
        page = new_page("lan", width=width)
        page.goto("/tim-kiem?q=tiem chung")
        page.get_by_role("main").get_by_role("link", name="Xu hướng").click()
        expect(page.get_by_role("heading", level=1, name="Xu hướng")).to_be_visible()
        expect(page.get_by_text("tiem chung: 3 bài")).to_be_visible()
        expect(page.locator("svg.chart .line-1 path").first).to_be_visible()
        expect(page.get_by_text("Khoảng tô xám")).to_be_visible()
        expect(page.get_by_text("Chấm cuối là hôm nay")).to_be_visible()

        page.get_by_label("So với").select_option(label="Sức khỏe")
        page.get_by_label("Theo").select_option(label="tuần")
        page.get_by_role("button", name="Xem", exact=True).click()
        expect(page.get_by_text("Sức khỏe: 3 bài")).to_be_visible()
        expect(page.locator("svg.chart .line-2")).to_have_count(1)
        page.get_by_text("Bảng số, mỗi số mở ra danh sách bài").click()
        assert is_whole(page)
        holds(page)

        page.get_by_role("table", name="Sức khỏe").get_by_role("link", name="3", exact=True).first.click()
        expect(page.get_by_role("link", name="3 bài")).to_be_visible()
        expect(page.get_by_role("link", name="Lịch tiêm chủng a")).to_be_visible()


def test_a_square_of_either_table_opens_its_articles_and_a_silent_source_its_page(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
) -> None:
    for key, ago in (("a", 8), ("b", 8), ("c", 3)):
        made.publish(
            key, title=f"Lịch tiêm chủng {key}", section=Section.HEALTH, published_at=NOON - timedelta(days=ago)
        )
    counted_and_seen(made)
    for width in (390, 1280):
        page = new_page("lan", width=width)
        page.goto("/xu-huong")
        page.get_by_role("link", name="Chuyên mục × tuần").click()
        expect(page.get_by_role("columnheader", name="23/11 chưa hết")).to_be_in_viewport()
        row = page.get_by_role("row", name="Sức khỏe")
        expect(row.get_by_role("cell").last).to_have_text("0")
        expect(row.get_by_role("rowheader")).to_be_in_viewport(ratio=1)  # it is held while the weeks scroll
        assert is_whole(page)
        row.get_by_role("link", name="1", exact=True).click()
        expect(page.get_by_role("link", name="Lịch tiêm chủng c")).to_be_visible()
        page.get_by_role("link", name="1 nguồn độc lập").click()
        expect(page.get_by_role("link", name="Lịch tiêm chủng c").last).to_be_visible()

        page.get_by_role("link", name="Nguồn × ngày").click()
        row = page.get_by_role("row", name=PAPER.name)
        expect(row.get_by_role("rowheader")).to_contain_text("im 2 ngày")
        expect(row.get_by_role("cell").first).to_contain_text("chưa thêm nguồn")
        assert is_whole(page)
        holds(page)
        row.get_by_role("link", name="2", exact=True).click()
        expect(page.get_by_role("link", name="Lịch tiêm chủng a")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name=PAPER.name).click()
        expect(page.get_by_role("heading", level=1, name=PAPER.name)).to_be_visible()


def test_a_story_that_grows_is_drawn_beside_its_article_and_a_number_opens_its_articles(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
) -> None:
    for key, ago, more in (("a", 3, {}), ("b", 1, {"source_id": OTHER.id}), ("c", 1, {"copy_of": "a"})):
        made.publish(key, id=key, story_id="a", published_at=NOON - timedelta(hours=ago), **more)
    for width in (390, 1280):
        page = new_page("lan", width=width)
        page.clock.install()
        page.goto("/bai/b")
        grown = page.locator(".growth")
        expect(grown).to_contain_text("3 bài, 2 nguồn độc lập. Đầu tiên: Báo Lào Cai, 09:00 ngày 23/11/2026.")
        expect(grown.locator("rect.own")).to_have_count(2)
        grown.get_by_text("Bảng số", exact=True).click()
        assert is_whole(page)
        holds(page)
        grown.get_by_role("row", name="11:00 23/11").get_by_role("link", name="2").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("11:00–12:00 23/11/2026")
        expect(page.locator("li.card")).to_have_count(2)
    page.go_back()
    expect(grown.locator("summary")).to_be_visible()
    made.publish("d", id="d", story_id="a", published_at=NOON)
    page.clock.run_for(121_000)
    expect(grown).to_contain_text("4 bài, 2 nguồn độc lập")  # it goes on growing before one's eyes
    grown.get_by_text("Bảng số", exact=True).click()
    made.publish("e", id="e", story_id="a", published_at=NOON)
    page.clock.run_for(300_000)
    page.evaluate(
        "fetch('/bai/b/lan-ra').then((answer) => answer.text())"
    )  # later than what the clock would have asked
    expect(grown).to_contain_text("4 bài, 2 nguồn độc lập")  # nothing is taken away from who reads its table
