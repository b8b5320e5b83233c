"""Chia sẻ: write the caption, see the post as it will look, copy it, mark it shared; and the ledger."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, Now, Number, ReadStore, SignedIn, TheWeb
from api.pages import Link, page
from desk import review, sharing
from desk.acting import SeenItem
from desk.post import attribution, post_text

router = APIRouter(include_in_schema=False)
LINK = Link(path="/chia-se", title="Chia sẻ", order=30)


@router.get("/chia-se")
def overview(request: Request, session: SignedIn, store: ReadStore) -> Response:
    return page(request, "chia-se.html", {"entries": review.waiting(store), "ledger": sharing.ledger(store)})


@router.get("/chia-se/{item_id}")
def show(request: Request, item_id: Number, session: SignedIn, store: ReadStore, now: Now) -> Response:
    entry = review.entry(store, item_id)
    context = {
        "entry": entry,
        "credit": attribution(entry.article, entry.source_name),
        "post": entry.item.post or post_text(entry.item.caption, entry.article, entry.source_name),
        "passed": review.passed(entry, now),
        "history": store.log.list(50, f"item:{item_id}"),
    }
    return page(request, "tin.html", context)


@router.post("/chia-se/{item_id}/loi-dan")
def write(
    item_id: Number,
    acting: EditorActs,
    caption: Annotated[str, Form(max_length=20_000)],
    revision: Annotated[int, Form()],
) -> Response:
    review.write(acting, SeenItem(id=item_id, revision=revision), caption.replace("\r\n", "\n"))
    return RedirectResponse(f"/chia-se/{item_id}", 303)


@router.post("/chia-se/{item_id}/da-dang")
def share(item_id: Number, acting: EditorActs, services: TheWeb, revision: Annotated[int, Form()]) -> Response:
    sharing.share(acting, services.ranker, SeenItem(id=item_id, revision=revision))
    return RedirectResponse(f"/chia-se/{item_id}", 303)
