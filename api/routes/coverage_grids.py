"""The two tables of the coverage for other programs and for Excel: sections by weeks, sources by days."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic.dataclasses import dataclass

from api import csv_files
from api.deps import Now, ReadStore, SignedIn
from api.problems import problems
from desk.coverage import grids
from desk.coverage.grids import Order
from desk.coverage.series import State
from domain.coverage import Grain
from domain.errors import BadInput, NotSignedIn
from domain.times import day_of

router = APIRouter(prefix="/v1/coverage/grid", tags=["coverage"], responses=problems(NotSignedIn, BadInput))
HEADING = ("of", "value", "name")


class By(StrEnum):
    SECTION = "section"  # by weeks
    SOURCE = "source"  # by days


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    start: date
    state: State
    articles: int | None  # None where we were blind
    unseen: grids.Unseen | None  # why we were: not-yet added, or down
    is_complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    of: str
    value: str
    name: str  # of a source
    squares: list[Square]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    by: Grain
    number: int  # rows that there are, without that of all articles
    rows: list[Row]  # all articles first


def _grid(
    _session: SignedIn,
    store: ReadStore,
    now: Now,
    by: By,
    weeks: Annotated[int, Query(ge=1, le=53, description="of sections")] = 13,
    order: Annotated[Order, Query(description="of sources: most articles, or longest without any")] = Order.MOST,
    page: Annotated[int, Query(ge=1, le=10_000, description="of sources, thirty on each")] = 1,
) -> Grid:
    today = day_of(now)
    if by is By.SECTION:
        found = grids.sections_by_weeks(store, weeks, today)
    else:
        found = grids.sources_by_days(store, today, order, page)
    return Grid(by=found.grain, number=found.number, rows=[_row(one) for one in (found.together, *found.rows)])


def _row(row: grids.Row) -> Row:
    squares = [
        Square(
            start=one.point.start,
            state=one.point.state,
            articles=one.point.numbers.articles if one.point.numbers else None,
            unseen=one.unseen,
            is_complete=one.point.is_complete,
        )
        for one in row.squares
    ]
    return Row(of=row.kind, value=row.value, name=row.name, squares=squares)


TheGrid = Annotated[Grid, Depends(_grid)]


@router.get("")
def coverage_grid(grid: TheGrid) -> Grid:
    """Articles of every section by week, or of thirty sources by day over the last 28; an article in two sections is
    counted in both."""
    return grid


@router.get(".csv", response_class=StreamingResponse, responses={200: {"content": {"text/csv": {}}}})
def coverage_grid_as_csv(grid: TheGrid) -> StreamingResponse:
    """The same as a table that Excel opens: a column for each week or day; an empty cell is one that nobody saw."""
    return csv_files.download("xu-huong-bang", _lines(grid))


def _lines(grid: Grid) -> Iterator[list[str]]:
    yield [*HEADING, *(str(one.start) for one in grid.rows[0].squares)]
    for row in grid.rows:
        yield [row.of, row.value, row.name, *("" if one.articles is None else str(one.articles) for one in row.squares)]
