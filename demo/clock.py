"""Clocks for the sample newsroom: any callable that returns an aware datetime will do."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.times import now

Clock = Callable[[], datetime]

DAY = timedelta(days=1)
DAY_SECONDS = 300.0  # so long a fast day takes
EVENING = timedelta(hours=20)  # into the day: the newsroom's zero, which its articles count their minutes from


@dataclass(frozen=True, slots=True)
class Piece:
    """From `since` on, by the real clock, it is `at`, and time goes `pace` times as fast."""

    since: datetime
    at: datetime
    pace: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FastDay:
    """A day of the newsroom, played fast and then at the common pace. `zero` stays, however often it is started."""

    zero: datetime
    pieces: tuple[Piece, ...]
    jump: timedelta = timedelta()  # how wrong the desk's clock is; the newsroom's is right

    def at(self, moment: datetime) -> datetime:
        """The newsroom's time at a moment of the real clock."""
        piece = next((one for one in reversed(self.pieces) if one.since <= moment), self.pieces[0])
        return piece.at + max(moment - piece.since, timedelta()) * piece.pace

    def stands(self) -> bool:
        return self.pieces[-1].pace == 0

    def is_over(self, moment: datetime) -> bool:
        return self.pieces[-1].pace == 1 and moment >= self.pieces[-1].since


def morning(moment: datetime) -> FastDay:
    """A day that stands at its beginning, a day back: so nothing is ever dated in the future."""
    start = moment - DAY
    return FastDay(zero=start + EVENING, pieces=(Piece(moment, start, 0.0),))


def begun(day: FastDay, moment: datetime, seconds: float = DAY_SECONDS) -> FastDay:
    """The day as it goes from now on."""
    start = day.at(moment)
    over = moment + timedelta(seconds=seconds)
    return replace(day, pieces=(Piece(moment, start, DAY.total_seconds() / seconds), Piece(over, start + DAY, 1.0)))


@dataclass
class DayFile:
    """The clock of a whole desk: its processes read the same file, and follow when it changes."""

    path: Path
    real: Clock = now
    _day: FastDay | None = None
    _seen: tuple[int, int] = field(default=(0, 0))

    def __call__(self) -> datetime:
        """The desk's time."""
        day = self.day()
        return day.at(self.real()) + day.jump

    def newsroom(self) -> datetime:
        """The newsroom's time, which no jump of the desk's clock changes."""
        return self.day().at(self.real())

    def day(self) -> FastDay:
        found = self.path.stat()
        if self._day is None or self._seen != (found.st_mtime_ns, found.st_ino):
            self._day, self._seen = _of_json(self.path.read_text()), (found.st_mtime_ns, found.st_ino)
        return self._day

    def keep(self, day: FastDay) -> None:
        """In one step: whoever reads meanwhile sees the day before."""
        fresh = self.path.with_suffix(".part")
        fresh.write_text(_json(day))
        fresh.replace(self.path)


def _json(day: FastDay) -> str:
    pieces = [[one.since.isoformat(), one.at.isoformat(), one.pace] for one in day.pieces]
    return json.dumps({"zero": day.zero.isoformat(), "pieces": pieces, "jump_seconds": day.jump.total_seconds()})


def _of_json(text: str) -> FastDay:
    data = json.loads(text)
    when = datetime.fromisoformat
    return FastDay(
        zero=when(data["zero"]),
        pieces=tuple(Piece(when(since), when(at), pace) for since, at, pace in data["pieces"]),
        jump=timedelta(seconds=data["jump_seconds"]),
    )
