from dataclasses import replace

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import ManagerActs, ReadStore, SignedIn, TheFollower
from api.problems import problems
from desk.sources import adding, changing
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn, RefusedSource
from domain.sources import MAX_REUSE_DELAY_HOURS, Feed, FeedKind, Source, SourceDetails, SourceKind
from domain.visits import VISITS_SHOWN, FeedVisit

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
    reuse_delay_hours: int = Field(default=0, ge=0, le=MAX_REUSE_DELAY_HOURS)
    feeds: list[FeedIn] = Field(default=[], max_length=50)


class DetailsIn(BaseModel):
    name: str = Field(min_length=1, max_length=200)
    organisation: str = Field(min_length=1, max_length=300, description="Who is responsible for what it publishes")
    kind: SourceKind
    province: str = Field(default="", max_length=20, description="Code of a province; empty for the whole country")
    reuse_delay_hours: int = Field(default=0, ge=0, le=MAX_REUSE_DELAY_HOURS)

    def details(self) -> SourceDetails:
        return SourceDetails(**self.model_dump())


class ChangeIn(BaseModel):
    """What is left out stays as it is."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    organisation: str | None = Field(default=None, min_length=1, max_length=300)
    kind: SourceKind | None = None
    province: str | None = Field(default=None, max_length=20)
    reuse_delay_hours: int | None = Field(default=None, ge=0, le=MAX_REUSE_DELAY_HOURS)
    seen: DetailsIn | None = Field(default=None, description="As the source was seen; 409 when it has changed since")


@router.get("")
def list_sources(session: SignedIn, store: ReadStore) -> list[Source]:
    return store.sources.list()


@router.post("", status_code=201, responses=problems(NotAllowed, RefusedSource, BadInput))
def add(body: SourceIn, acting: ManagerActs, follower: TheFollower) -> Source:
    """Add a publisher. Social networks, forums and personal pages are refused; that is not a setting."""
    source = Source(
        id=adding.source_id(body.home_url),
        name=body.name,
        home_url=body.home_url,
        organisation=body.organisation,
        kind=body.kind,
        province=body.province,
        reuse_delay_hours=body.reuse_delay_hours,
    )
    changing.check_province(source.province, follower)
    feeds = [(feed.url, feed.kind, feed.rule) for feed in body.feeds]
    return adding.add(acting, source, feeds)


@router.get("/{source_id}", responses=problems(NotFound))
def get_source(source_id: str, session: SignedIn, store: ReadStore) -> Source:
    return store.sources.get(source_id)


@router.patch("/{source_id}", responses=problems(NotFound, NotAllowed, Conflict, BadInput))
def change(source_id: str, body: ChangeIn, acting: ManagerActs, follower: TheFollower) -> Source:
    """Change what a source is. Its articles of the last week are judged again: their warnings count or no longer do."""
    wanted = body.model_dump(exclude={"seen"}, exclude_none=True)
    before = SourceDetails.of(acting.store.sources.get(source_id))
    seen = body.seen.details() if body.seen else None
    return changing.change(acting, follower, source_id, replace(seen or before, **wanted), seen)


@router.get("/{source_id}/feeds", responses=problems(NotFound))
def list_feeds(source_id: str, session: SignedIn, store: ReadStore) -> list[Feed]:
    return store.feeds.list(store.sources.get(source_id).id)


@router.get("/{source_id}/visits", responses=problems(NotFound))
def list_visits(source_id: str, session: SignedIn, store: ReadStore) -> list[FeedVisit]:
    """The latest visits of its feeds, newest first."""
    return store.source_history.visits(store.sources.get(source_id).id, VISITS_SHOWN)[:VISITS_SHOWN]
