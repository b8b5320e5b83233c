"""`diemtin demo --clock fast` as a person sees it, on a clock set by hand: no load of the machine hurries it."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.pace import CLOCK_FILE
from demo.clock import DayFile, FastDay, Piece
from domain.times import now
from tests.browser.desk import PATIENCE, Desk, launched, over, pick

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE_SECONDS = 120
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
        until = time.monotonic() + PATIENCE_SECONDS
        while not seen():
            assert time.monotonic() < until, self.desk.said()[-3000:]
            time.sleep(0.2)

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
def played(tmp_path: Path) -> Iterator[Played]:
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
    played: Played, chromium: Browser
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
    _posts(page, minh, played, posted)
    assert not played.rows("SELECT 1 FROM versions WHERE grade IN ('correction', 'withdrawn')")
    corrected = "SELECT article_id FROM versions WHERE grade = 'correction'"
    withdrawn = "SELECT id FROM articles WHERE withdrawn_at IS NOT NULL"
    cancelled = "SELECT article_id FROM warnings WHERE NOT warns"
    played.until(22, lambda: len(played.rows(corrected)) == 3)
    played.a_minute_later(lambda: bool(played.rows("SELECT 1 FROM tasks")))
    played.until(23, lambda: bool(played.rows(withdrawn) and played.rows(cancelled)))

    _follows_up(page, minh, played, posted)
    _sees(page, played, f"/bai/{played.rows(corrected)[0]}", "lời đính chính trong bài")
    _sees(page, played, f"/bai/{played.rows(corrected)[0]}", "Nguồn đã sửa bài này")
    _sees(page, played, f"/bai/{played.rows(withdrawn)[0]}", "Nguồn đã gỡ bài này")
    page.goto(f"{played.desk.base}/hang-cho")
    expect(page.locator(".warnings > details > :not(.past-warnings)").first).to_be_attached()
    for in_force in page.locator(".warnings > details > :not(.past-warnings)").all():
        expect(in_force).not_to_contain_text("bão Hoa Ban")
    context.close()


def _posts(page: Page, minh: Page, played: Played, article_id: str) -> None:
    """One person picks it past its flags and sends it, another approves it, the first marks it as posted."""
    page.goto(f"{played.desk.base}/bai/{article_id}")
    pick(page.get_by_role("button", name="Chọn bài này"))
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    page.wait_for_url("**/hang-cho?xong=1")
    minh.goto(f"{played.desk.base}/duyet")
    expect(minh.locator("main")).to_contain_text("5 người")
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    minh.wait_for_url("**/duyet?xong=1")
    page.goto(f"{played.desk.base}/chia-se/1")
    posted = page.get_by_role("button", name="Đã đăng lên trang")
    over(posted, page.locator(".notice.done"), "Vẫn đánh dấu đã đăng")
    page.wait_for_url("**/chia-se?xong=1")
    page.goto(f"{played.desk.base}/so-tin")
    expect(page.locator("main")).to_contain_text("5 người")


def _follows_up(page: Page, minh: Page, played: Played, article_id: str) -> None:
    """What the source corrected is counted for both on every screen; one writes, the other approves, it is posted."""
    minutes = (
        "SELECT (julianday(tasks.opened_at) - julianday(seen_at)) * 1440 FROM tasks JOIN versions USING (article_id) "
        f"WHERE article_id = '{article_id}' AND cause = 'corrected' AND grade = 'correction'"
    )
    assert 0 <= float(played.rows(minutes)[0]) <= 10
    for each in (page, minh):
        each.set_viewport_size({"width": 1280, "height": 844})
        each.goto(f"{played.desk.base}/hang-cho")
        link = each.locator("nav:visible").get_by_role("link", name="Cần xử lý, 1 việc cần xử lý")
        expect(link.first).to_be_visible()
    page.goto(f"{played.desk.base}/can-xu-ly/1")
    expect(page.locator("main")).to_contain_text("3 người")
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(page.locator("#tin-tiep-theo")).to_be_visible()
    minh.goto(f"{played.desk.base}/can-xu-ly/1")
    minh.get_by_role("button", name="Duyệt", exact=True).click()
    expect(minh.get_by_role("button", name="Duyệt", exact=True)).to_have_count(0)
    page.goto(f"{played.desk.base}/can-xu-ly/1")
    page.get_by_label("Địa chỉ để người khác xem được").fill("https://trang.example.vn/dinh-chinh")
    page.get_by_role("button", name="Đã đăng", exact=True).click()
    expect(page.locator(".notice.done")).to_be_visible()
    _sees(page, played, "/so-tin", "ĐÍNH CHÍNH")


def _sees(page: Page, played: Played, path: str, words: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(played.desk.base + path)
        expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
