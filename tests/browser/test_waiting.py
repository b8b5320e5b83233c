"""Being told: the counts in the menu and the line of today follow what colleagues do, and nothing jumps."""

import re

import pytest
from playwright.sync_api import Page, expect

from api import pulse
from domain.editorial import ItemState
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, decided, is_whole, made, new_page, picked, sent  # noqa: F401
from tests.browser.test_screens import holds

pytestmark = pytest.mark.browser


def opened_menu(page: Page, width: int) -> None:
    if width < 640:
        page.locator("summary:visible").filter(has_text="Mục lục").click()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_a_colleague_sends_is_counted_at_once_on_every_page(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.2)
    page = new_page("minh", width=width)
    page.goto("/hang-cho")
    expect(page.locator("#hom-nay")).to_have_text("Không có việc nào đang chờ bạn.")
    opened_menu(page, width)
    expect(page.get_by_role("link", name="Duyệt", exact=True).locator("visible=true")).to_be_visible()
    before = page.get_by_role("link", name="Nguồn tin").locator("visible=true").bounding_box()

    item = sent(made, picked(made, by="lan"))
    expect(page.get_by_role("link", name="Duyệt, 1 tin chờ duyệt").locator("visible=true")).to_be_visible()
    expect(page.locator("#hom-nay")).to_have_text("Hôm nay còn 1 tin chờ duyệt")
    assert page.get_by_role("link", name="Nguồn tin").locator("visible=true").bounding_box() == before
    if width == 390:
        expect(page.locator("summary:visible .count")).to_have_attribute("data-number", "1")
    assert is_whole(page)
    page.reload()
    page.get_by_role("link", name="1 tin chờ duyệt").last.click()
    expect(page).to_have_url(re.compile("/duyet$"))

    hers = new_page("lan", width=width)
    hers.goto("/nguon-tin")
    opened_menu(hers, width)
    expect(hers.get_by_role("link", name="Duyệt", exact=True).locator("visible=true")).to_be_visible()
    decided(made, item, ItemState.RETURNED)
    expect(hers.get_by_role("link", name="Chia sẻ, 1 tin trả lại bạn").locator("visible=true")).to_be_visible()
    hers.goto("/hang-cho")
    expect(hers.locator("#hom-nay")).to_have_text("Hôm nay còn 1 tin trả lại bạn")
    holds(hers)
