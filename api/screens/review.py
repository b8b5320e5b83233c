"""Duyệt: items waiting for a second person."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Now, Number, ReadStore, Reviewer, SignedIn, TheWeb, WriteStore
from api.pages import page
from desk import review
from desk.post import post_text
from domain.editorial import ItemState

router = APIRouter(include_in_schema=False)


@router.get("/duyet")
def waiting(request: Request, session: SignedIn, store: ReadStore) -> Response:
    entries = review.waiting(store, [ItemState.PICKED])
    shown = [(entry, post_text(entry.item.caption, entry.article, entry.source_name)) for entry in entries]
    return page(request, "duyet.html", {"entries": shown})


@router.post("/duyet/{item_id}")
def decide(
    item_id: Number,
    session: Reviewer,
    services: TheWeb,
    store: WriteStore,
    now: Now,
    verdict: Annotated[ItemState, Form()],
    revision: Annotated[int, Form()],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    review.decide(
        store,
        item_id,
        verdict,
        revision=revision,
        by=session.person,
        now=now,
        gazetteer=services.gazetteer,
        note_text=note.strip(),
    )
    return RedirectResponse("/duyet", 303)
