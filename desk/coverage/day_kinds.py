"""What the calendar lets one expect of each day's coverage."""

from collections.abc import Sequence
from datetime import date, timedelta

from desk.holidays import DaysOff
from domain.holidays import FIRST_WEEKEND_DAY
from domain.standing_out import DayKind

_SUNDAY = 6
LONG_BREAK = 5  # days; around Tết newsrooms are slow before and after, too
_AROUND = 3  # days


def day_kinds(days_off: DaysOff, first: date, number: int) -> Sequence[DayKind]:
    """Of so many days from the first. A day off may be as its weekday or a Sunday, a weekend worked as any day."""
    return [_kind(days_off, first + timedelta(days=n)) for n in range(number)]


def _kind(days_off: DaysOff, day: date) -> DayKind:
    weekday = day.weekday()
    special = days_off.find(day)
    if special is not None:
        like = {_SUNDAY} if special.is_off else set(range(FIRST_WEEKEND_DAY))
        return DayKind(frozenset(like | {weekday}), is_usual=False)
    if days_off.break_of(day) is not None or _is_near_a_long_break(days_off, day):
        return DayKind(frozenset({weekday}), is_usual=False)
    return DayKind(frozenset({weekday}))


def _is_near_a_long_break(days_off: DaysOff, day: date) -> bool:
    for away in (-_AROUND, _AROUND):
        near = days_off.break_of(day + timedelta(days=away))
        if near is not None and near.days >= LONG_BREAK:
            return True
    return False
