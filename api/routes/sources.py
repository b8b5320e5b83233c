from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api import languages
from api.deps import ManagerActs, ReadStore, SignedIn
from api.problems import problems
from desk.sources import adding
from domain.errors import BadInput, NotAllowed, NotFound, NotSignedIn, RefusedSource
from domain.message import Message
from domain.sources import Feed, FeedKind, Source, SourceKind
from domain.visits import FeedVisit, FetchError
from messages.catalogue import Catalogue

router = APIRouter(prefix="/v1/sources", tags=["sources"], responses=problems(NotSignedIn))


class FeedIn(BaseModel):
    url: str = Field(max_length=2000)
    kind: FeedKind = FeedKind.FEED
    rule: str = Field(default="", max_length=300, description="CSS selector of the links, for a list page")


class SourceIn(BaseModel):
    home_url: str = Field(max_length=2000)
    name: str = Field(min_length=1, max_length=200)
    organisation: str = Field(min_length=1, max_length=300, description="Who is responsible for what it publishes")
    kind: SourceKind = SourceKind.PRESS
    province: str = Field(default="", max_length=20)
    feeds: list[FeedIn] = Field(default=[], max_length=50)


class Said(BaseModel):
    """One thing that was found out: its code with parameters, and as the catalogue says it."""

    code: str
    params: dict[str, Any]
    text: str


class FeedOut(BaseModel):
    id: int
    source_id: str
    url: str
    kind: FeedKind
    rule: str
    due_at: datetime
    interval_seconds: int
    etag: str
    last_modified: str
    failures: int
    penalty: float
    last_visit_at: datetime | None
    last_good_at: datetime | None
    last_whole_at: datetime | None
    last_messages: list[Said]


class VisitOut(BaseModel):
    at: datetime
    status: int = Field(description="HTTP status; 0 when there was no answer")
    error: FetchError | None
    entries: int
    new: int
    messages: list[Said]


@router.get("")
def listing(session: SignedIn, store: ReadStore) -> list[Source]:
    return store.sources.list()


@router.post("", status_code=201, responses=problems(NotAllowed, RefusedSource, BadInput))
def add(body: SourceIn, acting: ManagerActs) -> Source:
    """Add a publisher. Social networks, forums and personal pages are refused; that is not a setting."""
    source = Source(
        id=adding.source_id(body.home_url),
        name=body.name,
        home_url=body.home_url,
        organisation=body.organisation,
        kind=body.kind,
        province=body.province,
    )
    feeds = [(feed.url, feed.kind, feed.rule) for feed in body.feeds]
    return adding.add(acting, source, feeds)


@router.get("/{source_id}", responses=problems(NotFound))
def one(source_id: str, session: SignedIn, store: ReadStore) -> Source:
    return store.sources.get(source_id)


@router.get("/{source_id}/feeds", responses=problems(NotFound))
def feeds(request: Request, source_id: str, session: SignedIn, store: ReadStore) -> list[FeedOut]:
    found = store.feeds.list(store.sources.get(source_id).id)
    return [FeedOut(**_plain(one) | {"last_messages": _said(request, one.last_messages)}) for one in found]


@router.get("/{source_id}/visits", responses=problems(NotFound))
def visits(request: Request, source_id: str, session: SignedIn, store: ReadStore) -> list[VisitOut]:
    found = store.source_history.visits(store.sources.get(source_id).id, adding.VISITS_SHOWN)
    shown = found[: adding.VISITS_SHOWN]
    return [VisitOut(**_plain(one) | {"messages": _said(request, one.messages)}) for one in shown]


def _plain(value: Feed | FeedVisit) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


def _said(request: Request, messages: Sequence[Message]) -> list[Said]:
    catalogue = Catalogue(languages.of_api(request))
    return [Said(**one.as_json(), text=catalogue(one)) for one in messages]
