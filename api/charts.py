"""Lines over time as SVG, drawn here so that they need no script; three states: a value, none, and blind.

Where we were blind there is a gap in the line and a band behind it. Lengths are in the units of the view box.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 14, 30  # room for the numbers at the side and the days below
MAX_LABELS = 7
STEPS = (1, 2, 5)


Values = Sequence[int | None]  # None: we were blind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one line draws: its unbroken parts, and single points between two gaps."""

    paths: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A time in which we were blind, behind the lines."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number at the side, or a day below."""

    at: float
    value: int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    lines: tuple[Line, ...]
    bands: tuple[Band, ...]
    heights: tuple[Mark, ...]
    days: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def drawn(starts: Sequence[date], lines: Sequence[Values], *, goes_on: bool = False) -> Chart:
    """Each line has a value for each start of a day or week; None where we were blind.

    `goes_on`: the last day or week is not over, so it is a dot of its own, to which no line falls.
    """
    step, top = scale(max((value or 0 for line in lines for value in line), default=0))
    return Chart(
        lines=tuple(_line(line, top, goes_on) for line in lines),
        bands=tuple(_bands(lines)),
        heights=tuple(Mark(at=_y(value, top), value=value) for value in range(0, top + 1, step)),
        days=tuple(_days(starts)),
    )


def scale(most: int) -> tuple[int, int]:
    """How far apart the numbers at the side stand, and the highest: five of them at most, all whole."""
    step = next(base * 10**power for power in range(12) for base in STEPS if base * 10**power * 4 >= most)
    return step, step * max(1, -(-most // step))


def _line(values: Values, top: int, goes_on: bool) -> Line:
    paths, dots = [], []
    last = len(values) - 1 if goes_on else len(values)
    parts = groupby(enumerate(values), key=lambda one: (one[1] is None, one[0] == last))
    for (is_blind, _), run in parts:
        if is_blind:
            continue
        at = [(_x(number, len(values)), _y(value or 0, top)) for number, value in run]
        if len(at) == 1:
            dots.append(at[0])
        else:
            paths.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in at))
    return Line(paths=tuple(paths), dots=tuple(dots))


def _bands(lines: Sequence[Values]) -> Iterator[Band]:
    """Where any line is blind."""
    of, number = len(lines[0]) if lines else 0, 0
    for is_blind, run in groupby(zip(*lines, strict=True), key=lambda values: None in values):
        length = len(list(run))
        if is_blind:
            begin = max(LEFT, _x(number, of) - _gap(of) / 2)
            end = min(WIDTH - RIGHT, _x(number + length - 1, of) + _gap(of) / 2)
            yield Band(x=round(begin, 1), width=round(end - begin, 1))
        number += length


def _days(starts: Sequence[date]) -> Iterator[Mark]:
    every = max(1, -(-len(starts) // MAX_LABELS))
    for number in range(0, len(starts), every):
        yield Mark(at=round(_x(number, len(starts)), 1), value=starts[number])


def _x(number: int, of: int) -> float:
    return (LEFT + WIDTH - RIGHT) / 2 if of == 1 else LEFT + number * _gap(of)


def _gap(of: int) -> float:
    return (WIDTH - RIGHT - LEFT) / max(1, of - 1)


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)
