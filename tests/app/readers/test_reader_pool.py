"""One page costs its own time only: whatever a page does to its reader, the others come through."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil
import pytest

from app.readers.pool import Interrupted, ReaderPool
from domain.article import Article
from domain.page import FetchedPage
from domain.stage import Outcome, Stage
from domain.work import ClaimedArticle, StepResult
from tests.app.readers import steps

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PROJECT = Path(__file__).parents[3]


def page(number: int, order: str) -> ClaimedArticle:
    url = f"https://bao.example.vn/{number}"
    return ClaimedArticle(
        article=Article(id=f"a{number}", source_id="bao", url=url, stage=Stage.FETCHED, fetched_at=NOW),
        page=FetchedPage(url=url, content=order.encode(), fetched_at=NOW),
    )


def ordered(pool: ReaderPool, *orders: str) -> list[StepResult]:
    return pool.run(Stage.EXTRACTED, [page(number, order) for number, order in enumerate(orders)])


def said(pool: ReaderPool, order: str) -> str:
    return ordered(pool, order)[0].article.title


def readers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "app.readers.main" in child.cmdline()]


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(steps.prepare, processes=2, deadline_seconds=300) as pool:
        yield pool


@pytest.fixture
def hasty() -> Iterator[ReaderPool]:
    """For pages that never end: how long the machine takes for the others must not matter, so they are few."""
    with ReaderPool(steps.prepare, processes=2, deadline_seconds=1) as pool:
        yield pool


def test_results_come_in_the_batchs_order(pool: ReaderPool) -> None:
    results = ordered(pool, *(f"say {number}" for number in range(100)))

    assert [result.article.title for result in results] == [str(number) for number in range(100)]
    assert {result.outcome for result in results} == {Outcome.MOVED_ON}
    assert len(readers()) == 2


def test_readers_of_a_desk_that_has_needed_much_memory_itself_stay(pool: ReaderPool) -> None:
    """Linux hands the parent's peak on to a new program; it is not the reader's."""
    much = bytearray(600 * 1024 * 1024)  # more than half of a reader's limit, and touched
    ordered(pool, "say một", "say hai")
    before = {reader.pid for reader in readers()}
    ordered(pool, "say ba", "say bốn")

    assert len(before) == 2
    assert before == {reader.pid for reader in readers()}
    del much


def test_readers_stand_behind_people_who_click_on_the_same_machine(pool: ReaderPool) -> None:
    """Only readers do: whoever holds the database's lock must not be made to wait for a processor."""
    assert int(said(pool, "niceness")) == min(19, os.nice(0) + 10)
    for reader in readers():
        own = Path(f"/proc/{reader.pid}/autogroup")
        assert not own.exists() or own.read_text().endswith("nice 10\n"), "Linux weighs sessions first"


def test_an_empty_batch_starts_nothing(pool: ReaderPool) -> None:
    assert pool.run(Stage.EXTRACTED, []) == []
    assert readers() == []


def test_pages_larger_than_any_buffer_go_there_and_back(pool: ReaderPool) -> None:
    words = "từ " * 500_000

    assert [result.article.title for result in ordered(pool, *[f"say {words}"] * 6)] == [words] * 6


@pytest.mark.parametrize("fault", ["die 1", "die 0", "crash"])
def test_a_page_that_kills_its_reader_twice_is_set_aside_and_the_others_go_on(pool: ReaderPool, fault: str) -> None:
    results = ordered(pool, "say một", fault, *["say hai"] * 8)

    assert (results[1].outcome, results[1].reason) == (Outcome.QUARANTINE, "reader-died")
    assert results[1].article == page(1, fault).article
    assert {result.outcome for result in results[:1] + results[2:]} == {Outcome.MOVED_ON}


@pytest.mark.parametrize("fault", ["hang", "spin"])
def test_a_page_that_never_ends_is_set_aside_and_the_others_go_on(hasty: ReaderPool, fault: str) -> None:
    results = ordered(hasty, fault, "say một")

    assert (results[0].outcome, results[0].reason) == (Outcome.QUARANTINE, "too-slow")
    assert results[0].details == {"how": "1 seconds"}
    assert results[1].outcome is Outcome.MOVED_ON


def test_pages_that_wait_behind_one_that_hangs_are_not_blamed() -> None:
    with ReaderPool(steps.prepare, processes=1, deadline_seconds=1) as pool:
        results = ordered(pool, "hang", "say một", "say hai")

    assert [result.outcome for result in results] == [Outcome.QUARANTINE, Outcome.MOVED_ON, Outcome.MOVED_ON]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")
