"""A pool of readers in which one page costs its own time only.

Each page is read in a process that may die: for it, a deadline, memory and CPU are limited. A reader that dies or
hangs is replaced alone. The page that it was reading is read once more with nothing behind it, and is set aside for a
person when that reader dies too.
"""

import logging
import select
from collections import deque
from itertools import count
from threading import Condition, Lock
from time import monotonic
from types import TracebackType
from typing import Any

from app.readers.confinement import PARTS
from app.readers.process import CPU_SIGNAL, Prepare, Reader
from app.readers.wire import Garbled
from domain.stage import Outcome, Stage, StopReason
from domain.work import ClaimedArticle, StepResult

LOOK_SECONDS = 0.25  # how often a batch looks whether it is interrupted
MAX_FAILED_STARTS = 3  # in a row: then it is not a page's fault
log = logging.getLogger("diemtin.readers")


class Interrupted(Exception):
    """The desk is ending, so the batch was not finished and its rows stay as they were."""


class ReaderPool:
    """`prepare` is run once in each reader, and makes what reads there. It is pickled and must carry no secret.

    Several threads may have a batch read at once. One of them at a time speaks with the readers, for all of them, so
    no reader waits for the last page of a batch while there is another.
    """

    def __init__(
        self, prepare: Prepare, *, processes: int, deadline_seconds: float = 20, memory_bytes: int = 1 << 30
    ) -> None:
        self._prepare, self._processes = prepare, processes
        self._limits: dict[str, Any] = {"deadline_seconds": deadline_seconds, "memory_bytes": memory_bytes}
        self._readers: list[Reader] = []
        self._failed_starts = 0
        self.confined_by: tuple[str, ...] | None = None  # None: no reader has started yet
        self._turn = Condition(Lock())
        self._listening = False  # one thread listens to the readers, without holding the lock
        self._interrupted = False
        self._numbers = count()
        self._asked: dict[int, tuple[Stage, ClaimedArticle]] = {}  # pages by their number, until their batch is done
        self._queue: deque[int] = deque()
        self._once_more: deque[int] = deque()  # their reader died; they are read alone, after the others
        self._results: dict[int, tuple[StepResult, ...]] = {}

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the readers. They hold nothing."""
        while self._readers:
            self._readers.pop().kill()

    def interrupt(self) -> None:
        """From any thread: each batch that is being read, and any after it, raises Interrupted within a moment."""
        self._interrupted = True

    def run(self, to: Stage, batch: list[ClaimedArticle]) -> list[StepResult]:
        """The results of each page's steps, in the batch's order, whatever its reader does."""
        with self._turn:
            pages = dict(zip(self._numbers, ((to, work) for work in batch), strict=False))
            self._ask(pages)
            try:
                while not self._results.keys() >= pages.keys():
                    if self._interrupted or not self._asked.keys() >= pages.keys():
                        raise Interrupted
                    self._go_on()
                for number in pages:
                    del self._asked[number]
                return [result for number in pages for result in self._results.pop(number)]
            except BaseException:
                self._drop_all()  # an answer to these pages must not be taken for one to others
                raise
            finally:
                self._turn.notify_all()  # another batch may have nobody who listens

    def _ask(self, pages: dict[int, tuple[Stage, ClaimedArticle]]) -> None:
        self._asked |= pages
        # The longest first: so the last ones are short, and no reader waits long for another's.
        self._queue.extend(sorted(pages, key=lambda number: -_length(pages[number][1])))
        self._failed_starts = 0
        for reader in [one for one in self._readers if not (one.pages or one.lives)]:  # died idle: no page's fault
            self._replace(reader)

    def _drop_all(self) -> None:
        self._asked.clear()
        self._queue.clear()
        self._once_more.clear()
        self._results.clear()
        self.close()

    def _go_on(self) -> None:
        if self._listening:
            self._turn.wait(LOOK_SECONDS)
            return
        self._hand_out()
        self._listen()
        self._end_late()
        self._give_up()

    def _hand_out(self) -> None:
        for _ in range(len(self._readers), min(self._processes, len(self._queue) + len(self._once_more))):
            self._readers.append(Reader(self._prepare, **self._limits))
        for reader in sorted((one for one in self._readers if one.has_room), key=lambda one: len(one.pages)):
            # A reader that is still being started keeps its page: behind another one it might wait for a deadline.
            kept = sum(not one.pages for one in self._readers) if reader.pages else 0
            while len(self._queue) > kept and reader.has_room:
                number = self._queue.popleft()
                reader.give(number, self._asked[number])
                kept = sum(not one.pages for one in self._readers)
        for reader in self._readers:
            if self._once_more and reader.is_idle:
                number = self._once_more.popleft()
                reader.give(number, self._asked[number], alone=True)

    def _listen(self) -> None:
        """Until something comes, the next deadline passes, or it is time to look whether to go on."""
        poll, by_channel = select.poll(), {reader.fileno(): reader for reader in self._readers}
        for channel, reader in by_channel.items():
            poll.register(channel, select.POLLIN | (select.POLLOUT if reader.has_unsent else 0))
        due = [reader.due for reader in self._readers if reader.pages or not reader.is_ready]
        seconds = min(LOOK_SECONDS, max(0.0, min(due) - monotonic())) if due else 0.0
        self._listening = True
        self._turn.release()
        try:
            events = poll.poll(1000 * seconds + 1)
        finally:
            self._turn.acquire()
            self._listening = False
        for channel, event in events:
            reader = by_channel[channel]
            if event & select.POLLOUT and reader in self._readers:
                reader.flush()
            if event & ~select.POLLOUT and reader in self._readers:
                self._hear(reader)
        self._turn.notify_all()

    def _hear(self, reader: Reader) -> None:
        try:
            answers = reader.received()
            for answer in answers or ():
                self._take(reader, answer)
        except Garbled as error:
            log.error("a reader said what no reader says: %s", error)
            self._lost(reader, StopReason.READER_DIED, "garbled")
            return
        if answers is None and reader in self._readers:
            how = reader.how_it_died()
            reasons = {"memory": StopReason.TOO_MUCH_MEMORY, CPU_SIGNAL: StopReason.TOO_SLOW}
            self._lost(reader, reasons.get(how, StopReason.READER_DIED), how)

    def _take(self, reader: Reader, answer: Any) -> None:
        if not reader.is_ready:
            reader.is_ready, self._failed_starts = True, 0
            self._say_once(answer)
            return
        match answer:
            case (tuple() as results, bool() as leaving) if reader.pages:
                number = reader.answered()
                if not self._is_answer(number, results):
                    reader.pages.appendleft(number)
                    raise Garbled("no answer to this page")
                self._results[number] = results
                if leaving:
                    self._replace(reader)
            case _:
                raise Garbled("no answer to a page")

    def _is_answer(self, number: int, found: tuple[object, ...]) -> bool:
        """Whether these are results of this page's steps, in their order."""
        to, work = self._asked[number]
        results = [one for one in found if isinstance(one, StepResult) and one.article.id == work.article.id]
        steps = tuple(one.step for one in results)
        return len(results) == len(found) > 0 and steps == work.article.stage.steps_to(to)[: len(steps)]

    def _end_late(self) -> None:
        for reader in [one for one in self._readers if one.is_late]:
            self._lost(reader, StopReason.TOO_SLOW, f"{self._limits['deadline_seconds']:g} seconds")

    def _lost(self, reader: Reader, reason: str, how: str) -> None:
        """The page that was being read is read once more alone, or set aside when it was; the others stand again."""
        if not reader.is_ready:
            self._failed_starts += 1
            log.error("a reader did not start (%s)", how)
        elif reader.pages:
            number = reader.pages.popleft()
            log.warning("a reader was lost (%s, %s) at article %s", reason, how, self._asked[number][1].article.id)
            if reader.is_alone:
                self._stopped(number, Outcome.QUARANTINE, reason, how=how)
            else:
                self._once_more.append(number)
        self._replace(reader)

    def _stopped(self, number: int, outcome: Outcome, reason: str, **details: object) -> None:
        """Nobody knows how far the reader came: it is the first step that stopped."""
        to, work = self._asked[number]
        step = work.article.stage.steps_to(to)[0]
        self._results[number] = (
            StepResult(article=work.article, step=step, outcome=outcome, reason=reason, details=details),
        )

    def _replace(self, reader: Reader) -> None:
        self._queue.extendleft(reversed(reader.pages))
        self._readers.remove(reader)
        reader.kill()

    def _give_up(self) -> None:
        """No reader starts: that is no page's fault, and they are tried again later."""
        if self._failed_starts < MAX_FAILED_STARTS:
            return
        for reader in list(self._readers):
            self._replace(reader)
        self._queue.clear()
        self._once_more.clear()
        for number in self._asked.keys() - self._results.keys():
            self._stopped(number, Outcome.RETRY, StopReason.NO_READER)

    def _say_once(self, parts: tuple[str, ...]) -> None:
        if self.confined_by is None:
            missing = [part for part in PARTS if part not in parts]
            log.info("readers are confined: %s; not here: %s", ", ".join(parts), ", ".join(missing) or "–")
            self.confined_by = parts


def _length(work: ClaimedArticle) -> int:
    return len(work.page.content) if work.page else len(work.article.text)
