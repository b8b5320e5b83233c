"""When a feed is visited next. Pure: a feed and a visit go in, the feed with its next time comes out. It never ends."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import sqrt

from desk.sources.caching import cached_seconds
from domain.sources import Feed, Source, SourceKind
from domain.visits import CLOCK_LEEWAY, MAX_WAIT, FeedVisit, FetchError

MINUTE, HOUR, DAY = 60, 3600, 86_400
MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS = 5 * MINUTE, 12 * HOUR
WARNING_MIN_SECONDS = MINUTE
WARNING_MAX_SECONDS = 15 * MINUTE  # a service that was quiet for a month is still asked every quarter of an hour
WARNING_FAILED_MAX_SECONDS = HOUR
MAX_ASKED_SECONDS = DAY  # a Retry-After of a year is not obeyed beyond this
MIN_SEEN_SHARE, MAX_SEEN_SHARE = 0.33, 0.67  # the share of entries already seen that a visit aims for
WHOLE_FEED_EVERY = timedelta(days=1)
WHOLE_PAGE_EVERY_VISITS = 8  # visits
MAX_PENALTY_DOUBLINGS = 20.0  # doublings


class Ending(StrEnum):
    GOOD = "good"
    HARD = "hard"  # errors that do not pass by themselves: 404, 410, no such host, refused
    SOFT = "soft"  # the server's own trouble: 5xx, timeouts, broken connections
    TEMPORARY = "temporary"  # the server asks us to wait: 429, 503


PENALTY_DOUBLINGS = {Ending.HARD: 2.0, Ending.SOFT: 1.0, Ending.TEMPORARY: 0.5}
_TEMPORARY_ERRORS = frozenset({FetchError.ROBOTS_UNAVAILABLE, FetchError.CROWDED, FetchError.INTERNAL})
_SOFT_ERRORS = frozenset(
    {
        FetchError.TIMEOUT,
        FetchError.CONNECTION,
        FetchError.BAD_ENCODING,
        FetchError.TOO_SLOW,
        FetchError.UNREADABLE,
        FetchError.TOO_LARGE,
        FetchError.TOO_MANY_REDIRECTS,
        FetchError.BLOCKED,
    }
)
_SOFT_STATUS = frozenset({408, 425})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an answer says about the next visit. `headers` have lower-case names."""

    headers: Mapping[str, str] = field(default_factory=dict)
    retry_after_seconds: int | None = None
    ttl_seconds: int | None = None
    skip_hours: frozenset[int] = frozenset()  # UTC
    unconditional: bool = False  # we asked without validators


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How this desk spreads its visits of feeds."""

    rng: random.Random = field(default_factory=random.Random)
    often: bool = False  # any source is asked as often as a warning service


def ending(visit: FeedVisit) -> Ending:
    if visit.error in _TEMPORARY_ERRORS or visit.status in {429, 503}:
        return Ending.TEMPORARY
    if visit.error in _SOFT_ERRORS or visit.status >= 500 or visit.status in _SOFT_STATUS:
        return Ending.SOFT
    return Ending.GOOD if visit.is_good else Ending.HARD


def next_visit(feed: Feed, source: Source, visit: FeedVisit, reply: Reply, pace: Pace) -> Feed:
    """The feed after this visit, with the time of the next."""
    seen = replace(feed, last_visit_at=visit.at, last_messages=visit.messages)
    warns = pace.often or source.kind is SourceKind.WARNING_SERVICE
    if visit.is_good:
        return _after_success(seen, visit, reply, pace.rng, warns)
    return _after_failure(seen, visit, reply, pace.rng, warns)


def is_due(feed: Feed, now: datetime) -> bool:
    """Whether its time has come, or was planned by a clock that ran ahead and came back."""
    if feed.due_at <= now or feed.due_at > now + MAX_WAIT:
        return True
    return feed.last_visit_at is not None and feed.last_visit_at > now + CLOCK_LEEWAY


def wants_unconditional(feed: Feed, now: datetime) -> bool:
    """Once a day the validators are left at home, because some sites answer 304 wrongly; not later, so perhaps now."""
    if feed.last_whole_at is None:
        return True
    return now + timedelta(seconds=1.1 * feed.interval_seconds) - feed.last_whole_at >= WHOLE_FEED_EVERY


def wants_whole_page(visits: int) -> bool:
    """Whether this visit of a page leaves the validators out: every eighth does."""
    return visits % WHOLE_PAGE_EVERY_VISITS == WHOLE_PAGE_EVERY_VISITS - 1


def _after_success(feed: Feed, visit: FeedVisit, reply: Reply, rng: random.Random, warns: bool) -> Feed:
    interval = _adapted(feed, visit, warns)
    wait = max(interval * rng.uniform(1.0, 1.1), asked_wait(reply, visit.at))
    due_at = _outside(reply.skip_hours, visit.at + timedelta(seconds=wait), rng)
    fresh = visit.status == 200
    return replace(
        feed,
        interval_seconds=interval,
        due_at=min(due_at, visit.at + MAX_WAIT),
        last_good_at=visit.at,
        last_whole_at=visit.at if reply.unconditional else feed.last_whole_at,
        etag=reply.headers.get("etag", "") if fresh else feed.etag,
        last_modified=reply.headers.get("last-modified", "") if fresh else feed.last_modified,
        failures=0,
        penalty=0.0,
    )


def _after_failure(feed: Feed, visit: FeedVisit, reply: Reply, rng: random.Random, warns: bool) -> Feed:
    penalty = min(feed.penalty + PENALTY_DOUBLINGS[ending(visit)], MAX_PENALTY_DOUBLINGS)
    ceiling = WARNING_FAILED_MAX_SECONDS if warns else MAX_INTERVAL_SECONDS
    backed_off = min(max(feed.interval_seconds, _bounds(warns)[0]) * float(2.0**penalty), ceiling)
    spread = rng.uniform(0.75, 1.0) if backed_off == ceiling else rng.uniform(1.0, 1.5)
    wait = max(min(backed_off * spread, ceiling), asked_retry(reply.retry_after_seconds))
    return replace(feed, due_at=visit.at + timedelta(seconds=wait), failures=feed.failures + 1, penalty=penalty)


def _bounds(warns: bool) -> tuple[int, int]:
    return (WARNING_MIN_SECONDS, WARNING_MAX_SECONDS) if warns else (MIN_INTERVAL_SECONDS, MAX_INTERVAL_SECONDS)


def _adapted(feed: Feed, visit: FeedVisit, warns: bool) -> int:
    """Half-way (geometrically) towards the interval in which half of the entries would be new."""
    floor, ceiling = _bounds(warns)
    old = min(max(feed.interval_seconds, floor), ceiling)
    if feed.last_good_at is None:  # on the first visit everything is new, which tells nothing
        return old
    seen = 1 - visit.new / visit.entries if visit.entries else 1.0
    if MIN_SEEN_SHARE <= seen <= MAX_SEEN_SHARE:
        return old
    elapsed = max((visit.at - feed.last_good_at).total_seconds(), 1.0)
    ideal = elapsed * 0.5 * visit.entries / visit.new if visit.new else old * 4.0
    wanted = sqrt(old * ideal)
    return round(min(max(wanted, old / 2, floor), old * 2, ceiling))


def asked_wait(reply: Reply, now: datetime) -> float:
    """The longest wait the publisher asks for, in seconds, by Retry-After, max-age, Expires or ttl."""
    cached = max(cached_seconds(reply.headers, now), float(reply.ttl_seconds or 0))
    return max(min(cached, MAX_INTERVAL_SECONDS), asked_retry(reply.retry_after_seconds))


def asked_retry(retry_after_seconds: float | None) -> float:
    """What Retry-After asks for, as far as it is obeyed."""
    return float(min(max(retry_after_seconds or 0, 0), MAX_ASKED_SECONDS))


def _outside(skip_hours: frozenset[int], due: datetime, rng: random.Random) -> datetime:
    """RSS skipHours are hours in UTC; the first minutes after them are shared out at random."""
    moment = due.astimezone(UTC)
    if moment.hour not in skip_hours or len(skip_hours) >= 24:
        return due
    while moment.hour in skip_hours:
        moment = (moment + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return moment + timedelta(seconds=rng.uniform(0, 10 * MINUTE))
