from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import EditorActs, Number, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.problems import problems
from desk import helping, review, review_list, review_rules, sharing
from desk.acting import SeenItem
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn

router = APIRouter(prefix="/v1/items", tags=["items"], responses=problems(NotSignedIn, NotFound))
changes = problems(NotAllowed, Conflict, BadInput)
BackStep = Literal[ReviewAction.UNPICK, ReviewAction.REPICK, ReviewAction.TAKE_BACK, ReviewAction.UNDO_SHARE]


class CaptionIn(BaseModel):
    caption: str = Field(max_length=20_000)
    revision: int


class SentIn(BaseModel):
    revision: int
    caption: str | None = Field(default=None, max_length=20_000)


class DecisionIn(BaseModel):
    verdict: Literal[ItemState.APPROVED, ItemState.RETURNED, ItemState.REJECTED]
    revision: int
    note: str = Field(default="", max_length=2000)


class SeenIn(BaseModel):
    revision: int


class BackIn(BaseModel):
    revision: int
    reason: str = Field(default="", max_length=2000)


@router.get("")
def list_items(
    session: SignedIn,
    store: ReadStore,
    state: ItemState | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[ReviewItem]:
    """Newest first. Somebody else's draft has no caption."""
    found = store.items.list([state] if state else list(ItemState), limit)
    return [review_list.as_shown(item, session.person) for item in found]


@router.get("/{item_id}")
def get_item(item_id: Number, session: SignedIn, store: ReadStore) -> ReviewItem:
    return review_list.as_shown(store.items.get(item_id), session.person)


@router.put("/{item_id}/caption", responses=changes)
def write(item_id: Number, body: CaptionIn, acting: EditorActs) -> ReviewItem:
    """Write one's own draft."""
    return review.write(acting, SeenItem(id=item_id, revision=body.revision), body.caption)


@router.post("/{item_id}/send", status_code=201, responses=changes)
def send(item_id: Number, body: SentIn, acting: EditorActs, services: TheWeb) -> ReviewItem:
    """Ask for a review."""
    return review.send(acting, services.ranker, SeenItem(id=item_id, revision=body.revision), body.caption)


@router.put("/{item_id}/correction", responses=changes)
def correct(item_id: Number, body: CaptionIn, acting: ReviewerActs) -> ReviewItem:
    """Help with the caption of an item under review. Somebody else has to approve it then."""
    return review.write(acting, SeenItem(id=item_id, revision=body.revision), body.caption)


@router.post("/{item_id}/correction/undo", status_code=201, responses=changes)
def undo_correction(item_id: Number, body: SeenIn, acting: ReviewerActs) -> ReviewItem:
    """Take back one's own help with the caption: the text of before is back, and one may approve it again."""
    return helping.take_back(acting, SeenItem(id=item_id, revision=body.revision))


@router.post("/{item_id}/decision", status_code=201, responses=changes)
def decide(item_id: Number, body: DecisionIn, acting: ReviewerActs, services: TheWeb) -> ReviewItem:
    seen = SeenItem(id=item_id, revision=body.revision)
    return review.decide(acting, services.ranker, seen, body.verdict, body.note)


@router.post("/{item_id}/decision/undo", status_code=201, responses=changes)
def undo_decision(item_id: Number, body: SeenIn, acting: ReviewerActs, services: TheWeb) -> ReviewItem:
    """Take back the last decision, as long as nothing depends on it."""
    seen = SeenItem(id=item_id, revision=body.revision)
    return review.take(acting, services.ranker, seen, review_rules.undoing(acting.store.items.get(item_id).state))


@router.post("/{item_id}/share", status_code=201, responses=changes)
def share(item_id: Number, body: SeenIn, acting: EditorActs, services: TheWeb) -> ReviewItem:
    """Mark an approved item as shared. `post` is its text with attribution and link."""
    return sharing.share(acting, services.ranker, SeenItem(id=item_id, revision=body.revision))


@router.post("/{item_id}/steps/{action}", status_code=201, responses=changes)
def step_back(item_id: Number, action: BackStep, body: BackIn, acting: EditorActs, services: TheWeb) -> ReviewItem:
    """Give up a draft, have it back, take back what was sent, or undo a mistaken share, which needs a reason."""
    seen = SeenItem(id=item_id, revision=body.revision)
    return review.take(acting, services.ranker, seen, action, body.reason)
