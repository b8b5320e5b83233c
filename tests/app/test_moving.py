"""A desk goes from SQLite to PostgreSQL and back by backup and restore, and nothing of it is lost on the way."""

import errno
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import JSON, Engine, Text, cast, insert, select, text
from sqlalchemy.exc import OperationalError

from api.main import create_app
from app.bootstrap import Services
from app.settings import Settings
from app.web import web
from database import faults, schema
from database.backups import postgresql, to_postgresql, to_sqlite
from database.engine import SqlDatabase, open_engine, sqlite_url
from database.migrate import migrate
from database.schema import head, revision_of
from database.store import ALL_TABLES
from domain.editorial import ItemState
from domain.errors import Unusable
from domain.running import Heartbeat, Part
from domain.times import now
from tests.app.conftest import Run
from tests.database.test_released import VERSIONS, _script, _sent

PASSWORD = "mat-khau-cua-ban-tin-mau"
TABLES = ALL_TABLES.tables
AT = datetime(2026, 11, 23, 5, 0, 0, 1, tzinfo=UTC)
HOSTILE = "một\thai\\N\n\\.\r'\"\v\f\u2028 \U0001f98a \\x00 %s ắ"
PAGE = zlib.compress(b"<p>" + bytes(range(256)), 0)
# What the stored desk has no row of, and values that are easily lost between two engines.
ADDED: dict[str, list[dict[str, Any]]] = {
    "blockages": [{"source_id": "ttm", "since": AT, "answers": 3, "why": [{"code": "x", "params": {"a": None}}]}],
    "heartbeats": [
        {"part": "worker", "process": "old 1", "faults": [], "started_at": AT, "beat_at": AT, "moved_at": AT}
    ],
    "hosts": [{"host": "a.example", "lease": "", "leased_until": AT, "next_visit_at": AT, "delay_seconds": 0.1 + 0.2}],
    "own_notices": [
        {"person_id": 2, "channels": ["sealed"], "wanted": {"a": True}, "devices": [{"key": HOSTILE, "gone_at": None}],
         "quiet_from": "21:00", "quiet_until": ""}
    ],
    "second_steps": [{"person_id": 3, "secret": HOSTILE, "last_step": 2**40, "recovery": []}],
    "told_stories": [{"person_id": 2, "article_id": "odd", "warning": True, "at": AT}],
    "held_channels": [{"channel": HOSTILE, "until": AT}],
    "told_events": [{"person_id": 2, "event": "item:1", "at": AT.replace(microsecond=0)}],
    "raw_pages": [{"article_id": "odd", "url": "", "fetched_at": AT, "content_type": "", "content": PAGE}],
    "websub_subscriptions": [
        {"feed_id": 1, "token": "t", "secret": "s", "hub": "", "topic": "", "asked_at": AT, "expires_at": AT}
    ],
    "cap_messages": [
        {"identifier": "c1", "sender": "tin.example.vn", "sent": AT, "status": "Actual", "msg_type": "Alert",
         "key": "k", "article_id": "odd", "source": HOSTILE, "digest": "d", "headline": HOSTILE, "area": "",
         "expires": AT, "content": HOSTILE}
    ],
    "replaced_warnings": [
        {"article_id": "odd", "sent": AT, "identifier": "f", "sender": HOSTILE, "source_id": "ttm", "value": {"a": 1.5},
         "follows": []}
    ],
    "bands": [{"key": -(2**63), "article_id": "odd", "day": -1}],
    "outlets": [
        {"id": 7, "kind": "telegram", "name": HOSTILE, "fields": {"channel": "@a"}, "sealed": "x", "place": "",
         "trial": [], "revision": 1}
    ],
    "claims": [
        {"id": "c1", "kind": "fact-check", "claim": HOSTILE, "verdict": "Sai", "direction": "contradicts",
         "publisher": "Kiểm Chứng 24", "url": "", "source_id": "ttm", "seen_at": AT}
    ],
    "claim_keys": [{"key": -(2**63), "claim_id": "c1"}],
    "claim_decisions": [
        {"article_id": "odd", "claim_id": "c1", "state": "confirmed", "part": "text", "span_start": 0, "span_end": 1,
         "quote": HOSTILE, "decided_by": 2, "decided_at": AT}
    ],
    "flag_answers": [
        {"article_id": "odd", "flag": "old", "evidence": "e", "answer": "overridden", "sentence": HOSTILE, "by": 2,
         "at": AT}
    ],
    "tasks": [
        {"posting_id": 1, "article_id": "odd", "cause": "changed", "mark": "v2", "version": 2, "opened_at": AT,
         "state": "open", "text": HOSTILE, "note": "", "revision": 1}
    ],
    "saved_searches": [
        {"id": 7, "name": HOSTILE, "text": HOSTILE, "section": "", "source": "", "shared": True, "owner": 2,
         "feed_token": "secret", "changed_at": AT, "revision": 2, "last_hit": 3,
         "counted_day": "2026-11-23", "counted": 9}
    ],
    "follows": [
        {"search_id": 7, "person_id": 2, "rhythm": "weekly", "at": "17:00", "weekday": 6, "silence": True, "told_to": 3,
         "next_at": AT}
    ],
    "saved_hits": [
        {"search_id": 7, "number": 3, "article_id": "odd", "at": AT, "version": 1, "words": [HOSTILE], "places": [],
         "source": "", "section": ""}
    ],
    "coverage_marks": [{"article_id": "odd"}],
    "coverage_articles": [
        {"id": "odd", "dated": AT, "story_id": HOSTILE, "source_id": "ttm", "sections": [], "places": ["15"],
         "copy_of": "", "origin": HOSTILE, "paragraphs": [2**52 - 1]}
    ],
    "coverage_weeks": [{"start": AT.date()}],
    "coverage_counts": [
        {"kind": "place", "value": "15", "grain": "week", "start": AT.date(), "articles": 3, "stories": 2, "begun": 1,
         "origins": 2, "first_at": AT, "first_id": "odd"}
    ],
    "coverage_sight": [{"day": AT.date(), "source_id": "ttm", "seen": 0.1 + 0.2}],
    "coverage_analyses": [
        {"kind": "words", "claimed_by": "", "claimed_until": None, "at": AT, "basis": "b", "articles": 3,
         "result": {"findings": None, "words": []}}
    ],
    "coverage_words": [{"article_id": "odd", "version": 1, "words": [HOSTILE]}],
    "deliveries": [
        {"key": "k", "item_id": 1, "outlet": 7, "fitted": {"parts": [HOSTILE]}, "state": "failed", "asked_by": 2,
         "asked_at": AT, "planned_for": AT, "unanswered": [], "ticket": "", "tries": 1, "revision": 1}
    ],
}  # fmt: skip
PAUSED = """
import sys
from app.cli import main
from database.backups import to_postgresql as moving
def pausing(*_):
    print("copied", flush=True)
    sys.stdin.read()
moving.same = pausing
sys.exit(main(sys.argv[1:]))
"""


