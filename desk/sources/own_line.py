"""Decides whether our own line is down rather than the publishers' servers.

Only publishers are asked, no third party. A visit that nobody answered is held for a moment. When another publisher
answers meanwhile, the fault is the first publisher's. When none of those that were well answers, the fault is ours and
the visits count as never made. A desk of one publisher cannot tell these apart, and blames the publisher.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic

MIN_ORIGINS = 2  # that were well: one publisher alone is away by itself
ENOUGH_ORIGINS, ENOUGH_SECONDS = 3, 50.0  # then the slowest need not be waited for; a visit takes 45 s at most
PATIENCE_SECONDS = 2.0  # for what is under way anyway, before others are asked
MAX_HOLD_SECONDS = 150.0
PROBE_SECONDS = 10.0
MAX_PROBES = 3  # publishers asked at a time


class Sign(StrEnum):
    """What a finished visit says about our line."""

    ANSWERED = "answered"  # by the publisher itself, be it with an error
    MISSED = "missed"  # by nobody, or by somebody other than the publisher
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Asked:
    origin: str
    well: bool  # its last visit was answered
    at: float


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of visits, by their keys: filed as they ended, or dropped as if they had never begun."""

    file: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass
class OwnLine:
    timer: Callable[[], float] = monotonic
    is_away: bool = False
    _answers: dict[str, bool] = field(default_factory=dict)  # whether each origin's last visit was answered
    _open: dict[str, Asked] = field(default_factory=dict)
    _held: dict[str, Asked] = field(default_factory=dict)
    _held_since: float = 0.0
    _back_at: float = float("-inf")
    _probed_at: float = float("-inf")

    @property
    def is_doubted(self) -> bool:
        return bool(self._held)

    def asked(self, key: str, origin: str, *, well: bool) -> None:
        """`well`: as far as is known from before this process; of an origin, because a page may fail by itself."""
        self._open[key] = Asked(origin, self._answers.get(origin, well), self.timer())

    def ended(self, key: str, sign: Sign) -> Fate:
        asked = self._open.pop(key, None)
        if sign is Sign.ANSWERED:
            fate = self._answered(key)
            if asked:
                self._answers[asked.origin] = True
            return fate
        if sign is Sign.NEITHER or asked is None:
            return Fate(file=(key,))
        if self.is_away or asked.at <= self._back_at:  # it began while the line was away
            return Fate(drop=(key,))
        if not self._held:
            if not asked.well:
                self._answers[asked.origin] = False
                return Fate(file=(key,))
            self._held_since = self.timer()
        self._held[key] = asked
        return Fate()

    def wants_probes(self) -> bool:
        """Whether others should be asked now; the caller asks those of `origins_to_spare` last or not at all."""
        now = self.timer()
        waited = self.is_away or (self._held and now - self._held_since >= PATIENCE_SECONDS)
        return bool(waited) and now - self._probed_at >= PROBE_SECONDS

    def origins_to_spare(self) -> set[str]:
        return {one.origin for one in (*self._held.values(), *self._open.values())}

    def probed(self) -> None:
        self._probed_at = self.timer()

    def look(self) -> Fate:
        """Once a second: what is held has its fate when everybody who was asked has said something."""
        if not self._held:
            return Fate()
        held = self.timer() - self._held_since
        missed = {one.origin for one in self._held.values()}
        well = {one.origin for one in self._held.values() if one.well}
        waits = any(one.well and one.origin not in missed for one in self._open.values())
        if len(well) >= MIN_ORIGINS and (not waits or (len(well) >= ENOUGH_ORIGINS and held >= ENOUGH_SECONDS)):
            if self._probed_at >= self._held_since or len(well) > MAX_PROBES:
                self.is_away = True
                return Fate(drop=self._released())
        elif not waits and self._probed_at >= self._held_since:  # nobody else is left to ask
            return Fate(file=self._judged())
        return Fate(file=self._judged()) if held >= MAX_HOLD_SECONDS else Fate()

    def _answered(self, key: str) -> Fate:
        if self.is_away:
            self.is_away, self._back_at = False, self.timer()
        return Fate(file=(key, *self._judged()))

    def _judged(self) -> tuple[str, ...]:
        """Mark these publishers as down by their own fault."""
        self._answers |= {one.origin: False for one in self._held.values()}
        return self._released()

    def _released(self) -> tuple[str, ...]:
        released = tuple(self._held)
        self._held.clear()
        return released
