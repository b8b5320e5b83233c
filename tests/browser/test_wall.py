"""A screen on the wall, which nobody touches: it turns its pages, takes what is new, and says when it does not know."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from api.main import create_app
from database.engine import SqlDatabase
from domain.people import Role
from domain.sources import FeedKind
from nlp.places.units import VietnamGazetteer
from tests.api.conftest import Desk
from tests.api.serving import served
from tests.api.test_warnings_screen import warn
from tests.browser.usable import LOOKS, in_look
from tests.making import NOON, PAPER

pytestmark = pytest.mark.browser
HOUR = timedelta(hours=1)
STALE, LOST = "Thông tin có thể đã cũ", "Mất liên lạc với bàn tin từ 12:01"
ADVICE = " ".join(f"Người dân vùng trũng thứ {number} cần chủ động di dời đồ đạc lên cao." for number in range(1, 21))


@dataclass
class Office:
    """A desk whose clock the test moves, and a browser whose clock it moves, too."""

    desk: Desk
    base: str
    page: Page
    address: str
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.desk.app.state.web = replace(
            self.desk.web, clock=lambda: self.now, real_time=lambda: self.now, gazetteer=VietnamGazetteer()
        )

    def read(self) -> None:
        """The warning service is read now."""
        with self.desk.database.write() as store:
            store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
            [feed] = store.feeds.list(PAPER.id)
            store.feeds.save(replace(feed, last_good_at=self.now))

    def wait(self, seconds: int) -> None:
        """As long passes for the desk and on the screen."""
        self.now += timedelta(seconds=seconds)
        if seconds > 600:
            self.page.clock.fast_forward(seconds * 1000)  # each timer once: a second at a time would take long
        else:
            self.page.clock.run_for(seconds * 1000)

    def shows(self) -> Any:
        return self.page.locator(".warning:visible h1")


@pytest.fixture
def office(sqlite_database: SqlDatabase, chromium: Browser) -> Iterator[Office]:
    app: FastAPI = create_app(None)  # type: ignore[arg-type]
    desk = Desk(sqlite_database, app)
    assert desk.browser("quan", Role.ADMINISTRATOR).post("/cai-dat/treo-tuong").status_code == 303
    with sqlite_database.read() as store:
        address = f"/treo-tuong/{store.settings.get().wall_token}"
    with served(app) as base:
        context = chromium.new_context(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        page = context.new_page()
        page.clock.install(time=NOON + timedelta(days=400))  # nobody sets the clock of a television
        made = Office(desk, base, page, address)
        yield made
        context.close()


def three(office: Office) -> None:
    warn(office.desk, "b", headline="Cảnh báo rét đậm", level=1, expires=NOON + 9 * HOUR, codes=("15",), area="Sa Pa")
    warn(office.desk, "a", headline="Tin bão khẩn cấp", level=4, expires=NOON + 3 * HOUR, instruction=ADVICE,
         area="các xã vùng thấp Lào Cai", next_bulletin=NOON + 2 * HOUR)  # fmt: skip
    office.read()


def test_it_turns_its_pages_and_takes_what_is_new_without_a_hand(office: Office) -> None:
    three(office)
    office.page.goto(office.base + office.address)
    expect(office.shows()).to_have_text(["Tin bão khẩn cấp"])
    expect(office.page.locator(".warning:visible")).to_contain_text("Bản tin tiếp theo: 14:00")
    expect(office.page.locator("#gio")).to_have_text("12:00 · 23/11/2026")  # the desk's, not the screen's own
    office.wait(41)
    expect(office.shows()).to_have_text(["Cảnh báo rét đậm"])
    office.wait(41)
    expect(office.shows()).to_have_text(["Tin bão khẩn cấp"])
    expect(office.page.locator(".advice li:visible").first).not_to_contain_text("thứ 1 ")  # what did not fit before

    office.page.evaluate("document.body.dataset.stays = 1")
    office.read()
    warn(office.desk, "c", headline="Tin lũ khẩn cấp", level=5, expires=NOON + HOUR, codes=("15",))
    office.wait(16)
    expect(office.page.locator(".warning h1")).to_have_text(["Tin lũ khẩn cấp", "Tin bão khẩn cấp", "Cảnh báo rét đậm"])
    assert office.page.evaluate("document.body.dataset.stays") == "1", "nothing was loaded anew"


def test_it_says_loudly_when_it_does_not_know_and_never_shows_what_is_over(office: Office) -> None:
    three(office)
    page = office.page
    page.goto(office.base + office.address)
    expect(office.shows()).to_have_text(["Tin bão khẩn cấp"])
    office.wait(60)
    expect(page.locator("#gio")).to_have_text("12:01 · 23/11/2026")
    expect(page.locator("#cu")).to_be_hidden()

    page.context.set_offline(True)
    office.wait(60)
    expect(page.locator("#cu")).to_contain_text(LOST)
    expect(page.locator("#cu")).to_be_visible()
    office.wait(3 * 3600)
    expect(page.locator(".warning h1")).to_have_text(["Cảnh báo rét đậm"])  # the other has expired
    office.wait(6 * 3600)
    expect(page.locator(".warning")).to_have_count(0)
    expect(page.get_by_text("Không biết lúc này có cảnh báo hay không")).to_be_visible()
    expect(page.get_by_text("Lúc này không có cảnh báo nào")).to_be_hidden()

    page.context.set_offline(False)
    office.wait(16)
    expect(page.locator("#cu")).to_be_hidden()
    expect(page.locator(".alarm:visible")).to_contain_text(STALE)  # the desk answers, and has read nothing for hours
    office.read()
    office.wait(16)
    expect(page.locator(".alarm:visible")).to_have_count(0)
    expect(page.get_by_text("Lúc này không có cảnh báo nào")).to_be_visible()

    page.clock.set_system_time(NOON + timedelta(days=401))  # it slept
    page.route("**/bang", lambda route: route.abort())
    office.wait(2)
    expect(page.locator("#cu")).to_contain_text("Màn hình vừa ngủ")
    with office.desk.database.write() as store:
        store.settings.save(replace(store.settings.get(), wall_token="khac"))
    page.unroute("**/bang")
    office.wait(16)
    expect(page.locator("#cu")).to_contain_text("đã đóng")


def test_it_can_be_read_from_afar_in_every_shade(office: Office) -> None:
    three(office)
    for width, height in ((1920, 1080), (1280, 720)):
        office.page.set_viewport_size({"width": width, "height": height})
        office.page.goto(office.base + office.address)
        expect(office.shows()).to_have_text(["Tin bão khẩn cấp"])
        assert office.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        size = office.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.advice li')).fontSize)")
        assert size * 40 >= width, "a letter is at least a fortieth of the screen's width"
    for look in LOOKS:
        assert in_look(office.page, *look) == []
        office.wait(2)  # a window of another size is laid out anew
    office.page.set_viewport_size({"width": 1280, "height": 844})
    office.page.goto(f"{office.base}{office.address}?nen=toi")
    assert in_look(office.page, *LOOKS[0]) == []
