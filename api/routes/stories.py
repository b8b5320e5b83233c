from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import FIRST_DAY, LAST_DAY, EditorActs, Now, ReadStore, SignedIn, TheWeb
from api.problems import problems
from desk import queue, stories
from desk.ranking import feedback
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.stories import QueueFilter
from domain.story import Story, StoryState
from domain.understanding import Section

router = APIRouter(prefix="/v1/stories", tags=["stories"], responses=problems(NotSignedIn))


@router.get("")
def list_stories(
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
    """Ranked stories, best first; `terms` is the readable sum without newness."""
    wanted = QueueFilter(
        section=section or "", place=place, source=source, day=day, state=state, limit=limit, offset=offset
    )
    return [card.story for card in queue.list_cards(store, wanted, now).cards]


@router.get("/{story_id}", responses=problems(NotFound))
def get_story(story_id: str, session: SignedIn, store: ReadStore) -> Story:
    return store.stories.get(story_id)


class MergeIn(BaseModel):
    into: str = Field(max_length=200, description="the story that stays")


class ArticleIn(BaseModel):
    article: str = Field(max_length=200, description="an article of this story")


class MoveIn(ArticleIn):
    to: str = Field(max_length=200, description="the story it moves to")


@router.post("/{story_id}/merge", responses=problems(NotFound, NotAllowed, BadInput))
def merge(story_id: str, body: MergeIn, acting: EditorActs, services: TheWeb) -> Story:
    """Put all of it into another story, for good. Returns that story."""
    return stories.merge(acting, services.ranker, story_id, body.into)


@router.post("/{story_id}/split", responses=problems(NotFound, NotAllowed, Conflict))
def split(story_id: str, body: ArticleIn, acting: EditorActs, services: TheWeb) -> Story:
    """Make one of its articles a story of its own, for good. Returns that story."""
    return stories.split(acting, services.ranker, stories.member(acting.store, story_id, body.article))


@router.post("/{story_id}/move", responses=problems(NotFound, NotAllowed, Conflict))
def move(story_id: str, body: MoveIn, acting: EditorActs, services: TheWeb) -> Story:
    """Put one of its articles into another story, for good. Returns that story."""
    article = stories.member(acting.store, story_id, body.article)
    return stories.move(acting, services.ranker, article, body.to)


@router.post("/{story_id}/more", responses=problems(NotFound, NotAllowed))
def more(story_id: str, acting: EditorActs) -> Story:
    """Thêm như thế này."""
    return feedback.ask(acting, story_id, more=True)


@router.post("/{story_id}/less", responses=problems(NotFound, NotAllowed))
def less(story_id: str, acting: EditorActs) -> Story:
    """Bớt như thế này."""
    return feedback.ask(acting, story_id, more=False)


@router.post("/{story_id}/skip", responses=problems(NotFound, NotAllowed))
def skip(story_id: str, acting: EditorActs) -> Story:
    return queue.skip(acting, story_id)


@router.post("/{story_id}/restore", responses=problems(NotFound, NotAllowed))
def restore(story_id: str, acting: EditorActs) -> Story:
    return queue.restore(acting, story_id)
