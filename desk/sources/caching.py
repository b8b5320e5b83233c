"""For how long a publisher's HTTP headers say that an answer stays fresh (RFC 9111)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s?=\s?\"?(\d{1,9})")


def cached_seconds(headers: Mapping[str, str], now: datetime) -> float:
    """By max-age, which overrides Expires (5.3); 0 when neither says anything. `headers` have lower-case names.

    What a cache on the way has held the answer for (Age) is over already.
    """
    control = headers.get("cache-control", "").lower()
    if "max-age" in control:
        match = _MAX_AGE.search(control)
        return max(float(match[1]) - _held_seconds(headers), 0.0) if match else 0.0
    return _until(headers.get("expires", ""), now)


def _held_seconds(headers: Mapping[str, str]) -> float:
    said = headers.get("age", "").strip()
    return float(said[:9]) if said.isascii() and said.isdigit() else 0.0


def _until(text: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
