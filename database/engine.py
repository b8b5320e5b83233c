"""Opening the database: SQLite (WAL) by default, PostgreSQL when several machines share it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import StaticPool

from database.store import SqlStore
from database.tables import metadata


def open_engine(address: str | URL) -> Engine:
    """An engine for `sqlite_url(path)`, `sqlite://` (memory) or `postgresql+psycopg://…`."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    in_memory = not url.database
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    engine = create_engine(url, connect_args={"check_same_thread": False, "timeout": 30}, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # One writer at a time, queued from the start: a deferred transaction that turns into a writer can fail.
    mode = "IMMEDIATE" if connection.get_execution_options().get("desk_write") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


class SqlDatabase:
    """Opens transactions; each is committed on leaving the block and rolled back on an error."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[SqlStore]:
        with self.engine.connect() as connection, connection.begin():
            yield SqlStore(connection)

    @contextmanager
    def write(self) -> Iterator[SqlStore]:
        with self.engine.connect().execution_options(desk_write=True) as connection, connection.begin():
            yield SqlStore(connection)

    def close(self) -> None:
        self.engine.dispose()


def memory_database() -> SqlDatabase:
    """The memory twin: the same code and SQL on SQLite in memory (one connection, one thread at a time)."""
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    return SqlDatabase(engine)


def sqlite_url(path: Path) -> URL:
    """The address of a file, whatever its name: written as text, a `?` in it would begin the options."""
    return URL.create("sqlite", database=str(path.absolute()))
