"""ISO 8601 and the W3C's profile of it, when they are the whole string."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo

_CLOCK = (
    r"(?:(?:\s?t\s?|\s|(?<=^\d{8})(?=\d{4}(?:\d\d)?$))(?P<hour>\d{2})(?::?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,12}))?)?)?"
    r"\s?(?P<zone>z|utc|gmt|(?:gmt|utc)?[+\-−]\d{1,2}(?::?\d{2})?)?)?"
)
_SHAPE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|(?P<month2>\d{2})(?P<day2>\d{2})"
    r"|-?w(?P<week>\d{2})(?:-?(?P<weekday>\d))?|-(?P<ordinal>\d{3}))?" + _CLOCK + r"(?:\[[\w/+\-]{1,40}\])?"
)


def read_iso(text: str, default_zone: tzinfo) -> datetime | None:
    """The moment, or None where the text (lower case) is not ISO 8601 or names no day."""
    match = _SHAPE.fullmatch(text)
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    if match["hour"] is None:
        return datetime.combine(day, time(), default_zone)
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 24 or minute > 59 or second > 60:
        return None
    micro = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    since = timedelta(hours=hour, minutes=minute, seconds=min(second, 59), microseconds=micro)
    return datetime.combine(day, time(), _zone(match["zone"]) or default_zone) + since


def _day(match: re.Match[str]) -> date | None:
    year = int(match["year"])
    try:
        if match["week"]:
            return date.fromisocalendar(year, int(match["week"]), int(match["weekday"] or 1))
        if match["ordinal"]:
            day = date(year, 1, 1) + timedelta(days=int(match["ordinal"]) - 1)
            return day if day.year == year else None
        return date(year, int(match["month"] or match["month2"] or 1), int(match["day"] or match["day2"] or 1))
    except ValueError:
        return None


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    digits = re.search(r"([+\-−])(\d{1,2}):?(\d{2})?", text)
    if not digits:
        return timezone(timedelta())
    minutes = int(digits[2]) * 60 + int(digits[3] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if digits[1] == "+" else -minutes))
