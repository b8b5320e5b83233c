"""Two people change one source at the same moment: the database lets one be first, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from database.engine import SqlDatabase
from desk.ranking.ranker import Ranker
from desk.sources import adding, changing, websub
from desk.sources.changing import Follower
from desk.warning_keeper import WarningKeeper
from domain.errors import Conflict
from domain.people import Person, Role
from domain.sources import FeedKind, Hub, SourceDetails, SourceKind
from domain.store import Store
from nlp.warnings.bulletins import VietnamBulletins
from tests.contract.at_once import in_turn, meanwhile
from tests.fakes import FakeGazetteer
from tests.making import NOON, PAPER, a_person, acting, with_sources

UNITS = FakeGazetteer()
FOLLOWER = Follower(
    warnings=WarningKeeper(bulletins=VietnamBulletins(), gazetteer=UNITS), ranker=Ranker(gazetteer=UNITS)
)
SEEN = SourceDetails.of(PAPER)


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def database(request: pytest.FixtureRequest) -> SqlDatabase:
    made: SqlDatabase = request.getfixturevalue(request.param)
    with made.write() as store:
        with_sources(store)
        for n in range(8):
            a_person(store, f"nguoi-{n}", Role.ADMINISTRATOR)
    return made


def _change(database: SqlDatabase, by: Person) -> str | Conflict:
    try:
        with database.write() as store:
            changing.change(acting(store, by), FOLLOWER, PAPER.id, replace(SEEN, name=f"Báo của {by.name}"), SEEN)
    except Conflict as conflict:
        return conflict
    return by.name


def test_of_many_changes_at_once_one_stands_and_the_others_are_told_whose_and_what(database: SqlDatabase):
    with database.read() as store:
        crowd = store.people.list()
    with ThreadPoolExecutor(len(crowd)) as threads:
        ends = list(threads.map(lambda by: _change(database, by), crowd))

    [first] = [end for end in ends if isinstance(end, str)]
    told = [end.why for end in ends if isinstance(end, Conflict)]
    assert len(told) == len(crowd) - 1
    assert {why.params["person"] for why in told if why} == {first}
    assert all(why and why.params["changes"][0].params["value"] == f"Báo của {first}" for why in told)
    with database.read() as store:
        assert store.sources.get(PAPER.id).name == f"Báo của {first}"
        assert [entry.who for entry in store.log.list(20, f"source:{PAPER.id}")] == [first]


def test_a_source_that_is_stopped_while_it_is_changed_is_both_afterwards(database: SqlDatabase):
    with database.read() as store:
        lan, minh = store.people.list()[:2]
    wanted = replace(SEEN, kind=SourceKind.OFFICIAL)

    def stop() -> None:
        with database.write() as store:
            adding.set_active(acting(store, lan), PAPER.id, active=False)

    def change() -> None:
        with database.write() as store:
            changing.change(acting(store, minh), FOLLOWER, PAPER.id, wanted, SEEN)

    with ThreadPoolExecutor(2) as threads:
        for end in [threads.submit(stop), threads.submit(change)]:
            end.result()

    with database.read() as store:
        source = store.sources.get(PAPER.id)
    assert (source.active, source.kind) == (False, SourceKind.OFFICIAL)


RSS, OTHER_RSS = "https://bao-c.example/rss", "https://bao-c.example/tin.rss"


@pytest.mark.parametrize("urls", [(RSS, OTHER_RSS), (RSS, RSS)])
def test_a_publisher_that_two_add_at_once_is_the_first_ones_with_the_feeds_of_both(
    database: SqlDatabase, urls: tuple[str, str]
) -> None:
    with database.read() as store:
        lan, minh = store.people.list()[:2]

    def adds(store: Store, by: Person, url: str) -> None:
        source = replace(PAPER, id="bao-c-example", name=f"Báo của {by.name}", home_url="https://bao-c.example")
        adding.add(acting(store, by), source, [(url, FeedKind.FEED, "")])

    in_turn(database, lambda store: adds(store, lan, urls[0]), lambda store: adds(store, minh, urls[1]))

    with database.read() as store:
        assert store.sources.get("bao-c-example").name == f"Báo của {lan.name}"
        assert {feed.url for feed in store.feeds.list("bao-c-example")} == set(urls)
        assert [entry.who for entry in store.log.list(9, "source:bao-c-example")] == [lan.name]


def test_a_feed_that_is_asked_for_now_keeps_what_a_visit_at_this_moment_found(database: SqlDatabase) -> None:
    with database.write() as store:
        lan = store.people.list()[0]
        store.feeds.add(PAPER.id, "https://bao-a.example/rss", FeedKind.FEED, "", NOON + timedelta(hours=1))

    def try_now() -> None:
        with database.write() as store:
            adding.try_now(acting(store, lan), PAPER.id)

    with meanwhile(database, try_now) as waits, database.write() as store:
        [feed] = store.feeds.list(PAPER.id)
        store.feeds.save(replace(feed, etag="moi", last_visit_at=NOON, due_at=NOON + timedelta(hours=2)))
        waits()

    with database.read() as store:
        [feed] = store.feeds.list(PAPER.id)
    assert (feed.etag, feed.last_visit_at, feed.due_at) == ("moi", NOON, NOON)


def test_of_two_who_stop_and_begin_a_source_at_once_the_log_tells_each_from_what_the_other_left(
    database: SqlDatabase,
) -> None:
    with database.read() as store:
        lan, minh = store.people.list()[:2]

    def begins() -> None:
        with database.write() as store:
            adding.set_active(acting(store, minh), PAPER.id, active=True)

    with meanwhile(database, begins) as waits, database.write() as store:
        adding.set_active(acting(store, lan), PAPER.id, active=False)
        waits()

    with database.read() as store:
        assert store.sources.get(PAPER.id).active
        told = [(one.who, one.before["active"], one.after["active"]) for one in store.log.list(9, f"source:{PAPER.id}")]
        assert told == [(minh.name, False, True), (lan.name, True, False)]


def test_of_two_crawlers_at_once_one_asks_the_hub(database: SqlDatabase) -> None:
    with database.write() as store:
        store.feeds.add(PAPER.id, f"{PAPER.home_url}/rss", FeedKind.FEED, "", NOON)
        [feed] = store.feeds.list(PAPER.id)
        websub.offered(store, feed, Hub(url="https://hub.example/", topic=feed.url))
    with database.read() as store:
        [wanted] = websub.to_ask(store, NOON)
    asked: list[bool] = []
    in_turn(database, *2 * [lambda store: asked.append(websub.asked(store, wanted, NOON))])

    assert asked == [True, False]
