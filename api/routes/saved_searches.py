from fastapi import APIRouter

from api.deps import Now, Number, ReadStore, SignedIn
from api.problems import problems
from desk import saved_searches
from desk.saved_searches import SHOWN_STORIES, Listed
from domain.errors import NotFound, NotSignedIn
from domain.saved_searches import FoundStory

router = APIRouter(prefix="/v1/saved-searches", tags=["search"], responses=problems(NotSignedIn))


@router.get("")
def list_saved_searches(session: SignedIn, store: ReadStore, now: Now) -> list[Listed]:
    """Your own and those the desk shares, how you follow each, and how many stories each has found today."""
    return saved_searches.listed(store, session.person, now)


@router.get("/{search_id}/stories", responses=problems(NotFound))
def list_stories(search_id: Number, session: SignedIn, store: ReadStore) -> list[FoundStory]:
    """What it found as it came in, the newest first: of each story the first article, and by what it was found."""
    search = saved_searches.visible(store, session.person, search_id)
    return store.saved_hits.stories(search.id, SHOWN_STORIES)
