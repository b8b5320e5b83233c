"""The migrations build the tables that the program reads, on both engines."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Engine, Integer, Table, inspect
from sqlalchemy.exc import IntegrityError

from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from database.schema import MIGRATIONS
from database.store import ALL_TABLES
from database.tables import UTCDateTime
from domain.sources import FeedKind
from scripts.make_migration import write

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = (
        sqlite_url(tmp_path / "empty.db")
        if request.param == "sqlite"
        else str(request.getfixturevalue("postgresql_url"))
    )
    made = open_engine(url)
    yield made
    made.dispose()


def _same(_context: object, _inspected: object, _column: object, _there: object, ours: object) -> bool | None:
    return False if isinstance(ours, UTCDateTime) else None  # our own name for a timestamp


def test_migrations_build_exactly_the_tables(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _same})
        assert compare_metadata(context, ALL_TABLES) == []


def test_the_next_migration_has_the_next_number_and_what_the_tables_gained(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    copytree(MIGRATIONS, folder, ignore=ignore_patterns("__pycache__"))
    last = max(int(file.name[:4]) for file in folder.glob("versions/[0-9]*.py"))
    assert write("nothing_new", folder) is None
    gained = Table("saved_for_a_test", ALL_TABLES, Column("id", Integer, primary_key=True))
    try:
        made = write("saved_for_a_test", folder)
    finally:
        ALL_TABLES.remove(gained)
    assert made is not None
    assert made.name == f"{last + 1:04}_saved_for_a_test.py"
    assert re.search(r"(?s)create_table\(\s*.saved_for_a_test.", made.read_text(encoding="utf-8"))


def test_times_are_kept_with_their_zone_on_postgresql(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    migrate(engine)
    columns = {column["name"]: column["type"] for column in inspect(engine).get_columns("articles")}
    engine.dispose()
    assert getattr(columns["fetched_at"], "timezone", None) is True


def test_migrating_twice_is_harmless(engine: Engine) -> None:
    migrate(engine)
    before = sorted(inspect(engine).get_table_names())
    migrate(engine)
    assert sorted(inspect(engine).get_table_names()) == before
    assert {"articles", "outcomes", "stories"} <= set(before)


def test_a_feed_of_an_unknown_source_is_refused_by_the_database(engine: Engine) -> None:
    migrate(engine)
    with pytest.raises(IntegrityError), SqlDatabase(engine).write() as store:
        store.feeds.add("nobody", "https://a.example/rss", FeedKind.FEED, "", NOON)
