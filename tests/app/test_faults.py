"""What stops a command from outside is one Vietnamese sentence and exit code 2: each command through each fault."""

import json
import re
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app import engines
from app.cli import main
from app.commands import models
from domain.trouble import Trouble
from index.embedded.folder import writing
from index.onnx_reranker import EXTRA
from index.rebuild import rebuild
from messages.catalogue import entries
from tests.app.conftest import Run
from tests.app.permissions import obeyed

LINE = '{"id": "a", "text": "Sáng nay, Sở Y tế tỉnh Lào Cai tổ chức tiêm chủng miễn phí cho trẻ dưới năm tuổi."}\n'
PAGE = f"<html lang=vi><body><article><h1>Tiêm chủng</h1><p>{json.loads(LINE)['text'] * 9}</p></article></body></html>"
COMMANDS = [  # all that open the desk
    "run", "run --sample", "serve", "work", "crawl", "demo", "newsroom", "migrate", "rebuild", "backup COPY",
    "import FILE", "sources list", "sources add https://a.example/", "sources check", "sources import FILE",
    "sources export", "user add lan",
]  # fmt: skip
HOMELESS = ["read --ndjson FILE", "read PAGE", "group FILE"]
READ_A_FILE = [
    "read FILE", "read --ndjson FILE", "group FILE", "import FILE", "search --ndjson FILE", "sources import FILE",
]  # fmt: skip
PULL = f"models pull nha/mo-hinh@{'0' * 40}"
PATIENCE_SECONDS = 30

