"""Seconds since 1970, or their thousandths, millionths and billionths, when they are the whole string."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

_NUMBER = re.compile(r"[+@]?(\d{1,19}(?:[.,]\d{1,9})?(?:e\+?\d{1,2})?)")
_IN_JSON = re.compile(r"\\?/date\((\d{1,19})(?:[+\-]\d{4})?\)\\?/")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST_SECOND = 1_262_304_000  # 1 January 2010: a smaller number of ten digits is rather a telephone
_LATEST_SECOND = 4_102_444_800  # 1 January 2100
_UNITS_PER_SECOND = (1, 10**3, 10**6, 10**9)


def read_epoch(text: str, zone: tzinfo) -> datetime | None:
    """The moment, or None where the text (lower case) is no such number."""
    match = _IN_JSON.fullmatch(text) or _NUMBER.fullmatch(text)
    if match is None:
        return None
    whole, _, fraction = match[1].partition(".") if "e" not in match[1] else (str(int(float(match[1]))), "", "")
    whole, _, other = whole.partition(",")
    for units in _UNITS_PER_SECOND:
        if _EARLIEST_SECOND * units <= int(whole) < _LATEST_SECOND * units:
            micros = int(whole) * 10**6 // units + int(float(f"0.{fraction or other or 0}") * 10**6) // units
            return (_START + timedelta(microseconds=micros)).astimezone(zone)
    return None
