"""When each source could be seen, kept for good before its visits are forgotten."""

from datetime import date, datetime, timedelta

from database.engine import SqlDatabase
from desk.coverage.counters import Counting
from domain.coverage import Sight
from domain.message import say
from domain.problems import Unreadable
from domain.sources import FeedKind
from domain.times import day_of
from domain.visits import FeedVisit, FetchError
from nlp.places.units import VietnamGazetteer
from tests.making import NOON, OTHER, PAPER, an_article, with_sources

TODAY = day_of(NOON)


def visited(database: SqlDatabase, hours: range, error: FetchError | None = None) -> None:
    with database.write() as store:
        [feed] = store.feeds.list(PAPER.id)
        for hour in hours:
            at = NOON - timedelta(hours=hour)
            store.source_history.add(FeedVisit(feed_id=feed.id, at=at, status=0 if error else 200, error=error))


def test_what_visits_told_is_kept_by_day(database: SqlDatabase) -> None:
    clock = [NOON]
    counting = Counting(database=database, gazetteer=VietnamGazetteer(), clock=lambda: clock[0], tell=lambda _: None)
    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
        store.articles.add([an_article("old", fetched_at=NOON - timedelta(days=40))])
    visited(database, range(12 + 48, -1, -1))  # from midnight two days ago

    counting.look()

    def told(source_id: str) -> dict[date, float]:
        with database.read() as store:
            return store.sights.shares(source_id, TODAY - timedelta(days=45), TODAY + timedelta(days=9))

    before = TODAY - timedelta(days=40)  # nobody knows how it was, but it was read
    assert [told(PAPER.id).get(before + timedelta(days=n)) for n in (-1, 0)] == [None, 1.0]
    assert [told(PAPER.id)[TODAY - timedelta(days=n)] for n in (4, 3, 2, 1, 0)] == [0.0, 0.0, 1.0, 1.0, 1.0]
    assert set(told(OTHER.id).values()) == {0.0}  # it has no feed
    assert told("")[TODAY] == 0.5  # the mean of all

    clock[0] = NOON + timedelta(minutes=30)  # a look an hour
    counting.look()
    clock[0] = NOON + timedelta(hours=36)  # nothing was visited since
    counting.look()
    assert [told(PAPER.id)[TODAY + timedelta(days=n)] for n in (0, 1)] == [0.5, 0.0]
    with database.write() as store:
        store.sources.remove(PAPER.id)
        store.sights.save([Sight(source_id=PAPER.id, day=TODAY, seen=1.0)])  # gone while it was looked at
    assert told(PAPER.id) == {}


def test_of_a_source_whose_pages_are_captchas_nothing_is_seen_however_well_its_feed_answers(
    database: SqlDatabase,
) -> None:
    def told(now: datetime) -> list[float]:
        """Of yesterday and today, as a worker that has just begun tells it."""
        counting = Counting(database=database, gazetteer=VietnamGazetteer(), clock=lambda: now, tell=lambda _: None)
        counting.look()
        with database.read() as store:
            shares = store.sights.shares(PAPER.id, TODAY - timedelta(days=1), TODAY)
        return [shares[day] for day in sorted(shares)]

    with database.write() as store:
        with_sources(store)
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON)
    visited(database, range(12 + 48, -1, -1))
    with database.write() as store:
        store.source_history.block(PAPER.id, say(Unreadable.PAGE_CHALLENGE), NOON - timedelta(hours=18))
    assert told(NOON) == [1.0, 1.0]  # once is an accident
    with database.write() as store:
        store.source_history.block(PAPER.id, say(Unreadable.PAGE_CHALLENGE), NOON)
    assert told(NOON) == [0.7083, 0.0]  # till 17:00 of the day before
    with database.write() as store:
        store.source_history.unblock([PAPER.id])
    assert told(NOON) == [1.0, 1.0]  # what could not be read then is read now
