"""Days as editors type them: 23/11/2026, 2026-11-23, 23/11, 11/2026, 2026, hôm-nay."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from domain.times import VIETNAM

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"), "day"),
    (re.compile(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})"), "day"),
    (re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})"), "day"),
    (re.compile(r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})"), "month"),
    (re.compile(r"(?P<y>\d{4})"), "year"),
)
_SPOKEN = {"hom-nay": 0, "hom-qua": 1, "hom-kia": 2}


def span(typed: str, today: date, plain: Callable[[str], str]) -> tuple[date, date] | None:
    """First and last day that `typed` means; None when it is no date. A day without a year is the latest past one."""
    spoken = _SPOKEN.get(plain(typed).replace("_", "-"))
    if spoken is not None:
        day = today - timedelta(days=spoken)
        return day, day
    for pattern, size in _FORMS:
        if match := pattern.fullmatch(typed):
            return _dates({k: int(v) for k, v in match.groupdict().items()}, size, today)
    return None


def _dates(parts: dict[str, int], size: str, today: date) -> tuple[date, date] | None:
    year, month, day = parts.get("y", today.year), parts.get("m", 1), parts.get("d", 1)
    try:
        first = date(year, month, day)
        if "y" not in parts and first > today:
            first = first.replace(year=year - 1)
        if size == "day":
            return first, first
        after = date(year + 1, 1, 1) if size == "year" or month == 12 else date(year, month + 1, 1)
        return first, after - timedelta(days=1)
    except ValueError:  # no such day: 31/2, year 0
        return None


def opening(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


def closing(day: date) -> datetime:
    return datetime.combine(day, time.max, VIETNAM)
