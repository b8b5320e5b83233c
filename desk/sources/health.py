"""How a source is: one word, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from desk.sources import layout_drift, rhythm
from desk.sources.polling import Ending, ending
from domain.message import Code, Message, say
from domain.sources import Feed, Source
from domain.visits import Blockage, FeedVisit, FetchError, PastReading, VisitMessage

DEAD_AFTER = timedelta(hours=20)  # so that it is told within a day
OVERDUE_AFTER = timedelta(hours=3)
NEWS_WINDOW = timedelta(days=1)
BLOCKED_AFTER, BLOCKED_TIMES = timedelta(hours=1), 2  # answers in a row that held no article
_REFUSALS = frozenset({FetchError.REFUSED_BY_ROBOTS, FetchError.REFUSED_SOURCE, FetchError.FORBIDDEN_ADDRESS})
_NO_ANSWER = frozenset({FetchError.TIMEOUT, FetchError.CONNECTION, FetchError.TLS})


class HealthWord(Code):
    """The word that stands beside a source's name."""

    GOOD = "health.good"
    NEVER_READ = "health.never-read"
    STOPPED = "health.stopped"
    NO_ADDRESS = "health.no-address"
    WAITING = "health.waiting"
    REFUSED = "health.refused"
    GONE = "health.gone"
    NO_HOST = "health.no-host"
    NO_ANSWER = "health.no-answer"
    ASKED_TO_WAIT = "health.asked-to-wait"
    UNREADABLE = "health.unreadable"
    DEAD = "health.dead"
    IN_PART = "health.in-part"
    REDESIGNED = "health.redesigned"
    QUIET = "health.quiet"
    FLOOD = "health.flood"
    BLOCKED = "health.blocked"


class HealthReason(Code):
    """The reason for the word, beside the message of the last visit."""

    NEVER_READ = "health-reason.never-read"
    STOPPED = "health-reason.stopped"
    NO_ADDRESS = "health-reason.no-address"
    OVERDUE = "health-reason.overdue"
    UNREAD_SINCE = "health-reason.unread-since", "since", "length"
    TRIED = "health-reason.tried", "times"
    SOME_UNREAD = "health-reason.some-unread", "unread", "addresses", "url"
    REDESIGNED = "health-reason.redesigned", "findings"
    BLOCKED = "health-reason.blocked", "since", "why"
    READ_WITH_NEWS = "health-reason.read-with-news", "moment", "number"
    READ_WITHOUT_NEWS = "health-reason.read-without-news", "moment"


