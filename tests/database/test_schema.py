"""What a database is, is asked first: a new desk is made only where nothing lies, and a desk of a known schema only."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from database.engine import open_engine, sqlite_url
from database.faults import is_away
from database.migrate import migrate
from database.schema import head
from domain.errors import Unusable
from domain.trouble import Trouble
from messages.catalogue import LANGUAGES, Catalogue


@pytest.fixture
def desk(migrated_sqlite: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(migrated_sqlite, tmp_path / "diemtin.db"))


def refusal(address: Path | str) -> Unusable:
    engine = open_engine(sqlite_url(address) if isinstance(address, Path) else address)
    try:
        with pytest.raises(Unusable) as refused:
            migrate(engine)
    finally:
        engine.dispose()
    return refused.value


def written(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def foreign_database(path: Path) -> None:
    path.unlink()
    written(path, "CREATE TABLE recipes (name TEXT)")


SPOILED: dict[str, tuple[Callable[[Path], object], Trouble]] = {
    "cut off to nothing": (lambda path: path.write_bytes(b""), Trouble.DESK_CUT_OFF),
    "cut off in its first page": (lambda path: path.write_bytes(path.read_bytes()[:50]), Trouble.DESK_DAMAGED),
    "cut off in the middle": (lambda path: path.write_bytes(path.read_bytes()[:9000]), Trouble.DESK_DAMAGED),
    "a letter": (lambda path: path.write_text("Kính gửi tòa soạn, " * 400), Trouble.DESK_FOREIGN),
    "somebody else's database": (foreign_database, Trouble.DESK_FOREIGN),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_a_spoiled_or_foreign_file_is_refused_and_stays_as_it_is(kind: str, desk: Path):
    spoil, trouble = SPOILED[kind]
    spoil(desk)
    before = desk.read_bytes()

    assert refusal(desk).why.code == trouble
    assert desk.read_bytes() == before
    assert [file.name for file in desk.parent.iterdir()] == [desk.name]


@pytest.mark.parametrize("name", ["bàn tin?.db", "100%.db", "a#b c.db", "a?mode=memory"])
def test_a_path_may_hold_any_letters(name: str, tmp_path: Path):
    engine = open_engine(sqlite_url(tmp_path / name))
    migrate(engine)
    migrate(engine)
    engine.dispose()

    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    return tmp_path / "diemtin.db" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")


def opened(address: Path | str) -> Engine:
    return open_engine(sqlite_url(address) if isinstance(address, Path) else address)


def changed(address: Path | str, *statements: str) -> None:
    engine = opened(address)
    migrate(engine)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize(("theirs", "trouble"), [("9999", Trouble.SCHEMA_NEWER), ("a1b2c3", Trouble.SCHEMA_UNKNOWN)])
def test_a_schema_that_is_not_known_is_refused_with_both_versions(theirs: str, trouble: Trouble, address: Path | str):
    changed(address, f"UPDATE alembic_version SET version_num = '{theirs}'")

    why = refusal(address).why

    assert why.code == trouble
    for language in LANGUAGES:
        assert theirs in Catalogue(language)(why)
        assert head() in Catalogue(language)(why)


def test_a_desk_of_a_trial_version_with_the_same_number_is_refused_and_told_apart(address: Path | str):
    changed(address, "DROP TABLE bands", "ALTER TABLE log ADD COLUMN mood INTEGER")

    why = refusal(address).why

    assert why.code == Trouble.SCHEMA_ALTERED
    assert list(why.params["things"]) == ["bands", "log.mood"]


def test_another_programs_postgresql_is_left_alone(postgresql_url: str):
    engine = open_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    engine.dispose()

    assert refusal(postgresql_url).why.code == Trouble.DESK_FOREIGN


def test_a_table_that_is_missing_is_not_a_database_that_is_away(address: Path | str):
    engine = opened(address)
    with engine.connect() as connection, pytest.raises((OperationalError, ProgrammingError)) as failed:
        connection.execute(text("SELECT * FROM nothing_of_the_kind"))
    engine.dispose()

    assert not is_away(failed.value)


def test_a_server_that_does_not_answer_is_away(tmp_path: Path):
    engine = open_engine(f"postgresql+psycopg://desk@/desk?host={tmp_path}")
    with pytest.raises(OperationalError) as failed:
        engine.connect()

    assert is_away(failed.value)
