"""Being told: the counts in the menu and the line of today follow what colleagues do, and nothing jumps."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from api import pulse
from desk import sharing
from domain.article import ArticleVersion
from domain.editorial import ItemState, ReviewItem
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, decided, is_whole, made, new_page, picked, sent  # noqa: F401
from tests.browser.test_screens import holds
from tests.making import NOON, acting, seen

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


@pytest.mark.parametrize("width", [390, 1280])
def test_a_correction_waits_until_somebody_has_seen_it_and_a_newer_one_waits_again(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.2)
    item = shared(made, decided(made, sent(made, picked(made)), ItemState.APPROVED))
    corrected(made, item, "Đổi giờ: 8 giờ.")
    page = new_page("lan", width=width)
    page.goto("/hang-cho")
    page.locator("#hom-nay").get_by_role("link", name="1 bài đã đăng mà nguồn sửa hoặc gỡ").click()
    waits = page.locator("#corrections")
    expect(waits.get_by_role("link", name="Xem đã sửa gì")).to_be_visible()
    assert is_whole(page)
    waits.get_by_role("button", name="Đã xem").click()
    said = page.get_by_role("status").filter(has_text="Bạn vừa đánh dấu đã xem chỗ nguồn sửa")
    expect(said).to_be_visible()
    expect(waits).to_have_count(0)
    said.get_by_role("button", name="Hoàn tác").click()
    expect(waits.get_by_role("link", name="Tiêm chủng")).to_be_visible()
    waits.get_by_role("button", name="Đã xem").click()
    expect(waits).to_have_count(0)
    page.goto("/hang-cho")
    expect(page.locator("#hom-nay")).to_have_text("Không có việc nào đang chờ bạn.")
    corrected(made, item, "Lại đổi: 9 giờ.")
    expect(page.locator("#hom-nay")).to_have_text("Hôm nay còn 1 bài đã đăng mà nguồn sửa hoặc gỡ")
    page.goto(f"/chia-se/{item.id}")
    assert is_whole(page)
    page.get_by_role("button", name="Đã xem").click()
    expect(said).to_be_visible()
    holds(page)
    page.goto("/so-ghi")
    expect(page.get_by_text("Lan đã xem chỗ nguồn sửa sau khi đăng").first).to_be_visible()


def shared(desk: Desk, item: ReviewItem) -> ReviewItem:
    with desk.database.write() as store:
        lan = store.people.get(desk.people["lan"])
        return sharing.share(acting(store, lan, NOON), desk.web.ranker, seen(item))


def corrected(desk: Desk, item: ReviewItem, text: str) -> None:
    with desk.database.write() as store:
        before = store.articles.get(item.article_id)
        earlier = ArticleVersion(
            article_id=before.id, version=before.version, seen_at=NOON, title=before.title, text=before.text, grade=""
        )
        store.versions.replace(replace(before, text=text), earlier)
