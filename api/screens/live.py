"""The live line of every page, and the service worker that keeps visited pages for when the line drops."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from sse_starlette import EventSourceResponse

from api.deps import SignedIn
from api.menu import counts, today
from api.pages import catalogue_of, page
from api.pulse import Pulse
from desk.waiting import Board
from domain.people import Person
from messages.catalogue import Catalogue

router = APIRouter(include_in_schema=False)
SERVICE_WORKER = Path(__file__).parents[1] / "static" / "sw.js"


@router.get("/hang-cho/dong-chay")
async def stream(request: Request, session: SignedIn) -> Response:
    pulse: Pulse = request.app.state.pulse
    own = partial(_own, person=session.person, catalogue=catalogue_of(request))
    return EventSourceResponse(pulse.beats(own), ping=30)


def _own(board: Board, person: Person, catalogue: Catalogue) -> dict[str, Any]:
    menu = {path: asdict(count) for path, count in counts(board, person, catalogue).items()}
    return {"menu": menu, "today": [asdict(task) for task in today(board, person, catalogue)]}


@router.get("/ngoai-tuyen")
def away(request: Request) -> Response:
    """What the service worker shows instead of a screen that was never seen. It names nobody."""
    return page(request, "ngoai-tuyen.html")


@router.get("/sw.js")
def worker() -> Response:
    """At the root, because a service worker rules only what lies below it."""
    return FileResponse(SERVICE_WORKER, media_type="text/javascript")
