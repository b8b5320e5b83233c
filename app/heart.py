"""A process's sign of life: a thread that writes it, and the loop that shows that it still goes round."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event, Lock, Thread

from app.clock_watch import SAID_FOR, ClockWatch
from desk.running import BEAT_SECONDS, CLOCK_LEEWAY, FORGOTTEN_AFTER, Fault
from domain.errors import Conflict, Unusable
from domain.message import Code, Message, say
from domain.running import Heartbeat, Part
from domain.store import Database
from domain.times import now

PARENT_WAIT_SECONDS = 2.0  # for the turn to write: the parent looks after all parts meanwhile
REFUSALS = (Conflict, Unusable, KeyboardInterrupt, SystemExit)  # told to end, or one that runs already
log = logging.getLogger("diemtin.heart")


@dataclass
class Heart:
    part: Part
    database: Database
    clock: Callable[[], datetime]
    process: str = field(default_factory=lambda: process_name(os.getpid()))
    watch: ClockWatch = field(init=False)
    faults: dict[Code, Message] = field(default_factory=dict)  # what the process knows that it cannot do
    started_at: datetime = field(init=False)
    moved_at: datetime = field(init=False)
    writing: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.started_at = self.moved_at = self.clock()
        self.watch = ClockWatch(self.clock)

    def moved(self) -> None:
        """The loop has gone round once more. Costs nothing: the thread writes it."""
        self.moved_at = self.clock()

    def says(self, code: Code, fault: Message | None) -> None:
        """Report a fault on every screen from now on; None ends it."""
        if fault:
            self.faults[code] = fault
        else:
            self.faults.pop(code, None)

    def becomes(self, part: Part) -> None:
        """From now on this process does another part's work."""
        with self.writing:
            self.part = part
            _aside(lambda: self._write(anew=True))

    def beat(self) -> None:
        with self.writing:
            self._write()

    def _write(self, *, anew: bool = False) -> None:
        now, jump = self.clock(), self.watch.look()
        heartbeat = Heartbeat(
            part=self.part,
            process=self.process,
            started_at=self.started_at,
            beat_at=now,
            moved_at=self.moved_at,
            faults=(*list(self.faults.values()), *([jump] if jump else [])),
        )
        with self.database.write() as store:
            if anew:
                store.heartbeats.remove(self.process, now - FORGOTTEN_AFTER)
            store.heartbeats.save(heartbeat)
            if now - self.started_at > SAID_FOR:
                store.heartbeats.remove_beyond(now + CLOCK_LEEWAY)

    def rest(self) -> None:
        """Ended in order: nobody misses this process, nor one of its part that was killed before this one began."""
        with self.database.write() as store:
            before = [beat for beat in store.heartbeats.list() if beat.beat_at < self.started_at]
            for process in (self.process, *(beat.process for beat in before if beat.part is self.part)):
                store.heartbeats.remove(process, self.clock() - FORGOTTEN_AFTER)


@contextmanager
def beating(part: Part, database: Database, clock: Callable[[], datetime] = now) -> Iterator[Heart]:
    """While the block runs, the database hears of it every BEAT_SECONDS; a database that is away is tried again.

    By the real clock, whatever day the desk plays: it tells of processes. A block that falls leaves its last sign of
    life behind: the part is missed until it runs again.
    """
    heart, ended = Heart(part, database, clock), Event()

    def keep() -> None:
        while True:
            try:
                heart.beat()
            except Exception as error:  # noqa: BLE001 - silence is what the others notice
                log.warning("no sign of life could be left: %s", error)
            if ended.wait(BEAT_SECONDS):
                return

    thread = Thread(target=keep, name="heart", daemon=True)
    thread.start()
    fell = True
    try:
        yield heart
        fell = False
    except REFUSALS:
        fell = False
        raise
    finally:
        ended.set()
        thread.join(BEAT_SECONDS)
        if not fell:
            _aside(heart.rest)


def process_name(pid: int) -> str:
    """As a process on this machine is called in its sign of life."""
    return f"{socket.gethostname()}:{pid}"[:120]


def killed(database: Database, pid: int) -> None:
    """The parent reports that this child ended by itself; every screen says so from now on."""

    def mark() -> None:
        with database.write(PARENT_WAIT_SECONDS) as store:
            for beat in store.heartbeats.list():
                if beat.process == process_name(pid):
                    silent = say(Fault.SILENT, part=beat.part, since=beat.beat_at)
                    store.heartbeats.save(replace(beat, faults=(silent,)))

    _aside(mark)


def forget_all(database: Database) -> None:
    """Said by a parent that ends in order, when its parts have ended: nobody misses them."""

    def forget() -> None:
        with database.write(PARENT_WAIT_SECONDS) as store:
            for beat in store.heartbeats.list():
                store.heartbeats.remove(beat.process, beat.beat_at - FORGOTTEN_AFTER)

    _aside(forget)


def _aside(write: Callable[[], None]) -> None:
    try:
        write()
    except Exception as error:  # noqa: BLE001 - silence is what the others notice
        log.warning("a sign of life could not be changed: %s", error)


def moving(heart: Heart, stop: Callable[[], bool]) -> Callable[[], bool]:
    """`stop`, which every loop asks in each round: asking it shows that the loop goes round."""

    def asked() -> bool:
        heart.moved()
        return stop()

    return asked
