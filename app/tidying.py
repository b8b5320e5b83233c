"""What the worker does now and then: the queue follows what editors taught, and old bands are dropped."""

from dataclasses import dataclass
from time import monotonic

from app.bootstrap import Services
from desk import copies
from desk.ranking import score as ranking

EVERY_SECONDS = 20.0


@dataclass
class Tidying:
    services: Services
    learnt: int = -1  # lessons that the queue has followed
    turn: int = 0
    next_at: float = 0.0

    def now_and_then(self) -> None:
        if monotonic() < self.next_at:
            return
        self.next_at = monotonic() + EVERY_SECONDS
        with self.services.database.write() as store:
            lessons = store.settings.taste().lessons
            if lessons != self.learnt:
                ranking.rerank(store)
            copies.forget(store, self.services.clock(), self.turn)
        self.learnt, self.turn = lessons, self.turn + 1
