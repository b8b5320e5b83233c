"""`diemtin demo --clock fast` as a person sees it, on a clock set by hand: no load of the machine hurries it."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from app.bootstrap import Services
from app.pace import CLOCK_FILE
from app.settings import Settings
from demo.clock import DayFile, FastDay, Piece
from domain.outlets import OutletAccount
from domain.times import now
from tests.browser.desk import PATIENCE, Desk, launched, over, pick
from tests.outlets.twins.portal import PortalTwin
from tests.outlets.twins.server import serving
from tests.outlets.twins.telegram import TelegramTwin
from tests.outlets.twins.wordpress import WordPressTwin

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE_SECONDS = 120
PLACES = ("Kênh Telegram", "Trang web", "Cổng xã")
Twins = tuple[TelegramTwin, WordPressTwin, PortalTwin]
NUDGES = 50  # minutes of the day: what was not seen at once is asked for again, as time passes
UPDATE = "Cập nhật tin bão Hoa Ban: suy yếu thành áp thấp nhiệt đới (bản tin số 2)"


@dataclass
class Played:
    desk: Desk
    file: DayFile
    start: datetime
    zero: datetime
    stands: tuple[float, int] = (0, 0)  # hour and minutes

    def set(self, hour: float, minutes: int = 0) -> None:
        self.stands = hour, minutes
        at = self.start + timedelta(hours=hour, minutes=minutes)
        self.file.keep(FastDay(zero=self.zero, pieces=(Piece(now(), at, 0.0),)))

    def a_minute_later(self, seen: Callable[[], bool]) -> None:
        """The day stands a minute after what was seen last, however long the machine takes."""
        hour, minutes = self.stands
        self.set(hour, minutes + 1)
        self.sees(seen)

    def until(self, hour: float, seen: Callable[[], bool]) -> None:
        """It is that hour, and the minutes pass until the desk has seen what it should; then they stand."""
        until = time.monotonic() + PATIENCE_SECONDS
        minutes = 0
        while time.monotonic() < until:
            self.set(hour, min(minutes, NUDGES))
            time.sleep(0.5)
            if seen():
                return
            minutes += 1
        raise AssertionError(self.desk.said()[-3000:])

    def sees(self, seen: Callable[[], bool]) -> None:
        """Time stands, and the desk does what is due."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not seen():
            assert time.monotonic() < until, self.desk.said()[-3000:]
            time.sleep(0.2)

    def connects(self, twins: Twins) -> None:
        services = Services(Settings(home=Path(self.desk.state()), allow_inside_channels=True), clock=now)
        try:
            with services.database.write() as store:
                for name, twin in zip(PLACES, twins, strict=True):
                    fields, sealed = services.outlets.keep(twin.kind, twin.typed)
                    store.outlets.add(OutletAccount(id=0, kind=twin.kind, name=name, fields=fields, sealed=sealed))
        finally:
            services.close()

    def colleague(self, login: str, name: str, role: str, chromium: Browser) -> Page:
        """Somebody else at the desk, at a screen of their own."""
        context = chromium.new_context(locale="vi-VN", service_workers="block")
        context.set_default_timeout(PATIENCE)
        cookie = self.desk.colleague(login, name, role)
        context.add_cookies([{"name": "diemtin", "value": cookie, "url": self.desk.base}])
        return context.new_page()

    def rows(self, statement: str) -> list[str]:
        connection = sqlite3.connect(f"file:{self.desk.state()}/diemtin.db?mode=ro", uri=True, timeout=10)
        try:
            return [str(row[0]) for row in connection.execute(statement)]
        finally:
            connection.close()


@pytest.fixture
def twins(monkeypatch: pytest.MonkeyPatch) -> Iterator[Twins]:
    """Stand-ins of three of our places. None of them goes by a clock."""
    with ExitStack() as stack:
        made = [stack.enter_context(serving(kind)) for kind in (TelegramTwin, WordPressTwin, PortalTwin)]
        monkeypatch.setenv("DIEMTIN_OUTLETS_STAND_IN", made[0].url)
        monkeypatch.setenv("DIEMTIN_ALLOW_INSIDE_CHANNELS", "true")
        yield cast(Twins, tuple(made))


@pytest.fixture
def played(tmp_path: Path, twins: Twins) -> Iterator[Played]:
    desk = launched(tmp_path, "demo", "--clock", "fast")
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while not (links := re.findall(r"\S+/vao/\S+", desk.said())):
            assert desk.process.poll() is None, desk.said()
            assert time.monotonic() < until, desk.said()
            time.sleep(0.2)
        desk.first_link = links[-1]
        file = DayFile(Path(desk.state()) / CLOCK_FILE)
        first = file.day().pieces[0]
        yield Played(desk, file, first.at, file.day().zero)
    finally:
        desk.stop()


