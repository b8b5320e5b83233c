"""One desk, once: each lock is held by one process, on one home and on one PostgreSQL. The second is told where."""

import fcntl
import json
import logging
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event

from app.beside import beside
from app.bootstrap import Services
from app.parent import is_child
from database.advisory import AdvisoryLock
from database.schema import address_of
from domain.errors import Unusable
from domain.locks import Lock
from domain.trouble import Trouble

PATIENCE_SECONDS = 1.0  # how long the parts of a killed desk may take to die
STEP_SECONDS = 0.05
ASK_SECONDS = 5.0  # how often a lock in PostgreSQL is looked after
log = logging.getLogger("diemtin.once")


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, as the second one is told."""

    lock: str
    pid: int = 0
    machine: str = ""
    where: str = ""


class Held:
    """A lock of this process."""

    def __init__(self, lock: Lock, file: int, database: AdvisoryLock | None) -> None:
        self.lock, self.file, self.database = lock, file, database

    def tell(self, where: str) -> None:
        """Where it can be reached, for whoever comes second."""
        holder = Holder(self.lock, os.getpid(), socket.gethostname(), where)
        os.ftruncate(self.file, 0)
        os.pwrite(self.file, json.dumps(asdict(holder)).encode(), 0)
        if self.database:
            told_by(self.database, self.lock, where)


@contextmanager
def once(services: Services, lock: Lock) -> Iterator[Held]:
    """Hold this lock of the desk; it ends with the process. Unusable when another holds it.

    After an outage of the server it is taken anew, but for the worker's: who places ends with its connection.
    """
    home, url = services.settings.home, services.settings.database_url
    others = () if is_child() else tuple(one for one in Lock if (lock is Lock.RUN) != (one is Lock.RUN))
    with of_the_home(home, lock, others) as held:
        if not url:
            yield held
            return
        database = AdvisoryLock(url)
        try:
            _taken(database, (lock, *others))
            for other in others:
                database.give_back(other)
            held.database = database
            held.tell(url_of(services))
            with nullcontext() if lock is Lock.WORKER else _looked_after(database, lock):
                yield held
        finally:
            database.close()


@contextmanager
def of_the_home(home: Path, lock: Lock, others: tuple[Lock, ...] = ()) -> Iterator[Held]:
    """The lock of one folder. `others`: parts that must not run either, although this one does not hold them."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + PATIENCE_SECONDS
    file = _locked(home, lock, until)
    try:
        for other in others:
            os.close(_locked(home, other, until))
        held = Held(lock, file, None)
        held.tell(str(home.absolute()))
        yield held
    finally:
        os.close(file)


def url_of(services: Services) -> str:
    return address_of(services.database.engine)


def told_by(database: AdvisoryLock, lock: Lock, where: str) -> None:
    """Tell those that come second who holds it."""
    database.tell(f"{lock} {socket.gethostname()} {os.getpid()} {where}")


def refuse_beside(database: AdvisoryLock, other: Lock) -> None:
    """Unusable while another process holds this lock, which we do not want."""
    _taken(database, (other,))
    database.give_back(other)


def _locked(home: Path, lock: Lock, until: float) -> int:
    file = os.open(home / f"{lock}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                holder = _told(file, lock)
                os.close(file)
                raise Unusable(
                    Trouble.DESK_RUNS, lock=holder.lock, pid=holder.pid, machine=holder.machine, where=holder.where
                ) from None
            time.sleep(STEP_SECONDS)
        else:
            return file


def _told(file: int, lock: Lock) -> Holder:
    try:
        return Holder(**json.loads(os.pread(file, 4096, 0)))
    except (ValueError, TypeError):
        return Holder(lock)


def _taken(database: AdvisoryLock, locks: tuple[Lock, ...]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    for one in locks:
        while not database.take(one):
            if time.monotonic() > until:
                raise Unusable(Trouble.DESK_RUNS_ELSEWHERE, lock=one, where=database.holder(one))
            time.sleep(STEP_SECONDS)


@contextmanager
def _looked_after(database: AdvisoryLock, lock: Lock) -> Iterator[None]:
    """A lock ends with its connection: it is taken anew after an outage, or this process ends if it is too late."""

    def look(ended: Event) -> None:
        while not ended.wait(ASK_SECONDS):
            if not database.keep(lock):
                log.error("%s runs elsewhere now; ending here", lock)
                os.kill(os.getpid(), signal.SIGTERM)
                return

    with beside("lock", look):
        yield
