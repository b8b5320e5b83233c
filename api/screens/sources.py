"""Nguồn tin: each source, its last answer in plain words, its next visit; adding one by its home page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Manager, ManagerActs, Now, ReadStore, SignedIn, TheWeb
from api.pages import Link, page
from api.progress import Progress
from desk.sources import adding
from domain.errors import BadInput
from domain.problems import Problem
from domain.refusals import refuse
from domain.sources import FeedKind, Source, SourceKind
from domain.stage import Outcome
from domain.typed_addresses import typed_address

router = APIRouter(include_in_schema=False)
LINK = Link(path="/nguon-tin", title="Nguồn tin", order=60)


@router.get("/nguon-tin")
def list_sources(request: Request, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    pages = adding.list_sources(store, now)
    progress: Progress = request.app.state.progress
    counted = {"counts": progress.latest(store, services.database), "waiting": store.crawl_queue.count_waiting()}
    context = {"pages": pages, "stopped": store.progress.stopped(Outcome.QUARANTINE, 20)} | counted
    return page(request, "nguon-tin.html", context)


@router.get("/nguon-tin/them")
def start(request: Request, session: Manager) -> Response:
    return page(request, "them-nguon.html", {"found": None, "url": ""})


@router.post("/nguon-tin/tim")
def find(request: Request, session: Manager, services: TheWeb, url: Annotated[str, Form(max_length=2000)]) -> Response:
    refuse(typed_address(url))
    source, found = services.find_feeds(url)
    feeds = [feed for feed in found if feed.kind is not FeedKind.LIST_PAGE]
    lists = [feed for feed in found if feed.kind is FeedKind.LIST_PAGE]
    return page(request, "them-nguon.html", {"found": source, "feeds": feeds, "lists": lists, "url": url})


@router.post("/nguon-tin")
def add(
    acting: ManagerActs,
    home_url: Annotated[str, Form(max_length=2000)],
    name: Annotated[str, Form(max_length=200)],
    organisation: Annotated[str, Form(max_length=300)],
    feeds: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    rule: Annotated[str, Form(max_length=300)] = "",
) -> Response:
    """`feeds` are "kind address"; without one the home page itself is read by `rule` (a CSS selector)."""
    source = Source(
        id=adding.source_id(home_url), name=name, home_url=home_url, organisation=organisation, kind=SourceKind.PRESS
    )
    wanted = [(url, _kind(kind), "") for kind, _, url in (feed.partition(" ") for feed in feeds)]
    if not wanted and rule:
        wanted = [(home_url, FeedKind.LIST_PAGE, rule)]
    adding.add(acting, source, wanted)
    return RedirectResponse(f"/nguon-tin/{source.id}", 303)


@router.get("/nguon-tin/{source_id}")
def show(request: Request, source_id: str, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return page(request, "nguon.html", {"shown": adding.list_sources(store, now, source_id)[0]})


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
