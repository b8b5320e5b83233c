"""Every released version's desk is brought to the newest schema, and nothing in it is lost.

`released/VERSION/` is written once, by scripts/store_release.py at that release. Times are read as text, as they lie.
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from sqlalchemy import Connection, Engine, MetaData, create_engine, text
from sqlalchemy.pool import NullPool

from api.main import create_app
from api.screens import LINKS
from app.bootstrap import Services
from app.settings import Settings
from app.web import web
from database import schema
from database.engine import open_engine, sqlite_url
from database.migrate import migrate, upgrade
from database.schema import head, revision_of
from database.store import ALL_TABLES
from database.tables import UTCDateTime
from domain.people import Role
from domain.times import now

RELEASED = Path(__file__).parent / "released"
VERSIONS = sorted(path.name for path in RELEASED.iterdir())
WORKED_WITH = {  # a stored desk that holds none of these shows nothing
    "articles", "bands", "digests", "failed_sign_ins", "feeds", "fetches", "invites", "items", "log", "outbox",
    "outcomes", "people", "regroupings", "sessions", "settings", "sources", "stories", "story_views", "warnings",
}  # fmt: skip
Rows = Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Stored:
    """A desk as a version left it, brought back to life."""

    services: Services
    version: str

    @property
    def engine(self) -> Engine:
        return self.services.database.engine


@pytest.fixture(params=[(version, kind) for version in VERSIONS for kind in ("sqlite", "postgresql")], ids="-".join)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    version, kind = request.param
    settings = Settings(home=tmp_path)
    if kind == "postgresql":
        settings.database_url = request.getfixturevalue("postgresql_url")
    _brought_back(settings, version)
    services = Services(settings)
    yield Stored(services, version)
    services.database.close()


def _brought_back(settings: Settings, version: str) -> None:
    if settings.database_url:
        _sent(settings.database_url, _script(version, "postgresql"))
        return
    with closing(sqlite3.connect(settings.database_path)) as connection:
        connection.executescript(_script(version, "sqlite"))


def _script(version: str, kind: str) -> str:
    return gzip.decompress((RELEASED / version / f"{kind}.sql.gz").read_bytes()).decode()


def _sent(address: str, script: str) -> None:
    engine = create_engine(address, poolclass=NullPool)
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute(script)  # many statements, as they are
        connection.commit()


def rows_of(engine: Engine, only: MetaData | None = None) -> Rows:
    """Each table's rows as text, in the columns that `only` knows."""
    known = only or _reflected(engine)
    with engine.connect() as connection:
        return {
            table.name: Counter(_texts(connection, f"SELECT {_columns(table)} FROM {table.name}"))
            for table in known.sorted_tables
            if table.name != "alembic_version"
        }


def _columns(table: Any) -> str:
    return ", ".join(sorted(f'"{column.name}"' for column in table.columns))


def _texts(connection: Connection, query: str) -> Iterator[str]:
    for row in connection.execute(text(query)):
        yield json.dumps([bytes(value).hex() if isinstance(value, memoryview) else value for value in row], default=str)


def _reflected(engine: Engine) -> MetaData:
    reflected = MetaData()
    reflected.reflect(engine)
    return reflected


def test_nothing_is_lost_on_the_way_to_the_newest_schema(stored: Stored) -> None:
    before_tables = _reflected(stored.engine)
    before = rows_of(stored.engine)

    stored.services.migrate()

    after = rows_of(stored.engine, only=before_tables)
    for table, rows in before.items():
        assert not rows - after[table], f"{table} has lost rows"
    with stored.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _same_type})
        assert compare_metadata(context, ALL_TABLES) == []


