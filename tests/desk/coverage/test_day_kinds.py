from datetime import date

import pytest

from app.public_holidays import VietnamHolidays
from desk.coverage.day_kinds import day_kinds
from desk.holidays import DaysOff
from domain.holidays import NoHolidays, OwnDay

WORKED = OwnDay(day=date(2026, 5, 23), is_off=False)
OFF = DaysOff(public=VietnamHolidays(), own={WORKED.day: WORKED})


@pytest.mark.parametrize(
    ("day", "like", "is_usual"),
    [
        (date(2026, 6, 10), {2}, True),
        (date(2026, 6, 13), {5}, True),
        (date(2026, 2, 11), {2}, False),  # three days before Tết
        (date(2026, 2, 10), {1}, True),
        (date(2026, 2, 17), {1, 6}, False),
        (date(2026, 2, 25), {2}, False),  # three days after it
        (date(2026, 2, 26), {3}, True),
        (date(2026, 4, 25), {5}, False),  # the weekend of a Monday off
        (date(2026, 4, 27), {0, 6}, False),
        (WORKED.day, {0, 1, 2, 3, 4, 5}, False),
    ],
)
def test_a_day_is_expected_to_be_as_its_calendar_says(day: date, like: set[int], is_usual: bool):
    (kind,) = day_kinds(OFF, day, 1)
    assert (set(kind.like), kind.is_usual) == (like, is_usual)


def test_a_year_that_no_calendar_knows_has_weeks():
    kinds = day_kinds(DaysOff(public=NoHolidays(), own={}), date(2150, 1, 1), 14)
    assert all(kind.is_usual and len(kind.like) == 1 for kind in kinds)
    assert kinds[:7] == kinds[7:]
