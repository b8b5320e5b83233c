"""Vietnam's public holidays, from the package `holidays`: docs/decisions/0038-whose-holidays.md.

Its names are turned into codes of ours; one that is not known here is shown in the package's own Vietnamese.
"""

import logging
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from crawlers.dates.lunar import solar_date
from domain.holidays import Holiday, PublicYear, SpecialDay
from domain.message import Message, say

CODES = {  # as the package calls them in English
    "New Year's Day": Holiday.NEW_YEAR,
    "Lunar New Year's Eve": Holiday.TET_EVE,
    "Hung Kings' Commemoration Day": Holiday.HUNG_KINGS,
    "Liberation Day/Reunification Day": Holiday.VICTORY,
    "International Labor Day": Holiday.LABOUR,
    "National Day": Holiday.NATIONAL,
    "Vietnam Cultural Day": Holiday.CULTURE,
}
FIRST_OF_TET, LAST_OF_TET = 1, 6
CHAP = 12  # the last lunar month
SWAPPED = re.compile(r"Day off \(substituted from (\d\d/\d\d/\d{4})\)")
SUBSTITUTE = re.compile(r"(.+) \(observed\)")
log = logging.getLogger("diemtin.holidays")


class VietnamHolidays:
    def of_year(self, year: int) -> PublicYear:
        return _of_year(year)


@lru_cache(maxsize=64)
def _of_year(year: int) -> PublicYear:
    """What cannot be read is logged once and empty: no screen stops for want of a calendar."""
    try:
        return _read(year)
    except Exception:  # the package's own faults, whatever they are
        log.exception("the holidays of %d cannot be read", year)
        return PublicYear(year=year)


def _read(year: int) -> PublicYear:
    """The package is loaded with the first year that is asked for: it brings all countries, 0.3 s and 17 MB."""
    import holidays

    english = holidays.country_holidays("VN", years=year, language="en_US")
    vietnamese = holidays.country_holidays("VN", years=year, language="vi")
    worked = [day for day in english.weekend_workdays if day.year == year]  # it has those of other years, too
    days = {
        day: SpecialDay(day=day, is_off=True, names=tuple(_names(day, said, vietnamese[day])))
        for day, said in english.items()
    }
    days |= {day: SpecialDay(day=day, is_off=False, names=(say(Holiday.WORKED),)) for day in worked}
    swaps = english.special_public_holidays
    return PublicYear(year=year, days=dict(sorted(days.items())), is_announced=year in swaps)


def _names(day: date, english: str, vietnamese: str) -> Iterator[Message]:
    for said, as_is in zip(english.split("; "), vietnamese.split("; "), strict=True):
        yield _name(day, said) or say(Holiday.NAMED, name=as_is)


def _name(day: date, said: str) -> Message | None:
    if code := CODES.get(said):
        return say(code)
    if swapped := SWAPPED.fullmatch(said):
        return say(Holiday.SWAPPED, day=datetime.strptime(swapped[1], "%m/%d/%Y").date())  # noqa: DTZ007
    if (substitute := SUBSTITUTE.fullmatch(said)) and (name := _name(day, substitute[1])):
        return say(Holiday.SUBSTITUTE, name=name)
    return _of_tet(day) if "Lunar New Year" in said else None


def _of_tet(day: date) -> Message | None:
    """By the moon: the package calls the second last day of the year the 29th also where that month has 29 days."""
    first = solar_date(1, 1, day.year)
    if first is None:
        return None
    if FIRST_OF_TET <= (number := (day - first).days + 1) <= LAST_OF_TET:
        return say(Holiday.TET, number=number)
    begins = solar_date(1, CHAP, day.year - 1)
    if begins is not None and begins <= day < first - timedelta(days=1):
        return say(Holiday.BEFORE_TET, number=(day - begins).days + 1)
    return None
