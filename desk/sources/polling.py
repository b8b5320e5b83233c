"""When an address is visited next. Pure: a state and a visit go in, the next state comes out. It never gives up."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from math import sqrt

MINUTE, HOUR, DAY = 60, 3600, 86_400
FLOOR, CEILING = 5 * MINUTE, 12 * HOUR
WARNING_FLOOR = MINUTE
WARNING_CEILING = 15 * MINUTE  # a service that was quiet for a month is still asked every quarter of an hour
WARNING_FAILED_CEILING = HOUR
LONGEST_ASKED = DAY  # a Retry-After of a year is not obeyed beyond this
SEEN_LOW, SEEN_HIGH = 0.33, 0.67  # the share of entries already seen that a visit aims for
WHOLE_EVERY = timedelta(days=1)


class Ending(StrEnum):
    GOOD = "good"
    HARD = "hard"  # will not mend by itself: 404, 410, no such host, refused
    SOFT = "soft"  # their trouble: 5xx, timeouts, broken connections
    TEMPORARY = "temporary"  # they ask for patience: 429, 503


PENALTY = {Ending.HARD: 2.0, Ending.SOFT: 1.0, Ending.TEMPORARY: 0.5}
_TEMPORARY_ERRORS = frozenset({"robots-unavailable", "crowded", "internal"})
_SOFT_ERRORS = frozenset({"timeout", "connection", "bad-encoding", "too-large", "too-many-redirects"})
_SOFT_STATUS = frozenset({408, 425})


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    interval_seconds: int = 30 * MINUTE
    due_at: datetime | None = None  # None: at once
    last_visit_at: datetime | None = None
    last_good_at: datetime | None = None
    last_whole_at: datetime | None = None  # the last unconditional visit that was answered
    failures: int = 0  # in a row
    penalty: float = 0.0  # failures in a row, weighed by how hard they are
    is_warning_service: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitResult:
    """What a visit brought. `error` is a code of domain.visit_notes, `headers` have lower-case names."""

    status: int = 0
    error: str | None = None
    entries: int = 0
    new: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after_seconds: int | None = None
    ttl_seconds: int | None = None
    skip_hours: frozenset[int] = frozenset()
    unconditional: bool = False

    @property
    def ending(self) -> Ending:
        return ending(self.status, self.error)


def ending(status: int, error: str | None) -> Ending:
    if error in _TEMPORARY_ERRORS or status in {429, 503}:
        return Ending.TEMPORARY
    if error in _SOFT_ERRORS or status >= 500 or status in _SOFT_STATUS:
        return Ending.SOFT
    if error or status >= 400:
        return Ending.HARD
    return Ending.GOOD


def next_visit(state: PollState, visit: VisitResult, now: datetime, rng: random.Random) -> PollState:
    """The state after this visit, with the moment of the next."""
    if visit.ending is Ending.GOOD:
        return _after_success(state, visit, now, rng)
    return _after_failure(state, visit, now, rng)


def wants_unconditional(state: PollState, now: datetime) -> bool:
    """Once a day the validators are left at home, because some sites answer 304 wrongly; not later, so perhaps now."""
    if state.last_whole_at is None:
        return True
    return now + timedelta(seconds=1.1 * state.interval_seconds) - state.last_whole_at >= WHOLE_EVERY


def _after_success(state: PollState, visit: VisitResult, now: datetime, rng: random.Random) -> PollState:
    interval = _adapted(state, visit, now)
    wait = max(interval * rng.uniform(1.0, 1.1), asked_wait(visit, now))
    return replace(
        state,
        interval_seconds=interval,
        due_at=_outside(visit.skip_hours, now + timedelta(seconds=wait), rng),
        last_visit_at=now,
        last_good_at=now,
        last_whole_at=now if visit.unconditional else state.last_whole_at,
        failures=0,
        penalty=0.0,
    )


def _after_failure(state: PollState, visit: VisitResult, now: datetime, rng: random.Random) -> PollState:
    penalty = min(state.penalty + PENALTY[visit.ending], 20.0)
    ceiling = WARNING_FAILED_CEILING if state.is_warning_service else CEILING
    backed_off = min(max(state.interval_seconds, _bounds(state)[0]) * float(2.0**penalty), ceiling)
    spread = rng.uniform(0.75, 1.0) if backed_off == ceiling else rng.uniform(1.0, 1.5)
    wait = max(min(backed_off * spread, ceiling), retry_after(visit, now))
    return replace(
        state,
        due_at=now + timedelta(seconds=wait),
        last_visit_at=now,
        failures=state.failures + 1,
        penalty=penalty,
    )


def _bounds(state: PollState) -> tuple[int, int]:
    return (WARNING_FLOOR, WARNING_CEILING) if state.is_warning_service else (FLOOR, CEILING)


def _adapted(state: PollState, visit: VisitResult, now: datetime) -> int:
    """Half-way (geometrically) towards the interval in which half of the entries would be new."""
    floor, ceiling = _bounds(state)
    old = min(max(state.interval_seconds, floor), ceiling)
    if state.last_good_at is None:  # on the first visit everything is new, which tells nothing
        return old
    seen = 1 - visit.new / visit.entries if visit.entries else 1.0
    if SEEN_LOW <= seen <= SEEN_HIGH:
        return old
    elapsed = max((now - state.last_good_at).total_seconds(), 1.0)
    ideal = elapsed * 0.5 * visit.entries / visit.new if visit.new else old * 4.0
    wanted = sqrt(old * ideal)
    return round(min(max(wanted, old / 2, floor), old * 2, ceiling))


def asked_wait(visit: VisitResult, now: datetime) -> float:
    """The longest wait the publisher asks for, in seconds, by Retry-After, max-age, Expires or ttl."""
    cached = max(_max_age(visit.headers), _expires(visit.headers, now), float(visit.ttl_seconds or 0))
    return max(min(cached, CEILING), retry_after(visit, now))


def retry_after(visit: VisitResult, now: datetime) -> float:
    """Seconds, whether it was said in seconds or as a date (RFC 9110, 10.2.3)."""
    said = visit.headers.get("retry-after", "").strip()
    seconds = float(visit.retry_after_seconds or 0)
    if said.isascii() and said.isdigit():
        seconds = max(seconds, float(said[:9]))
    elif said:
        seconds = max(seconds, _until(said, now))
    return min(max(seconds, 0.0), LONGEST_ASKED)


def _max_age(headers: Mapping[str, str]) -> float:
    match = re.search(r"(?:^|[\s,])max-age\s?=\s?\"?(\d{1,9})", headers.get("cache-control", "").lower())
    return float(match[1]) if match else 0.0


def _expires(headers: Mapping[str, str], now: datetime) -> float:
    if "max-age" in headers.get("cache-control", "").lower():  # which overrides Expires (RFC 9111, 5.3)
        return 0.0
    return _until(headers.get("expires", ""), now)


def _until(text: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def _outside(skip_hours: frozenset[int], due: datetime, rng: random.Random) -> datetime:
    """RSS skipHours are hours in UTC; the first minutes after them are shared out at random."""
    moment = due.astimezone(UTC)
    if moment.hour not in skip_hours or len(skip_hours) >= 24:
        return due
    while moment.hour in skip_hours:
        moment = (moment + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return moment + timedelta(seconds=rng.uniform(0, 10 * MINUTE))
