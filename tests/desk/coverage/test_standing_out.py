"""What is found has what happened to sources beside it: read from sights and articles as the desk keeps them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.public_holidays import VietnamHolidays
from database.engine import SqlDatabase
from desk.coverage.counters import Counting
from desk.coverage.standing_out import stand_out
from desk.holidays import DaysOff
from domain.analyses import Explained, Kinds, PeriodWord, SampledText, WordCounts
from domain.coverage import Kind, Sight
from domain.message import Message, say
from domain.stage import Stage
from domain.standing_out import Cause, DailySeries, Finding, Shape, StandingOut
from domain.times import start_of
from nlp.places.units import VietnamGazetteer
from tests.making import NOON, OTHER, PAPER, an_article, our_desk, with_sources

GAZETTEER = VietnamGazetteer()
LAST, DAYS, AGO = date(2026, 11, 22), 60, 20
BEGUN = LAST - timedelta(days=AGO - 1)


class OneChange:
    """All articles double, or halve, on the day."""

    def __init__(self, *, is_more: bool) -> None:
        self.levels = (2.0, 1.0) if is_more else (1.0, 2.0)
        self.series: list[DailySeries] = []

    def stand_out(self, series: Sequence[DailySeries], kinds: Kinds, since: date) -> StandingOut:
        self.series = list(series)
        since_then, before = self.levels
        found = Finding(
            key="all:", shape=Shape.CHANGE, day=BEGUN, not_before=BEGUN, count=since_then, habit=before, p=0, q=0
        )
        return StandingOut(findings=(found,), left_out={})

    def words(self, text: SampledText, publishers: Sequence[str]) -> frozenset[str]:
        raise NotImplementedError

    def compared(self, period: WordCounts, before: WordCounts) -> list[PeriodWord]:
        raise NotImplementedError


def found(database: SqlDatabase, statistics: OneChange) -> tuple[Message, ...]:
    Counting(database=database, gazetteer=GAZETTEER, clock=lambda: NOON, tell=lambda _: None).finish()
    days_off = DaysOff(public=VietnamHolidays(), own={})
    [one] = stand_out(database, GAZETTEER, statistics, days_off, LAST).found
    assert isinstance(one, Explained)
    return one.causes


def publish(database: SqlDatabase, seen: range, *, active: bool = True) -> None:
    """PAPER is seen all the time; OTHER on these days before the last one, with an article on each."""
    with database.write() as store:
        with_sources(store)
        store.settings.save(our_desk(area=("33",)))
        store.sources.save(replace(OTHER, active=active))
        days = {PAPER: range(DAYS), OTHER: seen}
        for source, own in days.items():
            dates = [LAST - timedelta(days=n) for n in own]
            store.sights.save([Sight(source_id=source.id, day=day, seen=1.0) for day in dates])
            store.articles.add(
                [
                    an_article(
                        f"{source.id}{day}", id=f"{source.id}{day}", url=f"{source.home_url}/{day}", story_id=str(day),
                        source_id=source.id, stage=Stage.QUEUED, published_at=start_of(day) + timedelta(hours=9),
                    )
                    for day in dates
                ]
            )  # fmt: skip


def test_a_source_that_came_then_is_named_beside_it(sqlite_database: SqlDatabase) -> None:
    publish(sqlite_database, range(AGO))
    causes = found(sqlite_database, OneChange(is_more=True))
    assert causes == (say(Cause.SOURCE_ADDED, source=OTHER.id, day=BEGUN),)


@pytest.mark.parametrize(("active", "cause"), [(True, Cause.SOURCE_BLIND), (False, Cause.SOURCE_GONE)])
def test_one_that_went_or_could_not_be_read_any_more_is_named(
    sqlite_database: SqlDatabase, active: bool, cause: Cause
) -> None:
    publish(sqlite_database, range(AGO, DAYS), active=active)
    assert found(sqlite_database, OneChange(is_more=False)) == (say(cause, source=OTHER.id, day=BEGUN),)


def test_the_whole_year_is_given_with_blind_days_missing_and_today_left_out(sqlite_database: SqlDatabase) -> None:
    publish(sqlite_database, range(AGO))
    statistics = OneChange(is_more=True)
    found(sqlite_database, statistics)
    series = {one.key: one for one in statistics.series}
    assert set(series) == {"all:", f"source:{PAPER.id}", f"source:{OTHER.id}"}
    assert series["all:"].counts == [1] * (DAYS - AGO) + [2] * AGO
    assert series[f"source:{OTHER.id}"].counts == [None] * (DAYS - AGO) + [1] * AGO
    assert {series[one].day(DAYS - 1) for one in series} == {LAST}
    assert Kind.PLACE not in {one.partition(":")[0] for one in series}
