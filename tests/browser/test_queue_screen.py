"""The queue by keyboard, with a colleague at the same stories and while news comes in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk import Desk, pick

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]


def test_the_queue_is_worked_from_the_keyboard(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan")
    page.goto(f"{desk.base}/hang-cho")
    cards = page.locator(".queue > .card")
    page.keyboard.press("j")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("j")  # keys rest while the table of keys is open
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()

    title = cards.nth(0).locator("h2").inner_text()
    page.keyboard.press("s")
    expect(cards.nth(0)).to_contain_text("Đã bỏ qua")
    page.keyboard.press("u")
    expect(cards.nth(0).locator("h2")).to_have_text(title)

    expect(cards.nth(0)).to_be_focused()  # one goes on from where one was
    page.keyboard.press("o")
    page.wait_for_url("**/bai/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.keyboard.press("/")
    page.wait_for_url("**/tim-kiem")
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm trong các bài đã đọc")).to_be_focused()
    page.keyboard.type("j/")  # in a field they are letters
    expect(page.get_by_label("Tìm trong các bài đã đọc")).to_have_value("j/")


def test_p_picks_the_story_in_focus(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan")
    page.goto(f"{desk.base}/hang-cho")
    for _ in range(3):
        page.keyboard.press("j")
    title = page.locator(".queue > .card").nth(2).locator("h2").inner_text()
    page.keyboard.press("p")
    draft, asked = page.locator(".queue > .draft"), page.locator(".flag-card.asking")
    expect(draft.or_(asked)).to_be_visible()
    if asked.is_visible():
        page.keyboard.press("p")  # once more: all the same
    expect(draft.locator("h2")).to_have_text(title)
    expect(draft.get_by_role("button", name="Gửi duyệt", exact=True)).to_be_focused()  # Enter sends it
    page.keyboard.press("u")
    expect(page.get_by_role("status").filter(has_text="Bạn vừa thôi chọn")).to_contain_text(title)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_picking_on_the_articles_own_page_opens_its_item_and_f5_keeps_it(
    desk: Desk, new_page: NewPage, width: int
) -> None:
    page = new_page("lan", width=width)
    page.goto(f"{desk.base}/hang-cho")
    page.locator(".queue > .card h2 a").nth(3).click()
    page.wait_for_url("**/bai/*")
    title = page.get_by_role("heading", level=1).inner_text()
    pick(page.get_by_role("button", name="Chọn bài này"))
    page.wait_for_url(re.compile(r"/chia-se/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator("textarea[name=caption]")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_several_stories_are_skipped_at_once_and_brought_back(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan")
    page.goto(f"{desk.base}/hang-cho")
    cards = page.locator(".queue > .card")
    titles = [cards.nth(number).locator("h2").inner_text() for number in (3, 4)]
    expect(page.get_by_role("button", name="Bỏ qua các chuyện đã chọn")).to_be_hidden()
    for number in (3, 4):
        cards.nth(number).get_by_role("checkbox").check()
    page.get_by_role("button", name="Bỏ qua các chuyện đã chọn").click()
    expect(page.get_by_text("Đã bỏ qua 2 chuyện")).to_be_visible()
    for title in titles:
        expect(page.get_by_role("heading", name=title, exact=True)).to_have_count(0)
    page.get_by_role("button", name="Hoàn tác").click()
    for title in titles:
        expect(page.get_by_role("heading", name=title, exact=True)).to_have_count(1)


def test_a_story_that_was_opened_is_dimmed_and_colleagues_see_who_is_at_it(desk: Desk, new_page: NewPage) -> None:
    reader, colleague = new_page("lan"), new_page("minh")
    reader.goto(f"{desk.base}/hang-cho")
    story = reader.locator(".queue > .card").nth(6).get_attribute("data-story")
    with reader.expect_response("**/da-xem"):
        reader.locator(".queue > .card h2 a").nth(6).click()
    reader.goto(f"{desk.base}/hang-cho")
    expect(reader.locator(f'[data-story="{story}"] .seen')).to_have_text("đã xem")
    expect(reader.locator(f'[data-story="{story}"] .viewing')).to_have_count(0)
    reader.locator(f'[data-story="{story}"] .tick input').check()  # dimmed, and chosen all the same
    colleague.goto(f"{desk.base}/hang-cho")
    expect(colleague.locator(f'[data-story="{story}"] .viewing')).to_have_text("Lan đang xem")


def test_what_comes_in_is_told_and_the_page_does_not_move(desk: Desk, new_page: NewPage) -> None:
    reader, colleague = new_page("minh"), new_page("lan")
    reader.goto(f"{desk.base}/hang-cho")
    first = reader.locator(".queue > .card").first.locator("h2").inner_text()
    colleague.goto(f"{desk.base}/hang-cho")
    card = colleague.locator(".queue > .card").nth(7)
    gone = card.locator("h2").inner_text()
    card.get_by_role("button", name="Bỏ qua").click()  # another story takes its place among the first fifteen
    pill = reader.locator("#tin-moi")
    expect(pill).to_be_visible()  # the pulse beats every three seconds, shared by all
    expect(reader.locator(".queue > .card").first.locator("h2")).to_have_text(first)
    expect(reader.get_by_role("heading", name=gone, exact=True)).to_have_count(1)
    pill.click()
    expect(reader.get_by_role("heading", name=gone, exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280])
def test_a_storys_articles_come_when_its_list_is_opened_and_one_is_split_off(
    desk: Desk, new_page: NewPage, width: int
) -> None:
    page = new_page("lan", width=width)
    page.goto(f"{desk.base}/hang-cho")
    listed = page.locator(".queue > .card details.members").first
    listed.locator("summary").click()
    expect(listed.locator("li form")).not_to_have_count(0)
    article = listed.locator("li").last
    title = article.locator("a").inner_text()
    expect(article.locator("small")).to_contain_text("–")  # when, and why it is here
    article.get_by_role("button", name="Tách bài này").click()
    page.wait_for_url("**/bai/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="Cùng chuyện")).to_have_count(0)


def test_somebody_who_only_reads_sees_no_buttons(desk: Desk, new_page: NewPage) -> None:
    page = new_page("doc")
    page.goto(f"{desk.base}/hang-cho")
    assert page.locator(".queue > .card").count() >= 10
    expect(page.get_by_role("button", name="Chọn", exact=True)).to_have_count(0)
    expect(page.get_by_role("checkbox")).to_have_count(0)


def test_the_queue_is_light_and_nothing_holds_its_first_paint_back(new_page: NewPage, desk: Desk) -> None:
    page = new_page("lan", width=390)
    page.goto(f"{desk.base}/hang-cho")
    page.wait_for_load_state("load")
    loaded = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
              .map(one => [one.name, one.transferSize, one.renderBlockingStatus])"""
    )
    assert sum(size for _, size, _ in loaded) <= 150_000
    assert [name for name, _, status in loaded[1:] if status == "blocking"] == []
