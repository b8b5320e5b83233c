"""The day that `demo --clock fast` plays, hour by hour on a turned clock; and how a desk begins it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.pace import CLOCK_FILE, begin_day, clock_of, day_of, open_day
from app.sample import OURS, register
from demo.clock import DAY, EVENING, DayFile, begun, morning
from demo.newsroom import Newsroom
from desk import warnings
from desk.area import area_of
from desk.sources.polling import Pace
from domain.article import Article
from domain.times import now
from tests.app.collecting import HOUR, MINUTE, Desk, a_desk

PUBLISHERS = ("ttm", "hoang-lien", "som-mai", "khi-tuong-mien-nui")
STEP = 15 * MINUTE  # three seconds of a day in five minutes
COARSE = 45 * MINUTE  # while nothing changes its mind
FIRST = "Tin bão Hoa Ban và cảnh báo mưa lớn khu vực miền núi phía Bắc (bản tin số 1)"
UPDATE = "Cập nhật tin bão Hoa Ban: suy yếu thành áp thấp nhiệt đới (bản tin số 2)"


@dataclass
class Day:
    desk: Desk
    newsroom: Newsroom

    def until(self, hour: float, step: timedelta = COARSE) -> None:
        wanted = self.desk.began + timedelta(hours=hour)
        self.desk.wait(wanted - self.desk.clock(), step)

    def count(self) -> int:
        with self.desk.services.database.read() as store:
            return sum(store.progress.counts().values())

    def warned(self) -> list[str]:
        with self.desk.services.database.read() as store:
            area = area_of(store.settings.get(), self.desk.services.gazetteer)
            return [kept.warning.headline for kept in warnings.current(store, self.desk.clock(), area).ours]

    def article(self, publisher: str, key: str) -> tuple[Article, list[str]]:
        evening = self.desk.began + EVENING - MINUTE  # before anything is taken back
        url = next(one.url for one in self.newsroom.expected(evening) if (one.publisher, one.key) == (publisher, key))
        with self.desk.services.database.read() as store:
            article = store.articles.find_by_url([url])[url]
            return article, [version.grade for version in store.versions.list(article.id)]


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


@pytest.mark.slow
def test_a_person_sees_the_day_come_hour_by_hour_with_storm_corrections_and_withdrawal(day: Day) -> None:
    seen = []
    for hour in (1, 3, 6, 9, 12):
        day.until(hour)
        seen.append(day.count())
        if hour in (3, 6, 9, 12):
            assert day.warned() == [FIRST], hour
    assert seen == sorted(set(seen))
    assert seen[0] < 5

    day.until(14)
    assert UPDATE in day.warned()
    assert FIRST not in day.warned()

    day.until(19)
    day.until(20.5, STEP)
    toll = [("ttm", "lu-quet-phong-du"), ("hoang-lien", "lu-quet-phong-du"), ("som-mai", "copy-lu-quet")]
    for publisher, key in toll:
        article, grades = day.article(publisher, key)
        assert ("5 người" in article.text, grades) == (True, []), (publisher, key)
    assert day.article("som-mai", "ve-tau-0-dong")[0].withdrawn_at is None

    day.until(23, STEP)
    for publisher, key in toll:
        article, grades = day.article(publisher, key)
        assert ("3 người" in article.text, grades) == (True, ["correction"]), (publisher, key)
    ticket, grades = day.article("som-mai", "ve-tau-0-dong")
    assert ticket.withdrawn_at is not None
    assert grades == ["withdrawn"]
    assert UPDATE not in day.warned()
    assert not any("bão Hoa Ban" in headline for headline in day.warned())


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
