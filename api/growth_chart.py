"""How a story grew, as bars of SVG that need no script: filled, what speaks for itself; hollow, copies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.charts import Mark, scale
from desk.coverage.growth import Growth, Step

WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 10, 24
MAX_LABELS = 4
LABEL_WIDTH = 50  # of "07:00" in the largest letters that the drawing has


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    step: Step
    x: float
    width: float
    own: tuple[float, float]  # where it begins, and its height
    copies: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Begins at its step's left, or ends at the drawing's right where it would not fit."""

    at: float
    ends: bool
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    bars: tuple[Bar, ...]
    heights: tuple[Mark, ...]
    labels: tuple[Label, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def drawn(growth: Growth) -> Bars:
    step, top = scale(max(one.articles for one in growth.steps))
    return Bars(
        bars=tuple(_bars(growth.steps, top)),
        heights=tuple(Mark(at=_y(value, top), value=value) for value in range(0, top + 1, step)),
        labels=tuple(_labels(growth.steps)),
    )


def _bars(steps: Sequence[Step], top: int) -> Iterator[Bar]:
    room = (WIDTH - RIGHT - LEFT) / len(steps)
    gap = min(2.0, room / 5)
    for number, one in enumerate(steps):
        middle, upper = _y(one.own, top), _y(one.articles, top)
        yield Bar(
            step=one,
            x=round(LEFT + number * room + gap / 2, 1),
            width=round(min(room - gap, 40), 1),
            own=(middle, round(HEIGHT - BOTTOM - middle, 1)),
            copies=(upper, round(middle - upper, 1)),
        )


def _labels(steps: Sequence[Step]) -> Iterator[Label]:
    every = max(1, -(-len(steps) // MAX_LABELS))
    room = (WIDTH - RIGHT - LEFT) / len(steps)
    for number in range(0, len(steps), every):
        at = round(LEFT + number * room, 1)
        ends = at + LABEL_WIDTH > WIDTH
        yield Label(at=WIDTH if ends else at, ends=ends, step=steps[number])


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)
