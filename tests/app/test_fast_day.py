"""How a desk begins the day that `demo --clock fast` plays. What people see of it: tests/browser/test_fast_day.py."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.pace import CLOCK_FILE, begin_day, clock_of, day_of, open_day
from app.sample import OURS, register
from demo.clock import DAY, DayFile, begun, morning
from demo.newsroom import Newsroom
from desk.sources.polling import Pace
from domain.times import now
from tests.app.collecting import HOUR, MINUTE, Desk, a_desk

PUBLISHERS = ("ttm", "hoang-lien", "som-mai", "khi-tuong-mien-nui")
STEP = 45 * MINUTE


@dataclass
class Day:
    desk: Desk
    newsroom: Newsroom

    def until(self, hour: float) -> None:
        wanted = self.desk.began + timedelta(hours=hour)
        self.desk.wait(wanted - self.desk.clock(), STEP)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    played = morning(now())
    began = played.at(now())
    with (
        a_desk(tmp_path, began) as desk,
        Newsroom(desk.clock, PUBLISHERS, zero=played.zero, plays_day=True, trouble=False) as newsroom,
    ):
        desk.collector.pace = desk.collector.answers.pace = Pace(often=True)
        with desk.services.database.write() as store:
            register(store, newsroom, began)
            store.settings.save(OURS)
        yield Day(desk, newsroom)


def test_a_day_under_way_goes_on_and_one_that_is_over_makes_room(tmp_path: Path) -> None:
    open_day(tmp_path, anew=True)
    file = DayFile(tmp_path / CLOCK_FILE)
    (tmp_path / "diemtin.db").touch()
    (tmp_path / "run.lock").touch()
    assert clock_of(tmp_path)() < now() - DAY / 2
    begin_day(tmp_path)
    going = file.day()
    open_day(tmp_path, anew=True)
    begin_day(tmp_path)
    assert file.day() == going
    assert (tmp_path / "diemtin.db").exists()

    long_ago = now() - timedelta(hours=1)
    file.keep(begun(morning(long_ago), long_ago))
    open_day(tmp_path, anew=False)
    assert (tmp_path / "diemtin.db").exists()
    open_day(tmp_path, anew=True)
    assert not (tmp_path / "diemtin.db").exists()
    assert (tmp_path / "run.lock").exists()
    assert file.day().stands()


def test_a_desk_without_a_fast_day_goes_by_the_real_clock(tmp_path: Path) -> None:
    assert day_of(tmp_path) is None
    assert clock_of(tmp_path) is now
    begin_day(tmp_path)
    assert not (tmp_path / CLOCK_FILE).exists()


def test_what_is_visited_is_dated_by_the_desks_own_clock(day: Day) -> None:
    day.until(2)
    fetched: list[datetime] = []
    with day.desk.services.database.read() as store:
        for one in day.newsroom.expected():
            fetched += [article.fetched_at for article in store.articles.find_by_url([one.url]).values()]
    assert fetched
    assert max(fetched) <= day.desk.clock()
    assert day.desk.clock() < now() - 20 * HOUR


def test_a_clock_that_is_wrong_is_the_desks_alone(tmp_path: Path) -> None:
    file = DayFile(tmp_path / CLOCK_FILE)
    file.keep(replace(morning(now()), jump=3 * DAY))
    assert clock_of(tmp_path)() > now()
