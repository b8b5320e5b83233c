"""A backup is checked, private and without keys; a desk is restored from nothing but its folder."""

import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.backups import making, rotation
from app.backups.nightly import Nightly, hour_before
from app.bootstrap import Services
from app.settings import Settings
from database.engine import SqlDatabase
from desk import review
from desk.backups import last_good_backup, late
from domain.backup import GoodBackup
from domain.editorial import ItemState
from domain.log import LogEntry
from domain.people import Role
from tests.app.conftest import Run
from tests.making import NOON, a_person, acting

TEXT = "Sáng 23/11, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi tại các trạm y tế xã."
SESSION, LINK = "5e55" * 16, "11a4" * 16


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "postgresql":
        monkeypatch.setenv("DIEMTIN_DATABASE_URL", request.getfixturevalue("postgresql_url"))
    return str(request.param)


@pytest.fixture
def desk(engine: str, run: Run, home: Path, ndjson: Callable[..., Path]) -> Iterator[Services]:
    """Three articles, of which one is picked; two people, a session and a link; a secret key."""
    records = [{"id": f"a{number}", "title": "Tiêm chủng", "text": f"{TEXT} Số {number}."} for number in range(3)]
    assert run("import", ndjson(*records))[0] == 0
    assert run("user", "add", "lan")[0] == 0
    services = Services(Settings(home=home))
    with services.database.write() as store:
        person = a_person(store, "quan", Role.ADMINISTRATOR)
        store.sessions.add(SESSION, person.id, "c", NOON + timedelta(days=900))
        store.sign_ins.add_link(LINK, person.id, NOON + timedelta(days=900))
        review.pick(acting(store, person, services.clock()), services.ranker, "a1")
    (home / "secret.key").write_bytes(b"k" * 32)
    yield services
    services.close()


def held(services: Services) -> dict[str, Any]:
    """All that an editor would miss."""
    with services.database.read() as store:
        return {
            "log": store.log.list(1000),
            "people": store.people.list(),
            "items": store.items.list(list(ItemState), 1000),
            "texts": sorted(article.text for article in store.progress.texts()),
            "stages": store.progress.counts(),
        }


