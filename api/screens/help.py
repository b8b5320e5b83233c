"""Trợ giúp: the five words of the desk, and the guide for editors."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import SignedIn
from api.guide import guide
from api.languages import of_screens
from api.pages import Link, page

router = APIRouter(include_in_schema=False)
LINK = Link(path="/tro-giup", title="Trợ giúp", order=90)


@router.get("/tro-giup")
def show_guide(request: Request, _session: SignedIn) -> Response:
    return page(request, "tro-giup.html", {"guide": guide(of_screens(request))})
