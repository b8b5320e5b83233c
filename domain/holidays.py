"""Days off and days that are worked instead: what the state's calendar says of a year, and what a desk sets itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from domain.log import Action
from domain.message import Code, Message

FIRST_WEEKEND_DAY = 5  # Saturday, as date.weekday() counts


class Holiday(Code):
    """What a day is called."""

    NEW_YEAR = "holiday.new-year"
    BEFORE_TET = "holiday.before-tet", "number"  # of the last lunar month
    TET_EVE = "holiday.tet-eve"
    TET = "holiday.tet", "number"  # of the first lunar month
    TET_BREAK = "holiday.tet-break"  # all of it
    HUNG_KINGS = "holiday.hung-kings"
    VICTORY = "holiday.victory"
    LABOUR = "holiday.labour"
    NATIONAL = "holiday.national"
    CULTURE = "holiday.culture"
    SUBSTITUTE = "holiday.substitute", "name"  # for one that falls on a weekend
    SWAPPED = "holiday.swapped", "day"  # off, and `day` is worked instead
    WORKED = "holiday.worked"  # a day of a weekend that is worked instead of another
    NAMED = "holiday.named", "name"  # as somebody typed it, or as its calendar says what is not known here
    OWN_OFF = "holiday.own-off"  # the desk says that it is off, and not why
    OWN_WORKED = "holiday.own-worked"  # the desk says that it is worked


class HolidayAction(Action):
    """What the log says of the desk's own days."""

    SET_DAY = "set-day"
    RESET_DAY = "reset-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """What the desk says of a day itself. It goes before the state's calendar."""

    day: date
    is_off: bool  # else it is worked
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day that is not as its weekday says, or that is a holiday."""

    day: date
    is_off: bool
    names: tuple[Message, ...]  # of Holiday; more than one where two holidays meet
    is_own: bool = False  # the desk has said so


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicYear:
    """What the state's calendar is known to say of one year."""

    year: int
    days: Mapping[date, SpecialDay] = field(default_factory=dict)  # empty: nothing is known of this year
    is_announced: bool = False  # swapped days, too, and which days around Tết are off: both are decided anew each year


class PublicHolidays(Protocol):
    def of_year(self, year: int) -> PublicYear: ...  # never raises: a year that cannot be read is empty


class NoHolidays:
    """Knows no year."""

    def of_year(self, year: int) -> PublicYear:
        return PublicYear(year=year)
