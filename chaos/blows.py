"""What is thrown at the desk, in an order that a seed decides: kills, outages, a full disk, wrong clocks, bad pages."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from chaos.hostile import PAGES, Hostile, Receiver
from chaos.running import PARTS, Running

OUTAGE_SECONDS = 22.0
FULL_SECONDS = 15.0
JUMP_SECONDS = 15.0
JUMP_DAYS = 3.0
SLOW_SECONDS = 45.0
BALLAST_STEP = 1 << 20
WAIT_FOR_PART = 10.0  # a sender lives only while it sends; then another part is killed instead
REST_SECONDS = 5.0  # before the end nothing new is thrown


@dataclass
class Blows:
    """Each kind has a lane of its own, so that they fall together; `thrown` counts them."""

    desk: Running
    hostile: Hostile
    receiver: Receiver
    rng: random.Random
    seconds: float
    kills: int
    small_disk: bool  # the home lies on a disk that can be filled
    span: float = 1.0  # how long outages and the like last, against the constants above
    thrown: Counter[str] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)
    failed: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        scale = self.seconds / 600
        lanes: list[tuple[Callable[[random.Random], None], int]] = [
            (self._kill, self.kills),
            (self._away, max(1, round(4 * scale))),
            (self._jump, max(2, round(6 * scale))),
            (self._offer, max(len(PAGES), round(40 * scale))),
            (self._slow, max(1, round(8 * scale))),
        ]
        if self.small_disk:
            lanes.append((self._fill, max(1, round(3 * scale))))
        for throw, times in lanes:
            own = random.Random(self.rng.random())
            thread = threading.Thread(target=self._lane, args=(throw, times, own), name=throw.__name__)
            self._threads.append(thread)
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def _lane(self, throw: Callable[[random.Random], None], times: int, rng: random.Random) -> None:
        began = time.monotonic()
        moments = sorted(rng.uniform(0.02, 0.95) * (self.seconds - REST_SECONDS) for _ in range(times))
        for moment in moments:
            if self.stop.wait(max(0.0, began + moment - time.monotonic())):
                return
            try:
                throw(rng)
            except Exception as error:  # noqa: BLE001 - told at the end: what was not thrown proves nothing
                self.failed.append(f"{throw.__name__}: {error!r}")

    def _kill(self, rng: random.Random) -> None:
        """One part after the other, so that none is spared by chance."""
        wanted = PARTS[sum(number for name, number in self.thrown.items() if name.startswith("kill ")) % len(PARTS)]
        until = time.monotonic() + WAIT_FOR_PART
        while not self.stop.is_set():
            if self.desk.kill(wanted, rng):
                self.thrown[f"kill {wanted}"] += 1
                return
            if time.monotonic() > until:
                wanted, until = rng.choice(PARTS), time.monotonic() + 1.0
            self.stop.wait(0.02)

    def _away(self, rng: random.Random) -> None:
        how = self.desk.server.outages[self._times("database ") % len(self.desk.server.outages)]
        self.desk.server.away(how, self.span * (OUTAGE_SECONDS + rng.uniform(0, 4)), self.stop)
        self.thrown[f"database {how} for {self.span * OUTAGE_SECONDS:.0f} s and more"] += 1

    def _jump(self, rng: random.Random) -> None:
        days = JUMP_DAYS if self._times("clock ") % 2 == 0 else -JUMP_DAYS
        self.desk.jump(days)
        self.stop.wait(self.span * JUMP_SECONDS * rng.uniform(0.5, 1.5))
        self.desk.jump(0)
        self.thrown[f"clock {days:+.0f} days and back"] += 1

    def _offer(self, _rng: random.Random) -> None:
        kind = PAGES[self._times("page ") % len(PAGES)]
        self.hostile.offer(kind)
        self.thrown[f"page {kind}"] += 1

    def _slow(self, rng: random.Random) -> None:
        self.receiver.slow.set()
        self.stop.wait(self.span * SLOW_SECONDS * rng.uniform(0.5, 1.0))
        self.receiver.slow.clear()
        self.thrown[f"channel drips for {self.span * SLOW_SECONDS / 2:.0f} s and more"] += 1

    def _fill(self, rng: random.Random) -> None:
        ballast = self.desk.home / "ballast"
        try:
            _filled(ballast)
            until = time.monotonic() + self.span * FULL_SECONDS * rng.uniform(0.7, 1.3)
            while time.monotonic() < until and not self.stop.wait(0.5):
                _filled(ballast)  # what the desk gives back is taken too
        finally:
            ballast.unlink(missing_ok=True)
        self.thrown[f"disk full for about {self.span * FULL_SECONDS:.0f} s"] += 1

    def _times(self, prefix: str) -> int:
        return sum(number for name, number in self.thrown.items() if name.startswith(prefix))


def _filled(file: Path) -> None:
    """Write until there is no room."""
    try:
        with file.open("ab", buffering=0) as out:
            while out.write(bytes(BALLAST_STEP)):
                pass
    except OSError:
        return
