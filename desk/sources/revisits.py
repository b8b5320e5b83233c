"""When a page is visited again. Pure: an address and what happened go in, the address with its next time comes out."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from desk.sources.polling import asked_retry
from domain.crawl_queue import CrawlTarget
from domain.message import Message
from domain.postings import Telling
from domain.sources import FeedEntry
from domain.visits import FetchError

# When an article is looked at again (issue: a correction that nobody noticed is the fear this desk exists for).
# What a feed announces with another title or date is looked at on the same poll (`announced_again`).
REVISIT_INTERVALS = (  # (up to this age, this often)
    (timedelta(hours=3), timedelta(minutes=5)),
    (timedelta(hours=12), timedelta(minutes=30)),
    (timedelta(days=2), timedelta(hours=3)),
    (timedelta(days=7), timedelta(hours=12)),
    (timedelta(days=30), timedelta(days=1)),
)
QUIET_REVISIT_INTERVALS = (  # of a source that has changed none of its last articles
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(hours=3), timedelta(minutes=15)),
    (timedelta(hours=12), timedelta(minutes=90)),
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta(days=7), timedelta(days=1)),
    (timedelta(days=30), timedelta(hours=40)),  # below MAX_WAIT, beyond which a time is taken for a wrong clock's
)
POSTED_INTERVALS = (  # (up to so long after the last posting of it, this often)
    (timedelta(hours=3), timedelta(minutes=5)),
    (timedelta(hours=12), timedelta(minutes=30)),
    (timedelta(days=2), timedelta(hours=2)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=31), timedelta(hours=12)),
)
WATCHED_FOR = POSTED_INTERVALS[-1][0]
MOST_TIMES = 4  # of telling, that make the looks denser
SAME_FOR = QUIET_REVISIT_INTERVALS[0][0]  # so long both ladders are one
ARTICLES_LOOKED_AT = 50  # of a source: one change among them, and it is watched closely
JUDGED_AFTER = timedelta(days=1)  # an article's age; most corrections come before
MAX_FEEDS_TOLD, MARK_CHARS = 8, 12  # of an address
MAX_INTERVAL = REVISIT_INTERVALS[-1][1]
CHOSEN_TIMES_LONGER = 3  # an article that people chose is watched three times as long, at the same steps
MAX_TRIES_OF_A_NEW_PAGE = 6  # tries that were answered
GIVE_UP_AWAY_AFTER = 24  # tries, three days: a server that is away for an hour must not cost an article
_AWAY = frozenset(
    {
        FetchError.DNS,
        FetchError.TIMEOUT,
        FetchError.TLS,
        FetchError.CONNECTION,
        FetchError.ROBOTS_UNAVAILABLE,
        FetchError.CROWDED,
    }
)
_PATIENCE = frozenset({429, 502, 503, 504})  # 500 may well be this page's own
FIRST_RETRY_SECONDS, MAX_DOUBLINGS = 60.0, 8


def next_look(published: datetime, now: datetime, *, chosen: bool = False, is_quiet: bool = False) -> datetime | None:
    """When to read an article again; None after thirty days (ninety when people chose it).

    `is_quiet`: its source has changed none of its last articles. What people chose is watched as closely as any.
    """
    age = (now - published) / (CHOSEN_TIMES_LONGER if chosen else 1)
    for until, every in QUIET_REVISIT_INTERVALS if is_quiet and not chosen else REVISIT_INTERVALS:
        if age <= until:
            return now + every
    return None


def next_look_at_posted(told: Telling, now: datetime) -> datetime | None:
    """When to read what this page has posted again: the oftener readers were told, the denser. None after a month."""
    age = now - told.last_at
    for until, every in POSTED_INTERVALS:
        if age <= until:
            return now + max(every / min(told.times, MOST_TIMES), POSTED_INTERVALS[0][1])
    return None


def first_look(published: datetime | None, now: datetime) -> datetime:
    """Of a page that is no article yet. Whatever its date, it is looked at once more: the feed's date may be wrong."""
    return next_look(published or now, now) or now + MAX_INTERVAL


def announced_again(
    target: CrawlTarget, entry: FeedEntry, now: datetime, feed_id: int, *, dated: bool
) -> CrawlTarget | None:
    """A known article with another title or date than before is due at once. None where nothing is new.

    A sitemap gives the day of the last change where the feed gives that of publication, so what each of them told
    last is kept: else every poll of the one would undo the other's, and the page be visited at each.
    """
    title = entry.title or target.title
    published_at = (entry.published_at if dated else None) or target.published_at
    if not target.article_id or (title, published_at) == (target.title, target.published_at):
        return None
    told = _mark(entry.title, entry.published_at if dated else None)
    if target.announced.get(str(feed_id)) == told:
        return None
    others = {feed: mark for feed, mark in target.announced.items() if feed != str(feed_id)}
    announced = dict([*others.items(), (str(feed_id), told)][-MAX_FEEDS_TOLD:])
    due_at = target.due_at and min(target.due_at, now)  # an address that is not visited any more stays so
    return replace(target, title=title, published_at=published_at, due_at=due_at, announced=announced)


def _mark(title: str, published_at: datetime | None) -> str:
    said = f"{title}\n{published_at.timestamp() if published_at else ''}"
    return sha256(said.encode()).hexdigest()[:MARK_CHARS]


def after_arrival(target: CrawlTarget, article_id: str, content_hash: str, due_at: datetime | None) -> CrawlTarget:
    """Bytes came. After a page that stood in for the article, only reading tells whether these are better."""
    stood_in = target.last_message is not None and target.last_message.code.startswith("unreadable.")
    return replace(
        target,
        article_id=article_id,
        content_hash=content_hash,
        due_at=due_at,
        visits=target.visits + 1,
        failures=target.failures if stood_in else 0,
        last_message=target.last_message if stood_in else None,
    )


def after_stand_in(target: CrawlTarget, why: Message, later: datetime | None, now: datetime) -> CrawlTarget:
    """What came held no article: a failed visit. The next answer is read whatever it is, and asked for in full."""
    return replace(
        target,
        due_at=_retry_at(target, Miss(status=200, message=why), later, now),
        failures=target.failures + 1,
        last_message=why,
        content_hash="",
        etag="",
        last_modified="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An answer without bytes."""

    status: int
    message: Message
    error: FetchError | None = None
    wait_seconds: float = 0.0  # that the server asks for

    @property
    def is_away(self) -> bool:
        """Whether nobody answered, or only with the server's own trouble, which says nothing about the page."""
        return self.error in _AWAY or self.status in _PATIENCE


def after_miss(target: CrawlTarget, miss: Miss, later: datetime | None, now: datetime) -> CrawlTarget:
    """The address after a visit without bytes. `later` is when it would be visited anyway."""
    unchanged = miss.status == 304
    return replace(
        target,
        due_at=later if unchanged else _retry_at(target, miss, later, now),
        visits=target.visits + 1,
        failures=target.failures + (not unchanged),
        last_message=miss.message,
    )


def _retry_at(target: CrawlTarget, miss: Miss, later: datetime | None, now: datetime) -> datetime | None:
    """Later and later. An address that never was an article is given up after six tries, or after three days away."""
    most = GIVE_UP_AWAY_AFTER if miss.is_away else MAX_TRIES_OF_A_NEW_PAGE
    if later is None or (target.failures + 1 >= most and not target.article_id):
        return None
    backed_off = FIRST_RETRY_SECONDS * 2.0 ** min(target.failures, MAX_DOUBLINGS)
    return now + timedelta(seconds=max(asked_retry(miss.wait_seconds), backed_off))
