"""The shapes in which a day is written. Repetitions are bounded: the text is hostile."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from crawlers.dates.words import ENGLISH_MONTHS, NUMERALS, either

_S = r"[\s,]{1,3}"
_MONTH_WORD = rf"(?P<month>\d{{1,2}}|{either(NUMERALS)})"
_ENGLISH = rf"(?P<month>{either(ENGLISH_MONTHS)})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d|:\d)"
_MONTH_IS = r"(?:tháng|thang|thg\.?|th\.?)\s{0,2}"
_YEAR_IS = r"[\s,]{1,3}(?:năm\s{1,2}|nam\s{1,2})?"
_ALONE = r"(?<!\d)(?<!\d[/.:,\-])"  # not the tail of a longer number
_DAY = rf"{_ALONE}(?P<day>\d{{1,2}})"

_YEAR_BEHIND_CLOCK = r"(?=\d{1,2}:\d\d:\d\d[^\n]{0,8}\s(?P<year>\d{4})(?!\d))"  # as C's asctime has it

DAY_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?<![\d/\-])(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        rf"{_DAY}\s?(?P<sep>[/.\-·_])\s?(?P<month>\d{{1,2}})\s?(?P=sep)\s?(?P<year>\d{{4}}|\d{{2}})(?![\d/])",
        rf"{_DAY}[\s,\-/]{{1,3}}{_MONTH_IS}{_MONTH_WORD}(?:{_YEAR_IS}|\s?[-/]\s?)(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\w){_MONTH_IS}{_MONTH_WORD}{_S}(?P<day>\d{{1,2}}),?\s{{1,2}}(?P<year>\d{{4}})(?!\d)",
        rf"{_DAY}(?:st|nd|rd|th)?(?:\s{{1,3}}of)?[\s\-/.,]{{0,3}}{_ENGLISH}[\s\-/.,]{{0,3}}{_YEAR}",
        rf"(?<!\w){_ENGLISH}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_S}(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\w){_ENGLISH}\s{{1,3}}(?P<day>\d{{1,2}})\s{{1,2}}{_YEAR_BEHIND_CLOCK}",
    )
)
_TWO_FIGURES = re.compile(r"\d\d")  # every year has them
# "3/4" alone may be a share; a day stands first, after its word, or after a clock
_LED_IN = r"(?:(?<=ngày )|(?<=sáng )|(?<=trưa )|(?<=chiều )|(?<=tối )|(?<=đêm )|(?<=\d[ ,|\-] )|(?<=\d ))"
# Without a year: only believed in a short text, and read as the last such day.
SHORT_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_DAY}[\s,]{{1,2}}(?:tháng|thang)\s{{0,2}}{_MONTH_WORD}(?!\w)",
        _LED_IN + r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/\-.]|,\d)",
        r"^(?P<day>\d{1,2})/(?P<month>\d{1,2})(?=\s?(?:$|[,|(–\-]\s?\d|\d|lúc|năm))(?!\d)",
        rf"{_DAY}[\s\-]{{1,2}}{_ENGLISH}(?!\w)",
        rf"(?<!\w){_ENGLISH}\s{{1,2}}(?P<day>\d{{1,2}})(?!\d)",
    )
)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else NUMERALS.get(word) or ENGLISH_MONTHS[word]


def _year(word: str) -> int:
    year = int(word)
    if len(word) == 2:
        year += 2000 if year < 69 else 1900
    return year


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Day before month; the other order only where no month has that number."""
    if month > 12 >= day:
        day, month = month, day
    try:
        return date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None


class Found(NamedTuple):
    start: int
    end: int
    day: date
    other: date | None = None  # with the month first, where both figures may be months
    order: str = ""  # "day" or "month" first, where only one of the figures may be a month


def days_in(text: str) -> list[Found]:
    """Every day with a year, in the order of the text."""
    found: list[Found] = []
    if not _TWO_FIGURES.search(text):
        return found
    for shape in DAY_SHAPES:
        for match in _some(shape, text):
            year, month, day = _year(match["year"]), _month(match["month"]), int(match["day"])
            here = calendar_day(year, month, day)
            if here and not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Found(*match.span(), here, *_order(match, year, month, day)))
    return sorted(found)


def _order(match: re.Match[str], year: int, month: int, day: int) -> tuple[date | None, str]:
    if "sep" not in match.groupdict() or month == day:
        return None, ""
    if max(month, day) > 12:
        return None, "day" if day > 12 else "month"
    return calendar_day(year, day, month), ""


def days_without_year(text: str, guess_year: Callable[[int, int], int]) -> Iterator[Found]:
    for shape in SHORT_SHAPES:
        for match in _some(shape, text):
            month, day = _month(match["month"]), int(match["day"])
            if month <= 12 and (found := calendar_day(guess_year(month, day), month, day)):
                yield Found(*match.span(), found)


def _some(shape: re.Pattern[str], text: str, limit: int = 20) -> Iterator[re.Match[str]]:
    for count, match in enumerate(shape.finditer(text)):
        if count == limit:
            return
        yield match
