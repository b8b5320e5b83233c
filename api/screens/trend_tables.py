"""Xu hướng as tables: sections by weeks, and sources by days, where an editor sees that one went silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.coverage_links import listed
from api.deps import Now, ReadStore, SignedIn
from api.pages import catalogue_of, page
from desk.coverage.grids import DAYS, ROWS_PER_PAGE, Grid, Order, Row, Square, sections_by_weeks, sources_by_days
from domain.coverage import Grain, Kind
from domain.times import day_of
from messages.catalogue import Catalogue

router = APIRouter(prefix="/xu-huong", include_in_schema=False)
Weeks = Literal["13", "52"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A square with the list of what it counts."""

    square: Square
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    row: Row
    name: str  # "" of all articles
    squares: tuple[Linked, ...]


@router.get("/chuyen-muc")
def sections(request: Request, session: SignedIn, store: ReadStore, now: Now, tuan: Weeks = "13") -> Response:
    grid = sections_by_weeks(store, int(tuan), day_of(now))
    return page(request, "xu-huong-chuyen-muc.html", _context(grid, catalogue_of(request)) | {"tuan": tuan})


@router.get("/nguon")
def sources(
    request: Request,
    session: SignedIn,
    store: ReadStore,
    now: Now,
    xep: Order = Order.MOST,
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    grid = sources_by_days(store, day_of(now), xep, trang)
    context = _context(grid, catalogue_of(request)) | {"xep": xep, "trang": trang, "Order": Order, "days": DAYS}
    context["after"] = max(0, grid.number - trang * ROWS_PER_PAGE)  # sources on the pages that follow
    return page(request, "xu-huong-nguon.html", context)


def _context(grid: Grid, words: Catalogue) -> dict[str, object]:
    return {"grid": grid, "lines": [*_lines(grid, words)], "Grain": Grain, "Kind": Kind}


def _lines(grid: Grid, words: Catalogue) -> Iterator[Line]:
    for row in (grid.together, *grid.rows):
        name = words.named(row.value, "section") if row.kind is Kind.SECTION else row.name
        yield Line(row=row, name=name, squares=tuple(_linked(row, one, grid.grain) for one in row.squares))


def _linked(row: Row, square: Square, grain: Grain) -> Linked:
    return Linked(square=square, address=listed(row.kind, row.value, grain, square.point.start))
