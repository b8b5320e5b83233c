"""What came from publishers is read and written by threads of its own, so that no page or feed holds up the others."""

import logging
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Self

from crawlers.fetch.visits import MEGABYTE, Fetched

MAX_HELD_BYTES = 64 * MEGABYTE  # of what waits to be filed; beyond it nothing new is asked for
END_SECONDS = 2.0  # for what has come before the end; the rest is asked for again
LOOK_SECONDS = 0.2
log = logging.getLogger("diemtin.crawler")


class Filing:
    """Pages, which are only written, never wait behind feeds, which are read first."""

    def __init__(self, deliver: Callable[[Fetched], None], *, feed_threads: int) -> None:
        self._deliver = deliver
        self._feeds: SimpleQueue[Fetched] = SimpleQueue()
        self._pages: SimpleQueue[Fetched] = SimpleQueue()
        self._waiting, self._held, self._counting = 0, 0, Lock()
        self._ended = Event()
        lanes = [self._pages, *[self._feeds] * feed_threads]
        self._threads = [Thread(target=self._file, args=(lane,), name="filing", daemon=True) for lane in lanes]

    @property
    def has_room(self) -> bool:
        return self._held < MAX_HELD_BYTES

    def put(self, fetched: Fetched) -> None:
        self._count(1, len(fetched.content))
        (self._feeds if fetched.key.startswith("feed:") else self._pages).put(fetched)

    def _file(self, lane: SimpleQueue[Fetched]) -> None:
        while not self._ended.is_set():
            try:
                fetched = lane.get(timeout=LOOK_SECONDS)
            except Empty:
                continue
            try:
                self._deliver(fetched)
            except Exception:  # otherwise the thread would die unnoticed
                log.exception("what came from %s was not filed", fetched.url)
            finally:
                self._count(-1, -len(fetched.content))

    def _count(self, number: int, size: int) -> None:
        with self._counting:
            self._waiting += number
            self._held += size

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        until = monotonic() + END_SECONDS
        while self._waiting and monotonic() < until:
            self._ended.wait(LOOK_SECONDS)
        self._ended.set()
        if self._waiting:
            log.info("%d answers are not filed; they are asked for again", self._waiting)
