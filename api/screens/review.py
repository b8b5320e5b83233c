"""Duyệt: items that were sent, waiting for a second person."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.caption_form import TypedCaption, steps_since, touching_page
from api.deps import Now, Number, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.item_page import answered, go_on, late_answer, too_late
from api.pages import Link, page, whole_page
from desk import helping, review, review_list, review_rules, writing
from desk.acting import SeenItem
from desk.post import post_text
from desk.review_list import ReviewRow
from desk.typed import Outcome
from domain.editorial import ItemState
from domain.people import Person
from domain.store import Store

router = APIRouter(include_in_schema=False)
LINK = Link(path="/duyet", title="Duyệt", order=20)


@router.get("/duyet")
def waiting(request: Request, session: SignedIn, store: ReadStore, now: Now, xong: int | None = None) -> Response:
    context = _shown(store, session.person, now) | {"answer": answered(store, session.person, xong)}
    return page(request, "duyet.html", context)


def _shown(store: Store, viewer: Person, now: datetime) -> dict[str, object]:
    """What waited longest comes first; what this person cannot decide on, last."""
    entries = review_list.waiting(store, viewer, [ItemState.IN_REVIEW])[::-1]
    entries.sort(key=lambda entry: "approved" not in entry.may)
    shown = [(entry, *_posts(entry), review_list.passed(entry, now)) for entry in entries]
    return {"entries": shown, "missed": None, "note": "", "meanwhile": []}


def _posts(entry: ReviewRow) -> tuple[str, str]:
    """The post as it was sent, and what of it stands under any caption."""
    caption, article, source_name = entry.item.caption, entry.article, entry.source_name
    return post_text(caption, article, source_name), post_text("", article, source_name)


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
        context = _shown(acting.store, viewer, acting.now) | missed
        return whole_page(request, "duyet.html", context, "/duyet")
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
