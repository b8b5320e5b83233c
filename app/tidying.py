"""The worker's upkeep: re-rank the queue by new preferences, remove old rows, and make a backup each night."""

from dataclasses import dataclass
from functools import cached_property
from time import monotonic

from app.backups.nightly import Nightly
from app.bootstrap import Services
from desk import copies, failed_sign_ins
from desk.outbox import keeping
from desk.ranking.preferences import rerank
from domain.saved_searches import HITS_KEPT

TIDY_EVERY_SECONDS = 20.0
HITS_AT_ONCE = 500  # old hits of saved searches that are removed in one go


@dataclass
class Tidying:
    services: Services
    followed: int = -1  # revision of the preferences that the queue has followed
    turn: int = 0
    next_at: float = 0.0

    @cached_property
    def nightly(self) -> Nightly:
        return Nightly(self.services)

    def now_and_then(self) -> None:
        if monotonic() < self.next_at:
            return
        self.next_at = monotonic() + TIDY_EVERY_SECONDS
        self.nightly.look()
        with self.services.database.write() as store:
            revision = store.settings.preferences().revision
            if revision != self.followed:
                rerank(store)
            copies.forget(store, self.services.clock(), self.turn)
            keeping.forget(store, self.services.clock())
            store.saved_hits.remove_before(self.services.clock() - HITS_KEPT, HITS_AT_ONCE)
            store.told_stories.remove_before(self.services.clock() - HITS_KEPT)
            failed_sign_ins.log_counted(store, self.services.clock())
            store.hosts.forget()
            store.source_history.forget(self.services.clock())
        self.followed, self.turn = revision, self.turn + 1
