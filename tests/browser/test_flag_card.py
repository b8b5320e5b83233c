"""The guide's steps with a false story: stopped at the card, answered, reviewed, and said again before posting."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, expect

from api.main import create_app
from api.services import Web
from database.engine import SqlDatabase
from domain.outlets import OutletAccount, OutletKind
from domain.page import ClaimReview
from domain.people import Role
from domain.sources import Source, SourceKind
from tests.api.conftest import Desk
from tests.browser.conftest import NARROW, WIDE
from tests.browser.desk import PATIENCE
from tests.browser.serving import served
from tests.making import NOON

pytestmark = pytest.mark.browser
WHY = "Đăng để cảnh báo bà con."
Seated = Callable[[str, int], Page]


@pytest.fixture
def seated(sqlite_database: SqlDatabase, chromium: Browser) -> Iterator[Seated]:
    desk = Desk(sqlite_database, create_app(cast(Web, None)))
    desk.browser("lan", Role.EDITOR)
    desk.browser("minh", Role.REVIEWER)
    with desk.database.write() as store:
        store.sources.save(
            Source(id="kc", name="Kiểm Chứng", home_url="https://kc.vn", organisation="X", kind=SourceKind.FACT_CHECKER)
        )
        store.outlets.add(OutletAccount(id=0, kind=OutletKind.PORTAL, name="Cổng xã"))
    early = NOON - timedelta(hours=3)
    told = desk.publish("ve", title="Đường sắt bán 5.000 vé 0 đồng", published_at=early)
    check = ClaimReview(claim="Đường sắt bán vé 0 đồng", rating="Sai", reviewer="Kiểm Chứng")
    desk.publish("kc", title="Không có vé 0 đồng", source_id="kc", story_id=told.id, claim_reviews=(check,))
    errors: list[str] = []
    with ExitStack() as room:
        base = room.enter_context(served(desk.app))

        def sit(who: str, width: int) -> Page:
            context = chromium.new_context(viewport={"width": width, "height": 844}, service_workers="block")
            room.callback(context.close)
            context.set_default_timeout(PATIENCE)
            context.add_cookies([{"name": "diemtin", "value": f"token-{who}", "url": base}])
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{base}/hang-cho")
            return page

        yield sit
    assert errors == []


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_false_story_is_stopped_answered_reviewed_and_said_before_it_is_posted(seated: Seated) -> None:
    lan, minh = seated("lan", WIDE), seated("minh", NARROW)
    lan.get_by_role("button", name="Chọn", exact=True).click()
    card = lan.locator(".flag-card")
    expect(card).to_be_focused()
    expect(card).to_contain_text("kết luận: Sai")
    fits(lan)
    card.get_by_role("link", name="Thôi").click()
    expect(card).to_have_count(0)
    lan.get_by_role("button", name="Chọn", exact=True).click()
    card.locator("summary").click()
    lan.get_by_label("Vì sao vẫn dùng").fill(WHY)
    lan.keyboard.press("Enter")
    expect(card.get_by_role("status")).to_contain_text(f"Lan: vẫn dùng, vì «{WHY}»")
    card.get_by_role("button", name="Rút lại").click()
    expect(card.get_by_role("button", name="Đúng, đã xử lý")).to_be_focused()
    card.get_by_role("button", name="Vẫn chọn").click()
    lan.locator(".draft textarea").fill("Tin giả: vé 0 đồng, gọi 1900 9096.")
    lan.get_by_role("button", name="Gửi duyệt", exact=True).click()

    expect(lan.get_by_role("status").filter(has_text="Bạn vừa gửi duyệt")).to_be_visible()
    minh.goto(minh.url.replace("/hang-cho", "/duyet"))
    expect(minh.locator("mark", has_text="1900 9096")).to_be_visible()
    expect(minh.locator(".source-text")).to_be_hidden()  # folded on a phone
    minh.get_by_text("Bài nguồn", exact=True).click()
    expect(minh.locator(".source-text")).to_contain_text("1900 9095")
    fits(minh)
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    expect(minh.get_by_text("Không có tin nào chờ duyệt")).to_be_visible()

    share = lan.url.split("?")[0].replace("/hang-cho", "/chia-se")
    lan.goto(f"{share}/1")
    lan.get_by_role("checkbox", name="Cổng xã").check()
    lan.get_by_role("button", name="Đăng ngay").click()
    expect(card.get_by_role("heading", name="Xem 1 lưu ý trước khi đăng")).to_be_visible()
    card.get_by_role("button", name="Đúng, đã xử lý").click()
    expect(card.get_by_role("button", name="Đăng", exact=True)).to_be_visible()  # what was ticked has not gone
    card.get_by_role("button", name="Rút lại").click()
    card.get_by_role("button", name="Vẫn đăng").click()
    expect(lan.get_by_text("chờ đăng")).to_be_visible()

    lan.goto(share)
    lan.get_by_role("button", name="Đã đăng lên trang").click()
    expect(lan.get_by_role("heading", name="Xem 1 lưu ý trước khi đánh dấu đã đăng")).to_be_visible()
    fits(lan)
    lan.get_by_role("button", name="Vẫn đánh dấu đã đăng").click()
    expect(lan.get_by_role("status").filter(has_text="Bạn vừa đánh dấu đã đăng")).to_be_visible()
