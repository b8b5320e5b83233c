"""Sổ ghi: every decision, newest first."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import ReadStore, SignedIn
from api.pages import Link, page

router = APIRouter(include_in_schema=False)
FAMILIES = {"state": "logged-state", "role": "role"}  # of the codes among the logged values, by what they are of
LINK = Link(path="/so-ghi", title="Sổ ghi", order=80)


@router.get("/so-ghi")
def listing(request: Request, session: SignedIn, store: ReadStore) -> Response:
    return page(request, "so-ghi.html", {"entries": store.log.list(200), "families": FAMILIES})
