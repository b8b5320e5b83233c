"""One click corrects a section, on a telephone and on a wide screen; afterwards and after a reload it is so."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
TEN_AND_UNCLEAR = 11


def named(control: Locator) -> str:
    """The section as a person reads it."""
    return control.locator("summary").inner_text().partition(":")[2].strip()


def another(control: Locator) -> Locator:
    """A button for a section that is not the one shown."""
    return control.get_by_role("button", name="Thể thao" if "Thể thao" not in named(control) else "Văn hóa", exact=True)


def is_whole(page: Page) -> bool:
    """Nothing stands out beyond the screen's edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_card_is_corrected_where_it_stands_and_put_back(desk: Desk, new_page: NewPage, width: int) -> None:
    page = new_page("lan", width=width)
    page.goto(f"{desk.base}/hang-cho")
    card = page.locator(".queue > .card").nth(4)
    story = card.get_attribute("data-story")
    control = page.locator(f'[data-story="{story}"] .section-choice')
    before = named(control)
    expect(control.get_by_role("button")).to_have_count(0)

    control.locator("summary").click()
    expect(control.get_by_role("button")).to_have_count(TEN_AND_UNCLEAR)
    expect(control.get_by_role("button").first).to_be_visible()
    assert is_whole(page)
    button = another(control)
    wanted = button.inner_text()
    button.click()
    expect(control.locator("summary")).to_contain_text(wanted)
    expect(control.locator("summary")).to_be_focused()
    expect(control.get_by_role("button", name=wanted)).to_be_hidden()  # closed again
    expect(control).to_contain_text("Lan sửa chuyên mục")
    assert is_whole(page)

    page.reload()
    expect(control.locator("summary")).to_contain_text(wanted)
    control.locator("summary").click()
    expect(control.get_by_role("button", name=wanted)).to_have_attribute("aria-pressed", "true")
    control.get_by_role("button", name="Hoàn tác").click()
    expect(control.locator("summary")).to_contain_text(before)
    page.reload()
    expect(control.locator("summary")).to_contain_text(before)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_article_is_corrected_with_and_without_javascript(
    desk: Desk, new_page: NewPage, width: int, scripts: bool
) -> None:
    page = new_page("lan", width=width, scripts=scripts)
    page.goto(f"{desk.base}/hang-cho")
    page.locator(".queue > .card h2 a").nth(8).click()
    control = page.locator(".section-choice")
    before = named(control)

    control.locator("summary").click()
    button = another(control)
    wanted = button.inner_text()
    button.click()
    expect(control.locator("summary")).to_contain_text(wanted)
    expect(control).to_contain_text("Lan sửa chuyên mục")
    page.goto(page.url.partition("#")[0])
    expect(control.locator("summary")).to_contain_text(wanted)
    assert is_whole(page)

    page.goto(f"{desk.base}/so-ghi")
    expect(page.locator(".log tbody tr").first).to_contain_text("vào chuyên mục")
    expect(page.locator(".log tbody tr").first).to_contain_text(wanted)
    page.go_back()
    control.get_by_role("button", name="Hoàn tác").click()
    expect(control.locator("summary")).to_contain_text(before)


def test_without_javascript_a_card_leads_to_its_articles_control(desk: Desk, new_page: NewPage) -> None:
    page = new_page("lan", width=NARROW, scripts=False)
    page.goto(f"{desk.base}/hang-cho")
    card = page.locator(".queue > .card").nth(2)
    card.locator(".section-choice summary").click()
    card.get_by_role("link", name="Sửa chuyên mục").click()
    expect(page.locator(".section-choice summary")).to_be_in_viewport()
