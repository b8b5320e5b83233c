"""A reader that is asked one thing at a time: what it costs to read is bounded, and it is replaced when it dies."""

import logging
import select
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

from app.readers.process import CPU_SIGNAL, Reader
from app.readers.wire import Garbled
from domain.errors import DeskError
from domain.message import Message
from domain.visits import FetchError, visit_message

T = TypeVar("T")
LOOK_SECONDS = 0.25  # how often one that waits looks whether it is closed
log = logging.getLogger("diemtin.readers")


class Lost(Exception):
    """The reader hung or died over this question, or did not start. The next question finds a new one."""

    def __init__(self, error: FetchError, how: str) -> None:
        super().__init__(f"{error}: {how}")
        self.error = error


class Closed(Exception):
    """The answer is not waited for any more."""


def answered_with(wanted: type[T], ask: Callable[[], object], refuse: type[DeskError]) -> T:
    """The answer, if it is what was wanted. Raises `refuse` with what the reader says instead, or what became of it."""
    try:
        answer = ask()
    except Lost as lost:
        raise refuse(visit_message(lost.error)) from None
    if isinstance(answer, Message):
        raise refuse(answer)
    if not isinstance(answer, wanted):  # of a reader that was taken over
        raise refuse(visit_message(FetchError.UNREADABLE))
    return answer


class OneReader:
    """For one thread at a time; any thread may close it. `prepare` is as for ReaderPool."""

    def __init__(
        self, prepare: Callable[[], Callable[..., Any]], *, deadline_seconds: float, memory_bytes: int
    ) -> None:
        self._prepare = prepare
        self._limits: dict[str, Any] = {"deadline_seconds": deadline_seconds, "memory_bytes": memory_bytes}
        self._reader: Reader | None = None
        self._closed = False
        self._asking = Lock()

    def ask(self, question: object) -> Any:
        """The answer. Raises Lost within the deadline, whatever the question does to the reader; and Closed."""
        with self._asking:
            reader = self._ready()
            reader.give(0, (question,))
            answer, leaving = self._heard(reader)
            reader.answered()
            if leaving:
                self._end()
            return answer

    def close(self) -> None:
        """Close it. A thread that waits for an answer gets Closed."""
        self._closed = True
        with self._asking:
            self._end()

    def _ready(self) -> Reader:
        if self._reader and not self._reader.lives:  # died idle: no question's fault
            self._end()
        if self._reader is None and not self._closed:
            self._reader = Reader(self._prepare, **self._limits)
        reader = self._reader
        if reader is None:
            raise Closed
        if not reader.is_ready:
            try:
                self._heard(reader)
            except Lost as lost:
                raise Lost(FetchError.INTERNAL, f"no reader starts, {lost}") from None
            reader.is_ready = True
        return reader

    def _heard(self, reader: Reader) -> Any:
        """The reader's next message."""
        poll = select.poll()
        while not self._closed:
            poll.register(reader.fileno(), select.POLLIN | (select.POLLOUT if reader.has_unsent else 0))
            seconds = min(LOOK_SECONDS, max(0.0, reader.due - monotonic()))
            if events := poll.poll(1000 * seconds + 1):
                if events[0][1] & select.POLLOUT:
                    reader.flush()
                if events[0][1] & ~select.POLLOUT and (heard := self._received(reader)):
                    return heard[0]
            if monotonic() >= reader.due:
                raise self._lost(FetchError.TOO_SLOW, f"{self._limits['deadline_seconds']:g} seconds")
        raise Closed

    def _received(self, reader: Reader) -> list[Any]:
        try:
            heard = reader.received()
        except Garbled as error:
            raise self._lost(FetchError.UNREADABLE, f"garbled, {error}") from None
        if heard is None:
            how = reader.how_it_died()
            slow = how == CPU_SIGNAL
            raise self._lost(FetchError.TOO_SLOW if slow else FetchError.UNREADABLE, how)
        return heard

    def _lost(self, error: FetchError, how: str) -> Lost:
        log.warning("a reader was lost (%s, %s)", error, how)
        self._end()
        return Lost(error, how)

    def _end(self) -> None:
        if self._reader:
            self._reader.kill()
            self._reader = None
