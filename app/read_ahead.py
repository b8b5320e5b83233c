"""Readers at work while this thread does something else: they never wait for grouping, nor a click for a page."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Protocol, Self

from sqlalchemy.exc import DBAPIError

from desk.leases import BATCH_SIZE, RENEW_AFTER, Batch
from domain.errors import Busy
from domain.store import Database
from domain.work import StepResult

BATCHES_AHEAD = 3  # batches: one is being read, one waits for when its last pages are, one is on its way


class Lane(Protocol):
    """What has its batches read elsewhere."""

    def claim(self, limit: int) -> Batch | None: ...
    def read(self, batch: Batch) -> list[StepResult]: ...
    def record(self, batch: Batch, results: Sequence[StepResult]) -> None: ...


@dataclass(frozen=True)
class OnItsWay:
    lane: Lane
    batch: Batch
    results: Future[list[StepResult]]


@dataclass
class ReadAhead:
    """Batches are handed to the readers in the order in which they were claimed, and recorded in it.

    The database is this thread's.
    """

    database: Database
    lanes: Sequence[tuple[Lane, float]]  # the more urgent first, each with the seconds it rests when it had nothing
    interrupt: Callable[[], None] = lambda: None  # ends the reading of a batch, which nobody waits for any more
    _ahead: deque[OnItsWay] = field(default_factory=deque)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(BATCHES_AHEAD, "read-ahead"))
    _renew_at: float = 0.0
    _rests: dict[int, float] = field(default_factory=dict)  # of a lane by its number: until when

    def advance(self, limit: int = BATCH_SIZE) -> int:
        """Record what has been read, and hand out what is there. Returns how many rows were claimed or recorded."""
        rows = 0
        while self._ahead and self._ahead[0].results.done():
            first = self._ahead[0]
            first.lane.record(first.batch, first.results.result())
            self._ahead.popleft()  # not before: a database that is away for a moment loses nothing
            rows += len(first.batch.work)
        while len(self._ahead) < BATCHES_AHEAD and (claimed := self._claim(limit)):
            rows += len(claimed.batch.work)
            self._ahead.append(claimed)
        self._renew()
        return rows

    def _claim(self, limit: int) -> OnItsWay | None:
        for number, (lane, rest) in enumerate(self.lanes):
            if monotonic() < self._rests.get(number, 0.0):
                continue
            if batch := lane.claim(limit):
                return OnItsWay(lane, batch, self._threads.submit(lane.read, batch))
            self._rests[number] = monotonic() + rest
        return None

    def _renew(self) -> None:
        """A living worker keeps its leases, however long its batches take."""
        if self._ahead and monotonic() > self._renew_at:
            self._renew_at = monotonic() + RENEW_AFTER.total_seconds()
            with self.database.write() as store:
                store.articles.renew([one.batch.lease for one in self._ahead])

    def wait(self, seconds: float) -> bool:
        """Until the next batch has been read, or so long. False when there is none."""
        if self._ahead:
            wait([self._ahead[0].results], seconds)
        return bool(self._ahead)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Give back the leases of what is still being read."""
        self.interrupt()
        self._threads.shutdown(wait=True, cancel_futures=True)
        with suppress(DBAPIError, Busy), self.database.write() as store:  # else their leases run out
            store.articles.release([one.batch.lease.token for one in self._ahead])
