"""What a feed asks for holds also while it answers that nothing has changed, or fails."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from database.engine import SqlDatabase
from desk.sources.feeds import FeedAnswer, answered
from desk.sources.polling import QUIET_SECONDS, SITEMAP_QUIET_SECONDS, Pace, Reply
from domain.hosts import HostPause
from domain.sources import Announcement, Feed, FeedKind
from domain.visits import FeedVisit, FetchError, VisitMessage
from tests.making import NOON, PAPER, a_lease, with_sources

FEED, SITEMAP = "https://bao-a.example/rss", "https://bao-a.example/map.xml"


def ask(
    database: SqlDatabase,
    at: datetime,
    read: Announcement | None = None,
    reply: Reply | None = None,
    error: FetchError | None = None,
) -> Feed:
    """One visit of the first feed: with a feed in the answer, 304, or a failure."""
    with database.write() as store:
        feed = store.feeds.list(PAPER.id)[0]
        visit = FeedVisit(feed_id=feed.id, at=at, status=200 if read else 0 if error else 304, error=error)
        answered(store, feed, FeedAnswer(visit=visit, read=read or Announcement(), reply=reply or Reply()), Pace())
        return store.feeds.list(PAPER.id)[0]


def wait(feed: Feed, at: datetime) -> float:
    return (feed.due_at - at).total_seconds()


def codes(feed: Feed) -> set[str]:
    return {str(one.code) for one in feed.last_messages}


@pytest.fixture
def kept(database: SqlDatabase) -> SqlDatabase:
    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, FEED, FeedKind.FEED, "", NOON)
    return database


def test_its_ttl_and_its_hours_of_rest_are_remembered_until_it_says_otherwise(kept: SqlDatabase) -> None:
    at = NOON
    hour = (at + timedelta(hours=2)).hour
    ask(kept, at, Announcement(ttl_seconds=1790, skip_hours=frozenset({hour})))
    for error in (None, FetchError.TIMEOUT, None):
        at += timedelta(minutes=31)
        feed = ask(kept, at, error=error)
        assert wait(feed, at) >= 1800 or feed.due_at.hour == hour + 1
        assert feed.due_at.hour != hour
        assert codes(feed) >= {VisitMessage.TTL, VisitMessage.SKIP_HOURS}
        assert (VisitMessage.SELDOM in codes(feed)) is (error is None)
    later = NOON + timedelta(hours=4)
    feed = ask(kept, later, Announcement())
    assert wait(feed, later) <= 1.1 * QUIET_SECONDS
    assert not codes(feed) & {VisitMessage.TTL, VisitMessage.SKIP_HOURS, VisitMessage.SELDOM}


@pytest.mark.parametrize(
    ("reply", "delay", "told"),
    [
        (Reply(), 0.0, False),
        (Reply(headers={"cache-control": "max-age=540"}), 0.0, False),
        (Reply(headers={"cache-control": "max-age=3600"}), 0.0, True),
        (Reply(retry_after_seconds=1200), 0.0, True),
        (Reply(), 120.0, False),  # a visit each eight minutes
        (Reply(), 300.0, True),
    ],
)
def test_who_asks_us_to_come_seldom_is_told_by_name(kept: SqlDatabase, reply: Reply, delay: float, told: bool) -> None:
    with kept.write() as store:
        store.hosts.take(["bao-a.example"], a_lease())
        store.hosts.note([HostPause(host="bao-a.example", delay_seconds=delay)], a_lease())
    assert (VisitMessage.SELDOM in codes(ask(kept, NOON, reply=reply))) is told


@pytest.mark.parametrize(("beside", "longest"), [(False, QUIET_SECONDS), (True, SITEMAP_QUIET_SECONDS)])
def test_a_sitemap_is_asked_as_a_feed_is_where_there_is_no_feed(
    database: SqlDatabase, beside: bool, longest: int
) -> None:
    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, SITEMAP, FeedKind.SITEMAP, "", NOON)
        if beside:
            store.feeds.add(PAPER.id, FEED, FeedKind.FEED, "", NOON)
        [sitemap, *_] = store.feeds.list(PAPER.id)
        store.feeds.save(replace(sitemap, last_good_at=NOON, interval_seconds=3600))
    at = NOON + timedelta(hours=1)
    assert ask(database, at).interval_seconds == longest
