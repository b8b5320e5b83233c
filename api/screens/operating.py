"""Vận hành: for administrators, what runs where, what waits, and publishers' servers; all anew every few seconds."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Manager, ReadStore, TheWeb
from api.pages import page
from api.services import Web
from desk import operating
from domain.running import Part
from domain.store import Store
from domain.work import MAX_COUNTED_ARTICLES, MAX_COUNTED_MARKS

router = APIRouter(include_in_schema=False)


@router.get("/van-hanh")
def show(request: Request, session: Manager, services: TheWeb, store: ReadStore) -> Response:
    return page(request, "van-hanh.html", _context(services, store))


@router.get("/van-hanh/luc-nay")
def now(request: Request, session: Manager, services: TheWeb, store: ReadStore) -> Response:
    """The part that changes."""
    return page(request, "van-hanh-luc-nay.html", _context(services, store))


def _context(services: Web, store: Store) -> dict[str, Any]:
    at = services.real_time()
    return {
        "shown": operating.look(store, at, services.clock()),
        "at": at,
        "Part": Part,
        "State": operating.State,
        "MAX_COUNTED_ARTICLES": MAX_COUNTED_ARTICLES,
        "MAX_COUNTED_MARKS": MAX_COUNTED_MARKS,
    }
