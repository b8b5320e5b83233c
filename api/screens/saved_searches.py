"""Tìm kiếm đã lưu: the list, a page for each search, and what people do with it."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DBAPIError

from api.deps import SEEN_SECONDS, Now, Number, ReaderActs, ReadStore, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import page
from api.services import Web
from desk import saved_searches
from desk.saved_searches import Chosen
from desk.saved_why import reasons
from domain.errors import BadInput, Busy, Unreachable
from domain.people import Person
from domain.problems import Problem
from domain.saved_searches import MAX_HITS_A_DAY, Rhythm, SavedSearch
from domain.search import Order
from domain.times import VIETNAM

router = APIRouter(prefix="/tim-da-luu", include_in_schema=False)
HERE = "/tim-da-luu"
LOOKED_BACK = timedelta(days=7)


@router.get("")
def show_all(request: Request, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return page(request, "tim-da-luu.html", {"listed": saved_searches.listed(store, session.person, now)})


@router.post("")
def keep(
    acting: ReaderActs,
    q: Annotated[str, Form(max_length=2000)],
    ten: Annotated[str, Form(max_length=200)] = "",
    muc: Annotated[str, Form(max_length=40)] = "",
    nguon: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    kept = saved_searches.keep(acting, name=ten, text=q, section=muc, source=nguon)
    return RedirectResponse(f"{HERE}/{kept.id}", 303)


@router.get("/{search_id}")
def show(
    request: Request, search_id: Number, session: SignedIn, store: ReadStore, services: TheWeb, now: Now
) -> Response:
    shown = saved_searches.shown(store, session.person, search_id, now)
    if shown.follow and shown.follow.seen_to < shown.search.last_hit:
        _seen(request, services, session.person, search_id)
    context = {
        "shown": shown,
        "search": shown.search,
        "follow": shown.follow,
        "found": [(story, reasons(store, story.hit)) for story in shown.stories],
        "silent": not any(story.hit.at >= saved_searches.day_began(now) for story in shown.stories),
        "beyond": shown.found_today > MAX_HITS_A_DAY,
        "most": MAX_HITS_A_DAY,
        "earlier": _earlier(services, shown.search, now),
        "feed": f"{own_address(request, services)}{HERE}/nguon/{shown.search.feed_token}",
        "names": request.state.source_names,
        "saved": request.query_params.get("luu", ""),
        "Rhythm": Rhythm,
        "today": now.astimezone(VIETNAM).date(),
    }
    return page(request, "tim-da-luu-mot.html", context)


@router.post("/{search_id}/ten")
def rename(search_id: Number, acting: ReaderActs, ten: Annotated[str, Form(max_length=200)]) -> Response:
    saved_searches.rename(acting, search_id, ten)
    return _back(search_id, "ten")


@router.post("/{search_id}/chia-se")
def share(search_id: Number, acting: ReaderActs, chung: Annotated[bool, Form()] = False) -> Response:
    saved_searches.share(acting, search_id, shared=chung)
    return _back(search_id, "chia-se")


@router.post("/{search_id}/bo")
def remove(search_id: Number, acting: ReaderActs) -> Response:
    saved_searches.remove(acting, search_id)
    return RedirectResponse(HERE, 303)


@router.post("/{search_id}/duong-dan")
def renew_feed(search_id: Number, acting: ReaderActs) -> Response:
    saved_searches.renew_feed(acting, search_id)
    return _back(search_id, "duong-dan")


@router.post("/{search_id}/theo-doi")
def follow(
    search_id: Number,
    acting: ReaderActs,
    nhip: Annotated[str, Form(max_length=20)] = "",
    luc: Annotated[str, Form(max_length=8)] = "17:00",
    thu: Annotated[int, Form(ge=0, le=6)] = 0,
    im_lang: Annotated[bool, Form()] = False,
) -> Response:
    rhythm = Rhythm(nhip) if nhip in set(Rhythm) else None
    chosen = Chosen(rhythm=rhythm, at=_time(luc), weekday=thu, silence=im_lang)
    saved_searches.follow(acting, search_id, chosen)
    return _back(search_id, "theo-doi")


@router.post("/{search_id}/nghi")
def pause(search_id: Number, acting: ReaderActs, den: Annotated[str, Form(max_length=20)] = "") -> Response:
    """Until the end of that day; an empty day ends it."""
    saved_searches.pause(acting, search_id, _end_of(den) if den.strip() else None)
    return _back(search_id, "theo-doi")


def _seen(request: Request, services: Web, person: Person, search_id: int) -> None:
    """The menu counts what stands on this page no more. When somebody else is writing, the next look does it."""
    with suppress(Busy, DBAPIError), services.database.write(SEEN_SECONDS) as store:
        new = saved_searches.seen(store, person, search_id)
        board = request.state.board
        left = max(board.saved.get(person.id, 0) - new, 0)
        request.state.board = replace(board, saved={**board.saved, person.id: left})


def _earlier(services: Web, search: SavedSearch, now: datetime) -> int | None:
    """How many articles of the last week it would have found; None while search is away."""
    query = replace(search.query, order=Order.NEWEST, limit=0, since=now - LOOKED_BACK)
    try:
        return services.index.find(query).total
    except Unreachable:
        return None


def _back(search_id: int, part: str) -> Response:
    return RedirectResponse(f"{HERE}/{search_id}?luu={part}#{part}", 303)


def _time(typed: str) -> time:
    try:
        return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise BadInput(Problem.NOT_A_TIME) from error


def _end_of(typed: str) -> datetime:
    parts = typed.strip().split("/")
    try:
        day = date(*(int(part) for part in reversed(parts))) if len(parts) == 3 else date.fromisoformat(typed.strip())
        return datetime.combine(day, time(23, 59), VIETNAM)
    except (ValueError, OverflowError) as error:
        raise BadInput(Problem.DATE) from error
