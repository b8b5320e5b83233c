"""A database that others hold for long: one sentence and exit code 2, and an import that holds up nobody."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.bootstrap import Services
from app.commands import importing
from app.settings import Settings
from database import engine, faults, lead, migrate
from database.engine import SqlDatabase, open_engine
from tests.app.conftest import Run

TEXT = "Sáng nay, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi."
WRITING = [
    "user add lan", "user add lan --role reviewer", "user add lan --name Lan", "user reset lan", "import FILE",
    "import HTML", "sources import OPML", "newsroom", "user reset NOBODY", "user add lan --role administrator",
]  # fmt: skip


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command's patience is half a minute; here a moment."""
    written = SqlDatabase.write

    def write(self: SqlDatabase, wait_seconds: float = 0.2, *, durable: bool = False) -> Any:
        return written(self, min(wait_seconds, 0.2), durable=durable)

    monkeypatch.setattr(SqlDatabase, "write", write)
    monkeypatch.setattr(migrate, "WRITER_SECONDS", 0.2)
    monkeypatch.setattr(engine, "WRITER_SECONDS", 0.2)
    monkeypatch.setattr(lead, "wait_at_most", lambda connection, _: engine.wait_at_most(connection, 0.2))


@pytest.fixture
def desk(home: Path, migrated_sqlite: Path) -> Path:
    home.mkdir()
    return Path(shutil.copy(migrated_sqlite, home / "diemtin.db"))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    page = f"<html lang=vi><body><article><h1>Tiêm chủng miễn phí</h1><p>{TEXT * 5}</p></article></body></html>"
    opml = '<opml version="2.0"><body><outline xmlUrl="https://bao.example/rss" text="Báo"/></body></opml>'
    given = {
        "FILE": json.dumps({"id": "a", "text": TEXT}), "HTML": json.dumps({"id": "b", "html": page}), "OPML": opml,
        "NOBODY": "",
    }  # fmt: skip
    for name, content in given.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return {name: str(tmp_path / name) for name in given if given[name]}


@pytest.fixture
def held(desk: Path) -> Iterator[None]:
    with closing(sqlite3.connect(desk, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def typed(command: str, files: dict[str, str]) -> list[str]:
    return [files.get(word, word) for word in command.split()]


def busy(answer: tuple[int, list[Any], str]) -> None:
    code, _, said = answer
    lines = said.strip().splitlines()
    assert (code, len(lines)) == (2, 1), said
    assert "bận" in lines[0]


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("command", WRITING)
def test_a_busy_desk_is_one_sentence_from_each_command_that_writes(command: str, run: Run, files: dict[str, str]):
    busy(run(*typed(command, files)))


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("command", ["sources list", "sources export", "migrate", "search tiêm"])
def test_what_only_reads_does_not_wait(command: str, run: Run, files: dict[str, str]):
    assert run(*command.split())[0] == 0


@pytest.mark.parametrize(
    "command", [one for one in WRITING if one not in ("newsroom", "import HTML")] + ["sources list", "sources export"]
)
def test_a_table_that_another_holds_in_postgresql_is_one_sentence(
    command: str, run: Run, files: dict[str, str], postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    assert run("migrate")[0] == 0
    other = open_engine(postgresql_url)
    with other.connect() as connection, connection.begin():
        connection.execute(text("LOCK TABLE articles, people, sources, feeds IN ACCESS EXCLUSIVE MODE"))
        answer = run(*typed(command, files))
    other.dispose()
    busy(answer)


def test_a_migration_that_another_runs_is_not_waited_for_without_end(
    run: Run, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    other = open_engine(postgresql_url)
    with other.connect() as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": migrate.MIGRATION_LOCK})
        answer = run("migrate")
    other.dispose()
    busy(answer)


HELD_BY_OTHERS = [psycopg.errors.lookup(state)("held") for state in sorted(faults.HELD_BY_OTHERS)] + [
    psycopg.OperationalError("connection failed: FATAL:  sorry, too many clients already"),
    psycopg.OperationalError('FATAL:  too many connections for role "desk"'),
    psycopg.OperationalError('FATAL:  too many connections for database "desk"'),
    psycopg.OperationalError("FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute"),
    psycopg.OperationalError("ERROR:  no more connections allowed (max_client_conn)"),
]


@pytest.mark.parametrize("cause", HELD_BY_OTHERS, ids=str)
def test_what_others_hold_in_postgresql_is_called_busy(cause: Exception):
    error = OperationalError("SELECT 1", {}, cause)
    assert faults.is_locked(error)
    assert faults.fault(error, "desk").code == "fault.busy"


@pytest.mark.parametrize("cause", [psycopg.OperationalError("connection refused"), psycopg.errors.UndefinedTable("x")])
def test_a_server_that_is_away_is_not_called_busy(cause: Exception):
    assert not faults.is_locked(OperationalError("SELECT 1", {}, cause))


# -- An import reads outside its transactions


@pytest.fixture(params=["sqlite", "postgresql"])
def any_desk(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    if request.param == "postgresql":
        monkeypatch.setenv("DIEMTIN_DATABASE_URL", request.getfixturevalue("postgresql_url"))
    with closing(Services(Settings(home=home))) as services:
        services.migrate()
    return Settings(home=home)


def test_nothing_is_read_while_the_import_holds_the_database(
    run: Run, any_desk: Settings, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    """Somebody writes in the middle of the reading of each record."""
    read, told = importing._read, []

    def meanwhile(services: Services, record: dict[str, Any]) -> Any:
        other = Services(any_desk)
        with other.database.write() as store:
            told.append(store.settings.get().name)
        other.close()
        return read(services, record)

    monkeypatch.setattr(importing, "_read", meanwhile)
    for name in ("FILE", "HTML"):
        code, lines, _ = run("import", files[name])
        assert (code, lines[-1]) == (0, {"imported": 1, "errors": 0})
    assert len(told) == 2


def test_of_two_imports_beside_a_worker_each_ends_with_its_sum_or_one_sentence(
    run: Run, any_desk: Settings, tmp_path: Path
):
    from app.leader import only_one

    given = tmp_path / "many.ndjson"
    given.write_text("\n".join(json.dumps({"id": f"n{n}", "text": f"{TEXT} Số {n}."}) for n in range(30)))
    worker = Services(any_desk)
    with closing(worker), only_one(worker):
        for _ in range(2):
            code, _lines, said = run("import", given)
            assert (code, len(said.strip().splitlines())) == (2, 1), said
    answers = together([lambda: importing_alone(any_desk, given), lambda: importing_alone(any_desk, given)])
    assert 0 in answers
    assert set(answers) <= {0, "unusable"}
    code, lines, _ = run("search", "tiêm chủng", "--limit", "40")
    assert (code, len(lines[0]["hits"])) == (0, 30)


def importing_alone(settings: Settings, given: Path) -> object:
    from io import StringIO

    from domain.errors import DeskError

    services = Services(settings)
    try:
        return importing.import_file(services, str(given), out=StringIO())
    except DeskError as error:
        return error.code
    finally:
        services.close()


def together(jobs: Sequence[Callable[[], object]]) -> list[object]:
    answers: list[object] = []
    threads = [Thread(target=lambda job=job: answers.append(job())) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
