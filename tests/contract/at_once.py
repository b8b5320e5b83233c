"""Two at once, in a fixed order: the second stands in line until the first has ended."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from database.engine import SqlDatabase
from domain.errors import Conflict
from domain.store import Store


@contextmanager
def meanwhile(database: SqlDatabase, does: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Start what another process does; `waits()` returns once it stands in line behind us (PostgreSQL tells)."""
    with ThreadPoolExecutor(1) as other:
        started: list[Future[None]] = []

        def waits() -> None:
            started.append(other.submit(does))
            while database.engine.dialect.name == "postgresql" and not _standing_in_line(database):
                assert not started[0].done(), "it did not wait"

        yield waits
    started[0].result()


def in_turn(database: SqlDatabase, first: Callable[[Store], object], second: Callable[[Store], object]) -> None:
    """The second stands in line while the first has not ended, and then is done as well."""

    def late() -> None:
        with database.write() as store:
            second(store)

    with meanwhile(database, late) as waits, database.write() as store:
        first(store)
        waits()


def told_at_once(database: SqlDatabase, first: Callable[[Store], object], second: Callable[[], object]) -> list[object]:
    """The second stands in line while the first has not ended. What it got, or the conflict that it was told."""
    told: list[object] = []

    def late() -> None:
        try:
            told.append(second())
        except Conflict as conflict:
            told.append(conflict.why)

    with meanwhile(database, late) as waits, database.write() as store:
        first(store)
        waits()
    return told


def _standing_in_line(database: SqlDatabase) -> bool:
    with database.engine.connect() as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return bool(connection.exec_driver_sql(asked).scalar())
