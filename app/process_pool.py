"""Processes that read: extracting and understanding are CPU, and a batch is spread over them."""

import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from desk.steps import Read
from domain.stage import Stage
from domain.store import ClaimedArticle, StepResult

_readers: list[Read] = []  # in a reading process: its own, once


class ProcessPool:
    """`prepare` is picklable and runs once in each process."""

    def __init__(self, prepare: Callable[[], Read], *, processes: int) -> None:
        context = get_context("spawn")  # the engines hold threads, which a fork would lose
        self._processes = processes
        self._pool = ProcessPoolExecutor(processes, context, initializer=_prepare, initargs=(prepare,))

    def run(self, to: Stage, batch: list[ClaimedArticle]) -> list[StepResult]:
        chunk = max(1, len(batch) // (4 * self._processes))
        return list(self._pool.map(_read, [to] * len(batch), batch, chunksize=chunk))

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def _prepare(prepare: Callable[[], Read]) -> None:
    """Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _readers.append(prepare())


def _read(to: Stage, work: ClaimedArticle) -> StepResult:
    return _readers[0](to, work)
