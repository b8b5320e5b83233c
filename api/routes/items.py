from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import EditorActs, Number, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.problems import problems
from desk import review, sharing
from desk.acting import SeenItem
from domain.editorial import ItemState, ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn

router = APIRouter(prefix="/v1/items", tags=["items"], responses=problems(NotSignedIn, NotFound))
changes = problems(NotAllowed, Conflict, BadInput)


class CaptionIn(BaseModel):
    caption: str = Field(max_length=20_000)
    revision: int


class DecisionIn(BaseModel):
    verdict: Literal[ItemState.APPROVED, ItemState.RETURNED, ItemState.REJECTED]
    revision: int
    note: str = Field(default="", max_length=2000)


class SharedIn(BaseModel):
    revision: int


@router.get("")
def list_items(
    session: SignedIn,
    store: ReadStore,
    state: ItemState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[ReviewItem]:
    return store.items.list([state] if state else list(ItemState), limit)


@router.get("/{item_id}")
def get_item(item_id: Number, session: SignedIn, store: ReadStore) -> ReviewItem:
    return store.items.get(item_id)


@router.put("/{item_id}/caption", responses=changes)
def write(item_id: Number, body: CaptionIn, acting: EditorActs) -> ReviewItem:
    return review.write(acting, SeenItem(id=item_id, revision=body.revision), body.caption)


@router.post("/{item_id}/decision", status_code=201, responses=changes)
def decide(item_id: Number, body: DecisionIn, acting: ReviewerActs, services: TheWeb) -> ReviewItem:
    seen = SeenItem(id=item_id, revision=body.revision)
    return review.decide(acting, services.ranker, seen, body.verdict, body.note)


@router.post("/{item_id}/share", status_code=201, responses=changes)
def share(item_id: Number, body: SharedIn, acting: EditorActs, services: TheWeb) -> ReviewItem:
    """Mark an approved item as shared. `post` is its text with attribution and link."""
    return sharing.share(acting, services.ranker, SeenItem(id=item_id, revision=body.revision))