Arrange = Callable[[Path, pytest.MonkeyPatch], object]


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A command that does not see the fault would run until somebody stops it."""

    def give_up(*_: object) -> None:
        raise TimeoutError("the command went on")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "in.ndjson"
    made.write_text(LINE, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    return made


@pytest.fixture
def desk(home: Path, migrated_sqlite: Path) -> Path:
    home.mkdir()
    return Path(shutil.copy(migrated_sqlite, home / "diemtin.db"))


def typed(command: str, file: Path) -> list[str]:
    named = {name: str(file.parent / other) for name, other in (("COPY", "copy"), ("PAGE", "page.html"))}
    named |= {"FILE": str(file)}
    return [named.get(word, word) for word in command.split()]


def one_sentence(answer: tuple[int, list[Any], str], *of: Trouble) -> None:
    code, _, said = answer
    lines = said.strip().splitlines()
    assert (code, len(lines)) == (2, 1), said
    patterns = [re.sub(r"\\{.*?\\}", ".*", re.escape(entries("vi")[trouble])) for trouble in of]
    assert any(re.fullmatch(pattern, lines[0]) for pattern in patterns), said


def read_only(desk: Path, _: pytest.MonkeyPatch) -> None:
    desk.chmod(0o444)
    desk.parent.chmod(0o555)


def a_file(desk: Path, _: pytest.MonkeyPatch) -> None:
    shutil.rmtree(desk.parent)
    desk.parent.write_text("a letter")


def nobody_answers(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", f"postgresql+psycopg://desk:a-secret@/desk?host={desk.parent}")


def no_driver(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", "postgresql+psycopg://desk@db.example/desk")


def no_address(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", "at the ministry")


def no_number(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_PORT", "eight thousand")


def cut_off(desk: Path, _: pytest.MonkeyPatch) -> None:
    desk.write_bytes(desk.read_bytes()[:9000])


def emptied(desk: Path, _: pytest.MonkeyPatch) -> None:
    desk.write_bytes(b"")


def foreign(desk: Path, _: pytest.MonkeyPatch) -> None:
    desk.write_text("a letter to the editor, " * 400)


def of_next_year(desk: Path, _: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(desk)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


FAULTS: dict[str, tuple[Arrange, tuple[Trouble, ...]]] = {
    "a read-only home": (read_only, (Trouble.FAULT_READ_ONLY,)),
    "a file in its place": (a_file, (Trouble.FAULT_NOT_A_FOLDER, Trouble.DESK_MISSING)),
    "an unreachable PostgreSQL": (nobody_answers, (Trouble.FAULT_AWAY,)),
    "a missing extra": (no_driver, (Trouble.FAULT_EXTRA,)),
    "an address that is none": (no_address, (Trouble.FAULT_SETTING,)),
    "a setting that is none": (no_number, (Trouble.FAULT_SETTING,)),
    "a file that was cut off": (cut_off, (Trouble.DESK_DAMAGED,)),
    "a file that was emptied": (emptied, (Trouble.DESK_CUT_OFF,)),
    "a file of somebody else": (foreign, (Trouble.DESK_FOREIGN,)),
    "a newer schema": (of_next_year, (Trouble.SCHEMA_NEWER,)),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_stops_each_command_with_one_sentence(
    fault: str, command: str, run: Run, desk: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    arrange, troubles = FAULTS[fault]
    arrange(desk, monkeypatch)
    with obeyed() if arrange is read_only else nullcontext():
        answer = run(*typed(command, file))
    one_sentence(answer, *troubles)
    assert "a-secret" not in answer[2]


@pytest.mark.parametrize("command", HOMELESS)
@pytest.mark.parametrize("fault", ["a read-only home", "a file in its place", "an unreachable PostgreSQL"])
def test_what_keeps_nothing_needs_no_home(
    fault: str, command: str, run: Run, desk: Path, file: Path, monkeypatch: pytest.MonkeyPatch
):
    FAULTS[fault][0](desk, monkeypatch)
    code, [answer], _ = run(*typed(command, file))
    assert (code, answer["id"]) == (0, "a" if "FILE" in command else str(file.parent / "page.html"))
    assert "Sở Y tế" in answer["text"] if "read" in command else True


def test_a_search_without_a_folder_for_its_index_is_refused_in_one_sentence(run: Run, home: Path):
    home.write_text("a letter")
    code, _, said = run("search", "y tế")
    assert (code, len(said.strip().splitlines())) == (2, 1)


def no_pointer(index: Path) -> None:
    (index / "current").unlink()
    index.chmod(0o500)


def another_version(index: Path) -> None:
    (index / "current").write_text("v0-abc")


def no_generation(index: Path) -> None:
    for folder in index.glob("v*"):
        shutil.rmtree(folder)


def half_a_generation(index: Path) -> None:
    next(index.glob("v*/meta.json")).write_text("{")


@pytest.mark.parametrize("command", ["search tiêm", "search --ndjson FILE"])
def test_a_search_that_may_not_write_its_index_says_so(command: str, run: Run, desk: Path, file: Path):
    file.write_text('{"query": "tiêm"}\n', encoding="utf-8")
    assert run(*typed(command, file))[0] == 0
    no_pointer(desk.parent / "index")
    with obeyed():
        answer = run(*typed(command, file))
    one_sentence(answer, Trouble.FAULT_READ_ONLY)
    assert "thử lại" not in answer[2]


@pytest.mark.parametrize("spoil", [another_version, no_generation, half_a_generation])
@pytest.mark.parametrize("command", ["search tiêm", "search --ndjson FILE"])
def test_a_search_builds_a_spoilt_index_anew(
    command: str, spoil: Callable[[Path], None], run: Run, desk: Path, file: Path
):
    file.write_text('{"query": "tiêm"}\n', encoding="utf-8")
    assert run(*typed(command, file))[0] == 0
    spoil(desk.parent / "index")
    code, [answer], _ = run(*typed(command, file))
    assert (code, answer["hits"]) == (0, [])


def test_a_search_whose_index_another_holds_says_so(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch):
    assert run("search", "tiêm")[0] == 0
    another_version(desk.parent / "index")
    monkeypatch.setattr(engines, "rebuild", partial(rebuild, wait=0.1))
    with writing(desk.parent / "index", wait=0):
        one_sentence(run("search", "tiêm"), Trouble.NO_INDEX)


def test_a_search_on_a_home_that_may_only_be_read_finds_what_is_there(run: Run, desk: Path, file: Path):
    assert run("search", "tiêm")[0] == 0
    for one in (desk.parent / "index", desk.parent):
        one.chmod(0o555)
    with obeyed():
        assert run("search", "tiêm")[0] == 0


def test_a_home_that_cannot_be_made_is_said(capsys: pytest.CaptureFixture[str]):
    code = main(["--home", "/proc/diemtin", "migrate"])
    one_sentence((code, [], capsys.readouterr().err), Trouble.FAULT_NO_FILE, Trouble.FAULT_READ_ONLY)


# -- What commands are given


def missing(file: Path) -> None:
    file.unlink()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def closed(file: Path) -> None:
    file.chmod(0)


OF_FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "that is not there": (missing, "Không thấy tệp .*"),
    "that is a folder": (a_folder, "«.*» là một thư mục, không phải tệp."),
    "that may not be read": (closed, "Không đọc được «.*»: bạn không có quyền. .*"),
}


@pytest.mark.parametrize("command", READ_A_FILE)
@pytest.mark.parametrize("fault", OF_FILES)
def test_a_file_that_cannot_be_read_is_said_by_each_command_that_reads_one(
    fault: str, command: str, run: Run, desk: Path, file: Path
):
    arrange, sentence = OF_FILES[fault]
    arrange(file)
    with obeyed():
        code, _, said = run(*typed(command, file))
    assert (code, len(said.strip().splitlines())) == (2, 1), said
    assert re.fullmatch(sentence, said.strip()), said


@pytest.fixture
def copy(desk: Path, home: Path, run: Run, tmp_path: Path) -> Path:
    """A backup of a desk with one person, whose home is gone since."""
    assert run("user", "add", "lan")[0] == 0
    made = tmp_path / "copy"
    assert run("backup", made)[0] == 0
    shutil.rmtree(home)
    return made


def damaged(copy: Path, _home: Path) -> None:
    (copy / "diemtin.db").write_bytes((copy / "diemtin.db").read_bytes()[:9000])


def gone(copy: Path, _home: Path) -> None:
    shutil.rmtree(copy)


def taken(copy: Path, home: Path) -> None:
    home.mkdir()
    shutil.copy(copy / "diemtin.db", home / "diemtin.db")


def in_its_place(_copy: Path, home: Path) -> None:
    home.write_text("a letter")


def closed_home(_copy: Path, home: Path) -> None:
    home.mkdir(mode=0o555)


OF_COPIES: dict[str, tuple[Callable[[Path, Path], None], Trouble]] = {
    "a damaged copy": (damaged, Trouble.BACKUP_DAMAGED),
    "no copy": (gone, Trouble.BACKUP_NONE),
    "a desk that is there": (taken, Trouble.RESTORE_IN_USE),
    "a file in the home's place": (in_its_place, Trouble.FAULT_NOT_A_FOLDER),
    "a read-only home": (closed_home, Trouble.FAULT_READ_ONLY),
}


@pytest.mark.parametrize("fault", OF_COPIES)
def test_each_fault_stops_restoring_with_one_sentence_and_leaves_no_desk(fault: str, run: Run, copy: Path, home: Path):
    arrange, trouble = OF_COPIES[fault]
    arrange(copy, home)
    before = home.is_dir() and sorted(home.iterdir())
    with obeyed():
        answer = run("restore", copy)
    one_sentence(answer, trouble)
    assert not (home / "diemtin.db").exists() or fault == "a desk that is there"
    assert not before or sorted(home.iterdir()) == before


@pytest.mark.parametrize(
    ("arrange", "trouble"), [(nobody_answers, Trouble.FAULT_AWAY), (no_driver, Trouble.FAULT_EXTRA)]
)
def test_restoring_to_a_postgresql_that_cannot_be_asked_is_said(
    arrange: Arrange, trouble: Trouble, run: Run, copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
):
    told = copy / "backup.json"
    told.write_text(told.read_text().replace("diemtin.db", "diemtin.dump").replace('"sqlite"', '"postgresql"'))
    (copy / "diemtin.db").rename(copy / "diemtin.dump")
    arrange(home / "diemtin.db", monkeypatch)
    one_sentence(run("restore", copy), trouble)


@pytest.mark.parametrize(
    ("arrange", "trouble"), [(read_only, Trouble.FAULT_READ_ONLY), (a_file, Trouble.FAULT_NOT_A_FOLDER)]
)
def test_a_home_that_takes_no_model_is_said_before_anything_is_fetched(
    arrange: Arrange, trouble: Trouble, run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(models, "EXTRA", ())  # as if it were installed
    arrange(desk, monkeypatch)
    with obeyed():
        one_sentence(run(*PULL.split()), trouble)


def test_a_model_without_the_extra_is_said(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch):
    for name in EXTRA:
        monkeypatch.setitem(sys.modules, name, None)
    code, _, said = run(*PULL.split())
    assert (code, len(said.strip().splitlines())) == (2, 1)
    assert "transformers" in said


@pytest.mark.parametrize("arrange", [a_folder, missing])
def test_a_copy_is_never_put_in_the_place_of_a_file(arrange: Callable[[Path], None], run: Run, desk: Path, file: Path):
    assert run("user", "add", "lan")[0] == 0
    one_sentence(run("backup", file), Trouble.FAULT_NOT_A_FOLDER)
    arrange(file)
    assert run("backup", file)[0] == 0
