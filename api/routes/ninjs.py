"""IPTC ninjs 3.1 of what the desk has: one document each, or a page of them as an array."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from api.deps import Now, Number, ReadStore, SignedIn, TheWeb
from api.ninjs import Ninjs, NinjsWriter
from api.own_address import own_address
from api.problems import problems
from desk import queue, review_list
from domain.editorial import ItemState
from domain.errors import NotFound, NotSignedIn
from domain.stories import QueueFilter
from domain.story import StoryState

router = APIRouter(prefix="/v1/ninjs", tags=["ninjs"], responses=problems(NotSignedIn))
Limit = Annotated[int, Query(ge=1, le=50)]
DOCUMENT: dict[int | str, dict[str, Any]] = {200: {"description": "ninjs 3.1"}}


def _writer(request: Request, store: ReadStore, services: TheWeb) -> NinjsWriter:
    names = store.sources.names()
    desk = store.settings.get().name
    return NinjsWriter(own_address(request, services), desk, names, services.gazetteer)


Writer = Annotated[NinjsWriter, Depends(_writer)]


@router.get("/items", responses=DOCUMENT)
def items(
    session: SignedIn, store: ReadStore, write: Writer, state: ItemState = ItemState.SHARED, limit: Limit = 20
) -> list[Ninjs]:
    """The newest first; what was shared, unless another state is asked for."""
    found = [review_list.as_shown(item, session.person) for item in store.items.list([state], limit)]
    return [write.item(item, store.articles.get(item.article_id)) for item in found]


@router.get("/items/{item_id}", responses={**problems(NotFound), **DOCUMENT})
def item(item_id: Number, session: SignedIn, store: ReadStore, write: Writer) -> Ninjs:
    """Somebody else's draft has no body."""
    found = review_list.as_shown(store.items.get(item_id), session.person)
    return write.item(found, store.articles.get(found.article_id))


@router.get("/stories", responses=DOCUMENT)
def stories(
    session: SignedIn,
    store: ReadStore,
    write: Writer,
    now: Now,
    state: StoryState = StoryState.OPEN,
    limit: Limit = 20,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> list[Ninjs]:
    """As the queue ranks them."""
    wanted = QueueFilter(state=state, limit=limit, offset=offset)
    found = [card.story for card in queue.list_cards(store, wanted, now).cards]
    members = store.stories.members([story.id for story in found])
    return [write.story(story, members[story.id]) for story in found]


@router.get("/stories/{story_id}", responses={**problems(NotFound), **DOCUMENT})
def story(story_id: str, session: SignedIn, store: ReadStore, write: Writer) -> Ninjs:
    """A story with its newest articles, at most 100."""
    found = store.stories.get(story_id)
    return write.story(found, store.stories.members([found.id])[found.id])