_READ = frozenset(  # its feeds are read, or a part of them
    {
        HealthWord.GOOD,
        HealthWord.NEVER_READ,
        HealthWord.IN_PART,
        HealthWord.REDESIGNED,
        HealthWord.QUIET,
        HealthWord.FLOOD,
        HealthWord.WAITING,
        HealthWord.UNREADABLE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    word: HealthWord
    why: tuple[Message, ...]  # sentences

    @property
    def is_good(self) -> bool:
        return self.word is HealthWord.GOOD

    @property
    def name(self) -> Message:
        return say(self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastArticles:
    """A source's articles of the last weeks."""

    readings: Sequence[PastReading] = ()  # some of today and some of the days before, oldest first
    by_age: Mapping[int, int] = field(default_factory=dict)  # how many are so many full days old


def health_of(
    source: Source,
    feeds: Sequence[Feed],
    visits: Sequence[FeedVisit],
    past: PastArticles,
    now: datetime,
) -> Health:
    """The gravest thing that is true: not read, read in part, redesigned, silent or flooding, well.

    `visits` hold at least the last one of each feed.
    """
    if not source.active:
        return Health(word=HealthWord.STOPPED, why=(say(HealthReason.STOPPED),))
    if not feeds:
        return Health(word=HealthWord.NO_ADDRESS, why=(say(HealthReason.NO_ADDRESS),))
    if visits and _is_overdue(feeds, now):
        return Health(word=HealthWord.WAITING, why=(say(HealthReason.OVERDUE),))
    unread = [(feed, found) for feed in feeds if (found := _not_read(feed, visits, now))]
    if unread:
        return _unread(unread, len(feeds))
    if not visits:
        return Health(word=HealthWord.NEVER_READ, why=(say(HealthReason.NEVER_READ),))
    return _redesigned(past.readings, now) or _busy(visits, past, now) or _good(visits, past, now)


def with_blockage(health: Health, blockage: Blockage | None, now: datetime) -> Health:
    """Feeds may be read well while each article's page is a captcha."""
    if blockage is None or not gives_nothing(blockage, now) or health.word not in _READ:
        return health
    return Health(
        word=HealthWord.BLOCKED, why=(say(HealthReason.BLOCKED, since=blockage.since, why=blockage.why), *health.why)
    )


def gives_nothing(blockage: Blockage, now: datetime) -> bool:
    """Once is an accident, an hour is not."""
    return blockage.answers >= BLOCKED_TIMES and now - blockage.since >= BLOCKED_AFTER


def _is_overdue(feeds: Sequence[Feed], now: datetime) -> bool:
    return min(feed.due_at for feed in feeds) < now - OVERDUE_AFTER


def _not_read(feed: Feed, visits: Sequence[FeedVisit], now: datetime) -> Health | None:
    """The trouble of an address whose last visit brought nothing."""
    own = [visit for visit in visits if visit.feed_id == feed.id]
    latest = max(own, key=lambda visit: visit.at, default=None)
    if latest is None or latest.is_good:
        return None
    word, since = _word(latest), feed.last_good_at
    tried = (say(HealthReason.TRIED, times=feed.failures),) if feed.failures > 1 else ()
    if blocked := _blocked(own, now):
        return Health(word=HealthWord.BLOCKED, why=(blocked, *tried))
    if since and now - since >= DEAD_AFTER and word not in {HealthWord.REFUSED, HealthWord.GONE}:
        unread = say(HealthReason.UNREAD_SINCE, since=since, length=rhythm.length(now - since))
        return Health(word=HealthWord.DEAD, why=(unread, *latest.messages, *tried))
    return Health(word=word, why=(*latest.messages, *tried))


def _blocked(visits: Sequence[FeedVisit], now: datetime) -> Message | None:
    """For an hour each page that came was a captcha or the like. Where none came, nobody said anything."""
    newest_first = sorted(visits, key=lambda visit: visit.at, reverse=True)
    latest = list(takewhile(lambda visit: _block(visit) or not visit.status, newest_first))
    found = [(visit.at, why) for visit in latest if (why := _block(visit))]
    if len(found) < BLOCKED_TIMES or not _block(latest[0]) or now - found[-1][0] < BLOCKED_AFTER:
        return None
    return say(HealthReason.BLOCKED, since=found[-1][0], why=found[0][1])


def _block(visit: FeedVisit) -> Message | None:
    """The message for what came instead of the feed."""
    found = (one.params["why"] for one in visit.messages if one.code == VisitMessage.BLOCKED)
    return next((why for why in found if isinstance(why, Message)), None)


def _word(visit: FeedVisit) -> HealthWord:
    if visit.status in {401, 403, 451} or visit.error in _REFUSALS:
        return HealthWord.REFUSED
    if visit.status in {404, 410}:
        return HealthWord.GONE
    if visit.error is FetchError.DNS:
        return HealthWord.NO_HOST
    if ending(visit) is Ending.TEMPORARY:
        return HealthWord.ASKED_TO_WAIT
    if visit.error in _NO_ANSWER or visit.status >= 500:
        return HealthWord.NO_ANSWER
    return HealthWord.UNREADABLE


def _unread(unread: Sequence[tuple[Feed, Health]], addresses: int) -> Health:
    """All of them: what is wrong with the one that was read last. Some of them: read in part."""
    feed, found = max(unread, key=lambda one: one[0].last_good_at.timestamp() if one[0].last_good_at else 0.0)
    if len(unread) == addresses:
        return found
    some = say(HealthReason.SOME_UNREAD, unread=len(unread), addresses=addresses, url=feed.url)
    return Health(word=HealthWord.IN_PART, why=(some, *found.why))


def _redesigned(readings: Sequence[PastReading], now: datetime) -> Health | None:
    found = layout_drift.drifted(readings, now)
    if not found:
        return None
    return Health(word=HealthWord.REDESIGNED, why=(say(HealthReason.REDESIGNED, findings=found),))


def _busy(visits: Sequence[FeedVisit], past: PastArticles, now: datetime) -> Health | None:
    """The word for a source that is busier or more silent than usual."""
    # A first poll shows only the end of what was published before it: those dates tell no habit.
    dated = [one.dated for one in past.readings if one.length and one.dated >= past.readings[0].at]
    times = sorted(dated) or rhythm.arrivals(visits)
    if flood := rhythm.flood(past.by_age or rhythm.ages(times, now)):
        return Health(word=HealthWord.FLOOD, why=(flood,))
    if silence := rhythm.silence(times, now):
        return Health(word=HealthWord.QUIET, why=(silence,))
    return None


def _good(visits: Sequence[FeedVisit], past: PastArticles, now: datetime) -> Health:
    last = max(visit.at for visit in visits)
    told = sum(visit.new for visit in visits if visit.at >= now - NEWS_WINDOW)  # of a hot feed: in half an hour
    new = max(told, past.by_age.get(0, 0))
    if new:
        return Health(word=HealthWord.GOOD, why=(say(HealthReason.READ_WITH_NEWS, moment=last, number=new),))
    return Health(word=HealthWord.GOOD, why=(say(HealthReason.READ_WITHOUT_NEWS, moment=last),))
