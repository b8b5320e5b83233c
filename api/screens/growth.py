"""How a story grows: beside its article, and the articles behind each of its numbers."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api import growth_chart
from api.coverage_links import of_story, pages
from api.deps import Now, ReadStore, SignedIn
from api.pages import catalogue_of, page
from desk.coverage import growth, lists
from desk.coverage.growth import Unit
from domain.reports import ReadArticle
from domain.times import VIETNAM
from messages.catalogue import Catalogue

router = APIRouter(include_in_schema=False)
Counted = Literal["articles", "origins"]
COUNTED: tuple[Counted, ...] = ("articles", "origins")


@router.get("/bai/{article_id}/lan-ra")
def show(request: Request, article_id: str, session: SignedIn, store: ReadStore, now: Now) -> Response:
    """The open page asks for this afterwards, and again while the story grows."""
    story_id = store.articles.get(article_id).story_id
    found = growth.growth(store, story_id, now) if story_id else None
    context: dict[str, Any] = {
        "grown": found,
        "article_id": article_id,
        "names": store.sources.names(),
        "of_story": of_story,
    }
    context |= {"story_id": story_id, "chart": growth_chart.drawn(found) if found else None, "Unit": Unit}
    return page(request, "lan-ra.html", context)


@router.get("/xu-huong/chuyen/{story_id}")
def listed(
    request: Request,
    story_id: str,
    session: SignedIn,
    store: ReadStore,
    tu: datetime | None = None,
    theo: Unit = Unit.HOUR,
    dem: Counted = "articles",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """`tu`: the hour, day or week from there in Vietnam's time; without it, the whole story."""
    at = _moment(tu)
    story = store.stories.get(story_id)
    together = growth.members(store, story_id)
    found = {one: growth.within(together, theo, at, own=one == "origins") for one in COUNTED}
    shown = found[dem][(trang - 1) * lists.PER_PAGE : trang * lists.PER_PAGE]
    read = [ReadArticle(id=one.id, title=one.title, source_id=one.source_id, dated=one.dated) for one in shown]
    has_more = len(found[dem]) > trang * lists.PER_PAGE
    context: dict[str, Any] = {
        "name": story.title,
        "when": _when(catalogue_of(request), theo, at),
        "names": store.sources.names(),
    }
    context |= {"shown": lists.Page(articles=tuple(read), has_more=has_more), "dem": dem}
    context["counts"] = [(one, len(articles), of_story(story_id, theo, at, one)) for one, articles in found.items()]
    context |= pages(of_story(story_id, theo, at, dem), trang, has_more=has_more)
    return page(request, "xu-huong-danh-sach.html", context)


def _moment(typed: datetime | None) -> datetime | None:
    if typed is None:
        return None
    lists.check_days(typed.date())
    return typed if typed.tzinfo else typed.replace(tzinfo=VIETNAM)


def _when(words: Catalogue, unit: Unit, at: datetime | None) -> str:
    """12:00–13:00 23/11/2026; a day; the two days around a week."""
    if at is None:
        return ""
    start, end = unit.start(at), unit.start(at) + unit.length
    if unit is Unit.HOUR:
        return f"{start:%H:%M}–{end:%H:%M} {words.time(start, how='day')}"
    last = end - timedelta(days=1)
    return words.time(start, how="day") + (f" – {words.time(last, how='day')}" if unit is Unit.WEEK else "")
