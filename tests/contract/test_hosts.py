"""Hosts are leased: one crawler asks a host at a time, by the database's clock; what a host asks for outlives it."""

from datetime import timedelta

from sqlalchemy import update

from database.clock import DatabaseTime
from database.engine import SqlDatabase
from database.hosts import hosts
from desk.sources import collecting
from domain.hosts import HostPause, host_of
from domain.sources import FeedEntry, FeedKind
from domain.store import Store
from domain.work import Lease
from tests.making import NOON, PAPER, with_sources

HOUR = 3600.0


def lease(token: str, seconds: float = 90.0) -> Lease:
    return Lease(token=token, lasts=timedelta(seconds=seconds))


def take(store: Store, token: str, *names: str, seconds: float = 90.0) -> list[str]:
    return [one.host for one in store.hosts.take(names, lease(token, seconds))]


def test_a_host_is_a_name_and_a_port_that_is_none_of_the_webs_own() -> None:
    assert {host_of(url) for url in ("http://Bao.vn/1", "https://bao.vn:443/2?a", "http://bao.vn./")} == {"bao.vn"}
    assert host_of("http://127.0.0.1:8081/") == "127.0.0.1:8081"
    assert host_of("https://báo.vn/") == host_of("https://xn--bo-mia.vn/")
    assert (host_of("http://bao.vn:x/"), host_of("nothing")) == ("", "")


def test_a_host_is_one_crawlers_until_it_gives_it_back_or_its_lease_runs_out(database: SqlDatabase) -> None:
    with database.write() as store:
        assert take(store, "one", "a.vn", "b.vn") == ["a.vn", "b.vn"]
        assert take(store, "two", "a.vn", "b.vn", "c.vn") == ["c.vn"]
        store.hosts.give_back([HostPause(host="a.vn")], lease("two"))  # it is not theirs to give
        assert take(store, "two", "a.vn") == []
        store.hosts.give_back([HostPause(host="a.vn")], lease("one"))
        assert take(store, "two", "a.vn") == ["a.vn"]
        assert store.hosts.renew(lease("one", seconds=-1)) == {"b.vn"}
        assert store.hosts.renew(lease("one", seconds=-1)) == {"b.vn"}, "ran out, but nobody has taken it yet"
        assert take(store, "two", "b.vn") == ["b.vn"]
        assert store.hosts.renew(lease("one")) == set()


def test_a_host_rests_for_its_delay_whoever_asks_next(database: SqlDatabase) -> None:
    with database.write() as store:
        take(store, "one", "a.vn", "b.vn", "c.vn")
        store.hosts.give_back([HostPause(host="a.vn", delay_seconds=30.0)], lease("one"))
        [a] = store.hosts.take(["a.vn"], lease("two"))
        assert a.delay_seconds == 30.0
        assert 0 < a.rest_seconds <= 30.0
        store.hosts.note([HostPause(host="b.vn", delay_seconds=45.0)], lease("one"))
        store.hosts.renew(lease("one", seconds=-1))  # it was killed; when it asked last, nobody knows
        [b] = store.hosts.take(["b.vn"], lease("two"))
        assert b.rest_seconds == 45.0
        store.hosts.note([HostPause(host="c.vn", rest_seconds=HOUR)], lease("one"))
        store.hosts.give_back([HostPause(host="c.vn")], lease("one"))
        assert take(store, "two", "c.vn") == [], "it asked for an hour"


def test_what_is_held_or_rests_is_listed_with_whatever_is_asked_for(database: SqlDatabase) -> None:
    with database.write() as store:
        take(store, "killed", "gone.vn", seconds=-1)
        take(store, "may-1:7:ab", "held.vn", "rests.vn", "free.vn")
        pauses = [HostPause(host="rests.vn", delay_seconds=30.0), HostPause(host="free.vn")]
        store.hosts.give_back(pauses, lease("may-1:7:ab"))
        listed = {one.host: one for one in store.hosts.list(["gone.vn", "never-asked.vn"], 9)}
        assert set(listed) == {"held.vn", "rests.vn", "gone.vn"}
        held, rests, gone = listed["held.vn"], listed["rests.vn"], listed["gone.vn"]
        assert (held.lease, held.rests_until) == ("may-1:7:ab", None)
        assert held.leased_until is not None
        assert held.leased_until > store.hosts.clock()
        assert (rests.lease, rests.leased_until, rests.delay_seconds) == ("", None, 30.0)
        assert rests.rests_until is not None
        assert rests.rests_until > store.hosts.clock()
        assert (gone.lease, gone.leased_until, gone.rests_until) == ("", None, None)
        assert [one.host for one in store.hosts.list(["gone.vn"], 2)] == ["gone.vn", "rests.vn"]


def test_the_only_crawler_frees_what_a_killed_one_held_but_keeps_the_pauses(database: SqlDatabase) -> None:
    with database.write() as store:
        take(store, "killed", "a.vn", "b.vn")
        pauses = [HostPause(host="a.vn", delay_seconds=20.0), HostPause(host="b.vn", rest_seconds=50.0)]
        store.hosts.note(pauses, lease("killed"))
        store.hosts.give_back_all()
        a, b = store.hosts.take(["a.vn", "b.vn"], lease("next"))
        assert 15.0 < a.rest_seconds <= 20.0
        assert 45.0 < b.rest_seconds <= 50.0


def test_only_what_stands_on_free_and_rested_hosts_is_due(database: SqlDatabase) -> None:
    with database.write() as store:
        with_sources(store)
        for name in ("a", "b", "c"):
            store.feeds.add(PAPER.id, f"https://{name}.vn/rss", FeedKind.FEED, "", NOON)
        pages = [FeedEntry(url=f"https://{name}.vn/1.html") for name in ("a", "b", "c")]
        collecting.discover(store, PAPER.id, pages, NOON)
        take(store, "two", "b.vn", "c.vn")
        store.hosts.note([HostPause(host="c.vn", rest_seconds=HOUR)], lease("two"))
        store.hosts.give_back([HostPause(host="c.vn")], lease("two"))

        def due(token: str | None) -> list[str]:
            feeds = [one.url for one in store.feeds.due(NOON, 9, lease=token)]
            pages = [one.url for one in store.crawl_queue.due(NOON, 9, lease=token)]
            return [host_of(url) for url in (*feeds, *pages)]

        assert due("one") == ["a.vn", "a.vn"]
        assert due("two") == ["a.vn", "b.vn", "a.vn", "b.vn"]
        assert len(due(None)) == 6


def test_hosts_that_nobody_asks_any_more_are_forgotten_after_a_day(database: SqlDatabase) -> None:
    with database.write() as store:
        take(store, "one", "held.vn")
        for name, hours in (("old.vn", 25), ("resting.vn", 25), ("young.vn", 23)):
            take(store, "one", name, seconds=-hours * HOUR)
    with database.engine.begin() as connection:
        asked_yesterday = update(hosts).where(hosts.c.host != "resting.vn")
        connection.execute(asked_yesterday.values(next_visit_at=DatabaseTime(-timedelta(hours=25))))
    with database.write() as store:
        store.hosts.forget()
        assert store.hosts.renew(lease("one")) == {"held.vn", "resting.vn", "young.vn"}
