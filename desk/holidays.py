"""Ngày nghỉ, ngày làm bù: the state's calendar, and over it what this desk has set itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.acting import Acting
from domain.editorial import DeskSettings
from domain.errors import BadInput
from domain.holidays import FIRST_WEEKEND_DAY, Holiday, HolidayAction, OwnDay, PublicHolidays, PublicYear, SpecialDay
from domain.message import Message, say
from domain.people import Act
from domain.problems import Problem

MAX_OWN_DAYS = 300
LONGEST_BREAK = 20  # days; a longer one is somebody's mistake, and nothing is counted beyond it
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Days off without one that is worked between them, of which one at least is a holiday."""

    first: date
    back: date  # when offices open again
    name: Message

    @property
    def days(self) -> int:
        return (self.back - self.first).days


@dataclass(frozen=True, kw_only=True)
class DaysOff:
    """What is special about which day."""

    public: PublicHolidays
    own: Mapping[date, OwnDay]

    def years(self, first: date, last: date) -> tuple[PublicYear, ...]:
        """As the calendar knows them, without what the desk has set."""
        return tuple(self.public.of_year(year) for year in range(first.year, last.year + 1))

    def between(self, first: date, last: date) -> tuple[SpecialDay, ...]:
        """What is special from the first to the last day, both of them too."""
        known = {day: one for year in self.years(first, last) for day, one in year.days.items()}
        mine = {day: _as_set(one) for day, one in self.own.items()}
        return tuple(one for day, one in sorted((known | mine).items()) if first <= day <= last)

    def find(self, day: date) -> SpecialDay | None:
        if one := self.own.get(day):
            return _as_set(one)
        return self.public.of_year(day.year).days.get(day)

    def is_off(self, day: date) -> bool:
        special = self.find(day)
        return special.is_off if special else day.weekday() >= FIRST_WEEKEND_DAY

    def break_of(self, day: date) -> Break | None:
        """The break that the day is part of; None for a working day and for a weekend as any other."""
        if not self.is_off(day):
            return None
        first = self._last_off(day, -ONE_DAY)
        back = self._last_off(day, ONE_DAY) + ONE_DAY
        found = [self.find(first + number * ONE_DAY) for number in range((back - first).days)]
        names = [name for one in found if one for name in one.names]
        return Break(first=first, back=back, name=_main(names)) if names else None

    def _last_off(self, day: date, step: timedelta) -> date:
        for _ in range(LONGEST_BREAK):
            if not self.is_off(day + step):
                break
            day += step
        return day


def of(desk: DeskSettings, public: PublicHolidays) -> DaysOff:
    return DaysOff(public=public, own={one.day: one for one in desk.own_days})


def set_day(acting: Acting, wanted: OwnDay) -> None:
    """The desk says what a day is, whatever its calendar knows. Raise BadInput when it has set too many."""
    own = _locked(acting)
    before = own.get(wanted.day)
    if before is None and len(own) >= MAX_OWN_DAYS:
        raise BadInput(Problem.OWN_DAYS_FULL, limit=MAX_OWN_DAYS)
    if before == wanted:
        return
    _save(acting, own | {wanted.day: wanted})
    acting.log(HolidayAction.SET_DAY, "desk", _told(before), _told(wanted))


def reset_day(acting: Acting, day: date) -> None:
    """As the calendar says again. Nothing where the desk has set nothing, or somebody else was there before."""
    own = _locked(acting)
    if before := own.pop(day, None):
        _save(acting, own)
        acting.log(HolidayAction.RESET_DAY, "desk", _told(before), {"day": day.isoformat()})


def _locked(acting: Acting) -> dict[date, OwnDay]:
    acting.may(Act.PICK)
    acting.store.settings.lock()
    return {one.day: one for one in acting.store.settings.get().own_days}


def _save(acting: Acting, own: Mapping[date, OwnDay]) -> None:
    days = tuple(one for _, one in sorted(own.items()))
    acting.store.settings.save(replace(acting.store.settings.get(), own_days=days))


def _told(one: OwnDay | None) -> dict[str, object]:
    return {"day": one.day.isoformat(), "is_off": one.is_off, "name": one.name} if one else {}


def _as_set(one: OwnDay) -> SpecialDay:
    unnamed = Holiday.OWN_OFF if one.is_off else Holiday.OWN_WORKED
    name = say(Holiday.NAMED, name=one.name) if one.name else say(unnamed)
    return SpecialDay(day=one.day, is_off=one.is_off, names=(name,), is_own=True)


def _main(names: list[Message]) -> Message:
    """What people call the whole: Tết, else its first holiday that is no day in another's place."""
    if any(one.code == Holiday.TET for one in names):
        return say(Holiday.TET_BREAK)
    real = [one for one in names if one.code not in (Holiday.SWAPPED, Holiday.SUBSTITUTE)]
    return (real or names)[0]