def test_the_storm_the_corrections_and_the_withdrawal_are_seen_on_a_phone_and_on_a_desk(
    played: Played, chromium: Browser, twins: Twins
) -> None:
    cookie = played.desk.enter(played.desk.first_link)
    context = chromium.new_context(locale="vi-VN", service_workers="block")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "diemtin", "value": cookie, "url": played.desk.base}])
    page = context.new_page()

    def shown(words: str) -> bool:
        page.goto(f"{played.desk.base}/hang-cho")
        return words in page.locator("main").inner_text()

    played.until(3, lambda: shown("(bản tin số 1)"))
    _sees(page, played, "/hang-cho", "(bản tin số 1)")
    played.until(13.5, lambda: shown(UPDATE))
    _sees(page, played, "/hang-cho", UPDATE)
    toll = "SELECT id FROM articles WHERE stage = 'queued' AND text LIKE '%5 người%' AND title LIKE '%Phong Dụ%'"
    played.until(19.8, lambda: len(played.rows(toll)) == 3)
    minh = played.colleague("minh", "Minh", "reviewer", chromium)
    posted = played.rows(f"{toll} AND source_id IN (SELECT id FROM sources WHERE name LIKE 'Thông tấn%')")[0]
    played.connects(twins)
    _posts(page, minh, played, posted)
    played.sees(lambda: [len(twin.texts()) for twin in twins] == [1, 1, 1])
    assert all("5 người" in text for twin in twins for text in twin.texts())
    assert not played.rows("SELECT 1 FROM versions WHERE grade IN ('correction', 'withdrawn')")
    corrected = "SELECT article_id FROM versions WHERE grade = 'correction'"
    withdrawn = "SELECT id FROM articles WHERE withdrawn_at IS NOT NULL"
    cancelled = "SELECT article_id FROM warnings WHERE NOT warns"
    played.until(22, lambda: len(played.rows(corrected)) == 3)
    played.a_minute_later(lambda: len(played.rows("SELECT 1 FROM tasks")) == len(twins))
    played.until(23, lambda: bool(played.rows(withdrawn) and played.rows(cancelled)))

    _follows_up(page, minh, played, posted)
    played.sees(lambda: "ĐÍNH CHÍNH" in twins[0].texts()[-1] and all("3 người" in twin.texts()[-1] for twin in twins))
    _stand_corrected(twins)
    played.a_minute_later(lambda: set(played.rows("SELECT state FROM tasks")) == {"done"})
    _sees(page, played, "/can-xu-ly/1", "đã đăng")
    _sees(page, played, "/so-tin", "ĐÍNH CHÍNH")
    _sees(page, played, f"/bai/{posted}", "lời đính chính trong bài")
    _sees(page, played, f"/bai/{posted}", "Nguồn đã sửa bài này")
    _sees(page, played, f"/bai/{played.rows(withdrawn)[0]}", "Nguồn đã gỡ bài này")
    page.goto(f"{played.desk.base}/hang-cho")
    expect(page.locator(".warnings > details > :not(.past-warnings)").first).to_be_attached()
    for in_force in page.locator(".warnings > details > :not(.past-warnings)").all():
        expect(in_force).not_to_contain_text("bão Hoa Ban")
    context.close()


def _posts(page: Page, minh: Page, played: Played, article_id: str) -> None:
    """One person picks it past its flags and sends it, another approves it, the first posts it at three places."""
    page.goto(f"{played.desk.base}/bai/{article_id}")
    pick(page.get_by_role("button", name="Chọn bài này"))
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    page.wait_for_url("**/hang-cho?xong=1")
    minh.goto(f"{played.desk.base}/duyet")
    expect(minh.locator("main")).to_contain_text("5 người")
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    minh.wait_for_url("**/duyet?xong=1")
    page.goto(f"{played.desk.base}/chia-se/1")
    for name in PLACES:
        page.get_by_role("checkbox", name=name).check()
    over(page.get_by_role("button", name="Đăng ngay"), page.locator("#dang-di .card"), "Vẫn đăng")


def _follows_up(page: Page, minh: Page, played: Played, article_id: str) -> None:
    """What the source corrected is counted for both on every screen; one writes, the other approves, it is posted."""
    minutes = (
        "SELECT (julianday(tasks.opened_at) - julianday(seen_at)) * 1440 FROM tasks JOIN versions USING (article_id) "
        f"WHERE article_id = '{article_id}' AND cause = 'corrected' AND grade = 'correction'"
    )
    assert all(0 <= float(one) <= 10 for one in played.rows(minutes))
    for each in (page, minh):
        each.set_viewport_size({"width": 1280, "height": 844})
        each.goto(f"{played.desk.base}/hang-cho")
        link = each.locator("nav:visible").get_by_role("link", name="Cần xử lý, 3 việc cần xử lý")
        expect(link.first).to_be_visible()
    page.goto(f"{played.desk.base}/can-xu-ly/1")
    expect(page.locator("main")).to_contain_text("3 người")
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(page.locator("#tin-tiep-theo")).to_be_visible()
    minh.goto(f"{played.desk.base}/can-xu-ly/1")
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    expect(minh.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)
    page.goto(f"{played.desk.base}/can-xu-ly/1")
    for name, way in zip(PLACES, ("reply", "edit", "edit"), strict=True):
        expect(page.get_by_label(f"Cách đăng: {name}")).to_have_value(re.compile(f".*:{way}"))
    _sees(page, played, "/can-xu-ly/1", "Đăng lên")
    page.get_by_role("button", name="Đăng ở những nơi đã chọn").click()
    expect(page.locator("#dang-di .card")).to_have_count(len(PLACES))


def _stand_corrected(twins: Twins) -> None:
    """As strangers see them: the channel has the correction under the post, the two others in its place."""
    telegram, site, portal = twins
    assert [len(twin.texts()) for twin in twins] == [2, 1, 1]
    assert telegram.messages[2]["reply_to"] == 1
    post = httpx.get(f"{site.url}/wp-json/wp/v2/posts/1").json()
    page = httpx.get(f"{portal.url}/api/bai/b1").json()
    for shown in (telegram.texts()[1], post["content"]["rendered"], page["html"]):
        assert "3 người" in shown
    assert page["title"].startswith("ĐÍNH CHÍNH")


def _sees(page: Page, played: Played, path: str, words: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(played.desk.base + path)
        expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
