"""The clock that a desk goes by: the real one, or that of the day which its sample newsroom plays fast."""

import shutil
from pathlib import Path

from demo.clock import Clock, DayFile, begun, morning
from domain.times import now

CLOCK_FILE = "clock.json"  # only in the home of a sample desk that plays a day


def day_of(home: Path) -> DayFile | None:
    return DayFile(home / CLOCK_FILE) if (home / CLOCK_FILE).exists() else None


def clock_of(home: Path) -> Clock:
    return day_of(home) or now


def open_day(home: Path, *, anew: bool) -> None:
    """A day that stands at its beginning, unless one is under way. One that is over makes room for it when `anew`."""
    if day := day_of(home):
        if not anew or not day.day().is_over(now()):
            return
        _empty(home)
    DayFile(home / CLOCK_FILE).keep(morning(now()))


def begin_day(home: Path) -> None:
    """Start the clock of the day that was opened."""
    if (file := day_of(home)) and file.day().stands():
        file.keep(begun(file.day(), now()))


def _empty(home: Path) -> None:
    """The locks stay: this process holds one."""
    for one in home.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one.suffix != ".lock":
            one.unlink()
