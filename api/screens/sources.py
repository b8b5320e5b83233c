"""Nguồn tin: each source, its last answer in plain words, its next visit; adding one by its home page."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Manager, ManagerActs, Now, ReadStore, SignedIn, TheFollower, TheWeb
from api.pages import Link, page, whole_page
from api.services import Web
from desk.sources import adding, changing
from domain.errors import BadInput, Conflict
from domain.problems import Problem
from domain.refusals import refuse
from domain.sources import MAX_REUSE_DELAY_HOURS, FeedKind, Source, SourceDetails, SourceKind
from domain.stage import Outcome
from domain.store import Store
from domain.typed_addresses import typed_address

router = APIRouter(include_in_schema=False)
LINK = Link(path="/nguon-tin", title="Nguồn tin", order=60)

Hours = Annotated[int, Form(ge=0, le=MAX_REUSE_DELAY_HOURS)]


def _details(
    name: Annotated[str, Form(max_length=200)],
    organisation: Annotated[str, Form(max_length=300)],
    kind: Annotated[SourceKind, Form()],
    province: Annotated[str, Form(max_length=20)] = "",
    reuse_delay_hours: Hours = 0,
) -> SourceDetails:
    return SourceDetails(
        name=name.strip(),
        organisation=organisation.strip(),
        kind=kind,
        province=province,
        reuse_delay_hours=reuse_delay_hours,
    )


def _seen(
    seen_name: Annotated[str, Form(max_length=200)],
    seen_organisation: Annotated[str, Form(max_length=300)],
    seen_kind: Annotated[SourceKind, Form()],
    seen_province: Annotated[str, Form(max_length=20)] = "",
    seen_reuse_delay_hours: Hours = 0,
) -> SourceDetails:
    """The source as the page showed it."""
    return SourceDetails(
        name=seen_name,
        organisation=seen_organisation,
        kind=seen_kind,
        province=seen_province,
        reuse_delay_hours=seen_reuse_delay_hours,
    )


def _typed_already(
    kind: Annotated[SourceKind | None, Form()] = None,
    name: Annotated[str, Form(max_length=200)] = "",
    organisation: Annotated[str, Form(max_length=300)] = "",
    province: Annotated[str, Form(max_length=20)] = "",
    reuse_delay_hours: Hours = 0,
) -> SourceDetails | None:
    if kind is None:
        return None
    return SourceDetails(
        name=name, organisation=organisation, kind=kind, province=province, reuse_delay_hours=reuse_delay_hours
    )


Details = Annotated[SourceDetails, Depends(_details)]
Seen = Annotated[SourceDetails, Depends(_seen)]


@router.get("/nguon-tin")
def list_sources(request: Request, session: SignedIn, store: ReadStore, now: Now) -> Response:
    pages = adding.list_sources(store, now)
    counted = {"counts": store.progress.counts(), "waiting": store.crawl_queue.count_waiting()}
    context = {"pages": pages, "stopped": store.progress.stopped(Outcome.QUARANTINE, 20)} | counted
    return page(request, "nguon-tin.html", context)


@router.get("/nguon-tin/them")
def start(request: Request, session: Manager) -> Response:
    return page(request, "them-nguon.html", {"found": None, "url": ""})


@router.post("/nguon-tin/tim")
def find(
    request: Request,
    session: Manager,
    services: TheWeb,
    url: Annotated[str, Form(max_length=2000)],
    own_rule: Annotated[str, Form(max_length=300)] = "",
    typed: Annotated[SourceDetails | None, Depends(_typed_already)] = None,
) -> Response:
    """With a CSS rule of one's own: what that reads, beside what was typed already."""
    refuse(typed_address(url))
    source, found = services.find_feeds(url, own_rule.strip())
    context = {
        "found": source,
        "typed": typed or SourceDetails.of(source),
        "feeds": [feed for feed in found if feed.kind is not FeedKind.LIST_PAGE],
        "lists": [feed for feed in found if feed.kind is FeedKind.LIST_PAGE],
        "url": url,
        "own_rule": own_rule,
        "known": _known(services, source.id),
        "provinces": provinces_of(services),
    }
    return page(request, "them-nguon.html", context)