@pytest.mark.parametrize(("kind", "version"), [("sqlite", ""), ("postgresql", ""), ("postgresql", VERSIONS[0])])
def test_three_that_migrate_at_once_all_end_well(
    kind: str, version: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = Settings(home=tmp_path)
    if kind == "postgresql":
        settings.database_url = request.getfixturevalue("postgresql_url")
    if version:
        _brought_back(settings, version)
    program = "import sys; from app.cli import main; sys.stdin.read(); sys.exit(main())"
    command = [sys.executable, "-c", program, "--home", str(tmp_path), "migrate"]
    named = {**os.environ, "DIEMTIN_DATABASE_URL": settings.database_url}
    own = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    three = [subprocess.Popen(command, env=named, text=True, **own) for _ in range(3)]  # type: ignore[call-overload]
    for one in three:  # each is told to begin once it has read its modules
        one.stdin.close()
        one.stdin = None
    said = [one.communicate(timeout=300)[1] for one in three]

    assert [(one.returncode, words) for one, words in zip(three, said, strict=True)] == [(0, "")] * 3
    engine = Services(settings).database.engine
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _same_type})
        assert compare_metadata(context, ALL_TABLES) == []
    engine.dispose()


def test_who_looks_while_another_migrates_sees_the_desk_of_before_or_of_after(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path, database_url=postgresql_url)
    _brought_back(settings, VERSIONS[0])
    looking, migrating = Services(settings).database.engine, Services(settings).database.engine
    before, columns = revision_of(looking), schema._columns

    def slowly(rows: Iterable[Any]) -> dict[str, set[str]]:
        found = columns(rows)
        monkeypatch.setattr(schema, "_columns", columns)
        migrate(migrating)
        return found

    monkeypatch.setattr(schema, "_columns", slowly)
    assert [revision_of(looking), revision_of(looking)] == [before, head()]
    looking.dispose()
    migrating.dispose()


def _same_type(_context: object, _inspected: object, _column: object, _there: object, ours: object) -> bool | None:
    return False if isinstance(ours, UTCDateTime) else None


def test_the_stored_desk_has_been_worked_with(stored: Stored) -> None:
    rows = rows_of(stored.engine)
    assert [table for table in sorted(WORKED_WITH) if not rows[table]] == []
    assert len(rows["articles"]) >= 80


def test_the_migrated_desk_opens_with_what_was_decided_before(stored: Stored) -> None:
    stored.services.migrate()
    chief = _signed_in(stored)

    for link in LINKS:
        assert chief.get(link.path, follow_redirects=True).status_code == 200, link.path
    assert Counter(item["state"] for item in chief.get("/v1/items").json()) == {
        "shared": 2,
        "approved": 1,
        "returned": 1,
        "rejected": 1,
        "picked": 1,
    }
    shared = next(item for item in chief.get("/v1/items?state=shared").json())
    assert "Mời bà con đọc." in chief.get(f"/chia-se/{shared['id']}").text
    assert {"add-person", "approved", "share", "skipped"} <= {entry["action"] for entry in chief.get("/v1/log").json()}


def _signed_in(stored: Stored) -> TestClient:
    with stored.services.database.write() as store:
        chief = next(person for person in store.people.list() if person.role is Role.ADMINISTRATOR)
        store.sessions.add(sha256(b"token").hexdigest(), chief.id, "csrf", now().replace(year=2099))
    client = TestClient(create_app(web(stored.services)), base_url="http://127.0.0.1")
    client.cookies.set("diemtin", "token")
    return client


@pytest.mark.parametrize("version", VERSIONS)
def test_released_migrations_are_never_rewritten(version: str, tmp_path: Path) -> None:
    """Up to its own number, they build today what they built on the day of the release."""
    was, anew = (open_engine(sqlite_url(tmp_path / name)) for name in ("was.db", "anew.db"))
    with closing(sqlite3.connect(tmp_path / "was.db")) as connection:
        connection.executescript(_script(version, "sqlite"))
        [[revision]] = connection.execute("SELECT version_num FROM alembic_version")
    with anew.connect().execution_options(desk_write=5) as new, new.begin():
        upgrade(new, revision)

    assert _schema(anew) == _schema(was)
    was.dispose()
    anew.dispose()


def _schema(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")).scalars())
