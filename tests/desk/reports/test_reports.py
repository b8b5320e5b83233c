"""Bản tin tháng: what one value says of a month, and that each number is the length of its list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from database.engine import SqlDatabase, memory_database, open_engine
from database.store import ALL_TABLES
from desk.reports import gathering
from desk.reports.coverage import sources_seen
from desk.reports.values import MOST_OUTLETS, PeriodState, Report, TaskEnd
from domain.coverage import Sight
from domain.errors import BadInput
from domain.postings import PostingKind
from domain.reports import Period, month_named, month_of, week_named, week_of
from tests.desk.reports.a_month import AT, DAY, HOUR, LATER, OCTOBER, SENTENCES, a_month, crowd, post, publish
from tests.fakes import FakeGazetteer
from tests.making import OTHER, PAPER

BOTH = ["sqlite", "postgresql"]


@pytest.fixture(scope="module", params=BOTH)
def filled(request: pytest.FixtureRequest) -> Iterator[SqlDatabase]:
    made = memory_database() if request.param == "sqlite" else _of_its_own(request.getfixturevalue("postgresql"))
    with made.write() as store:
        a_month(store)
    yield made
    made.close()


def _of_its_own(server: str) -> SqlDatabase:
    """Beside the one that other tests empty."""
    name = f"reports_{uuid4().hex[:8]}"
    engine = open_engine(server.format("postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    made = open_engine(server.format(name))
    ALL_TABLES.create_all(made)
    return SqlDatabase(made)


@pytest.fixture(params=BOTH)
def fresh(request: pytest.FixtureRequest) -> Iterator[SqlDatabase]:
    if request.param == "postgresql":
        yield request.getfixturevalue("postgresql_database")
    else:
        made = memory_database()
        yield made
        made.close()


def told(database: SqlDatabase, period: Period = OCTOBER, now=LATER) -> Report:
    with database.read() as store:
        return gathering.report(store, period, now, FakeGazetteer())


def test_what_was_shared_is_counted_by_place_and_kind(filled: SqlDatabase) -> None:
    shared = told(filled).shared
    assert shared is not None
    assert (len(shared.of()), len(shared.taken_back)) == (15, 1)
    assert {kind: len(shared.of(kind)) for kind in PostingKind} == {"item": 9, "digest": 4, "follow-up": 2}
    assert sum(len(shared.of(kind, outlet)) for kind in PostingKind for outlet in shared.outlets) == 15


def test_corrections_say_how_fast_from_the_sources_change_to_ours(filled: SqlDatabase) -> None:
    fixed = told(filled).corrections
    assert fixed is not None
    assert {end: len(fixed.of(end)) for end in TaskEnd} == {"corrected": 2, "dismissed": 1, "open": 1}
    assert (fixed.median, fixed.slowest) == (6 * HOUR, 10 * HOUR)


def test_warnings_for_our_area_are_told_with_what_was_passed_on(filled: SqlDatabase) -> None:
    passed = told(filled).passed
    assert passed is not None
    assert (len(passed.warnings), len(passed.of(posted=True))) == (3, 1), "the one for another province is none of ours"
    assert passed.median == HOUR


def test_the_stories_are_the_publishers_words_shared_ones_first_and_of_many_sections(filled: SqlDatabase) -> None:
    stories = told(filled).stories
    assert len(stories) == 10
    assert all(one.sentence in SENTENCES for one in stories)
    assert len({one.section for one in stories}) >= 5
    shared = [one.was_shared for one in stories]
    assert shared == sorted(shared, reverse=True)


def test_coverage_has_each_week_and_its_sums(filled: SqlDatabase) -> None:
    coverage = told(filled).coverage
    assert coverage is not None
    assert [week.week.first.day for week in coverage.weeks] == [1, 5, 12, 19, 26]
    assert sum(one.stories for one in coverage.sums.values()) == 30
    assert sum(one.articles for one in coverage.sums.values()) == 30
    for section, counted in coverage.sums.items():
        of_weeks = [week.counts[section].articles for week in coverage.weeks if week.counts and section in week.counts]
        assert counted.articles == sum(of_weeks)


def test_a_source_is_told_with_how_long_it_could_not_be_seen(filled: SqlDatabase) -> None:
    report = told(filled)
    assert [(one.id, one.blind) for one in report.blind_sources] == [(PAPER.id, DAY)], "half of two days"
    assert [one.id for one in report.sources or () if one.blind is None] == [OTHER.id], "nobody wrote that down"


@pytest.mark.parametrize(
    ("written", "blind"),
    [
        ({**dict.fromkeys(range(-30, 20), 0.0), 20: 0.1, 21: 1.0, 22: 0.0, 23: 1.0}, DAY),  # added on the 20th
        ({**dict.fromkeys(range(-62, 10), 0.0), **dict.fromkeys(range(10, 31), 1.0)}, 10 * DAY),  # down since August
        ({**dict.fromkeys(range(-9, 0), 1.0), **dict.fromkeys(range(31), 0.0)}, 31 * DAY),  # down all the month
        (dict.fromkeys(range(20, 31), 0.0), None),  # added afterwards
        (dict.fromkeys(range(31), 1.0), timedelta()),
        (dict.fromkeys(range(-9, -1), 1.0), None),  # nothing was written down of it
        ({20: 0.5, 21: 1.0}, DAY / 2),
        ({}, None),
    ],
)
def test_a_source_is_not_told_to_be_blind_before_it_was_ours(
    fresh: SqlDatabase, written: dict[int, float], blind: timedelta | None
) -> None:
    with fresh.write() as store:
        store.sources.save(PAPER)
        days = {OCTOBER.first + DAY * at: seen for at, seen in written.items()}
        store.sights.save([Sight(source_id=PAPER.id, day=day, seen=seen) for day, seen in days.items()])
        [told] = sources_seen(store, OCTOBER, LATER)
    assert told.blind == blind


@pytest.mark.parametrize(
    ("period", "state"),
    [
        ("2026-10", PeriodState.OVER), ("2026-11", PeriodState.RUNNING), ("2026-12", PeriodState.AHEAD),
        ("2026-08", PeriodState.BEFORE_DESK),
    ],
)  # fmt: skip
def test_a_month_says_whether_it_is_over_goes_on_or_was_before_the_desk(
    filled: SqlDatabase, period: str, state: PeriodState
) -> None:
    report = told(filled, month_named(period))
    assert report.state is state
    has_figures = state in (PeriodState.OVER, PeriodState.RUNNING)
    assert (report.shared is not None, report.coverage is not None) == (has_figures, has_figures)


def test_an_empty_desk_has_no_month_and_a_desk_that_did_nothing_has_an_empty_one(fresh: SqlDatabase) -> None:
    assert told(fresh).state is PeriodState.BEFORE_DESK
    with fresh.write() as store:
        a_month(store)
    empty = told(fresh, month_named("2026-11"), LATER + 20 * DAY)
    assert empty.shared is not None
    assert (len(empty.shared.postings), empty.stories) == (0, ())
    assert empty.coverage is not None
    assert {week.counts is None for week in empty.coverage.weeks} == {True}, "nothing was seen, which is not 0"


def test_a_desk_that_began_within_the_month_has_no_figures_of_the_weeks_before(fresh: SqlDatabase) -> None:
    with fresh.write() as store:
        a_month(store, began=AT)
    report = told(fresh)
    assert report.began == AT
    assert report.coverage is not None
    assert [week.counts is None for week in report.coverage.weeks] == [True, False, False, False, False]


def test_withdrawn_and_vanished_articles_are_not_told_though_their_postings_count(fresh: SqlDatabase) -> None:
    with fresh.write() as store:
        a_month(store)
        store.arrivals.withdraw("t1", LATER)
        before = gathering.report(store, OCTOBER, LATER, FakeGazetteer())
        store.sources.remove(PAPER.id)
        after = gathering.report(store, OCTOBER, LATER, FakeGazetteer())
    assert "t1" not in [one.article_id for one in before.stories]
    assert before.shared == after.shared
    assert (after.stories, len(after.sources or ())) == ((), 1)


def test_five_thousand_postings_and_more_than_a_report_holds(
    fresh: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.reports.own_work.MAX_POSTINGS", 10)
    with fresh.write() as store:
        a_month(store)
    report = told(fresh)
    assert report.shared is not None
    assert (len(report.shared.postings), report.is_cut) == (10, True)


@pytest.mark.parametrize("most", ["MAX_TASKS", "MAX_WARNINGS"])
def test_changes_and_warnings_beyond_what_a_report_holds_are_told_as_such(
    filled: SqlDatabase, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    assert told(filled).is_cut is False
    monkeypatch.setattr(f"desk.reports.own_work.{most}", 2)
    report = told(filled)
    assert report.is_cut
    assert report.corrections is not None
    assert report.passed is not None
    assert min(len(report.corrections.tasks), len(report.passed.warnings)) == 2


def test_at_many_outlets_those_with_the_most_posts_come_first_and_the_others_are_counted_together(
    fresh: SqlDatabase,
) -> None:
    with fresh.write() as store:
        a_month(store)
        crowd(store)
    shared = told(fresh).shared
    assert shared is not None
    often = [len(shared.of(outlet=one)) for one in shared.outlets]
    assert (len(often), often) == (32, sorted(often, reverse=True))
    assert len(shared.elsewhere()) == sum(often[MOST_OUTLETS:])


def test_the_same_warning_at_two_addresses_is_one(fresh: SqlDatabase) -> None:
    with fresh.write() as store:
        a_month(store)
        [kept] = [one for one in store.warnings.list(10) if one.article_id == "t20"]
        store.warnings.save([replace(kept, article_id="t25")])
        post(store, 25)
    passed = told(fresh).passed
    assert passed is not None
    assert (len(passed.warnings), len(passed.of(posted=True))) == (3, 1)


def test_months_and_weeks_meet_at_midnight_in_vietnam(fresh: SqlDatabase) -> None:
    midnight = OCTOBER.until
    with fresh.write() as store:
        a_month(store, stories=26)
        publish(store, 40)
        first = store.stories.get("t40")
        for key, at in (("vua-truoc", midnight - timedelta(seconds=1)), ("vua-sau", midnight)):
            store.stories.save([replace(first, id=key, opened_at=at, newest_at=at)])
    october, november = (told(fresh, period, LATER + 30 * DAY) for period in (OCTOBER, OCTOBER.after))
    assert october.coverage is not None
    assert november.coverage is not None
    assert sum(one.stories for one in october.coverage.sums.values()) == 27
    assert sum(one.stories for one in november.coverage.sums.values()) == 2


@pytest.mark.parametrize("name", ["2026-13", "2026-00", "1999-12", "2100-01", "2026-1", "10-2026", "", "２０２６-10"])
def test_what_is_no_month_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        month_named(name)


@pytest.mark.parametrize("name", ["2026-W54", "2025-W53", "2026-W00", "1999-W10", "2026-43", "2026-w43", ""])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        week_named(name)


def test_weeks_are_those_of_iso_8601_also_around_new_year() -> None:
    assert week_named("2026-W53") == week_of(date(2027, 1, 3))
    assert week_of(date(2027, 1, 3)).name == "2026-W53"
    assert week_named("2026-W43").first == date(2026, 10, 19)
    february = month_of(date(2028, 2, 29))
    assert (february.last.day, len(february.weeks), february.before.name, february.after.name) == (
        29, 5, "2028-01", "2028-03",
    )  # fmt: skip
    assert week_of(date(2026, 1, 1)).before.name == "2025-W52"
