"""The worker process: keeps all lanes of the path going until it is told to stop."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep

from app.bootstrap import Services
from app.garbage import seldom_collected
from app.heart import Heart
from app.index_keeper import IndexKeeper
from app.outage import Outage, passes
from app.read_ahead import ReadAhead
from app.readers import reading
from app.readers.pool import ReaderPool
from app.rebuilding import Mending
from app.regrouping import HourlyRegrouping
from app.sending import Heartbeat, NewsPlanner, send_lane
from app.settings import Settings
from app.tidying import Tidying
from app.worker_lock import only_one
from desk.digest.schedule import DigestSchedule
from desk.indexing import Indexing
from desk.leases import BATCH_SIZE
from desk.placing import Placing
from desk.running import Fault
from domain.errors import Conflict
from domain.lanes import BatchDone, Lane
from domain.message import Message
from domain.problems import Setup

IDLE_SECONDS = 0.5
WATCH_RESTS_SECONDS = 1.0  # looking for pages that came again reads all bytes that wait
BREATH_SECONDS = 0.005  # between batches, so that an editor's click is not kept waiting
log = logging.getLogger("diemtin.worker")


@dataclass(frozen=True)
class Lanes:
    """Reading goes on in other processes while this one places; search follows in a thread."""

    reading: ReadAhead
    placing: Placing
    indexing: Indexing
    held: Callable[[], bool]  # the worker's lock

    def turn(self, limit: int = BATCH_SIZE) -> bool:
        """Hand out, place, record: true when there was something to do."""
        if not self.held():  # another worker may place by now
            raise Conflict(Setup.WORKER_RUNS)
        return bool(self.reading.advance(limit) + self.placing.advance(limit))

    def finish(self, limit: int = BATCH_SIZE) -> None:
        """Work until nothing is left to read or place."""
        while self.turn(limit) or self.reading.wait(IDLE_SECONDS):
            pass


@contextmanager
def all_lanes(services: Services, search_away: Callable[[Message | None], None] = lambda _: None) -> Iterator[Lanes]:
    """The desk's lanes, while this is its only worker."""
    with only_one(services) as held, seldom_collected(), _readers(services.settings) as pool:
        intake = services.intake(pool.run)
        lanes = ((intake.watch, WATCH_RESTS_SECONDS), (intake.reading, 0.0))
        mending = Mending(services)
        keeper = IndexKeeper(intake.indexing, search_away, mending.fault, mending.mend)
        with keeper, ReadAhead(services.database, lanes, pool.interrupt) as ahead:
            yield Lanes(ahead, intake.placing, intake.indexing, held)


def _readers(settings: Settings) -> ReaderPool:
    return ReaderPool(
        reading.prepare,
        processes=settings.processes,
        deadline_seconds=settings.reader_deadline_seconds,
        memory_bytes=settings.reader_memory_mb << 20,
    )


def work(services: Services, heart: Heart, *, stop: Callable[[], bool]) -> None:
    """Work until `stop()`; a database that is away is waited for, however long."""
    with all_lanes(services, partial(heart.says, Fault.SEARCH_BEHIND)) as lanes, send_lane(services):
        tidying, planner, heartbeat = Tidying(services), NewsPlanner(services), Heartbeat(services)
        schedule = DigestSchedule(services.database, started_at=services.clock(), gazetteer=services.gazetteer)
        regrouping, outage = HourlyRegrouping(services.regrouping, services.clock), Outage()
        while not stop():
            busy = False
            with outage.waited_out():
                busy = lanes.turn()
                tidying.now_and_then()
                regrouping.now_and_then()
                maintain_digest(schedule, services, quiet=not busy)
                if not busy:
                    planner.now_and_then()
                heartbeat.beat()
            if busy:
                sleep(BREATH_SECONDS)
            elif outage.lasts or not lanes.reading.wait(IDLE_SECONDS):
                sleep(IDLE_SECONDS)


def maintain_digest(schedule: DigestSchedule, services: Services, *, quiet: bool) -> None:
    """Build the digest at its hour. An error in it must not stop articles."""
    started = monotonic()
    try:
        if built := schedule.look(services.clock(), quiet=quiet):
            lines, seconds = len(built.lines), monotonic() - started
            done = BatchDone(lane=Lane.DIGEST, claimed=lines, outcomes={"proposed": lines}, seconds=seconds)
            services.observer.batch(done)
    except Exception as error:
        if passes(error):
            raise
        log.exception("the digest was not proposed")
