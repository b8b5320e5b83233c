"""The shapes in which a day, a clock and a zone are written. Repetitions are bounded: the text is hostile."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from crawlers.dates.words import ENGLISH_MONTHS, NUMERALS, ZONES, either

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
        rf"{_DAY}\s?(?P<sep>[/.\-])\s?(?P<month>\d{{1,2}})\s?(?P=sep)\s?(?P<year>\d{{4}}|\d{{2}})(?![\d/])",
        rf"{_DAY}[\s,\-/]{{1,3}}{_MONTH_IS}{_MONTH_WORD}(?:{_YEAR_IS}|\s?[-/]\s?)(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\w){_MONTH_IS}{_MONTH_WORD}{_S}(?P<day>\d{{1,2}}),?\s{{1,2}}(?P<year>\d{{4}})(?!\d)",
        rf"{_DAY}(?:st|nd|rd|th)?(?:\s{{1,3}}of)?[\s\-/.,]{{0,3}}{_ENGLISH}[\s\-/.,]{{0,3}}{_YEAR}",
        rf"(?<!\w){_ENGLISH}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_S}(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\w){_ENGLISH}\s{{1,3}}(?P<day>\d{{1,2}})\s{{1,2}}{_YEAR_BEHIND_CLOCK}",
    )
)
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

_HALF = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?|sa\b|ch\b|sáng|trưa|chiều|tối|đêm|khuya)"
_FRACTION = r"(?:[.,]\d{1,9})?"
CLOCK = (
    r"(?<![\d:])(?P<hour>\d{1,2})"
    rf"(?:\s?[:h]\s?(?P<minute>\d{{2}})(?!\d)['’]?(?:[:.](?P<second>\d{{2}})(?!\d){_FRACTION})?"
    r"|\s?(?:giờ|gio)(?:\s?(?P<minute2>\d{1,2})(?:\s?(?:phút|phut|p\b))?)?|\s?h(?![\w:])(?P<bare>)|(?=\s?(?:am|pm)\b))"
    rf"(?:\s{{0,2}}{_HALF})?"
)
ZONE = (
    r"\(?\s?(?:(?:gmt|utc|ut|z|múi giờ|giờ)\s{0,2})?(?P<sign>[+\-−])\s?(?P<zh>\d{1,2}):?(?P<zm>\d{2})?(?!\d)"
    rf"|\(?(?P<name>{either(ZONES)})(?!\w)"
)
_WEEKDAY = (
    r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])"
    r"|thu\s(?:hai|ba|tu|nam|sau|bay|[2-7])|chủ nhật|chu nhat|cn|t[2-7]"
    r"|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_BETWEEN = rf"(?:[\s,;|\-–—·•/()]|\b{_WEEKDAY}\b|ngày|ngay|hôm|\bon\b|\blúc\b|\bvào\b|\bat\b|t(?=\d)){{0,8}}"
AFTER = re.compile(rf"{_BETWEEN}{CLOCK}")
BEFORE = re.compile(rf"{CLOCK}(?P<gap>\s{{0,2}}\(?(?:(?:gmt|utc)\s?[+\-]\d{{1,2}}(?::?\d\d)?|ict)\)?)?{_BETWEEN}$")
AFTER_CLOCK = re.compile(rf"[\s,|\-–]{{0,2}}(?:{ZONE})")


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


Found = tuple[int, int, date]


def days_in(text: str) -> list[Found]:
    """Every day with a year, in the order of the text."""
    found: list[Found] = []
    for shape in DAY_SHAPES:
        for match in _some(shape, text):
            day = calendar_day(_year(match["year"]), _month(match["month"]), int(match["day"]))
            if day and not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), day))
    return sorted(found)


def days_without_year(text: str, guess_year: Callable[[int, int], int]) -> Iterator[Found]:
    for shape in SHORT_SHAPES:
        for match in _some(shape, text):
            month, day = _month(match["month"]), int(match["day"])
            if month <= 12 and (found := calendar_day(guess_year(month, day), month, day)):
                yield match.start(), match.end(), found


def _some(shape: re.Pattern[str], text: str, limit: int = 20) -> Iterator[re.Match[str]]:
    for count, match in enumerate(shape.finditer(text)):
        if count == limit:
            return
        yield match
