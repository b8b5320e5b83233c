"""Opening the database: SQLite (WAL) by default, PostgreSQL when several machines share it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import StaticPool

from database import faults
from database.store import ALL_TABLES, SqlStore
from domain.errors import BadInput, Busy
from domain.problems import Database, Problem

POOL_CONNECTIONS, POOL_OVERFLOW = 10, 30  # together the threads that the web may use at once
POOL_SECONDS = 5.0
WRITER_SECONDS = 30.0  # a worker or a command waits so long for its turn; a person's click less
CLICK_LOOKS_SECONDS = 0.005
POSTGRESQL_WRITERS = 8
RANDOM_PAGE_COST = 1.1  # pages in a row


_POOL = {"pool_size": POOL_CONNECTIONS, "max_overflow": POOL_OVERFLOW, "pool_timeout": POOL_SECONDS}


def open_engine(address: str | URL) -> Engine:
    """An engine for `sqlite_url(path)`, `sqlite://` (memory) or `postgresql+psycopg://…`."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, **_POOL)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    pool: dict[str, Any] = _POOL if url.database else {"poolclass": StaticPool}
    engine = create_engine(url, connect_args={"check_same_thread": False}, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    """Limit the wait for a lock, for readers too: PostgreSQL itself would wait for ever.

    A page read by an index costs little more than the next one, on an SSD and in memory: with the server's own figure
    of 4, which is a turning disk's, it reads whole tables of tens of thousands of rows to find forty.
    """
    connection.execute(f"SET lock_timeout = {int(WRITER_SECONDS * 1000)}")
    connection.execute(f"SET random_page_cost = {RANDOM_PAGE_COST}")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    # One writer at a time, queued from the start: a deferred transaction that turns into a writer can fail.
    wait = connection.get_execution_options().get("desk_write")
    if wait is None:
        connection.exec_driver_sql("BEGIN DEFERRED")
        return
    durable = connection.get_execution_options().get("desk_durable", False)
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {0 if durable else int(wait * 1000)}")
    connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    if durable:
        _await_turn(connection, wait)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _await_turn(connection: Connection, wait_seconds: float) -> None:
    """Try for the write lock every few milliseconds, so that a person's click is next after the worker's batch.

    SQLite itself sleeps up to 100 ms between two tries, and then a worker that writes often always comes first.
    """
    begin: Any = connection.connection.cursor().execute
    until = monotonic() + wait_seconds
    while monotonic() < until:
        try:
            begin("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not faults.is_busy(error):
                raise
            sleep(CLICK_LOOKS_SECONDS)
        else:
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # a last try, whose error is the usual one


class SqlDatabase:
    """Opens transactions; each is committed on leaving the block and rolled back on an error."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @property
    def writers(self) -> int:
        """How many transactions that write may usefully be open at once in one process."""
        return POSTGRESQL_WRITERS if self.engine.dialect.name == "postgresql" else 1

    def end_stalled(self, seconds: float) -> None:
        """PostgreSQL ends a transaction of this process in which nothing happens for so long, and frees its rows."""

        def prepare(connection: Any, _record: Any) -> None:
            connection.execute(f"SET idle_in_transaction_session_timeout = {int(seconds * 1000)}")
            connection.commit()

        if self.engine.dialect.name == "postgresql":
            event.listen(self.engine, "connect", prepare)
            self.engine.dispose()  # connections from before

    def trouble(self, error: Exception) -> Database | None:
        return faults.trouble(error) if isinstance(error, DBAPIError) else None

    @contextmanager
    def read(self) -> Iterator[SqlStore]:
        with turn(), self.engine.connect() as connection, connection.begin():
            yield SqlStore(connection)

    @contextmanager
    def write(self, wait_seconds: float = WRITER_SECONDS, *, durable: bool = False) -> Iterator[SqlStore]:
        """Raises Busy when others have held what it needs for `wait_seconds`.

        `durable`: what was committed survives a power cut; what a worker does can be done again, a person's click not.
        PostgreSQL keeps every commit so.
        """
        with (
            turn(),
            self.engine.connect().execution_options(desk_write=wait_seconds, desk_durable=durable) as connection,
            connection.begin(),
        ):
            if self.engine.dialect.name == "postgresql":
                wait_at_most(connection, wait_seconds)
            yield SqlStore(connection)

    def close(self) -> None:
        self.engine.dispose()


def wait_at_most(connection: Connection, seconds: float) -> None:
    """For each lock of this transaction. PostgreSQL itself would wait for ever."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(seconds * 1000)}")


@contextmanager
def turn() -> Iterator[None]:
    """Turn a failed wait for a connection or a lock into Busy; other errors go through."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy from error
    except (DBAPIError, UnicodeEncodeError) as error:
        if faults.is_unsayable(error):
            raise BadInput(Problem.CONTENT) from error
        if isinstance(error, DBAPIError) and faults.is_locked(error):
            raise Busy from error
        raise


def memory_database() -> SqlDatabase:
    """The memory twin: the same code and SQL on SQLite in memory (one connection, one thread at a time)."""
    engine = open_engine("sqlite://")
    ALL_TABLES.create_all(engine)
    return SqlDatabase(engine)


def sqlite_url(path: Path) -> URL:
    """The address of a file, whatever its name: written as text, a `?` in it would begin the options."""
    return URL.create("sqlite", database=str(path.absolute()))
