"""The list behind a number of Xu hướng: its articles, its stories, or its independent origins story by story."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.coverage_links import Counted, listed, pages, search_for, until
from api.deps import ReadStore, SignedIn, TheWeb
from api.pages import catalogue_of, page
from api.services import Web
from desk.coverage import lists
from desk.coverage.charts import SEARCH
from domain.coverage import Grain, Kind
from domain.coverage_lists import Cell
from domain.errors import NotFound
from domain.problems import Missing
from domain.store import Store
from domain.understanding import Section

router = APIRouter(prefix="/xu-huong/danh-sach", include_in_schema=False)
_SECTIONS = "|".join(Section)
Subject = Annotated[str, Query(max_length=1100, pattern=rf"^(all:|section:({_SECTIONS})|(place|source|search):.+)$")]
MAKERS = {"articles": lists.articles, "stories": lists.stories, "origins": lists.independent_origins}


@router.get("")
def show(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    cua: Subject,
    tu: date,
    theo: Grain = Grain.DAY,
    dem: Counted = "articles",
    den: date | None = None,
    trang: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    lists.check_days(tu, den)
    of, _, value = cua.partition(":")
    start = theo.start(tu)
    last = Cell(kind=Kind.ALL, value="", grain=theo, start=start, until=den).last
    if of == SEARCH:
        dem = "stories" if dem == "origins" else dem  # of a search they are not counted
        found = lists.found(store, services.index, value, start, last)
        if found is None:
            return RedirectResponse(search_for(value, start, last), 303)
        counts: dict[Counted, int] = {"articles": len(found.articles), "stories": len(found.stories)}
        shown = found.page(store, trang, by_story=dem != "articles")
    else:
        dem = "stories" if den and dem == "origins" else dem  # they are counted by the day and week
        cell = Cell(kind=Kind(of), value=value, grain=theo, start=start, until=den)
        counts = _counts(store, cell)
        shown = MAKERS[dem](store, cell, trang)
    words = catalogue_of(request)
    when = " – ".join(words.time(day, how="day") for day in dict.fromkeys((start, last)))
    context: dict[str, Any] = {"name": _name(request, store, services, of, value), "when": when}
    context |= {"shown": shown, "dem": dem, "names": store.sources.names()}
    context["counts"] = [
        (one, number, until(listed(of, value, theo, start, one), den)) for one, number in counts.items()
    ]
    context |= pages(until(listed(of, value, theo, start, dem), den), trang, has_more=shown.has_more)
    return page(request, "xu-huong-danh-sach.html", context)


def _counts(store: Store, cell: Cell) -> dict[Counted, int]:
    """Independent origins are those that were counted; the list has them by pages."""
    articles, stories = store.coverage_lists.count(cell)
    if cell.until:
        return {"articles": articles, "stories": stories}
    kept = store.counters.list(cell.kind, [cell.value], cell.grain, cell.start, cell.start)
    return {"articles": articles, "stories": stories, "origins": sum(one.origins for one in kept)}


def _name(request: Request, store: Store, services: Web, of: str, value: str) -> str:
    """Raise NotFound for a source or place that is not there."""
    match of:
        case Kind.SECTION:
            return catalogue_of(request).named(value, "section")
        case Kind.SOURCE:
            return store.sources.get(value).name
        case Kind.PLACE:
            label = services.gazetteer.label(value)
            if label == value:
                raise NotFound(Missing.PLACE, place=value)
            return label
        case _:
            return value
