"""Who places: one process a desk. On SQLite it holds the home; on PostgreSQL it leads, and others follow it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from time import monotonic, sleep

from app.beside import beside
from app.bootstrap import Services
from app.once import STEP_SECONDS, once, refuse_beside, told_by, url_of
from app.outage import Outage
from database.advisory import AdvisoryLock
from database.lead import LeadersDatabase
from domain.locks import Lock
from domain.stage import Stage

SILENT_SECONDS = 20.0  # who says nothing to the server for so long, leads no more: it may be paused, or cut off
TELL_SECONDS = 5.0  # between a leader's words to the server, however long its turn takes
LOOK_SECONDS = 1.0  # between a follower's looks at whether the leader says something
log = logging.getLogger("diemtin.worker")


@dataclass(frozen=True)
class Leader:
    """The desk as its leader has it: what is written with these services is committed only while it leads."""

    services: Services
    is_ours: Callable[[], bool]  # raises while the database is away


@contextmanager
def only_one(services: Services) -> Iterator[Leader]:
    """Lead the desk until the block ends, and free what its predecessor had. Unusable when another leads.

    A reader on another machine may lose its rows, too: it drops what it read, and they are read again.
    """
    with once(services, Lock.WORKER) as held, _leading(services, held.database) as leader:
        with leader.services.database.write() as store:
            store.articles.release_all()
        yield leader


@contextmanager
def next_leader(services: Services, stop: Callable[[], bool]) -> Iterator[Leader | None]:
    """Follow until nobody leads, and lead then; None when `stop()` came first. Unusable beside `diemtin run`."""
    lock = AdvisoryLock(services.settings.database_url)
    try:
        if not _came_next(lock, stop):
            yield None
            return
        told_by(lock, Lock.WORKER, url_of(services))
        log.info("leads now")
        with _leading(services, lock) as leader:
            with leader.services.database.write() as store:
                store.articles.release_standing(Stage.UNDERSTOOD)  # its predecessor's, which can record nothing more
            yield leader
        log.info("leads no more")
    finally:
        lock.close()


def _came_next(lock: AdvisoryLock, stop: Callable[[], bool]) -> bool:
    outage, asked, look_at = Outage(), False, 0.0
    while not stop():
        with outage.waited_out():
            if not asked:
                refuse_beside(lock, Lock.RUN)
                asked = True
            if lock.take(Lock.WORKER):
                return True
            if monotonic() >= look_at:
                look_at = monotonic() + LOOK_SECONDS
                if lock.end_silent(Lock.WORKER, SILENT_SECONDS):
                    log.warning("the leader has said nothing for %.0f s: its lead is over", SILENT_SECONDS)
        sleep(STEP_SECONDS)
    return False


@contextmanager
def _leading(services: Services, lock: AdvisoryLock | None) -> Iterator[Leader]:
    if lock is None:  # who holds the home is alone
        yield Leader(services, lambda: True)
        return
    database = LeadersDatabase(services.database.engine, lock)
    with _heard(lock):
        yield Leader(services.on(database), database.is_ours)


@contextmanager
def _heard(lock: AdvisoryLock) -> Iterator[None]:
    """While the block runs the server hears of us, however long a turn takes; of a paused process it does not."""

    def say(ended: Event) -> None:
        while not ended.wait(TELL_SECONDS):
            lock.is_ours()

    with beside("lead", say):
        yield
