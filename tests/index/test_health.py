"""Damage to the folder of the index is noticed, whichever it is, and a rebuild mends it."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from domain.search import Document, Query
from index.embedded.engine import EmbeddedIndex
from index.embedded.folder import pointed
from index.embedded.health import Health
from index.rebuild import rebuild

_fork = multiprocessing.get_context("spawn")
ARTICLES = [Document(id=f"a{n}", title="Bão số 5", text=f"Gió giật cấp {n}, mưa lớn ở xã {n}") for n in range(30)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rebuild(tmp_path / "i", ARTICLES)
    EmbeddedIndex(tmp_path / "i").remove(["a7"])  # so that a file of deletions is there
    return tmp_path / "i"


def largest(path: Path) -> Path:
    return max(pointed(path).glob("*.*"), key=lambda file: file.stat().st_size)


def instead(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "inside").write_text("x", "ascii")


def a_file_for_the_folder(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("no folder", "ascii")


def another_database(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as other:
        other.execute("create table t (x)")


def older(path: Path) -> None:
    folder = pointed(path)
    folder.rename(path / "v1-0123456789ab")
    (path / "current").write_text("v1-0123456789ab", "ascii")


def over(file: Path, data: bytes | bytearray) -> None:
    """In place: `write_bytes` first cuts the file, and whoever reads what is still mapped then does not live."""
    with file.open("r+b") as opened:
        opened.write(data)


def zeros(file: Path) -> None:
    over(file, bytes(file.stat().st_size))


def one_bit(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 3] ^= 1
    over(file, data)


def half(file: Path) -> None:
    """As a new file: what is still mapped would else be read past its end, and no process lives through that."""
    data = file.read_bytes()[: file.stat().st_size // 2]
    file.unlink()
    file.write_bytes(data)


def in_generation(pattern: str, damage: Callable[[Path], object]) -> Callable[[Path], object]:
    def damaged(path: Path) -> None:
        for file in list(pointed(path).glob(pattern)):
            damage(file)

    return damaged


def no_lock_and_no_pointer(path: Path) -> None:
    instead(path / "writer.lock")
    (path / "current").unlink()


def pointer_is_a_folder(path: Path) -> None:
    instead(path / "current")


FILES: dict[str, Callable[[Path], object]] = {
    "zeros": zeros,
    "half": half,
    "one bit": one_bit,
    "nothing": Path.unlink,
    "a folder": instead,
}
PARTS = ("store", "term", "idx", "pos", "fast", "fieldnorm", "del")
DAMAGE: dict[str, Callable[[Path], object]] = {
    "the folder is gone": shutil.rmtree,
    "a file stands for the folder": a_file_for_the_folder,
    "the pointer is gone": lambda path: (path / "current").unlink(),
    "the pointer is empty": lambda path: (path / "current").write_bytes(b""),
    "the pointer is zeros": lambda path: (path / "current").write_bytes(bytes(15)),
    "the pointer is a folder": pointer_is_a_folder,
    "the lock is a folder": no_lock_and_no_pointer,
    "the generation is gone": lambda path: shutil.rmtree(pointed(path)),
    "another database": lambda path: another_database(largest(path)),
    "another database for the pointer": lambda path: another_database(path / "current"),
    "an older schema": older,
    "meta.json cut": in_generation("meta.json", half),
    "meta.json zeros": in_generation("meta.json", zeros),
    "meta.json is a list": lambda path: (pointed(path) / "meta.json").write_text("[]", "ascii"),
    "meta.json is a folder": in_generation("meta.json", instead),
    **{f"{name} for .{part}": in_generation(f"*.{part}", do) for part in PARTS for name, do in FILES.items()},
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_damage_is_noticed_and_mended(path: Path, damage: str) -> None:
    health = Health(path)
    assert health.fault() == ""
    DAMAGE[damage](path)
    assert health.fault()
    assert Health(path).fault()
    assert rebuild(path, ARTICLES) == len(ARTICLES)
    assert health.fault() == ""
    assert len(EmbeddedIndex(path).find(Query(text="bão", limit=50)).hits) == len(ARTICLES)


def test_a_process_that_starts_on_a_lost_folder_does_not_hide_that_it_was_lost(path: Path) -> None:
    shutil.rmtree(path)
    assert EmbeddedIndex(path).count() == 0
    assert Health(path).fault()
    rebuild(path, ARTICLES)
    assert Health(path).fault() == ""


def left_over(path: Path) -> None:
    (path / "v2-aaaaaaaaaaaa").mkdir()
    (path / "v2-aaaaaaaaaaaa" / "meta.json").write_text("{", "ascii")
    (path / "current.new").write_text("v2-aaaaaaaaaaaa", "ascii")


HARMLESS: dict[str, Callable[[Path], object]] = {
    "a rebuild that was killed": left_over,
    "a lock left over": lambda path: (path / "writer.lock").touch(),
    "tantivy's lock left over": lambda path: (pointed(path) / ".tantivy-writer.lock").touch(),
    "a journal of another program": lambda path: (path / "index.sqlite-wal").write_bytes(b"x" * 100),
    "a stray file in the generation": lambda path: (pointed(path) / "notes.txt").write_text("x", "ascii"),
    "files that may only be read": in_generation("*.*", lambda file: file.chmod(0o444)),
    "an article was added": lambda path: EmbeddedIndex(path).add(ARTICLES[:3]),
    "articles were removed": lambda path: EmbeddedIndex(path).remove(["a1", "a2"]),
}


@pytest.mark.parametrize("change", sorted(HARMLESS))
def test_what_is_no_damage_is_left_alone(path: Path, change: str) -> None:
    health = Health(path)
    assert health.fault() == ""
    HARMLESS[change](path)
    assert health.fault() == ""
    assert Health(path).fault() == ""


def _slowly(path: Path, ready: str) -> None:
    def documents() -> Iterator[Document]:
        yield ARTICLES[0]
        Path(ready).write_text("begun", "ascii")
        sleep(600)

    rebuild(path, documents())


def test_a_rebuild_that_is_killed_is_begun_again(path: Path, tmp_path: Path) -> None:
    shutil.rmtree(path)
    ready = tmp_path / "ready"
    builder = _fork.Process(target=_slowly, args=(path, str(ready)))
    builder.start()
    until = monotonic() + 60
    while monotonic() < until and not ready.exists():
        sleep(0.02)
    assert builder.pid is not None
    os.kill(builder.pid, signal.SIGKILL)
    builder.join()
    assert Health(path).fault()
    assert rebuild(path, ARTICLES, wait=5) == len(ARTICLES)
    assert Health(path).fault() == ""
    assert len(list(path.glob("v*-*"))) == 1


def _rebuild(path: Path) -> None:
    rebuild(path, ARTICLES)


def test_two_processes_that_mend_at_once_leave_one_whole_index(path: Path) -> None:
    zeros(largest(path))
    both = [_fork.Process(target=_rebuild, args=(path,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert [one.exitcode for one in both] == [0, 0]
    assert Health(path).fault() == ""
    assert EmbeddedIndex(path).count() == len(ARTICLES)
    assert len(list(path.glob("v*-*"))) == 1
