"""A value, nothing published, or we were blind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.coverage.series import NONE, Axis, Numbers, State, by_week, series
from domain.coverage import FAR_AHEAD, LONG_AGO, Grain, countable
from domain.times import day_of, monday_of, start_of

MONDAY, TODAY = date(2026, 11, 16), date(2026, 11, 26)
FIVE = Numbers(articles=5, stories=3, begun=2, origins=4)
ALL_SEEN = {MONDAY - timedelta(days=30) + timedelta(days=n): 1.0 for n in range(60)}


def axis(grain, first, last, today=TODAY):
    return Axis(grain=grain, first=first, last=last, today=today)


def states(seen, counts=None, grain=Grain.DAY, first=MONDAY, last=MONDAY + timedelta(days=6), today=TODAY):
    return [point.state for point in series(axis(grain, first, last, today), counts or {}, seen)]


def test_a_source_added_in_the_middle_of_a_week_was_not_seen_before() -> None:
    added = {MONDAY + timedelta(days=n): 1.0 for n in range(3, 7)}
    assert states(added) == [State.BLIND] * 3 + [State.NOTHING] * 4
    [week] = series(axis(Grain.WEEK, MONDAY, MONDAY + timedelta(days=6)), {MONDAY: FIVE}, added)
    assert (week.state, week.seen, week.numbers) == (State.VALUE, 0.5714, FIVE)


def test_where_less_than_most_was_seen_finding_nothing_is_blindness_and_a_value_is_a_value() -> None:
    half_a_day = {MONDAY: 0.5, MONDAY + timedelta(days=1): 0.9}
    seen = series(axis(Grain.DAY, MONDAY, MONDAY + timedelta(days=1)), {}, half_a_day)
    assert [(point.state, point.numbers) for point in seen] == [(State.BLIND, None), (State.NOTHING, NONE)]
    assert states(half_a_day, {MONDAY: FIVE}, last=MONDAY) == [State.VALUE]
    assert states({}, {MONDAY: FIVE}, last=MONDAY) == [State.VALUE]  # found later, of before a source was added


def test_the_time_that_is_going_on_is_not_complete_and_what_lies_ahead_is_not_there() -> None:
    ahead = {TODAY + timedelta(days=3): FIVE}  # a page that is dated in the future
    days = series(axis(Grain.DAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9)), ahead, ALL_SEEN)
    assert [(point.start, point.is_complete) for point in days] == [(TODAY - timedelta(days=1), True), (TODAY, False)]
    weeks = series(axis(Grain.WEEK, MONDAY, TODAY + timedelta(days=30)), {}, ALL_SEEN)
    assert [(point.start, point.is_complete, point.seen) for point in weeks] == [
        (MONDAY, True, 1.0), (monday_of(TODAY), False, 1.0),  # of the days that have come
    ]  # fmt: skip
    assert series(axis(Grain.DAY, TODAY + timedelta(days=1), TODAY + timedelta(days=2)), {}, ALL_SEEN) == ()


def test_a_quiet_holiday_is_nothing_published_and_weeks_run_across_years() -> None:
    tet = date(2026, 2, 16)
    seen = {tet + timedelta(days=n): 1.0 for n in range(7)}
    assert states(seen, first=tet, last=tet + timedelta(days=6)) == [State.NOTHING] * 7
    weeks = series(axis(Grain.WEEK, date(2025, 12, 31), date(2026, 1, 5)), {}, {})
    assert [point.start for point in weeks] == [date(2025, 12, 29), date(2026, 1, 5)]
    assert by_week({date(2025, 12, 31): 2, date(2026, 1, 1): 3, date(2026, 1, 5): 1}) == {
        date(2025, 12, 29): 5, date(2026, 1, 5): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 16, 59, 59, 999999, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 17, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(1, 1, 1, tzinfo=UTC), LONG_AGO.date()),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), FAR_AHEAD.date()),
    ],
)
def test_a_day_begins_at_midnight_in_vietnam_and_no_date_is_too_odd_to_count(moment: datetime, day: date) -> None:
    assert day_of(countable(moment)) == day
    assert day_of(start_of(day)) == day
