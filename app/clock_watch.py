"""Tells when the machine's clock jumps: what it says is compared with how much time has really passed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from desk.running import CLOCK_LEEWAY, Fault
from domain.message import Message, say
from domain.times import now

SAID_FOR = timedelta(hours=1)  # of steady running: then the new time is taken to be right


def real_seconds() -> float:
    """Seconds that no setting of the clock changes. A machine that sleeps goes on counting where it can."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


@dataclass
class ClockWatch:
    clock: Callable[[], datetime] = now
    passed: Callable[[], float] = real_seconds
    _offset: float = field(init=False)  # what the clock is ahead of the seconds that have passed
    _jumped_at: float | None = None

    def __post_init__(self) -> None:
        self._offset = self.clock().timestamp() - self.passed()

    def look(self) -> Message | None:
        """None while the clock goes as time does; small corrections are followed."""
        passed = self.passed()
        offset = self.clock().timestamp() - passed
        jump = timedelta(seconds=offset - self._offset)
        if self._jumped_at is None and abs(jump) > CLOCK_LEEWAY:
            self._jumped_at = passed
        over = self._jumped_at is not None and passed - self._jumped_at > SAID_FOR.total_seconds()
        if abs(jump) <= CLOCK_LEEWAY or over:
            self._offset, self._jumped_at = offset, None
            return None
        minutes = round(abs(jump).total_seconds() / 60)
        return say(Fault.CLOCK_AHEAD if jump > timedelta() else Fault.CLOCK_BACK, minutes=minutes)
