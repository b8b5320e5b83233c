"""The desk's lanes, each while a block runs: reading in other processes, search in a thread, placing in ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from app.beside import beside
from app.bootstrap import Services
from app.garbage import seldom_collected
from app.index_keeper import END_SECONDS, IndexKeeper
from app.leader import Leader, only_one
from app.matching import match_until
from app.once import once
from app.read_ahead import ReadAhead
from app.readers import reading
from app.readers.pool import ReaderPool
from app.rebuilding import Mending
from app.settings import Settings
from desk.indexing import Indexing
from desk.leases import BATCH_SIZE
from desk.placing import Placing
from domain.errors import Conflict
from domain.locks import Lock
from domain.message import Message
from domain.problems import Setup

IDLE_SECONDS = 0.5
WATCH_RESTS_SECONDS = 5.0  # looking for pages that came again reads all bytes that wait

Tell = Callable[[Message | None], None]


@dataclass(frozen=True)
class Lanes:
    """Reading goes on in other processes while this one places; search follows in a thread."""

    reading: ReadAhead
    placing: Placing
    indexing: Indexing
    leader: Leader

    def turn(self, limit: int = BATCH_SIZE) -> bool:
        """Hand out, place, record: true when there was something to do."""
        if not self.leader.is_ours():  # another worker may place by now
            raise Conflict(Setup.WORKER_RUNS)
        return bool(self.reading.advance(limit) + self.placing.advance(limit))

    def finish(self, limit: int = BATCH_SIZE) -> None:
        """Work until nothing is left to read or place."""
        while self.turn(limit) or self.reading.wait(IDLE_SECONDS):
            pass


@contextmanager
def all_lanes(services: Services, search_away: Tell = lambda _: None) -> Iterator[Lanes]:
    """All of them, while this is the desk's only worker."""
    with (
        only_one(services) as leader,
        index_lane(services, search_away) as indexing,
        seldom_collected(),
        read_lane(services) as ahead,
    ):
        yield Lanes(ahead, leader.services.placing(), indexing, leader)


@contextmanager
def read_lane(services: Services) -> Iterator[ReadAhead]:
    """Holds no lock: it has the rows that it leased, and they are free again when it dies."""
    with _readers(services.settings) as pool:
        lanes = ((services.watch(pool.run), WATCH_RESTS_SECONDS), (services.reading(pool.run), 0.0))
        with ReadAhead(services.database, lanes, pool.interrupt) as ahead:
            yield ahead


@contextmanager
def index_lane(services: Services, away: Tell) -> Iterator[Indexing]:
    """One for a desk, because the marks of what search holds are the desk's. Unusable when another process has it."""
    with once(services, Lock.INDEX):
        indexing, mending = services.indexing(), Mending(services)
        with (
            beside("match", partial(match_until, services.saved_matching()), end_seconds=END_SECONDS),
            IndexKeeper(indexing, away, mending.fault, mending.mend),
        ):
            yield indexing


def _readers(settings: Settings) -> ReaderPool:
    return ReaderPool(
        reading.prepare,
        processes=settings.processes,
        deadline_seconds=settings.reader_deadline_seconds,
        memory_bytes=settings.reader_memory_mb << 20,
    )
