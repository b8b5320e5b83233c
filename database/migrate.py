"""Bringing a database to the newest schema. Safe to run again, and from several processes at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from database.engine import WRITER_SECONDS, open_engine, sqlite_url, wait_at_most
from database.rows import one_at_a_time
from database.schema import MIGRATIONS, head, revision_in, revision_of

MIGRATION_LOCK = 0x6469656D  # "diem": the advisory lock of PostgreSQL under which one process migrates


def migrate(engine: Engine) -> None:
    """Unusable, and nothing touched, when the database is not a desk or has a schema that we do not know."""
    if engine.dialect.name == "sqlite":
        _sqlite(engine)
    elif revision_of(engine) != head():
        with engine.connect() as connection, connection.begin():
            alone(connection)
            if revision_in(connection) != head():  # another process may have been first
                upgrade(connection)


def alone(connection: Connection) -> None:
    """Until the transaction ends nobody else migrates this PostgreSQL, and no lock is waited for without end."""
    wait_at_most(connection, WRITER_SECONDS)
    one_at_a_time(connection, MIGRATION_LOCK)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations inside the transaction of this connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _sqlite(engine: Engine) -> None:
    if revision_of(engine) == head():
        return
    path = Path(engine.url.database or "")
    with _alone(path.parent):
        if not path.exists():
            _made(path)
        elif revision_of(engine) != head():
            _upgraded(engine)


def _made(path: Path) -> None:
    """A new desk gets its name only once it is whole: an empty file of that name was cut off, and is no new desk."""
    aside = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    engine = open_engine(sqlite_url(aside))
    try:
        _upgraded(engine)
        engine.dispose()
        aside.chmod(0o600)
        aside.replace(path)
    finally:
        engine.dispose()
        for left in (aside, *(aside.with_name(aside.name + end) for end in ("-wal", "-shm"))):
            with suppress(FileNotFoundError):
                left.unlink()


def _upgraded(engine: Engine) -> None:
    with engine.connect().execution_options(desk_write=WRITER_SECONDS) as connection, connection.begin():
        upgrade(connection)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's own lock, which leaves no file behind and ends with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
