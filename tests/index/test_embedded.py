"""The index on disk: durable, read by many processes, rebuilt beside, honest when it is away."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from domain.errors import Unreachable
from domain.search import Document, Query
from index import searching
from index.embedded.engine import EmbeddedIndex
from index.embedded.folder import writing
from index.rebuild import rebuild
from index.searching import SAMPLE_PARTS

_fork = multiprocessing.get_context("spawn")


def an_article(number: int, title: str = "Bão số 5") -> Document:
    return Document(id=f"a{number}", title=title, text="Gió giật cấp 10")


def ids(index: EmbeddedIndex, text: str, limit: int = 50) -> set[str]:
    return {hit.id for hit in index.find(Query(text=text, limit=limit)).hits}


def test_what_was_added_is_there_after_a_restart(tmp_path: Path) -> None:
    EmbeddedIndex(tmp_path / "i").add([an_article(1)])
    assert ids(EmbeddedIndex(tmp_path / "i"), "bão") == {"a1"}


def test_a_reader_sees_what_another_writes(tmp_path: Path) -> None:
    reader, writer = EmbeddedIndex(tmp_path / "i"), EmbeddedIndex(tmp_path / "i")
    assert reader.count() == 0
    for n in range(12):
        writer.add([an_article(n)])
        assert reader.count() == n + 1
    writer.remove(["a3"])
    assert "a3" not in ids(reader, "bão")


def _write_for_ever(path: Path, ready: str) -> None:
    index = EmbeddedIndex(path)
    n = 0
    while True:
        index.add([an_article(n)])
        Path(ready).write_text(str(n), "ascii")
        n += 1


def _killed_after(path: Path, ready: Path, articles: int) -> int:
    """Start a writer, kill it once it has reported `articles`; the last number it reported."""
    writer = _fork.Process(target=_write_for_ever, args=(path, str(ready)))
    writer.start()
    until = monotonic() + 30
    while monotonic() < until and _reported(ready) < articles:
        sleep(0.01)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    return _reported(ready)


def _reported(ready: Path) -> int:
    try:
        return int(ready.read_text("ascii") or "-1")
    except FileNotFoundError:
        return -1


def test_a_killed_writer_loses_nothing_it_reported_and_holds_no_lock(tmp_path: Path) -> None:
    reader = EmbeddedIndex(tmp_path / "i", wait=2)
    last = _killed_after(tmp_path / "i", tmp_path / "ready", articles=5)
    assert last >= 5
    assert {f"a{n}" for n in range(last + 1)} <= ids(reader, "bão", limit=10_000)
    reader.add([an_article(10_000)])
    assert "a10000" in ids(EmbeddedIndex(tmp_path / "i"), "bão", limit=10_000)


def test_a_missing_folder_is_unreachable_and_a_rebuild_mends_it(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "i")
    index.add([an_article(1)])
    shutil.rmtree(tmp_path / "i")
    for ask in (lambda: index.find(Query(text="bão")), index.count, lambda: index.add([an_article(2)])):
        with pytest.raises(Unreachable):
            ask()
    assert rebuild(tmp_path / "i", [an_article(1), an_article(2)]) == 2
    assert ids(index, "bão") == {"a1", "a2"}


@pytest.mark.parametrize("damage", ["meta", "pointer", "segments"])
def test_a_damaged_folder_is_unreachable_and_a_rebuild_mends_it(tmp_path: Path, damage: str) -> None:
    EmbeddedIndex(tmp_path / "i").add([an_article(1)])
    for file in {"meta": "v*/meta.json", "pointer": "current", "segments": "v*/*.*"}[damage].split():
        for found in (tmp_path / "i").glob(file):
            found.unlink()  # what is still mapped must not be cut: no process lives through reading past its end
            found.write_bytes(b"not what it was \xff")
    index = EmbeddedIndex(tmp_path / "i")
    with pytest.raises(Unreachable):
        index.find(Query(text="bão"))
    with pytest.raises(Unreachable):
        index.add([an_article(2)])
    rebuild(tmp_path / "i", [an_article(3)])
    assert ids(index, "bão") == {"a3"}


def test_a_rebuild_is_swapped_in_whole_and_readers_notice(tmp_path: Path) -> None:
    reader = EmbeddedIndex(tmp_path / "i")
    reader.add([an_article(1)])
    seen: list[set[str]] = []

    def documents() -> Iterator[Document]:
        for n in (2, 3):
            seen.append(ids(reader, "bão"))
            yield an_article(n)

    assert rebuild(tmp_path / "i", documents()) == 2
    assert seen == [{"a1"}, {"a1"}]
    assert ids(reader, "bão") == {"a2", "a3"}
    reader.add([an_article(4)])
    assert ids(EmbeddedIndex(tmp_path / "i"), "bão") == {"a2", "a3", "a4"}
    assert len(list((tmp_path / "i").glob("v*"))) == 1


def test_a_rebuild_that_fails_leaves_the_old_index(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "i")
    index.add([an_article(1)])

    def documents() -> Iterator[Document]:
        yield an_article(2)
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        rebuild(tmp_path / "i", documents())
    assert ids(index, "bão") == {"a1"}
    assert len(list((tmp_path / "i").glob("v*"))) == 1


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "i", wait=0.1)
    with writing(tmp_path / "i", wait=0), pytest.raises(Unreachable):
        index.add([an_article(1)])
    index.add([an_article(1)])
    assert index.count() == 1


def test_a_source_of_articles_that_fails_is_not_called_the_engines_fault(tmp_path: Path) -> None:
    def documents() -> Iterator[Document]:
        yield an_article(1)
        raise ValueError("ours")

    index = EmbeddedIndex(tmp_path / "i")
    with pytest.raises(ValueError, match="ours"):
        index.add(documents())
    assert index.count() == 0


def test_paging_very_deep_answers_quickly_with_nothing(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "i")
    index.add([an_article(n) for n in range(30)])
    results = index.find(Query(text="bão", offset=10**9, limit=10**9))
    assert results.hits == ()
    assert results.total == 30
    assert len(index.find(Query(text="bão", offset=-5, limit=10**9)).hits) == 30


@pytest.fixture
def crowded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedIndex:
    """An index that takes forty articles for very many."""
    monkeypatch.setattr(searching, "COUNTED_EXACTLY", 20)
    index = EmbeddedIndex(tmp_path / "i")
    near = [Document(id=f"n{n:02}", title="", text=f"Lũ quét ở xã {n}, " + "mưa " * n) for n in range(25)]
    apart = [Document(id=f"x{n:02}", title="", text=f"Lũ về, dân quét dọn ở xã {n}, " + "mưa " * n) for n in range(15)]
    index.add([*apart, *near])
    return index


def test_of_very_many_those_come_first_in_which_the_words_stand_together(crowded: EmbeddedIndex) -> None:
    found = [hit.id for hit in crowded.find(Query(text="lũ quét ", limit=25)).hits]
    assert sorted(found) == [f"n{n:02}" for n in range(25)]


@pytest.mark.parametrize("size", [4, 10, 25, 33])
def test_pages_of_very_many_put_together_hold_each_once(crowded: EmbeddedIndex, size: int) -> None:
    whole = [hit.id for hit in crowded.find(Query(text="lũ quét ", limit=40)).hits]
    assert len(set(whole)) == 40
    paged = [
        hit.id for at in range(0, 40, size) for hit in crowded.find(Query(text="lũ quét ", limit=size, offset=at)).hits
    ]
    assert paged[: len(whole)] == whole[: len(paged)]


def test_the_number_of_very_many_is_about_right(crowded: EmbeddedIndex) -> None:
    crowded.add([Document(id=f"m{n}", title="", text=f"Lũ quét ở bản {n}") for n in range(600)])
    results = crowded.find(Query(text="lũ quét "))
    assert 400 < results.total < 900
    assert results.total % SAMPLE_PARTS == 0


def test_where_hardly_anything_holds_all_words_of_very_many_the_best_of_some_are_shown(crowded: EmbeddedIndex) -> None:
    found = [hit.id for hit in crowded.find(Query(text="lũ quét kinh hoàng nhất thế kỷ", limit=30)).hits]
    assert len(found) == 30
    assert {f"n{n:02}" for n in range(25)} <= set(found)
