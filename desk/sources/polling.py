"""When a feed is visited next. Pure: a feed and a visit go in, the feed with its next time comes out. It never ends."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from desk.sources.caching import cached_seconds
from domain.sources import Feed, FeedKind, Source, SourceKind
from domain.visits import CLOCK_LEEWAY, MAX_WAIT, FeedVisit, FetchError, VisitMessage

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Between two visits (decision 0047). Each quiet visit makes the wait longer by some seconds, each new article shorter
# by a share. So it settles where the wait is about three over the root of the articles a second, which spends a given
# number of visits where they shorten the delay most; and it grows with the root of the time that nothing came.
QUIET_STEP_SECONDS, NEWS_FACTOR, MIN_NEWS_FACTOR = 5, 0.6, 0.25
HOT_SECONDS = MINUTE  # nothing is visited oftener
SOURCE_SECONDS = 15  # between two visits of a source, of its many feeds together
WITHOUT_VALIDATORS_SECONDS = 2 * MINUTE  # each visit costs its publisher the whole feed
SITEMAP_SECONDS, SITEMAP_QUIET_SECONDS = 5 * MINUTE, HOUR  # it is long, changes as a whole, and stands beside feeds
FIRST_SECONDS = 5 * MINUTE  # after the first visit, which tells nothing of its rhythm
QUIET_SECONDS = 5 * MINUTE  # so what a publisher seldom brings is here within five minutes, as a rule
SELDOM_SECONDS = 10 * MINUTE  # who wants to be asked no oftener is told by name: half of it takes over five minutes
FAST_DAY_SECONDS = 15 * MINUTE  # of a day that is played in five minutes
ASKED_TOO_OFTEN_SECONDS = 5 * MINUTE  # at least, after 429 or 503
MAX_INTERVAL_SECONDS = 12 * HOUR  # after failures, and where the publisher asks for it
WARNING_FAILED_MAX_SECONDS = HOUR
MAX_ASKED_SECONDS = DAY  # a Retry-After of a year is not obeyed beyond this
MIN_RESTRAINT, MAX_RESTRAINT = 1.0, 4.0  # doublings of the shortest wait, once it was answered 429
CALMER_EACH_VISIT = 0.02  # doublings: after fifty good visits it may be asked twice as often again
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
    share_seconds: float = 0.0  # between two visits, so that its source as a whole is not asked too often
    only_sitemaps: bool = False  # its source has nothing that is easier to ask
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
    if not visit.is_good:
        return _after_failure(seen, visit, reply, pace.rng, warns)
    fresh = visit.status == 200
    seen = replace(
        seen,
        etag=reply.headers.get("etag", "") if fresh else feed.etag,
        last_modified=reply.headers.get("last-modified", "") if fresh else feed.last_modified,
        penalty=_restraint(feed),
    )
    return _after_success(seen, visit, reply, pace.rng, _bounds(seen, source, reply, pace))


def share_seconds(others: Sequence[Feed], delay_seconds: float) -> float:
    """How long one feed of a source waits, so that all of them together ask it four times a minute at most.

    A host that wants `delay_seconds` between two requests spends at most a quarter of them on its feeds: the rest is
    for articles. What the others leave is this feed's, and its equal share in any case.
    """
    least = max(SOURCE_SECONDS, 4 * delay_seconds)
    left = 1 / least - sum(1 / max(one.interval_seconds, HOT_SECONDS) for one in others)
    return 1 / max(left, 1 / (least * (len(others) + 1)))


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


def _after_success(feed: Feed, visit: FeedVisit, reply: Reply, rng: random.Random, bounds: tuple[float, float]) -> Feed:
    interval = _adapted(feed, visit, bounds)
    wait = max(interval * rng.uniform(1.0, 1.1), bound_seconds(reply, visit.at))
    due_at = _outside(reply.skip_hours, visit.at + timedelta(seconds=wait), rng)
    return replace(
        feed,
        interval_seconds=interval,
        due_at=min(due_at, visit.at + MAX_WAIT),
        last_good_at=visit.at,
        last_whole_at=visit.at if reply.unconditional else feed.last_whole_at,
        failures=0,
    )


def _after_failure(feed: Feed, visit: FeedVisit, reply: Reply, rng: random.Random, warns: bool) -> Feed:
    how = ending(visit)
    penalty = min(feed.penalty + PENALTY_DOUBLINGS[how], MAX_PENALTY_DOUBLINGS)
    ceiling = WARNING_FAILED_MAX_SECONDS if warns else MAX_INTERVAL_SECONDS
    least = ASKED_TOO_OFTEN_SECONDS if how is Ending.TEMPORARY else HOT_SECONDS
    backed_off = min(max(feed.interval_seconds, least) * float(2.0**penalty), ceiling)
    spread = rng.uniform(0.75, 1.0) if backed_off == ceiling else rng.uniform(1.0, 1.5)
    asked = max(asked_retry(reply.retry_after_seconds), _ttl(reply))
    wait = max(min(backed_off * spread, ceiling), asked, reply.share_seconds)
    due_at = _outside(reply.skip_hours, visit.at + timedelta(seconds=wait), rng)
    return replace(feed, due_at=min(due_at, visit.at + MAX_WAIT), failures=feed.failures + 1, penalty=penalty)


def _restraint(feed: Feed) -> float:
    """The penalty after a good visit: a failure is forgotten at once, that we asked too often only by and by."""
    if not feed.failures:
        return max(feed.penalty - CALMER_EACH_VISIT, 0.0)
    asked_too_often = any(message.code == VisitMessage.ASKED_TOO_OFTEN for message in feed.last_messages)
    return min(max(feed.penalty, MIN_RESTRAINT), MAX_RESTRAINT) if asked_too_often else 0.0


def _bounds(feed: Feed, source: Source, reply: Reply, pace: Pace) -> tuple[float, float]:
    """The shortest and the longest wait after a good visit, in seconds, as far as it is ours to say."""
    shortest, longest = HOT_SECONDS, QUIET_SECONDS
    if pace.often:
        longest = FAST_DAY_SECONDS
    elif feed.kind is FeedKind.SITEMAP:
        shortest = SITEMAP_SECONDS
        longest = QUIET_SECONDS if reply.only_sitemaps else SITEMAP_QUIET_SECONDS
    elif source.kind is SourceKind.WARNING_SERVICE:
        longest = HOT_SECONDS  # a flood is not announced by many articles before it
    elif not (feed.etag or feed.last_modified):
        shortest = WITHOUT_VALIDATORS_SECONDS
    restrained = shortest * float(2.0**feed.penalty)
    return restrained, max(longest, restrained)


def _adapted(feed: Feed, visit: FeedVisit, bounds: tuple[float, float]) -> int:
    shortest, longest = bounds
    old = float(min(max(feed.interval_seconds, shortest), longest))
    if feed.last_good_at is None:  # on the first visit everything is new, which tells nothing
        wanted = min(old, FIRST_SECONDS)
    elif visit.new:
        wanted = old * max(NEWS_FACTOR ** min(visit.new, 10), MIN_NEWS_FACTOR)
    else:
        wanted = old + QUIET_STEP_SECONDS
    return round(min(max(wanted, shortest), longest))


def bound_seconds(reply: Reply, now: datetime) -> float:
    """The wait that is not ours to choose: what the publisher asks for, and what its host's pause leaves."""
    return max(asked_wait(reply, now), reply.share_seconds)


def asked_wait(reply: Reply, now: datetime) -> float:
    """The longest wait the publisher asks for, in seconds, by Retry-After, max-age, Expires or ttl."""
    cached = min(cached_seconds(reply.headers, now), MAX_INTERVAL_SECONDS)
    return max(cached, _ttl(reply), asked_retry(reply.retry_after_seconds))


def _ttl(reply: Reply) -> float:
    return float(min(reply.ttl_seconds or 0, MAX_INTERVAL_SECONDS))


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
