"""Clocks for the sample newsroom: any callable that returns an aware datetime will do."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from domain.times import aware

Clock = Callable[[], datetime]

DAY = timedelta(days=1)


class FastClock:
    """Plays one day in `day_seconds`, then runs at the common pace.

    `start` is one day back unless told otherwise, so that nothing is ever dated in the future.
    """

    def __init__(
        self,
        start: datetime | None = None,
        day_seconds: float = 300,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.start = aware(start or datetime.now(UTC) - DAY, "start")
        self.day_seconds = day_seconds
        self._ticks = ticks
        self._zero = ticks()

    def __call__(self) -> datetime:
        elapsed = self._ticks() - self._zero
        played = min(elapsed, self.day_seconds)
        return self.start + DAY * (played / self.day_seconds) + timedelta(seconds=elapsed - played)
