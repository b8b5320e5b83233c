"""What stands out in daily counts, and what does not. Days are of 2026, when Tết was off from 14 to 22 February."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from app.public_holidays import VietnamHolidays
from desk.coverage.day_kinds import day_kinds
from desk.holidays import DaysOff
from domain.holidays import OwnDay
from domain.standing_out import DailySeries, DayKind, Finding, LeftOut, Shape
from nlp.standing_out.finding import MIN_DAYS, stand_out

FIRST = date(2025, 11, 3)  # a Monday
DAYS = 364
PRESS = (12, 12, 12, 12, 12, 8, 6)
SOME_SATURDAY, SOME_TUESDAY = date(2026, 5, 23), date(2026, 5, 19)
Counts = list[int | None]


def kinds(first: date, number: int) -> Sequence[DayKind]:
    worked = OwnDay(day=SOME_SATURDAY, is_off=False)
    return day_kinds(DaysOff(public=VietnamHolidays(), own={worked.day: worked}), first, number)


def at(day: date) -> int:
    return (day - FIRST).days


def year(week: Sequence[float] = PRESS, seed: int = 1) -> Counts:
    """A dull year: nothing but chance and the days of the week."""
    due = np.array([week[(FIRST + timedelta(days=n)).weekday()] for n in range(DAYS)])
    return [int(one) for one in np.random.default_rng(seed).poisson(due)]


def multiplied(counts: Counts, days: range, size: float) -> Counts:
    return [one if one is None or n not in days else round(one * size) for n, one in enumerate(counts)]


def found(*all_counts: Counts) -> list[Finding]:
    series = [DailySeries(key=str(n), first=FIRST, counts=counts) for n, counts in enumerate(all_counts)]
    return list(stand_out(series, kinds).findings)


def spikes(*all_counts: Counts) -> list[date]:
    return [one.day for one in found(*all_counts) if one.shape is Shape.SPIKE]


def changes(*all_counts: Counts) -> list[Finding]:
    return [one for one in found(*all_counts) if one.shape is Shape.CHANGE]


@pytest.mark.parametrize("week", [PRESS, (0, 0, 0, 0, 1, 9, 15), (30, 30, 30, 30, 28, 2, 1), (0.1,) * 7, (200,) * 7])
def test_nothing_stands_out_of_a_dull_year(week: Sequence[float]):
    assert found(*(year(week, seed) for seed in range(5))) == []


def test_a_quiet_tet_is_no_finding():
    quiet = multiplied(year(), range(at(date(2026, 2, 12)), at(date(2026, 2, 25))), 0.2)
    silent = multiplied(year(seed=2), range(at(date(2026, 2, 14)), at(date(2026, 2, 23))), 0)
    assert found(quiet, silent) == []


def test_a_saturday_that_is_worked_is_as_busy_as_a_monday():
    offices = year((30, 30, 30, 30, 30, 1, 0))
    offices[at(SOME_SATURDAY)] = 31
    assert found(offices) == []
    offices[at(SOME_SATURDAY) + 7] = 31  # and a Saturday as any other is not
    assert spikes(offices) == [SOME_SATURDAY + timedelta(days=7)]


def test_a_holiday_on_a_monday_is_as_busy_as_a_sunday():
    leisure = year((1, 1, 1, 1, 2, 15, 30))
    leisure[at(date(2026, 4, 27))] = 30  # Hùng Kings' day, moved from a Sunday
    assert found(leisure) == []


def test_a_day_far_beyond_its_habit_is_found_with_its_size():
    counts = year()
    counts[at(SOME_TUESDAY)] = 60
    (spike,) = found(counts)
    assert (spike.shape, spike.day, spike.count) == (Shape.SPIKE, SOME_TUESDAY, 60)
    assert 4 < spike.times < 6
    assert spike.p < spike.q <= 0.05


def test_two_spikes_in_a_row_are_two():
    counts = year()
    counts[at(SOME_TUESDAY)], counts[at(SOME_TUESDAY) + 1] = 60, 55
    assert spikes(counts) == [SOME_TUESDAY, SOME_TUESDAY + timedelta(days=1)]


def test_a_busy_day_at_tet_is_found_all_the_same():
    counts = multiplied(year(), range(at(date(2026, 2, 14)), at(date(2026, 2, 23))), 0.3)
    counts[at(date(2026, 2, 18))] = 70
    assert spikes(counts) == [date(2026, 2, 18)]


def test_a_busy_monday_is_judged_as_a_monday_and_a_busy_sunday_as_a_sunday():
    week = (40, 10, 10, 10, 10, 5, 2)
    monday, sunday = year(week), year(week)
    monday[at(date(2026, 5, 18))] = 44
    sunday[at(date(2026, 5, 17))] = 44
    assert spikes(monday, sunday) == [date(2026, 5, 17)]


@pytest.mark.parametrize(("size", "off"), [(2, 2), (3, 1), (0.5, 2), (0, 0)])
def test_a_lasting_change_is_found_with_its_day(size: float, off: int):
    day = date(2026, 6, 10)
    (change,) = found(multiplied(year(), range(at(day), DAYS), size))
    assert change.shape is Shape.CHANGE
    assert abs((change.day - day).days) <= off
    assert change.times == pytest.approx(size, abs=0.3)


def test_a_change_of_a_weekend_source_is_found_too():
    (change,) = changes(multiplied(year((0, 0, 0, 0, 0, 6, 12), seed=3), range(at(date(2026, 6, 13)), DAYS), 2))
    assert abs((change.day - date(2026, 6, 13)).days) <= 7


@pytest.mark.parametrize("days", [range(3), range(DAYS - 3, DAYS)])
def test_a_step_on_the_first_or_last_days_is_no_lasting_change_yet(days: range):
    assert changes(multiplied(year(), days, 3)) == []


def test_the_last_days_are_spikes_before_they_are_a_change():
    last = FIRST + timedelta(days=DAYS - 1)
    assert spikes(multiplied(year((20,) * 7), range(DAYS - 2, DAYS), 4)) == [last - timedelta(days=1), last]


def test_a_blind_week_is_no_finding_and_hides_the_day_of_a_change_honestly():
    blind = range(at(date(2026, 6, 1)), at(date(2026, 6, 8)))
    counts: Counts = [None if n in blind else one for n, one in enumerate(year())]
    assert found(counts) == []
    (change,) = found(multiplied(counts, range(blind.start + 3, DAYS), 3))
    assert (change.not_before, change.day) == (date(2026, 6, 1), date(2026, 6, 8))


@pytest.mark.parametrize("articles", [0, 1, 2])
def test_next_to_nothing_in_a_year_is_no_finding(articles: int):
    counts: Counts = [0] * DAYS
    counts[100] = articles
    assert found(counts) == []


def test_many_articles_where_there_never_are_any_is_one():
    counts: Counts = [0] * DAYS
    counts[at(SOME_TUESDAY)] = 8
    (spike,) = found(counts)
    assert spike.day == SOME_TUESDAY
    assert spike.times > 100


@pytest.mark.parametrize("growth", [1.5, 2.5, 0.4])
def test_what_grows_or_fades_slowly_has_no_day(growth: float):
    slow: Counts = [round((one or 0) * (1 + (growth - 1) * n / DAYS)) for n, one in enumerate(year((30,) * 7))]
    assert found(slow) == []


def test_a_short_history_is_said_to_be_one():
    series = [
        DailySeries(key="new", first=FIRST, counts=[5] * (MIN_DAYS - 1)),
        DailySeries(key="blind", first=FIRST, counts=[None] * 200),
        DailySeries(key="none", first=FIRST, counts=[]),
    ]
    told = stand_out(series, kinds)
    assert told.findings == ()
    assert {key: (why.code, why.params["seen"]) for key, why in told.left_out.items()} == {
        "new": (LeftOut.NOT_ENOUGH_DAYS, 41),
        "blind": (LeftOut.NOT_ENOUGH_DAYS, 0),
        "none": (LeftOut.NOT_ENOUGH_DAYS, 0),
    }


def test_nobody_asking_is_no_error():
    assert stand_out([], kinds).findings == ()


def test_days_before_those_asked_for_only_make_the_habit():
    counts = year()
    counts[at(SOME_TUESDAY)] = counts[at(SOME_TUESDAY) + 60] = 60
    series = [DailySeries(key="a", first=FIRST, counts=counts)]
    told = stand_out(series, kinds, since=SOME_TUESDAY + timedelta(days=1))
    assert [one.day for one in told.findings] == [SOME_TUESDAY + timedelta(days=60)]


def test_one_call_is_as_strict_as_it_has_series():
    counts = year()
    counts[at(SOME_TUESDAY)] = 34
    assert spikes(counts) == [SOME_TUESDAY]
    assert spikes(counts, *(year(seed=seed) for seed in range(2, 22))) == []
