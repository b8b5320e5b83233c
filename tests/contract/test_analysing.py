"""What stands out is computed once, whoever computes: two workers, a kill, a late writer, on three databases."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select, update

from app.public_holidays import VietnamHolidays
from database.analyses import coverage_analyses
from database.coverage import coverage_counts
from database.engine import SqlDatabase
from database.period_words import coverage_words
from desk.coverage.analysing import Analysing
from desk.coverage.counters import Counting
from domain.analyses import AnalysisKind, Kinds, PeriodWord, SampledText, WordCounts
from domain.article import ArticleVersion
from domain.coverage import Sight
from domain.stage import Stage
from domain.standing_out import DailySeries, Finding, Shape, StandingOut
from tests.fakes import FakeGazetteer
from tests.making import NOON, OTHER, PAPER, an_article, with_sources

LAST = date(2026, 11, 22)  # the day before NOON's


@dataclass
class Plain:
    """Finds every series' last day, and reads words at the spaces."""

    looked: list[list[str]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    started: Event = field(default_factory=Event)
    goes_on: Event | None = None

    def stand_out(self, series: Sequence[DailySeries], kinds: Kinds, since: date) -> StandingOut:
        self.looked.append([one.key for one in series])
        self.started.set()
        if self.goes_on:
            assert self.goes_on.wait(60)
        day = series[0].day(len(series[0].counts) - 1)
        shape = {"shape": Shape.SPIKE, "day": day, "not_before": day}
        found = [Finding(key=one.key, count=9.0, habit=1.0, p=0.0, q=0.0, **shape) for one in series]  # type: ignore[arg-type]
        return StandingOut(findings=tuple(found), left_out={})

    def words(self, text: SampledText, publishers: Sequence[str]) -> frozenset[str]:
        self.read.append(text.id)
        return frozenset(text.title.split())

    def compared(self, period: WordCounts, before: WordCounts) -> list[PeriodWord]:
        rows = period.holding.most_common()
        return [PeriodWord(word=word, articles=n, before=before.holding[word], z=1.0, q=0.0) for word, n in rows]


def lane(database: SqlDatabase, plain: Plain, now: datetime = NOON) -> Analysing:
    return Analysing(
        database=database,
        gazetteer=FakeGazetteer(),
        public_holidays=VietnamHolidays(),
        statistics=lambda: plain,
        clock=lambda: now,
        tell=lambda _: None,
    )


@pytest.fixture
def desk(database: SqlDatabase) -> SqlDatabase:
    """Six articles of this week and six of the one before; two sources seen for fourteen days."""
    with database.write() as store:
        with_sources(store)
        days = [LAST - timedelta(days=n) for n in range(14)]
        store.sights.save([Sight(source_id=one.id, day=day, seen=1.0) for day in days for one in (PAPER, OTHER)])
        for number in range(12):
            dated = NOON - timedelta(days=1 + number)
            title = "lũ" if number < 6 else "nắng"
            article = an_article(str(number), id=f"n{number}", title=title, published_at=dated, story_id=str(number))
            store.articles.add([replace(article, stage=Stage.QUEUED)])
    Counting(database=database, gazetteer=FakeGazetteer(), clock=lambda: NOON, tell=lambda _: None).finish()
    return database


def expire(database: SqlDatabase) -> None:
    with database.engine.begin() as connection:
        connection.execute(update(coverage_analyses).values(claimed_until=datetime(2020, 1, 1, tzinfo=UTC)))


def test_each_day_is_computed_once_and_again_only_after_much_has_changed(desk: SqlDatabase) -> None:
    plain = Plain()
    first, second = lane(desk, plain), lane(desk, plain)
    first.finish()
    second.finish()
    assert (len(plain.looked), Counter(plain.read)) == (1, Counter(f"n{n}" for n in range(12)))
    with desk.read() as store:
        findings, words = store.analyses.find(AnalysisKind.FINDINGS), store.analyses.find(AnalysisKind.WORDS)
    assert findings is not None
    assert findings.findings is not None
    assert (findings.findings.last, findings.findings.found[0].finding.day) == (LAST, LAST)
    assert words is not None
    week, four_weeks = words.words
    assert [(one.word, one.articles, one.before) for one in week.words] == [("lũ", 6, 0), ("nắng", 1, 5)]
    assert (week.own.read, week.own.of, week.before.of, four_weeks.before.of) == (7, 7, 5, 0)
    assert four_weeks.words == ()

    with desk.engine.begin() as connection:
        grown = update(coverage_counts).where(coverage_counts.c.kind == "all", coverage_counts.c.start == LAST)
        connection.execute(grown.values(articles=60))
    lane(desk, plain, NOON + timedelta(minutes=59)).finish()
    assert len(plain.looked) == 1
    lane(desk, plain, NOON + timedelta(minutes=61)).finish()
    assert len(plain.looked) == 2
    lane(desk, plain, NOON + timedelta(days=1)).finish()
    assert (len(plain.looked), len(plain.read)) == (3, 12)


def test_two_workers_at_once_compute_once(desk: SqlDatabase) -> None:
    if desk.engine.url.database in (None, ""):
        pytest.skip("one connection: two threads cannot share it")
    plain = Plain(goes_on=Event())
    with ThreadPoolExecutor(1) as other:
        done = other.submit(lane(desk, plain).advance)
        assert plain.started.wait(60)
        second = lane(desk, plain)
        assert second._find(LAST) is False
        assert plain.goes_on is not None
        plain.goes_on.set()
        assert done.result() is True
    assert second._find(LAST) is False
    assert len(plain.looked) == 1


def test_who_was_killed_is_followed_by_another_who_reads_on_and_what_it_writes_late_is_dropped(
    desk: SqlDatabase,
) -> None:
    late, other = Plain(), Plain()
    killed = lane(desk, late)
    assert killed._words(LAST) is True  # some are read, and then it stops
    assert lane(desk, other)._words(LAST) is False
    expire(desk)
    after = lane(desk, other)
    while after._words(LAST):
        pass
    assert sorted(late.read + other.read) == sorted(f"n{n}" for n in range(12))
    with desk.read() as store:
        known = store.analyses.find(AnalysisKind.WORDS)
    with desk.write() as store:
        assert known is not None
        assert store.analyses.save(AnalysisKind.WORDS, killed._token, known) is False


def test_a_changed_article_is_read_again_and_one_that_went_is_forgotten(desk: SqlDatabase) -> None:
    plain = Plain()
    lane(desk, plain).finish()
    with desk.write() as store:
        store.sources.remove(OTHER.id)
        store.arrivals.withdraw("n4", NOON)
        one = store.articles.get("n3")
        before = ArticleVersion(article_id="n3", version=1, seen_at=NOON, title="", text="")
        store.versions.replace(replace(one, title="bão", version=2), before)
    Counting(database=desk, gazetteer=FakeGazetteer(), clock=lambda: NOON, tell=lambda _: None).finish()
    again = lane(desk, plain, NOON + timedelta(hours=1))
    plain.read.clear()
    with desk.engine.begin() as connection:
        connection.execute(update(coverage_analyses).values(basis=""))
    again.finish()
    assert plain.read == ["n3"]
    with desk.engine.connect() as connection:
        kept = {row.article_id: row.words for row in connection.execute(select(coverage_words))}
    assert kept["n3"] == ["bão"]
    assert "n4" not in kept


def test_an_empty_desk_and_one_that_is_still_counting(database: SqlDatabase) -> None:
    plain = Plain()
    assert lane(database, plain).advance() is False  # nothing was ever counted
    Counting(database=database, gazetteer=FakeGazetteer(), clock=lambda: NOON, tell=lambda _: None).finish()
    lane(database, plain).finish()
    assert plain.looked == [["all:"]]
    assert plain.read == []
