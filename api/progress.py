"""How many articles stand at each stage. Counting a million takes a while, so no page waits for it twice."""

from dataclasses import dataclass, field
from threading import Thread
from time import monotonic

from domain.stage import Stage
from domain.store import Database, Store

CHEAP_SECONDS = 0.02  # a count that takes no longer than this is repeated for each page
REST_MULTIPLE = 20.0  # times as long as the last count took, before the next


@dataclass
class Progress:
    counts: dict[Stage, int] = field(default_factory=dict)
    of: Database | None = None
    took: float = 0.0
    good_until: float = float("-inf")
    counting: Thread | None = None

    def latest(self, store: Store, database: Database) -> dict[Stage, int]:
        """The counts; on a large desk those of a moment ago, while they are made anew behind the page's back."""
        if database is not self.of or self.took <= CHEAP_SECONDS:
            self._count(store)
            self.of = database
        elif monotonic() >= self.good_until and not (self.counting and self.counting.is_alive()):
            self.counting = Thread(target=self._count_aside, args=(database,), daemon=True)
            self.counting.start()
        return self.counts

    def _count_aside(self, database: Database) -> None:
        with database.read() as store:
            self._count(store)

    def _count(self, store: Store) -> None:
        started = monotonic()
        self.counts = store.progress.counts()
        self.took = monotonic() - started
        self.good_until = monotonic() + REST_MULTIPLE * self.took
