"""The three databases that every contract is held to."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text

from database.engine import SqlDatabase, memory_database, open_engine, sqlite_url
from database.migrate import migrate
from database.store import ALL_TABLES
from scripts.own_postgresql import installed, own_postgresql

# No test depends on how busy the machine is.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own on a unix socket; its address without a database name."""
    if installed() is None:
        missing = "PostgreSQL is not installed (apt-get install postgresql)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with own_postgresql() as address:
        yield address


@pytest.fixture
def postgresql_url(postgresql: str) -> str:
    """An empty database of its own."""
    name = f"desk_{uuid4().hex[:8]}"
    engine = open_engine(postgresql.format("postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgresql.format(name)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: str) -> str:
    """A database that tests share; `database` empties it between them."""
    engine = open_engine(postgresql.format("postgres"))
    try:
        migrate(engine)
    finally:
        engine.dispose()
    return postgresql.format("postgres")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlDatabase]:
    if request.param == "memory":
        made = memory_database()
    elif request.param == "sqlite":
        made = _copied(request.getfixturevalue("migrated_sqlite"), tmp_path)
    else:
        made = SqlDatabase(open_engine(request.getfixturevalue("migrated_postgresql")))
    try:
        yield made
        if request.param == "postgresql":
            _empty(made)
    finally:
        made.close()


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> Iterator[SqlDatabase]:
    made = _copied(migrated_sqlite, tmp_path)
    yield made
    made.close()


@pytest.fixture
def postgresql_database(migrated_postgresql: str) -> Iterator[SqlDatabase]:
    made = SqlDatabase(open_engine(migrated_postgresql))
    try:
        yield made
        _empty(made)
    finally:
        made.close()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database file to copy: migrating anew for every test would take most of the time."""
    path = tmp_path_factory.mktemp("migrated") / "empty.db"
    engine = open_engine(sqlite_url(path))
    try:
        migrate(engine)
    finally:
        engine.dispose()
    return path


def _copied(migrated: Path, folder: Path) -> SqlDatabase:
    return SqlDatabase(open_engine(sqlite_url(Path(shutil.copy(migrated, folder / "diemtin.db")))))


def _empty(database: SqlDatabase) -> None:
    with database.engine.begin() as connection:
        for table in reversed(ALL_TABLES.sorted_tables):
            connection.execute(table.delete())
