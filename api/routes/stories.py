from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import FIRST_DAY, LAST_DAY, Editor, Now, ReadStore, SignedIn, WriteStore
from api.problems import problems
from desk import queue
from domain.errors import NotAllowed, NotFound, NotSignedIn
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


@router.post("/{story_id}/skip", responses=problems(NotFound, NotAllowed))
def skip(story_id: str, session: Editor, store: WriteStore, now: Now) -> Story:
    return queue.skip(store, story_id, by=session.person, now=now)


@router.post("/{story_id}/restore", responses=problems(NotFound, NotAllowed))
def restore(story_id: str, session: Editor, store: WriteStore, now: Now) -> Story:
    return queue.restore(store, story_id, by=session.person, now=now)
