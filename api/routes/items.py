from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import EditorActs, Now, Number, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.flags_told import FlagOut
from api.problems import problems
from api.services import Web
from desk import flag_answers, helping, review, review_list, review_rules, sharing
from desk.acting import Acting, SeenItem
from desk.flag_answers import MAX_SENTENCE_CHARS, Said
from desk.flag_card import FlagCard
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from domain.flags import Answer, FlagAnswer

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


class FlagAnswerIn(BaseModel):
    evidence: str = Field(max_length=40, description="of the flag, as GET told it")
    answer: Answer
    sentence: str = Field(default="", max_length=MAX_SENTENCE_CHARS, description="why; needed to override")
    seen: int = Field(default=0, ge=0, le=2**62, description="the answer that it takes the place of, by its id")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlaggedItem(ReviewItem):
    flags: list[FlagOut]


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
def get_item(item_id: Number, session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> FlaggedItem:
    """The item with its flags: why each is raised, by which words, and what people have answered."""
    item = review_list.as_shown(store.items.get(item_id), session.person)
    card = services.flags.card(store, item.article_id, now, item)
    values = {name: getattr(item, name) for name in ReviewItem.__dataclass_fields__}
    return FlaggedItem(**values, flags=[FlagOut.of(one) for one in card.flags])


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
    if body.verdict is ItemState.APPROVED:
        return review.approve(acting, services.ranker, seen, services.flags, body.note)
    return review.decide(acting, services.ranker, seen, body.verdict, body.note)


@router.post("/{item_id}/decision/undo", status_code=201, responses=changes)
def undo_decision(item_id: Number, body: SeenIn, acting: ReviewerActs, services: TheWeb) -> ReviewItem:
    """Take back the last decision, as long as nothing depends on it."""
    seen = SeenItem(id=item_id, revision=body.revision)
    return review.take(acting, services.ranker, seen, review_rules.undoing(acting.store.items.get(item_id).state))


@router.post("/{item_id}/share", status_code=201, responses=changes)
def share(item_id: Number, body: SeenIn, acting: EditorActs, services: TheWeb) -> ReviewItem:
    """Mark an approved item as shared. `post` is its text with attribution and link."""
    seen = SeenItem(id=item_id, revision=body.revision)
    return sharing.share(acting, services.ranker, seen, services.flags)


@router.post("/{item_id}/flags", status_code=201, responses=changes)
def answer_flag(item_id: Number, body: FlagAnswerIn, acting: ReviewerActs, services: TheWeb) -> FlagAnswer:
    """Say of a flag that it is so and was dealt with, or in a sentence why the item goes out all the same."""
    card = _locked_card(acting, services, item_id)
    return flag_answers.answer(acting, card, Said(**body.model_dump()))


@router.delete("/{item_id}/flags/{answer_id}", status_code=204, responses=changes)
def take_answer_back(item_id: Number, answer_id: Number, acting: ReviewerActs, services: TheWeb) -> None:
    """The flag asks again."""
    flag_answers.take_back(acting, _locked_card(acting, services, item_id), answer_id)


def _locked_card(acting: Acting, services: Web, item_id: int) -> FlagCard:
    item = review_list.as_shown(acting.store.items.get(item_id), acting.store.people.get(acting.by))
    return services.flags.locked(acting, item.article_id, item)


@router.post("/{item_id}/steps/{action}", status_code=201, responses=changes)
def step_back(item_id: Number, action: BackStep, body: BackIn, acting: EditorActs, services: TheWeb) -> ReviewItem:
    """Give up a draft, have it back, take back what was sent, or undo a mistaken share, which needs a reason."""
    seen = SeenItem(id=item_id, revision=body.revision)
    return review.take(acting, services.ranker, seen, action, body.reason)