def _known(services: Web, source_id: str) -> Source | None:
    with services.database.read() as store:
        return next((source for source in store.sources.list() if source.id == source_id), None)


@router.post("/nguon-tin")
def add(
    acting: ManagerActs,
    follower: TheFollower,
    details: Details,
    home_url: Annotated[str, Form(max_length=2000)],
    feeds: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    list_url: Annotated[str, Form(max_length=2000)] = "",
    rule: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """`feeds` are "kind address"; without one the page at `list_url` is read by `rule` (a CSS selector)."""
    changing.check_province(details.province, follower)
    source = Source(id=adding.source_id(home_url), home_url=home_url, **asdict(details))
    wanted = [(url, _kind(kind), "") for kind, _, url in (feed.partition(" ") for feed in feeds)]
    if not wanted and rule:
        wanted = [(list_url or home_url, FeedKind.LIST_PAGE, rule)]
    refuse(home_url)
    if not wanted:
        raise BadInput(Problem.NO_FEED_CHOSEN)
    adding.add(acting, source, wanted)
    return RedirectResponse(f"/nguon-tin/{source.id}", 303)


@router.get("/nguon-tin/{source_id}")
def show(
    request: Request, source_id: str, session: SignedIn, services: TheWeb, store: ReadStore, now: Now, luu: str = ""
) -> Response:
    context = _shown(services, store, now, source_id)
    return page(request, "nguon.html", context | {"saved": bool(luu)})


@router.post("/nguon-tin/{source_id}/sua")
def change(
    request: Request,
    source_id: str,
    acting: ManagerActs,
    services: TheWeb,
    follower: TheFollower,
    details: Details,
    seen: Seen,
) -> Response:
    """Where a colleague was first, the page says who and what; what was typed stays in the form."""
    try:
        changing.change(acting, follower, source_id, details, seen)
    except Conflict as conflict:
        context = _shown(services, acting.store, acting.now, source_id)
        context |= {"typed": _joined(details, seen, context["typed"]), "conflict": conflict.message}
        return whole_page(request, "nguon.html", context, f"/nguon-tin/{source_id}")
    return RedirectResponse(f"/nguon-tin/{source_id}?luu=1", 303)


def _joined(typed: SourceDetails, seen: SourceDetails, stored: SourceDetails) -> SourceDetails:
    """What this person changed, and of the rest what stands now: saving again takes nothing back by accident."""
    changed = {name: value for name, value in asdict(typed).items() if value != asdict(seen)[name]}
    return replace(stored, **changed)


def _shown(services: Web, store: Store, now: datetime, source_id: str) -> dict[str, Any]:
    shown = adding.list_sources(store, now, source_id)[0]
    return {
        "shown": shown,
        "typed": SourceDetails.of(shown.source),
        "provinces": provinces_of(services),
        "conflict": None,
        "saved": False,
    }


def provinces_of(services: Web) -> list[tuple[str, str]]:
    """Code and name of each, without its kind, so that typing a letter finds it."""
    units = services.gazetteer
    return [(code, units.label(code).removeprefix("Tỉnh ").removeprefix("Thành phố ")) for code in units.provinces()]


@router.post("/nguon-tin/{source_id}/thu-lai")
def try_now(source_id: str, acting: ManagerActs) -> Response:
    adding.try_now(acting, source_id)
    return RedirectResponse(f"/nguon-tin/{source_id}", 303)


@router.post("/nguon-tin/{source_id}/doc")
def set_active(source_id: str, acting: ManagerActs, active: Annotated[bool, Form()]) -> Response:
    adding.set_active(acting, source_id, active)
    return RedirectResponse(f"/nguon-tin/{source_id}", 303)


def _kind(typed: str) -> FeedKind:
    if typed not in set(FeedKind):
        raise BadInput(Problem.FEED_KIND)
    return FeedKind(typed)
