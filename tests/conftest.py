"""The three databases that every contract is held to."""

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text

from database.engine import SqlDatabase, memory_database, open_engine, sqlite_url
from database.migrate import migrate
from database.store import ALL_TABLES
from domain.search import Query
from index.opensearch.engine import OpenSearchIndex
from index.opensearch.server import Cluster
from scripts.own_opensearch import own_opensearch
from scripts.own_postgresql import installed, own_postgresql

T = TypeVar("T")
UNHURRIED_SECONDS = 60.0  # for one call to a server on a busy machine
# No test depends on how busy the machine is.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers first, then files with other slow tests: what begins last must not be what takes longest."""
    in_browser, slow = ({one.path for one in items if one.get_closest_marker(mark)} for mark in ("browser", "slow"))
    items.sort(key=lambda one: (one.path not in in_browser, one.path not in slow))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own on a unix socket; its address without a database name."""
    if installed() is None:
        missing = "PostgreSQL is not installed (apt-get install postgresql)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    with own_postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def opensearch_server() -> Iterator[str]:
    """The address of a real OpenSearch of our own."""
    with skipped_where_it_cannot_be_had(own_opensearch()) as servers:
        yield servers[0].url


@contextmanager
def skipped_where_it_cannot_be_had(started: AbstractContextManager[T]) -> Iterator[T]:
    with ExitStack() as stack:
        try:
            found = stack.enter_context(started)
        except FileNotFoundError as missing:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(missing))
        yield found


@pytest.fixture
def cluster(opensearch_server: str) -> Iterator[Cluster]:
    """A place of its own on that server, which is cleared away after the test."""
    here = Cluster(urls=[opensearch_server], seconds=UNHURRIED_SECONDS, name=f"t{uuid4().hex[:12]}")
    yield here
    here.client().indices.delete(index=f"{here.name}-*")


@pytest.fixture(scope="module")
def shared_cluster(opensearch_server: str) -> Iterator[Cluster]:
    """One index for a file of tests: to make one takes longer than most tests."""
    here = Cluster(urls=[opensearch_server], seconds=UNHURRIED_SECONDS, name=f"t{uuid4().hex[:12]}")
    yield here
    here.client().indices.delete(index=f"{here.name}-*")


@pytest.fixture
def emptied_cluster(shared_cluster: Cluster) -> Iterator[Cluster]:
    """The file's index, without an article."""
    yield shared_cluster
    index = OpenSearchIndex(shared_cluster)
    index.remove(hit.id for hit in index.find(Query(text="", limit=1000)).hits)


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
