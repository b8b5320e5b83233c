"""How often one address may ask for what needs no sign-in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

MAX_ASKS, EVERY = 60, timedelta(minutes=1)
MAX_CALLERS = 10_000  # that are remembered; of more, nobody is counted until the minute is over


@dataclass
class Asks:
    _began: datetime | None = None
    _counts: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def may(self, caller: str, now: datetime) -> bool:
        """Counts this ask. False for one too many in this minute."""
        with self._lock:
            if self._began is None or not timedelta(0) <= now - self._began < EVERY:
                self._began, self._counts = now, {}
            if caller not in self._counts and len(self._counts) >= MAX_CALLERS:
                return True
            self._counts[caller] = self._counts.get(caller, 0) + 1
            return self._counts[caller] <= MAX_ASKS
