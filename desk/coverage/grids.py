"""Sections by weeks and sources by days as tables; a square is a value, nothing published, or we were blind and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile

from desk.coverage.charts import counts_of
from desk.coverage.series import Axis, Numbers, Point, State, series
from domain.coverage import Grain, Kind
from domain.store import Store
from domain.understanding import Section

DAYS = 28
ROWS_PER_PAGE = 30  # sources
OF_THE_WEEK = (0.05, 0.1, 0.2, 0.4)  # a section's share of a week's articles, from which a square is darker
OF_THE_MOST = (0.2, 0.4, 0.6, 0.8)  # a source's day as a share of its own fullest one


class Unseen(StrEnum):
    """Why nobody knows."""

    NOT_YET = "not-yet"  # the source was not added yet, or none was
    DOWN = "down"


class Order(StrEnum):
    MOST = "most"  # articles
    QUIET = "quiet"  # longest without an article


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    point: Point
    level: int  # how dark: 0..4
    unseen: Unseen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    kind: Kind
    value: str
    squares: tuple[Square, ...]
    name: str = ""  # of a source

    @property
    def articles(self) -> int:
        return sum(one.point.numbers.articles for one in self.squares if one.point.numbers)

    @property
    def quiet(self) -> int:
        """For how many whole days up to now it published nothing, as far as we saw; 0 of one that never did."""
        if not self.articles:
            return 0
        states = [one.point.state for one in self.squares if one.point.is_complete or one.point.state is State.VALUE]
        return sum(1 for _ in takewhile(lambda state: state is State.NOTHING, reversed(states)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    starts: tuple[date, ...]  # of its columns
    grain: Grain
    together: Row  # all articles
    rows: tuple[Row, ...]
    number: int  # rows that there are, on all pages


def sections_by_weeks(store: Store, weeks: int, today: date) -> Grid:
    """An article in two sections is counted in both."""
    axis = Axis(grain=Grain.WEEK, first=today - timedelta(weeks=weeks - 1), last=today, today=today)
    seen = store.sights.shares("", *axis.span)
    together = _together(store, axis, seen)
    wholes = [one.point.numbers.articles if one.point.numbers else 0 for one in together.squares]
    counts = counts_of(store, Kind.SECTION, [section.value for section in Section], axis)
    rows = [
        Row(kind=Kind.SECTION, value=value, squares=_squares(axis, own, seen, wholes)) for value, own in counts.items()
    ]
    return Grid(starts=tuple(axis.starts), grain=axis.grain, together=together, rows=tuple(rows), number=len(rows))


def sources_by_days(store: Store, today: date, order: Order, page: int) -> Grid:
    axis = Axis(grain=Grain.DAY, first=today - timedelta(days=DAYS - 1), last=today, today=today)
    names = store.sources.names()
    shown = _ranked(store, names, axis, order)[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    seen = store.sights.of_sources(shown, *axis.span)
    counts = counts_of(store, Kind.SOURCE, shown, axis)
    rows = [
        Row(kind=Kind.SOURCE, value=one, name=names[one], squares=_squares(axis, counts[one], seen.get(one, {})))
        for one in shown
    ]
    together = _together(store, axis, store.sights.shares("", *axis.span))
    return Grid(starts=tuple(axis.starts), grain=axis.grain, together=together, rows=tuple(rows), number=len(names))


def _together(store: Store, axis: Axis, seen: Mapping[date, float]) -> Row:
    return Row(kind=Kind.ALL, value="", squares=_squares(axis, counts_of(store, Kind.ALL, [""], axis)[""], seen))


def _ranked(store: Store, names: Mapping[str, str], axis: Axis, order: Order) -> list[str]:
    totals = store.counters.totals(Kind.SOURCE, [*names], axis.grain, *axis.span)

    def most(source_id: str) -> tuple[int, str]:
        return -totals[source_id].articles if source_id in totals else 0, names[source_id].casefold()

    def quiet(source_id: str) -> tuple[date, tuple[int, str]]:
        return totals[source_id].last if source_id in totals else date.min, most(source_id)

    return sorted(names, key=quiet if order is Order.QUIET else most)


def _squares(
    axis: Axis, counts: Mapping[date, Numbers], seen: Mapping[date, float], wholes: Sequence[int] = ()
) -> tuple[Square, ...]:
    """`wholes`: of each column, what its number is a share of; else of the row's own highest."""
    points = series(axis, counts, seen)
    most = max((point.numbers.articles for point in points if point.numbers), default=0)
    first = min(seen, default=date.max)
    return tuple(
        Square(
            point=point,
            level=_level(point, wholes[at] if wholes else most, OF_THE_WEEK if wholes else OF_THE_MOST),
            unseen=_unseen(point, axis.grain, first),
        )
        for at, point in enumerate(points)
    )


def _level(point: Point, whole: int, bounds: Sequence[float]) -> int:
    share = point.numbers.articles / whole if point.numbers and whole else 0.0
    return sum(share >= bound for bound in bounds)


def _unseen(point: Point, grain: Grain, first: date) -> Unseen | None:
    """`first`: the first day of which we know whether we saw it."""
    if point.state is not State.BLIND:
        return None
    return Unseen.NOT_YET if point.start + timedelta(days=grain.days) <= first else Unseen.DOWN
