"""A series over days or weeks in three states: a value, nothing published, or we were blind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.coverage import Grain
from domain.times import monday_of

SEEN_ENOUGH = 0.75  # of a time; where less was seen, that nothing was found says nothing


class State(StrEnum):
    VALUE = "value"
    NOTHING = "nothing"  # published, as far as we could see
    BLIND = "blind"  # the sources were down, or not yet added: a chart leaves a gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """None: not counted, because there are too many."""

    articles: int
    stories: int | None = None  # with an article of that time
    begun: int | None = None  # stories whose first article is of that time
    origins: int | None = None  # articles that speak for themselves
    first_at: datetime | None = None
    first_id: str = ""


NONE = Numbers(articles=0, stories=0, begun=0, origins=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One day or week."""

    start: date
    state: State
    seen: float  # which share of it we could see: 0..1, over the sources concerned, each of the same weight
    is_complete: bool  # False of the one that is going on
    numbers: Numbers | None  # None where we were blind


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The days or weeks that hold `first` to `last`, none of which begins after today."""

    grain: Grain
    first: date
    last: date
    today: date

    @property
    def starts(self) -> Iterator[date]:
        at = self.grain.start(self.first)
        while at <= min(self.last, self.today):
            yield at
            at += timedelta(days=self.grain.days)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day of its steps."""
        last = self.grain.start(min(self.last, self.today))
        return self.grain.start(self.first), last + timedelta(days=self.grain.days - 1)


def series(axis: Axis, counts: Mapping[date, Numbers], seen: Mapping[date, float]) -> tuple[Point, ...]:
    """`counts` are by their starts; `seen` by day, and of a day that it does not know we saw nothing."""
    return tuple(_point(axis, start, counts.get(start, NONE), seen) for start in axis.starts)


def by_week(counts: Mapping[date, int]) -> dict[date, int]:
    """What adds up, as articles do and stories do not."""
    found: dict[date, int] = {}
    for day, number in counts.items():
        found[monday_of(day)] = found.get(monday_of(day), 0) + number
    return found


def _point(axis: Axis, start: date, numbers: Numbers, seen: Mapping[date, float]) -> Point:
    days = [start + timedelta(days=n) for n in range(axis.grain.days)]
    shares = [seen.get(day, 0.0) for day in days if day <= axis.today]
    share = round(sum(shares) / len(shares), 4)
    state = State.VALUE if numbers.articles else State.NOTHING if share >= SEEN_ENOUGH else State.BLIND
    return Point(
        start=start,
        state=state,
        seen=share,
        is_complete=days[-1] < axis.today,
        numbers=None if state is State.BLIND else numbers,
    )
