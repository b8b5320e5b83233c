"""Duyệt: items that were sent, waiting for a second person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.caption_form import TypedCaption, steps_since, touching_page
from api.deps import Now, Number, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.flag_cards import Place, ShownCard
from api.item_page import answered, go_on, late_answer, too_late
from api.pages import Link, page, whole_page
from api.services import Web
from desk import helping, review, review_list, review_rules, writing
from desk.acting import SeenItem
from desk.caption_facts import unsupported
from desk.post import post_text
from desk.review_list import ReviewRow
from desk.typed import Outcome
from domain.editorial import ItemState
from domain.people import Person
from domain.store import Store
from domain.understanding import Span

router = APIRouter(include_in_schema=False)
LINK = Link(path="/duyet", title="Duyệt", order=20)
MOST_SHOWN = 20  # items, each with its source; the next come as these are decided


@router.get("/duyet")
def waiting(
    request: Request, session: SignedIn, services: TheWeb, store: ReadStore, now: Now, xong: int | None = None
) -> Response:
    context = _shown(services, store, session.person, now) | {"answer": answered(store, session.person, xong)}
    return page(request, "duyet.html", context)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """An item as a reviewer sees it: its flags, and its post beside the source."""

    entry: ReviewRow
    flag_card: ShownCard
    post: str  # as it was sent
    tail: str  # what stands under any caption
    missing: tuple[Span, ...]  # of the caption, which the source does not have

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        return tuple((span.start, span.end) for span in self.missing)


def _shown(services: Web, store: Store, viewer: Person, now: datetime) -> dict[str, object]:
    """What waited longest comes first; what this person cannot decide on, last."""
    entries = review_list.waiting(store, viewer, [ItemState.IN_REVIEW])[::-1]
    entries.sort(key=lambda entry: "approved" not in entry.may)
    shown = [_one(services, store, entry, viewer, now) for entry in entries[:MOST_SHOWN]]
    return {"entries": shown, "left": len(entries) - len(shown), "missed": None, "note": "", "meanwhile": []}


def _one(services: Web, store: Store, entry: ReviewRow, viewer: Person, now: datetime) -> Shown:
    caption, article, source_name = entry.item.caption, entry.article, entry.source_name
    card = services.flags.card(store, article.id, now, entry.item)
    return Shown(
        entry=entry,
        flag_card=ShownCard(card=card, place=Place.REVIEW, by=viewer.id),
        post=post_text(caption, article, source_name),
        tail=post_text("", article, source_name),
        missing=unsupported(caption, f"{article.title}\n{article.lead}\n{article.text}"),
    )


@router.post("/duyet/{item_id}")
def decide(
    request: Request,
    item_id: Number,
    acting: ReviewerActs,
    services: TheWeb,
    verdict: Annotated[ItemState, Form()],
    revision: Annotated[int, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    seen = SeenItem(id=item_id, revision=revision)
    if meanwhile := review_list.changes_since(acting.store, seen):
        viewer = acting.store.people.get(acting.by)
        missed = {"missed": review_list.entry(acting.store, viewer, item_id), "meanwhile": meanwhile, "note": note}
        context = _shown(services, acting.store, viewer, acting.now) | missed
        return whole_page(request, "duyet.html", context, "/duyet")
    if verdict is ItemState.APPROVED:
        review.approve(acting, services.ranker, seen, services.flags, note)
    else:
        review.decide(acting, services.ranker, seen, verdict, note)
    return go_on("/duyet", item_id)


@router.post("/duyet/{item_id}/loi-dan")
def help_with_caption(request: Request, item_id: Number, acting: ReviewerActs, form: TypedCaption) -> Response:
    """Sửa giúp: whoever changes a caption leaves the approval to somebody else, and so it never saves itself."""
    if steps := steps_since(acting, item_id, form):
        return too_late(request, acting, SeenItem(id=item_id, revision=form.revision), steps, form.mine)
    kept = writing.keep(acting, item_id, form)
    if kept.outcome is Outcome.TOUCHING:
        return touching_page(request, acting, item_id, kept, form)
    return go_on("/duyet", item_id)


@router.post("/duyet/{item_id}/loi-dan/hoan-tac")
def take_help_back(
    request: Request, item_id: Number, acting: ReviewerActs, revision: Annotated[int, Form()]
) -> Response:
    seen = SeenItem(id=item_id, revision=revision)
    if late := late_answer(request, acting, seen):
        return late
    helping.take_back(acting, seen)
    return go_on("/duyet", item_id)


@router.post("/duyet/{item_id}/hoan-tac")
def undo(
    request: Request, item_id: Number, acting: ReviewerActs, services: TheWeb, revision: Annotated[int, Form()]
) -> Response:
    seen = SeenItem(id=item_id, revision=revision)
    if late := late_answer(request, acting, seen):
        return late
    review.take(acting, services.ranker, seen, review_rules.undoing(acting.store.items.get(item_id).state))
    return go_on("/duyet", item_id)
