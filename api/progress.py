"""The seven counts of the progress line. Counting a million articles takes a while, so it is not done for each page."""

from dataclasses import dataclass, field
from time import monotonic

from domain.stage import Stage
from domain.store import Database, Store

CHEAP_SECONDS = 0.02  # a count that takes no longer is made anew each time
RESTS = 100.0  # times as long as the last count took: at most a hundredth of the time goes into counting
OLDEST_SECONDS = 10.0


@dataclass
class Progress:
    counts: dict[Stage, int] = field(default_factory=dict)
    of: Database | None = None
    good_until: float = float("-inf")

    def latest(self, store: Store, database: Database) -> dict[Stage, int]:
        started = monotonic()
        if database is not self.of or started >= self.good_until:
            self.counts = store.progress.counts()
            took = monotonic() - started
            self.of = database
            rest = min(OLDEST_SECONDS, RESTS * took) if took > CHEAP_SECONDS else 0.0
            self.good_until = started + took + rest
        return self.counts
