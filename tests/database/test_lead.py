"""Whoever leads writes on the connection that holds the lock: of two that believe it, one alone can commit."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from time import sleep

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from database.advisory import AdvisoryLock
from database.engine import SqlDatabase
from database.faults import is_away
from database.lead import LeadersDatabase
from domain.errors import Busy
from domain.locks import Lock
from domain.running import Heartbeat, Part
from domain.store import Store
from tests.making import NOON


@contextmanager
def leader(database: SqlDatabase, name: str) -> Iterator[tuple[AdvisoryLock, LeadersDatabase]]:
    url = database.engine.url.render_as_string(hide_password=False)
    with closing(AdvisoryLock(url)) as lock:
        lock.tell(name)
        yield lock, LeadersDatabase(database.engine, lock)


def wrote(store: Store, who: str) -> None:
    store.heartbeats.save(Heartbeat(part=Part.PLACER, process=who, started_at=NOON, beat_at=NOON, moved_at=NOON))


def written(database: SqlDatabase) -> list[str]:
    with database.read() as store:
        return [beat.process for beat in store.heartbeats.list()]


def until(said: Callable[[], bool]) -> None:
    while not said():
        sleep(0.02)  # pytest's own limit ends a failure


def cut(database: SqlDatabase, name: str) -> None:
    """What the server does to a connection whose client says nothing any more."""
    found = "FROM pg_stat_activity WHERE application_name = :name"
    with database.engine.connect() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {found}"), {"name": name}).all()
        connection.rollback()
        until(lambda: not _counted(connection, found, name))


def _counted(connection: object, found: str, name: str) -> int:
    number = connection.execute(text(f"SELECT count(*) {found}"), {"name": name}).scalar()  # type: ignore[attr-defined]
    connection.rollback()  # type: ignore[attr-defined]
    return int(number)


def test_of_two_leaders_the_one_whose_lock_is_lost_amid_a_transaction_commits_nothing(
    postgresql_database: SqlDatabase,
) -> None:
    with leader(postgresql_database, "old") as (old, olds), leader(postgresql_database, "new") as (new, news):
        assert old.take(Lock.WORKER)
        assert not new.take(Lock.WORKER)
        with olds.write() as store:
            wrote(store, "old, while it led")
        with pytest.raises(DBAPIError), olds.write() as store:
            wrote(store, "old, too late")
            cut(postgresql_database, "old")
            assert new.take(Lock.WORKER), "the lock is free with the connection"
            with news.write() as other:
                wrote(other, "new")
        assert not olds.is_ours()
        with pytest.raises(Busy), olds.write() as store:
            wrote(store, "old, later still")
        assert news.is_ours()
    assert sorted(written(postgresql_database)) == ["new", "old, while it led"]


def test_a_leader_that_lost_the_lock_between_two_transactions_begins_no_other(postgresql_database: SqlDatabase) -> None:
    with leader(postgresql_database, "old") as (old, olds), leader(postgresql_database, "new") as (new, _):
        assert old.take(Lock.WORKER)
        cut(postgresql_database, "old")
        assert new.take(Lock.WORKER)
        for expected in (DBAPIError, Busy, Busy):  # it learns of it, and knows it then
            with pytest.raises(expected), olds.write() as store:
                wrote(store, "old")
    assert written(postgresql_database) == []


def test_who_follows_after_an_outage_leads_only_with_the_connection_that_took_the_lock(
    postgresql_database: SqlDatabase,
) -> None:
    with leader(postgresql_database, "one") as (one, ones):
        with pytest.raises(Busy), ones.write():
            pass
        cut(postgresql_database, "one")
        with pytest.raises(DBAPIError):
            one.take(Lock.WORKER)
        assert one.take(Lock.WORKER), "a follower connects anew"
        with ones.write() as store:
            wrote(store, "one")
    assert written(postgresql_database) == ["one"]


@pytest.mark.parametrize("last", ["nothing", "a row", "a pipeline of rows"])
def test_a_leader_that_says_nothing_is_ended_by_who_follows(postgresql_database: SqlDatabase, last: str) -> None:
    with leader(postgresql_database, "paused") as (paused, pauseds), leader(postgresql_database, "next") as (new, _):
        assert paused.take(Lock.WORKER)

        def ended() -> bool:
            assert not new.end_silent(Lock.WORKER, 3600), "it may think for a while"
            new.end_silent(Lock.WORKER, 0.2)
            return new.take(Lock.WORKER)

        if last == "nothing":
            until(ended)
        else:
            with pytest.raises(DBAPIError) as lost, pauseds.write() as store:
                wrote(store, "paused")
                if last == "a pipeline of rows":
                    store.articles.remove_pages({"a": NOON, "b": NOON})
                until(ended)
            assert is_away(lost.value), "it waits, and asks whether it still leads"
        assert not pauseds.is_ours()
    assert written(postgresql_database) == []
