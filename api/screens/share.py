"""Chia sẻ: write the caption, see the post as it will look, copy it, mark it shared; and the ledger."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, Now, Number, ReadStore, SignedIn, TheWeb
from api.pages import Link, page, whole_page
from desk import review, sharing
from desk.acting import SeenItem
from desk.post import attribution, post_text
from domain.store import Store

router = APIRouter(include_in_schema=False)
LINK = Link(path="/chia-se", title="Chia sẻ", order=30)


@router.get("/chia-se")
def overview(request: Request, session: SignedIn, store: ReadStore) -> Response:
    return page(request, "chia-se.html", {"entries": review.waiting(store), "ledger": sharing.ledger(store)})


@router.get("/chia-se/{item_id}")
def show(request: Request, item_id: Number, session: SignedIn, store: ReadStore, now: Now) -> Response:
    return page(request, "tin.html", _shown(store, item_id, now))


def _shown(store: Store, item_id: int, now: datetime) -> dict[str, object]:
    entry = review.entry(store, item_id)
    return {
        "entry": entry,
        "credit": attribution(entry.article, entry.source_name),
        "post": entry.item.post or post_text(entry.item.caption, entry.article, entry.source_name),
        "passed": review.passed(entry, now),
        "history": store.log.list(50, f"item:{item_id}"),
        "mine": None,  # what the person wrote meanwhile, beside what somebody else has made of the item
        "meanwhile": [],
    }


@router.post("/chia-se/{item_id}/loi-dan")
def write(
    request: Request,
    item_id: Number,
    acting: EditorActs,
    caption: Annotated[str, Form(max_length=20_000)],
    revision: Annotated[int, Form()],
) -> Response:
    seen, caption = SeenItem(id=item_id, revision=revision), caption.replace("\r\n", "\n")
    meanwhile = review.changes_since(acting.store, seen)
    if meanwhile and caption.strip() != acting.store.items.get(item_id).caption:
        context = _shown(acting.store, item_id, acting.now) | {"mine": caption, "meanwhile": meanwhile}
        return whole_page(request, "tin.html", context, f"/chia-se/{item_id}")
    if not meanwhile:
        review.write(acting, seen, caption)
    return RedirectResponse(f"/chia-se/{item_id}", 303)


@router.post("/chia-se/{item_id}/da-dang")
def share(item_id: Number, acting: EditorActs, services: TheWeb, revision: Annotated[int, Form()]) -> Response:
    sharing.share(acting, services.ranker, SeenItem(id=item_id, revision=revision))
    return RedirectResponse(f"/chia-se/{item_id}", 303)
