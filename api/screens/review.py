"""Duyệt: items waiting for a second person."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Now, Number, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.pages import Link, page, whole_page
from desk import review
from desk.acting import SeenItem
from desk.post import post_text
from domain.editorial import ItemState
from domain.store import Store

router = APIRouter(include_in_schema=False)
LINK = Link(path="/duyet", title="Duyệt", order=20)


@router.get("/duyet")
def waiting(request: Request, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return page(request, "duyet.html", _shown(store, now))


def _shown(store: Store, now: datetime) -> dict[str, object]:
    entries = review.waiting(store, [ItemState.PICKED])
    shown = [
        (entry, post_text(entry.item.caption, entry.article, entry.source_name), review.passed(entry, now))
        for entry in entries
    ]
    return {"entries": shown, "missed": None, "note": "", "meanwhile": []}


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
    if meanwhile := review.changes_since(acting.store, seen):
        missed = {"missed": review.entry(acting.store, item_id), "meanwhile": meanwhile, "note": note}
        return whole_page(request, "duyet.html", _shown(acting.store, acting.now) | missed, "/duyet")
    review.decide(acting, services.ranker, seen, verdict, note.strip())
    return RedirectResponse("/duyet", 303)