def test_a_desk_is_restored_from_nothing_but_its_backup(
    desk: Services, engine: str, run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    before = held(desk)
    code, said, problems = run("backup", tmp_path / "copy")
    assert code == 0, problems
    assert "3 bài" in said[0]
    assert "1 tin đã chọn" in said[0]
    desk.close()
    shutil.rmtree(home)
    if engine == "postgresql":  # another server's empty database: the old one counts for lost
        monkeypatch.setenv("DIEMTIN_DATABASE_URL", _another(desk.settings.database_url))

    code, [said], problems = run("restore", tmp_path / "copy")

    assert (code, "3 bài trong chỉ mục" in said) == (0, True), problems
    restored = Services(Settings(home=home))
    assert held(restored) == before
    assert (home / "secret.key").read_bytes() == b"k" * 32
    with restored.database.read() as store:
        assert store.sessions.find(SESSION, NOON) is None
        assert store.sign_ins.find_link(LINK, NOON) is None
    restored.close()
    _, [answer], _ = run("search", "tiêm chủng")
    assert sorted(hit["id"] for hit in answer["hits"]) == ["a0", "a1", "a2"]
    assert run("migrate")[0] == 0


def _another(url: str) -> str:
    from sqlalchemy import make_url, text

    from database.engine import open_engine

    name = f"{make_url(url).database}_anew"
    admin = open_engine(make_url(url).set(database="postgres"))
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def test_no_key_to_the_desk_can_be_read_out_of_a_backup(desk: Services, engine: str, run: Run, tmp_path: Path):
    run("backup", tmp_path / "copy")
    files = list((tmp_path / "copy").iterdir())
    assert {"backup.json", "secret.key"} < {file.name for file in files}
    for file in files:
        content = file.read_bytes()
        if file.suffix == ".dump":
            content = _script_of(file)
        assert SESSION.encode() not in content
        assert LINK.encode() not in content
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700


def _script_of(dump: Path) -> bytes:
    import subprocess

    from database.backups.postgresql import _tool

    return subprocess.run([_tool("pg_restore"), "--file=-", dump], check=True, capture_output=True).stdout


def test_a_password_is_never_on_a_command_line(monkeypatch: pytest.MonkeyPatch):
    from database.backups import postgresql
    from database.engine import open_engine

    engine = open_engine("postgresql+psycopg://desk:a%20s'cret@db.example:6432/tin?sslmode=require")

    address = postgresql._address(engine)

    assert address == "host='db.example' dbname='tin' user='desk' port='6432' sslmode='require'"


def test_a_desk_is_not_overwritten(desk: Services, run: Run, tmp_path: Path):
    run("backup", tmp_path / "copy")
    before = held(desk)
    code, _, said = run("restore", tmp_path / "copy")
    assert (code, "đã có bàn tin" in said) == (2, True)
    assert held(desk) == before


def test_a_backup_that_was_changed_is_not_restored(desk: Services, engine: str, run: Run, home: Path, tmp_path: Path):
    run("backup", tmp_path / "copy")
    database = next((tmp_path / "copy").glob("diemtin.*"))
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 0xFF
    database.write_bytes(content)
    code, _, said = run("restore", "--home", tmp_path / "new", tmp_path / "copy")
    assert (code, "bị hỏng" in said) == (2, True)
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_is_not_restored(run: Run, tmp_path: Path):
    (tmp_path / "photos").mkdir()
    code, _, said = run("restore", tmp_path / "photos")
    assert (code, "backup.json" in said) == (2, True)


def test_no_desk_or_an_empty_one_is_not_backed_up_and_nothing_is_made(run: Run, home: Path, tmp_path: Path):
    code, _, said = run("backup", tmp_path / "copy")
    assert (code, "Không có bàn tin" in said, home.exists()) == (2, True, False)
    run("migrate")
    before = {file.name: file.read_bytes() for file in home.iterdir()}
    code, _, said = run("backup", tmp_path / "copy")
    assert (code, "chưa có gì để sao lưu" in said) == (2, True)
    assert {file.name: file.read_bytes() for file in home.iterdir()} == before
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


def test_an_empty_postgresql_is_not_backed_up(
    postgresql_url: str, run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    assert run("backup", tmp_path / "copy")[0] == 2
    run("migrate")
    assert run("backup", tmp_path / "copy")[0] == 2
    assert not (tmp_path / "copy").exists()


def damaged(database: Path) -> None:
    """One page inside is overwritten; the file opens as before."""
    content = bytearray(database.read_bytes())
    with closing(sqlite3.connect(database)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'articles'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content[(root - 1) * size : (root - 1) * size + 200] = os.urandom(200)
    database.write_bytes(content)


def test_a_damaged_desk_is_not_backed_up(run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path):
    run("import", ndjson({"id": "a", "text": TEXT}))
    damaged(home / "diemtin.db")
    code, _, said = run("backup", tmp_path / "copy")
    assert (code, "bị hỏng" in said) == (2, True)
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("name", ["bàn tin? số 1", "100%2f", "a#b", "x?mode=memory&cache=shared"])
def test_paths_may_hold_any_letters(name: str, run: Run, ndjson: Callable[..., Path], tmp_path: Path):
    run("import", "--home", tmp_path / name, ndjson({"id": "a", "text": TEXT}))
    assert run("backup", "--home", tmp_path / name, tmp_path / f"{name} copy")[0] == 0
    code, [said], _ = run("restore", "--home", tmp_path / f"{name} anew", tmp_path / f"{name} copy")
    assert (code, "1 bài" in said) == (0, True)


def test_a_backup_agrees_with_itself_while_the_desk_writes(
    run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path
):
    run("import", ndjson({"id": "a", "text": TEXT}))
    with closing(sqlite3.connect(home / "diemtin.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM log")
        writer.execute("UPDATE articles SET text = 'half written'")
        making.make(Services(Settings(home=home)), tmp_path / "copy", keep=None)
        writer.execute("ROLLBACK")
    with closing(sqlite3.connect(tmp_path / "copy" / "diemtin.db")) as copy:
        assert copy.execute("SELECT text FROM articles").fetchall() == [(TEXT,)]


def test_the_oldest_of_this_desk_go_and_nothing_else(run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path):
    run("import", ndjson({"id": "a", "text": TEXT}))
    kept = tmp_path / "kept"
    days = iter(range(100))
    services = Services(Settings(home=home), clock=lambda: NOON + timedelta(days=next(days)))
    first, _ = making.make(services, kept, keep=2)
    (first / "notes.txt").write_text("ours")  # somebody put a file into it
    others = {"diemtin-2020-01-01T000000", "photos"}
    for name in others:
        (kept / name).mkdir()
    stranger = shutil.copytree(first, kept / "diemtin-2021-01-01T000000")
    manifest = json.loads((stranger / "backup.json").read_text())
    (stranger / "backup.json").write_text(json.dumps(manifest | {"desk": "/another/desk.db"}))
    (stranger / "notes.txt").unlink()

    made = [making.make(services, kept, keep=2)[0].name for _ in range(4)]

    assert {one.name for one in kept.iterdir()} == {*others, first.name, stranger.name, *made[-2:]}
    assert all(rotation.DATED_NAME.fullmatch(name) for name in made)


def test_an_old_backup_stays_when_the_new_one_fails(run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path):
    run("import", ndjson({"id": "a", "text": TEXT}))
    kept = tmp_path / "kept"
    run("backup", "--keep", "1", kept)
    before = list(kept.iterdir())
    damaged(home / "diemtin.db")
    assert run("backup", "--keep", "1", kept)[0] == 2
    assert list(kept.iterdir()) == before
    assert len(before) == 1


def test_a_manifest_cannot_lead_out_of_its_folder(run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path):
    run("import", ndjson({"id": "a", "text": TEXT}))
    run("backup", tmp_path / "copy")
    manifest = json.loads((tmp_path / "copy" / "backup.json").read_text())
    passwd = sha256(Path("/etc/passwd").read_bytes()).hexdigest()
    manifest["files"]["../../../../../../etc/passwd"] = passwd
    (tmp_path / "copy" / "backup.json").write_text(json.dumps(manifest))
    code, _, said = run("restore", "--home", tmp_path / "new", tmp_path / "copy")
    assert (code, "không phải một bản sao lưu" in said) == (2, True)


def test_the_last_good_backup_is_remembered_and_missed_after_two_days(database: SqlDatabase):
    with database.write() as store:
        assert late(store, NOON) is None  # a desk without a past
        store.log.add(LogEntry(id=0, at=NOON, who="lan", action="add-person", subject="person:1"))
        assert late(store, NOON + timedelta(days=2)) is None
        never = late(store, NOON + timedelta(days=2, minutes=1))
        made = GoodBackup(at=NOON + timedelta(days=3), where="/copy", counts={"people": 1})
        store.settings.save_backup(made)
        assert last_good_backup(store) == made
        assert late(store, NOON + timedelta(days=5)) is None
        old = late(store, NOON + timedelta(days=5, minutes=1))
    assert never is not None
    assert old is not None
    assert (never.code, old.code) == ("backup.never", "backup.late")


def test_the_nightly_backup_is_made_once_after_its_hour_and_again_after_a_failure(
    run: Run, home: Path, ndjson: Callable[..., Path], tmp_path: Path
):
    run("import", ndjson({"id": "a", "text": TEXT}))
    moment = [datetime(2026, 11, 23, 18, 30, tzinfo=UTC)]  # half past one in Vietnam
    services = Services(Settings(home=home, backup_dir=tmp_path / "kept", backup_hour=2), clock=lambda: moment[0])
    with services.database.write() as store:
        store.settings.save_backup(GoodBackup(at=moment[0] - timedelta(hours=2), where="", counts={}))
    nightly = Nightly(services)

    def started() -> bool:
        nightly.process = None
        nightly.look()
        return nightly.process is not None and nightly.process.wait() == 0

    assert not started()
    moment[0] += timedelta(hours=1)
    assert started()
    assert len(list((tmp_path / "kept").iterdir())) == 1
    with services.database.write() as store:  # as if it had failed
        store.settings.save_backup(GoodBackup(at=moment[0] - timedelta(days=1), where="", counts={}))
    assert not started()
    moment[0] += timedelta(hours=1)
    assert started()
    services.close()


def test_the_hour_is_that_of_vietnam():
    late_evening = datetime(2026, 11, 23, 18, 59, tzinfo=UTC)
    assert hour_before(late_evening, 2) == datetime(2026, 11, 22, 19, tzinfo=UTC)
    assert hour_before(late_evening + timedelta(minutes=1), 2) == datetime(2026, 11, 23, 19, tzinfo=UTC)