def brought_back(home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "diemtin.db")) as connection:
        connection.executescript(_script(VERSIONS[0], "sqlite"))


@pytest.fixture(scope="module")
def worked_with(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a desk with a row in every table and an item in every state."""
    home = tmp_path_factory.mktemp("worked") / "home"
    brought_back(home)
    (home / "secret.key").write_bytes(b"k" * 32)
    engine = open_engine(sqlite_url(home / "diemtin.db"))
    migrate(engine)
    with engine.connect().execution_options(desk_write=5) as connection, connection.begin():
        article = dict(connection.execute(select(TABLES["articles"]).limit(1)).mappings().one())
        odd = {
            "id": "odd",
            "url": "https://a.example/",
            "title": HOSTILE,
            "text": HOSTILE * 50,
            "overlap": 1e-300,
            "modified_at": AT,
            "places": {},
        }
        connection.execute(insert(TABLES["articles"]), [article | odd])
        for table, rows in ADDED.items():
            connection.execute(insert(TABLES[table]), rows)
        item = dict(
            connection.execute(select(TABLES["items"]).where(TABLES["items"].c.state == "rejected")).mappings().one()
        )
        del item["id"]
        there = set(connection.execute(select(TABLES["items"].c.state)).scalars())
        for state in set(ItemState) - there:
            connection.execute(insert(TABLES["items"]), [item | {"state": state, "story_id": f"of {state}"}])
    engine.dispose()
    return home


@pytest.fixture
def old(worked_with: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(worked_with, tmp_path / "old"))


@pytest.fixture
def copy(old: Path, run: Run, tmp_path: Path) -> Path:
    """Its backup."""
    code, _, problems = run("backup", "--home", old, tmp_path / "copy")
    assert code == 0, problems
    return tmp_path / "copy"


def rows(engine: Engine) -> Mapping[str, Counter[str]]:
    """Every row as the program reads it, JSON as it is written. The one setting that names a backup is left out."""
    with engine.connect() as connection:
        found = {
            table.name: Counter(
                repr(tuple(row))
                for row in connection.execute(
                    select(*(cast(one, Text) if isinstance(one.type, JSON) else one for one in table.columns))
                )
            )
            for table in ALL_TABLES.sorted_tables
        }
    engine.dispose()
    found["settings"] = Counter(row for row in found["settings"] if "'backup'" not in row)
    return found


def of_sqlite(home: Path) -> Mapping[str, Counter[str]]:
    return rows(open_engine(sqlite_url(home / "diemtin.db")))


def test_a_desk_goes_to_postgresql_and_back_with_every_row_and_is_worked_with_in_between(
    old: Path, copy: Path, run: Run, home: Path, postgresql_url: str, ndjson: Callable[..., Path],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    before = of_sqlite(Path(shutil.copytree(copy, tmp_path / "looked at")))
    assert [table for table, found in before.items() if not found] == ["invites", "sessions"]
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    assert run("migrate")[0] == 0

    code, said, problems = run("restore", copy)

    assert code == 0, problems
    assert rows(open_engine(postgresql_url)) == before
    assert (home / "secret.key").read_bytes() == b"k" * 32
    assert any(line.startswith(f"articles: {before['articles'].total()} dòng") for line in said)
    assert [line for line in said if "Đã chuyển từ SQLite" in line and "bảng nào cũng khớp" in line]

    assert (
        run("import", ndjson({"id": "new", "title": "Lũ quét", "text": "Sáng nay lũ quét ở xã Tả Van." * 20}))[0] == 0
    )
    services = Services(Settings(home=home))
    browser = TestClient(create_app(web(services)), base_url="http://127.0.0.1", follow_redirects=False)
    browser.headers["Sec-Fetch-Site"] = "same-origin"
    entered = browser.post("/vao", data={"login": "lan", "password": PASSWORD})
    assert entered.headers["Location"] == "/hang-cho"
    [csrf] = set(re.findall(r'name="csrf" value="([^"]+)"', browser.get("/so-ghi").text))
    picked = browser.post("/v1/articles/new/pick", headers={"X-CSRF-Token": csrf})
    assert picked.status_code == 201, picked.text
    assert picked.json()["id"] > max(_ids(old, "items"))
    with services.database.read() as store:
        assert store.log.list(1)[0].id > max(_ids(old, "log"))
    services.close()
    _, [answer], _ = run("search", "lũ quét Tả Van")
    assert answer["hits"][0]["id"] == "new"

    worked = rows(open_engine(postgresql_url))
    assert run("backup", tmp_path / "back")[0] == 0
    monkeypatch.delenv("DIEMTIN_DATABASE_URL")
    code, said, problems = run("restore", "--home", tmp_path / "again", tmp_path / "back")
    assert code == 0, problems
    assert [line for line in said if "Đã chuyển từ PostgreSQL" in line]
    assert of_sqlite(tmp_path / "again") == {**worked, "sessions": Counter()}
    code, found, problems = run("search", "--home", tmp_path / "again", "lũ quét Tả Van")
    assert found[0]["hits"][0]["id"] == "new"


def _ids(home: Path, table: str) -> list[int]:
    with closing(sqlite3.connect(home / "diemtin.db")) as connection:
        return [row[0] for row in connection.execute(f"SELECT id FROM {table}")]


def test_a_copy_of_the_first_release_is_moved_and_brought_to_the_newest_schema(postgresql_url: str, tmp_path: Path):
    brought_back(tmp_path / "old")
    engine = open_engine(postgresql_url)

    moved = to_postgresql.fill(engine, tmp_path / "old" / "diemtin.db")

    assert (moved.tables["articles"].rows, revision_of(engine)) == (102, head())
    engine.dispose()


def test_a_dump_of_the_first_release_is_moved_in_its_own_schema(postgresql_url: str, tmp_path: Path):
    _sent(postgresql_url, _script(VERSIONS[0], "postgresql"))
    engine = open_engine(postgresql_url)
    postgresql.copy(engine, tmp_path / "dump")
    engine.dispose()

    moved = to_sqlite.fill(tmp_path / "new.db", tmp_path / "dump")

    anew = open_engine(sqlite_url(tmp_path / "new.db"))
    assert moved.tables["articles"].rows > 80
    assert revision_of(anew) == "0001"
    migrate(anew)
    assert rows(anew)["articles"].total() == moved.tables["articles"].rows


def test_a_move_that_is_killed_leaves_nothing_and_is_begun_again(
    copy: Path, home: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    command = [sys.executable, "-c", PAUSED, "restore", "--home", str(home), str(copy)]
    with subprocess.Popen(command, env=dict(os.environ), text=True, stdin=-1, stdout=-1) as moving:
        assert moving.stdout
        assert moving.stdout.readline() == "copied\n"
        moving.send_signal(signal.SIGKILL)

    engine = open_engine(postgresql_url)
    assert revision_of(engine) is None
    assert to_postgresql.fill(engine, copy / "diemtin.db").tables["articles"].rows == 103
    engine.dispose()


def test_a_way_back_that_is_broken_off_leaves_no_desk(
    small: Path, run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken_off(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(home))

    with monkeypatch.context() as here:
        here.setattr(to_sqlite, "same", broken_off)
        code, _, said = run("restore", small)
    assert (code, "đã đầy" in said) == (2, True)
    assert not (home / "diemtin.db").exists()
    assert run("restore", small)[0] == 0


@pytest.fixture
def small(run: Run, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The backup of a desk on PostgreSQL where one person has been added."""
    with monkeypatch.context() as server:
        server.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
        assert run("migrate", "--home", tmp_path / "small")[0] == 0
        assert run("user", "add", "--home", tmp_path / "small", "lan")[0] == 0
        assert run("backup", "--home", tmp_path / "small", tmp_path / "copy")[0] == 0
    return tmp_path / "copy"


def test_what_postgresql_cannot_hold_is_cleaned_or_named_and_nothing_is_half_there(old: Path, postgresql_url: str):
    def change(statement: str) -> None:
        with closing(sqlite3.connect(old / "diemtin.db")) as connection:
            connection.execute(statement)
            connection.commit()

    engine = open_engine(postgresql_url)
    change(
        "UPDATE articles SET title = 'lũ' || char(0) || ' quét', language = 'as long as a sentence' WHERE id = 'odd'"
    )
    with pytest.raises(Unusable) as refused:
        to_postgresql.fill(engine, old / "diemtin.db")
    named = refused.value.message.params["why"].params
    assert (named["table"], named["row"], named["column"]) == ("articles", "odd", "language")
    assert revision_of(engine) is None

    change("UPDATE articles SET language = 'vi' WHERE id = 'odd'")
    assert to_postgresql.fill(engine, old / "diemtin.db").cleaned == 1
    with SqlDatabase(engine).read() as store:
        assert store.articles.get("odd").title == "lũ quét"
    engine.dispose()


def test_a_desk_that_is_there_or_runs_is_left_alone(
    copy: Path, run: Run, postgresql_url: str, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    assert run("migrate")[0] == 0
    services = Services(Settings(home=home))
    beat = Heartbeat(part=Part.READER, process="reader 7", started_at=now(), beat_at=now(), moved_at=now())
    with services.database.write() as store:
        store.heartbeats.save(beat)
    code, _, said = run("restore", copy)
    assert (code, "reader 7" in said) == (2, True)
    with services.database.write() as store:
        store.heartbeats.remove(beat.process, now() - timedelta(days=1))
    assert run("user", "add", "lan")[0] == 0
    before = rows(open_engine(postgresql_url))
    code, _, said = run("restore", copy)
    assert (code, "đã có bàn tin" in said) == (2, True)
    assert rows(open_engine(postgresql_url)) == before
    services.close()


def test_a_dump_of_a_newer_program_is_refused_and_nothing_is_made(
    small: Path, run: Run, home: Path, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    engine = open_engine(postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with monkeypatch.context() as newer:
        newer.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
        newer.setattr(schema, "known", lambda revisions, _where: revisions[0])
        assert run("backup", "--home", tmp_path / "small", tmp_path / "newer")[0] == 0

    code, _, said = run("restore", tmp_path / "newer")

    assert (code, "9999" in said, "nâng cấp" in said) == (2, True, True)
    assert not (home / "diemtin.db").exists()


def test_a_full_disk_of_the_server_is_said_as_one():
    class DiskFull(Exception):
        sqlstate = "53100"

    said = faults.fault(OperationalError("COPY", None, DiskFull("could not extend file")), "postgresql://desk")

    assert said.code == "fault.full"
