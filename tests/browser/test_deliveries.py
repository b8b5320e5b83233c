"""Đăng lên by hand: what was approved goes to two stand-ins of platforms, and the ledger shows where."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from desk.deliverer import Deliverer
from domain.editorial import ItemState
from domain.outlets import OutletAccount
from outlets.places import OurPlaces
from tests.api.conftest import Desk
from tests.browser.test_nothing_is_lost import NewPage, base, decided, made, new_page, picked, sent  # noqa: F401
from tests.browser.test_screens import holds
from tests.fakes import MemoryVault
from tests.making import NOON
from tests.outlets.twins.portal import PortalTwin
from tests.outlets.twins.server import Twin, serving
from tests.outlets.twins.telegram import TelegramTwin

pytestmark = pytest.mark.browser


@pytest.fixture
def twins() -> Iterator[list[Twin]]:
    with ExitStack() as stack:
        yield [stack.enter_context(serving(one)) for one in (TelegramTwin, PortalTwin)]


def test_an_approved_item_goes_to_two_of_our_places_and_stands_in_the_ledger_with_both_addresses(
    made: Desk,  # noqa: F811
    new_page: NewPage,  # noqa: F811
    twins: list[Twin],
) -> None:
    places = OurPlaces(
        vault=MemoryVault(), clock=lambda: NOON, check_url=None, check_address=None, stand_in=twins[0].url
    )
    made.web = replace(made.web, outlets=places)
    made.app.state.web = made.web
    item = decided(made, sent(made, picked(made)), ItemState.APPROVED)
    page = new_page("lan", width=390)
    page.goto(f"/chia-se/{item.id}")
    expect(page.get_by_role("button", name="Sao chép bài đăng")).to_be_visible()
    expect(page.get_by_role("heading", name="Đăng lên")).to_have_count(0)  # no outlet: the screen is as it was
    with made.database.write() as store:
        for name, twin in zip(("Kênh của xã", "Cổng xã"), twins, strict=True):
            fields, sealed = places.keep(twin.kind, twin.typed)
            store.outlets.add(OutletAccount(id=0, kind=twin.kind, name=name, fields=fields, sealed=sealed))
    page.reload()
    form = page.locator("#dang-len")
    form.locator("summary", has_text="Xem trước: Kênh của xã").click()
    expect(form.locator("pre >> visible=true")).to_contain_text("Theo Báo Lào Cai")
    for name in ("Kênh của xã", "Cổng xã"):
        form.get_by_role("checkbox", name=name).check()
    holds(page)
    form.get_by_role("button", name="Đăng ngay").click()
    expect(form.get_by_text("chờ đăng")).to_have_count(2)
    lane = Deliverer(
        database=made.database, outlets=places, ranker=made.web.ranker, clock=lambda: NOON, tell=lambda _: None
    )
    assert lane.deliver_due() + lane.deliver_due() + lane.deliver_due() == 2
    assert [len(twin.texts()) for twin in twins] == [1, 1]
    page.reload()
    expect(form.get_by_role("link", name="Xem bài đăng")).to_have_count(2)
    holds(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto("/so-tin")
    for place in ("Kênh của xã", "Cổng xã"):
        expect(page.locator(".posting", has_text=place).get_by_role("link", name="Xem bài đăng")).to_be_visible()
    gone = page.locator(".posting", has=page.get_by_text("Gỡ bài khỏi Cổng xã"))
    gone.locator("summary", has_text="Gỡ bài khỏi Cổng xã").click()
    gone.get_by_label("Vì sao").locator("visible=true").fill("Nguồn đã gỡ")
    gone.get_by_role("button", name="Gỡ bài khỏi Cổng xã").click()
    expect(page.get_by_text("Nguồn đã gỡ").first).to_be_visible()
    assert [len(twin.texts()) for twin in twins] == [1, 0]
    holds(page)