def test_a_page_that_takes_too_much_memory_is_set_aside(pool: ReaderPool) -> None:
    results = ordered(pool, "no-memory", "say một")

    assert (results[0].outcome, results[0].reason) == (Outcome.QUARANTINE, "too-much-memory")
    assert results[1].outcome is Outcome.MOVED_ON


def test_a_page_whose_reader_died_for_another_reason_is_read_after_all(tmp_path: Path) -> None:
    prepare = partial(steps.prepare_with_a_first_that_dies, tmp_path)
    with ReaderPool(prepare, processes=1, deadline_seconds=300) as pool:
        results = ordered(pool, "say một", "say hai")

    assert [result.article.title for result in results] == ["một", "hai"]


def test_readers_that_died_idle_are_replaced_and_no_page_is_blamed(
    pool: ReaderPool, caplog: pytest.LogCaptureFixture
) -> None:
    ordered(pool, "say một", "say hai")
    before = readers()
    for reader in before:
        reader.kill()
    psutil.wait_procs(before)

    assert said(pool, "say ba") == "ba"
    assert "was lost" not in caplog.text


def test_a_page_that_hangs_holds_up_its_own_batch_only(pool: ReaderPool) -> None:
    with ThreadPoolExecutor(1) as other:
        stuck = other.submit(hung, pool)
        assert [said(pool, f"say {number}") for number in range(20)] == [str(number) for number in range(20)]
        assert not stuck.done()
        pool.interrupt()
        with pytest.raises(Interrupted):
            stuck.result()


def hung(pool: ReaderPool) -> list[StepResult]:
    return ordered(pool, "hang", "say một")


def test_batches_of_several_threads_get_their_own_answers(pool: ReaderPool) -> None:
    def batch(number: int) -> list[str]:
        faults = ["die 1"] if number % 3 == 0 else []
        return [one.article.title for one in ordered(pool, *(f"say {number}.{page}" for page in range(30)), *faults)]

    with ThreadPoolExecutor(4) as threads:
        for number, titles in enumerate(threads.map(batch, range(12))):
            assert titles[:30] == [f"{number}.{page}" for page in range(30)]


def test_all_batches_are_interrupted_and_leave_nothing_to_the_next_reader(pool: ReaderPool) -> None:
    with ThreadPoolExecutor(3) as threads:
        stuck = [threads.submit(hung, pool) for _ in range(3)]
        pool.interrupt()
        for one in stuck:
            with pytest.raises(Interrupted):
                one.result()
    assert readers() == []


def test_when_no_reader_starts_all_batches_are_tried_again_later() -> None:
    with ReaderPool(steps.prepare_to_die, processes=2) as pool, ThreadPoolExecutor(3) as threads:
        for results in threads.map(lambda _: ordered(pool, "say một", "say hai"), range(3)):
            assert {(result.outcome, result.reason) for result in results} == {(Outcome.RETRY, "no-reader")}


def test_when_no_reader_starts_the_pages_are_tried_again_later() -> None:
    with ReaderPool(steps.prepare_to_die, processes=2) as pool:
        results = ordered(pool, "say một", "say hai")

    assert {(result.outcome, result.reason) for result in results} == {(Outcome.RETRY, "no-reader")}


def test_a_reader_can_make_the_desk_unpickle_nothing_but_domain_values(pool: ReaderPool) -> None:
    results = ordered(pool, "send-code", "say một")

    assert (results[0].outcome, results[0].reason) == (Outcome.QUARANTINE, "reader-died")
    assert results[0].details == {"how": "garbled"}
    assert results[1].outcome is Outcome.MOVED_ON


def test_closing_ends_every_reader(pool: ReaderPool) -> None:
    ordered(pool, "say một", "say hai")
    before = readers()
    pool.close()

    assert len(before) == 2
    assert not any(reader.is_running() for reader in before)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child whatever it does")
@pytest.mark.parametrize("order", ["hang", "spin"])
def test_no_reader_outlives_a_desk_that_is_killed(order: str) -> None:
    """The readers hold the desk's error output, so its end is read when the last of them is gone."""
    command = [sys.executable, "-m", "tests.app.readers.desk", order]
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stderr
        assert [desk.stderr.readline(), desk.stderr.readline()] == ["at work\n"] * 2
        os.kill(desk.pid, signal.SIGKILL)
        assert desk.stderr.read() == ""


def test_idle_readers_end_with_a_desk_that_is_killed() -> None:
    command = [sys.executable, "-m", "tests.app.readers.desk", "say một"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        assert desk.stderr
        assert desk.stdout.readline() == "read\n"
        os.kill(desk.pid, signal.SIGKILL)
        assert desk.stderr.read() == ""
