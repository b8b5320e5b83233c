"""The two workers of the soak. Both read, plan, rank and send; one of them places and regroups, as docs say."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chaos.soak.room import Room
from desk import copies
from desk.digest import schedule
from desk.outbox.kinds import KINDS
from desk.outbox.look import Look
from desk.ranking import preferences
from domain.errors import Busy, Conflict

Work = Callable[[], object]
BATCH = 5  # articles: small, so that much is in between


@dataclass
class Worker:
    room: Room
    leads: bool
    rng: random.Random
    works: Sequence[Work] = field(init=False)

    def __post_init__(self) -> None:
        self.services = self.room.process()
        self.database = self.services.database
        self.intake = self.services.intake()
        sender = self.room.sender(self.services)
        every: list[Work] = [self._read, self._read, self._watch, self._rank, self._plan, sender.send_due]
        leading: list[Work] = [self._place, self._place, self._regroup, self._digest, self._come, self._come]
        self.works = [*every, *leading] if self.leads else every

    def turn(self) -> None:
        """One piece of work. What others held is done later."""
        try:
            self.rng.choice(self.works)()
        except (Busy, Conflict):
            return

    def finish(self) -> None:
        """Until nothing is left to read or place, or to be sent."""
        while self._read() + self._watch() + (self._place() if self.leads else 0):
            pass

    def _read(self) -> int:
        return self.intake.reading.advance(BATCH)

    def _watch(self) -> int:
        return self.intake.watch.advance(BATCH)

    def _place(self) -> int:
        return self.intake.placing.advance(BATCH)

    def _come(self) -> None:
        comes_again = self.room.published and self.rng.random() < 0.3
        (self.room.change if comes_again else self.room.publish)(self.services, self.rng)

    def _regroup(self) -> None:
        if self.rng.random() < 0.2:
            self.services.regrouping.apply(self.services.regrouping.look())

    def _digest(self) -> None:
        with self.database.write() as store:
            schedule.build(store, self.room.clock(), self.services.gazetteer)

    def _rank(self) -> None:
        with self.database.write() as store:
            preferences.rerank(store)
            copies.forget(store, self.room.clock(), self.rng.randrange(copies.KEY_SLICES))

    def _plan(self) -> None:
        look = Look(database=self.database, now=self.room.clock(), started_at=self.room.clock(), silence_hours=6)
        for kind in KINDS:
            if kind.plan:
                kind.plan(look)
