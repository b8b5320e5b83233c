from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import FIRST_DAY, LAST_DAY, Editor, Now, ReadStore, SignedIn, TheWeb, WriteStore
from api.problems import problems
from desk import queue, stories
from desk.ranking import feedback
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.store import QueueFilter
from domain.story import Story, StoryState
from domain.understanding import Section

router = APIRouter(prefix="/v1/stories", tags=["stories"], responses=problems(NotSignedIn))


@router.get("")
def listing(
    session: SignedIn,
    store: ReadStore,
    now: Now,
    section: Section | None = None,
    place: str = "",
    source: str = "",
    day: Annotated[date | None, Query(ge=FIRST_DAY, le=LAST_DAY)] = None,
    state: StoryState = StoryState.OPEN,
    limit: Annotated[int, Query(ge=1, le=100)] = 15,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> list[Story]:
    """Ranked stories, best first; `parts` is the readable sum without newness."""
    wanted = QueueFilter(
        section=section or "", place=place, source=source, day=day, state=state, limit=limit, offset=offset
    )
    return [card.story for card in queue.listing(store, wanted, now).cards]


@router.get("/{story_id}", responses=problems(NotFound))
def one(story_id: str, session: SignedIn, store: ReadStore) -> Story:
    return store.stories.get(story_id)


class MergeIn(BaseModel):
    into: str = Field(max_length=200, description="the story that stays")


class ArticleIn(BaseModel):
    article: str = Field(max_length=200, description="an article of this story")


class MoveIn(ArticleIn):
    to: str = Field(max_length=200, description="the story it moves to")


@router.post("/{story_id}/merge", responses=problems(NotFound, NotAllowed, BadInput))
def merge(story_id: str, body: MergeIn, session: Editor, services: TheWeb, store: WriteStore, now: Now) -> Story:
    """Put all of it into another story, for good. Returns that story."""
    return stories.merge(store, story_id, body.into, by=session.person, now=now, gazetteer=services.gazetteer)


@router.post("/{story_id}/split", responses=problems(NotFound, NotAllowed, Conflict))
def split(story_id: str, body: ArticleIn, session: Editor, services: TheWeb, store: WriteStore, now: Now) -> Story:
    """Make one of its articles a story of its own, for good. Returns that story."""
    return stories.split(
        store, stories.member(store, story_id, body.article), by=session.person, now=now, gazetteer=services.gazetteer
    )


@router.post("/{story_id}/move", responses=problems(NotFound, NotAllowed, Conflict))
def move(story_id: str, body: MoveIn, session: Editor, services: TheWeb, store: WriteStore, now: Now) -> Story:
    """Put one of its articles into another story, for good. Returns that story."""
    article = stories.member(store, story_id, body.article)
    return stories.move(store, article, body.to, by=session.person, now=now, gazetteer=services.gazetteer)


@router.post("/{story_id}/more", responses=problems(NotFound, NotAllowed))
def more(story_id: str, session: Editor, store: WriteStore, now: Now) -> Story:
    """Thêm như thế này."""
    return feedback.ask(store, story_id, more=True, by=session.person, now=now)


@router.post("/{story_id}/less", responses=problems(NotFound, NotAllowed))
def less(story_id: str, session: Editor, store: WriteStore, now: Now) -> Story:
    """Bớt như thế này."""
    return feedback.ask(store, story_id, more=False, by=session.person, now=now)


@router.post("/{story_id}/skip", responses=problems(NotFound, NotAllowed))
def skip(story_id: str, session: Editor, store: WriteStore, now: Now) -> Story:
    return queue.skip(store, story_id, by=session.person, now=now)


@router.post("/{story_id}/restore", responses=problems(NotFound, NotAllowed))
def restore(story_id: str, session: Editor, store: WriteStore, now: Now) -> Story:
    return queue.restore(store, story_id, by=session.person, now=now)
