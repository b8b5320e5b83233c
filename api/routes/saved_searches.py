from datetime import time

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from api.deps import Now, Number, ReaderActs, ReadStore, SignedIn
from api.problems import problems
from desk import saved_searches
from desk.saved_searches import SHOWN_STORIES, Chosen, Listed
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.saved_searches import MAX_NAME_CHARS, MAX_QUERY_CHARS, Follow, FoundStory, Rhythm, SavedSearch

router = APIRouter(prefix="/v1/saved-searches", tags=["search"], responses=problems(NotSignedIn))
changes = problems(NotAllowed, NotFound, Conflict, BadInput)


class SearchIn(BaseModel):
    text: str = Field(min_length=1, max_length=MAX_QUERY_CHARS, description="as typed into the search box")
    name: str = Field(default="", max_length=MAX_NAME_CHARS, description="empty: its text")
    section: str = Field(default="", max_length=40)
    source: str = Field(default="", max_length=200)


class ChangeIn(BaseModel):
    """What is left out stays as it is."""

    revision: int = Field(description="that was seen; 409 when it has changed since")
    name: str | None = Field(default=None, min_length=1, max_length=MAX_NAME_CHARS)
    shared: bool | None = Field(default=None, description="with the desk: everybody sees it and may follow it")


class FollowIn(BaseModel):
    rhythm: Rhythm
    at: time = Field(default=time(17), description="in Vietnam: of a day or a week, and when silence is told")
    weekday: int = Field(default=0, ge=0, le=6, description="0: Monday")
    silence: bool = Field(default=False, description="is also told that nothing came")


class PauseIn(BaseModel):
    until: AwareDatetime = Field(description="at most 90 days from now; it ends by itself")


@router.get("")
def list_saved_searches(session: SignedIn, store: ReadStore, now: Now) -> list[Listed]:
    """Your own and those the desk shares, how you follow each, and how many stories each has found today."""
    return saved_searches.listed(store, session.person, now)


@router.post("", status_code=201, responses=problems(NotAllowed, BadInput))
def keep(body: SearchIn, acting: ReaderActs) -> SavedSearch:
    """Keep a search of your own. The same search asked for again is the one that is kept already."""
    return saved_searches.keep(acting, name=body.name, text=body.text, section=body.section, source=body.source)


@router.patch("/{search_id}", responses=changes)
def change(search_id: Number, body: ChangeIn, acting: ReaderActs) -> SavedSearch:
    """Another name, or shared with the desk. Your own; what the desk shares also by administrators."""
    return saved_searches.change(acting, search_id, body.revision, name=body.name, shared=body.shared)


@router.delete("/{search_id}", status_code=204, responses=problems(NotAllowed, NotFound))
def remove(search_id: Number, acting: ReaderActs) -> None:
    """With its followers and what it has found."""
    saved_searches.remove(acting, search_id)


@router.put("/{search_id}/follow", responses=changes)
def follow(search_id: Number, body: FollowIn, acting: ReaderActs) -> Follow | None:
    """Be told of what it finds from now on, in this rhythm. A pause stays."""
    at = body.at.replace(second=0, microsecond=0, tzinfo=None)
    saved_searches.follow(
        acting, search_id, Chosen(rhythm=body.rhythm, at=at, weekday=body.weekday, silence=body.silence)
    )
    return acting.store.follows.find(search_id, acting.by)


@router.delete("/{search_id}/follow", status_code=204, responses=problems(NotAllowed, NotFound))
def unfollow(search_id: Number, acting: ReaderActs) -> None:
    saved_searches.follow(acting, search_id, Chosen(rhythm=None))


@router.put("/{search_id}/follow/pause", responses=changes)
def pause(search_id: Number, body: PauseIn, acting: ReaderActs) -> Follow | None:
    """Be told nothing until then."""
    saved_searches.pause(acting, search_id, body.until)
    return acting.store.follows.find(search_id, acting.by)


@router.delete("/{search_id}/follow/pause", status_code=204, responses=changes)
def end_pause(search_id: Number, acting: ReaderActs) -> None:
    saved_searches.pause(acting, search_id, None)


@router.get("/{search_id}/stories", responses=problems(NotFound))
def list_stories(search_id: Number, session: SignedIn, store: ReadStore) -> list[FoundStory]:
    """What it found as it came in, the newest first: of each story the first article, and by what it was found."""
    search = saved_searches.visible(store, session.person, search_id)
    return store.saved_hits.stories(search.id, SHOWN_STORIES)
