"""Đã xem: a correction of what the page has posted was looked at, and counts no more."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.deps import EditorActs, Number
from api.item_page import go_on, late_answer
from desk import corrections
from desk.acting import SeenItem

router = APIRouter(prefix="/chia-se/{item_id}/da-xem", include_in_schema=False)


@router.post("")
def see(
    request: Request,
    item_id: Number,
    acting: EditorActs,
    revision: Annotated[int, Form()],
    version: Annotated[int, Form(ge=1, le=2**31)],
    withdrawn: Annotated[bool, Form()] = False,
) -> Response:
    """`version` and `withdrawn` as the page showed the article."""
    seen = SeenItem(id=item_id, revision=revision)
    if late := late_answer(request, acting, seen):
        return late
    corrections.see(acting, seen, version=version, withdrawn=withdrawn)
    return go_on("/chia-se", item_id)


@router.post("/hoan-tac")
def unsee(request: Request, item_id: Number, acting: EditorActs, revision: Annotated[int, Form()]) -> Response:
    seen = SeenItem(id=item_id, revision=revision)
    if late := late_answer(request, acting, seen):
        return late
    corrections.unsee(acting, seen)
    return go_on("/chia-se", item_id)
