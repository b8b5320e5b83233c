"""Gửi duyệt all of one's own drafts, and take all of them back. Nobody approves several with one button."""

from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, TheWeb
from desk import sending
from desk.acting import SeenItem
from desk.sending import MAX_TOGETHER

router = APIRouter(include_in_schema=False)
Back = Annotated[Literal["/hang-cho", "/chia-se"], Form()]
ItemId = Annotated[int, Form(ge=1, le=2**62)]


@router.post("/chia-se/gui-ca")
def send_all(
    acting: EditorActs,
    services: TheWeb,
    items: Annotated[list[ItemId], Form(min_length=1, max_length=MAX_TOGETHER)],
    back: Back = "/chia-se",
) -> Response:
    sending.send(acting, services.ranker, items)
    return _go_on(back, items)


@router.post("/chia-se/lay-lai-ca")
def take_all_back(
    acting: EditorActs,
    services: TheWeb,
    seen: Annotated[
        list[Annotated[str, Form(pattern=r"^[1-9]\d{0,17}:\d{1,9}$")]], Form(min_length=1, max_length=MAX_TOGETHER)
    ],
    back: Back = "/chia-se",
) -> Response:
    """`seen`: each item with the revision that was sent, as "12:3"."""
    pairs = [one.split(":") for one in seen]
    found = [SeenItem(id=int(item_id), revision=int(revision)) for item_id, revision in pairs]
    sending.take_back(acting, services.ranker, found)
    return _go_on(back, [one.id for one in found])


def _go_on(back: str, item_ids: Sequence[int]) -> Response:
    return RedirectResponse(f"{back}?{urlencode([('cung', item_id) for item_id in item_ids])}", 303)
