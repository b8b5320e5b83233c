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
from tests.browser.desk import Desk, launched

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

    def set(self, hour: float, minutes: int = 0) -> None:
        at = self.start + timedelta(hours=hour, minutes=minutes)
        self.file.keep(FastDay(zero=self.zero, pieces=(Piece(now(), at, 0.0),)))

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
    assert not played.rows("SELECT 1 FROM versions WHERE grade IN ('correction', 'withdrawn')")
    corrected = "SELECT article_id FROM versions WHERE grade = 'correction'"
    withdrawn = "SELECT id FROM articles WHERE withdrawn_at IS NOT NULL"
    cancelled = "SELECT article_id FROM warnings WHERE NOT warns"
    played.until(22, lambda: len(played.rows(corrected)) == 3)
    played.until(23, lambda: bool(played.rows(withdrawn) and played.rows(cancelled)))

    _sees(page, played, f"/bai/{played.rows(corrected)[0]}", "tòa soạn đính chính")
    _sees(page, played, f"/bai/{played.rows(corrected)[0]}", "Nguồn đã sửa bài này")
    _sees(page, played, f"/bai/{played.rows(withdrawn)[0]}", "Nguồn đã gỡ bài này")
    page.goto(f"{played.desk.base}/hang-cho")
    expect(page.locator(".warnings > details > :not(.past-warnings)").first).to_be_attached()
    for in_force in page.locator(".warnings > details > :not(.past-warnings)").all():
        expect(in_force).not_to_contain_text("bão Hoa Ban")
    context.close()


def _sees(page: Page, played: Played, path: str, words: str) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(played.desk.base + path)
        expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
