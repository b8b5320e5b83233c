"""Times that a text states by the calendar: «17 giờ ngày 25/11», «đến hết ngày 25 tháng 11 năm 2026», «hết tháng 6»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

_CLOCK = r"(?P<h>\d{1,2})\s?(?:h(?![a-zà-ỹđ])|giờ|g(?=\d)|:(?=\d\d))\s?(?P<m>\d{2})?(?:\s?phút)?"
_PART = r"(?:,?\s(?P<part>rạng sáng|sáng|trưa|chiều|tối|đêm))?"
_YEAR = r"(?:19|20)\d\d"
_DAY = (
    rf"(?P<d>\d{{1,2}})(?:\s?[/.-]\s?(?P<mo>\d{{1,2}})(?:\s?[/.-]\s?(?P<y>{_YEAR}))?"
    rf"|\stháng\s(?P<mo2>\d{{1,2}})(?:(?:\snăm\s|\s?[/.-]\s?)(?P<y2>{_YEAR}))?)(?![\d/]|[.,]\d|\s?%)"
)
_STATED = re.compile(
    rf"(?<![\d/.,:-])(?:{_CLOCK}{_PART},?\s{{1,2}})?(?:(?:của\s)?(?:ngày|hôm|thứ [a-zà-ỹ]+,?|chủ nhật,?)\s)?"
    rf"\(?(?P<first>\d{{1,2}}\s?(?:[-–]|và|đến)\s?(?=\d{{1,2}}/))?{_DAY}"
    rf"(?:,?\s(?:lúc\s|vào\s)?(?P<h2>\d{{1,2}})\s?(?:h|giờ|:)\s?(?P<m2>\d{{2}})?(?![\d/]))?",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\bhết tháng (?P<mo>\d{{1,2}})(?:(?:/|-|\snăm\s)(?P<y>{_YEAR}))?(?!\d|/)", re.IGNORECASE)
# What stands before a day that is written with a dash or a dot, or else it is a score or a number.
_LED = re.compile(
    r"(?:sáng|trưa|chiều|tối|đêm|nay|mai|đến|tới|từ|trước|sau|hết|vào|và|,|:|\()\s?$|^\W*$", re.IGNORECASE
)
_LEADS = re.compile(r"ngày|hôm|thứ|chủ|\(|.*\d{4}$", re.IGNORECASE)
_LED_CHARS = 12
# From which hour to which «5 giờ chiều» is one of the afternoon.
_LATER = {"trưa": (1, 4), "chiều": (1, 12), "tối": (1, 12), "đêm": (6, 12)}


@dataclass(frozen=True, slots=True)
class StatedTime:
    """`text[start:end]`, the moment it names, and the end of the day or month where it names no clock."""

    words: str
    start: int
    end: int
    at: datetime
    until: datetime
    is_range: bool = False  # «18-20/5»: its last day


def stated_times(text: str, near: datetime) -> Iterator[StatedTime]:
    """In the order of the text, in the zone of `near`; a year that is not told is the nearest one."""
    for m in _STATED.finditer(text):
        if "/" not in m[0] and not (
            m["mo2"] or m["h"] or _LED.search(text[max(0, m.start() - _LED_CHARS) : m.start()]) or _LEADS.match(m[0])
        ):
            continue  # «9-10 việc tốt»
        day = _day(int(m["d"]), int(m["mo"] or m["mo2"]), m["y"] or m["y2"], near)
        if day is None:
            continue
        clock = _clock(m)
        at = day + clock if clock is not None else day
        yield StatedTime(
            m[0], m.start(), m.end(), at, at if clock is not None else day + timedelta(days=1), bool(m["first"])
        )
    for m in _MONTH.finditer(text):
        first = _day(1, int(m["mo"]), m["y"], near)
        if first is not None:
            until = (first + timedelta(days=32)).replace(day=1)
            yield StatedTime(m[0], m.start(), m.end(), first, until)


def _day(day: int, month: int, year: str | None, near: datetime) -> datetime | None:
    years = [int(year)] if year else [near.year - 1, near.year, near.year + 1]
    found = []
    for one in years:
        try:
            found.append(datetime(one, month, day, tzinfo=near.tzinfo))
        except ValueError:  # 31/2: not a day
            continue
    return min(found, key=lambda at: abs(at - near), default=None)


def _clock(m: re.Match[str]) -> timedelta | None:
    hour, minute = m["h"] or m["h2"], m["m"] or m["m2"]
    if hour is None or int(hour) > 24 or int(minute or 0) > 59:
        return None
    hours = int(hour)
    first, last = _LATER.get((m["part"] or "").lower(), (0, 0))
    if first <= hours < last:
        hours += 12
    return timedelta(hours=hours, minutes=int(minute or 0))
