"""The queue's live line, and the service worker that keeps visited pages for when the line drops."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from sse_starlette import EventSourceResponse

from api.deps import SignedIn
from api.pulse import Pulse

router = APIRouter(include_in_schema=False)
SERVICE_WORKER = Path(__file__).parents[1] / "static" / "sw.js"


@router.get("/hang-cho/dong-chay")
async def stream(request: Request, session: SignedIn) -> Response:
    pulse: Pulse = request.app.state.pulse
    return EventSourceResponse(pulse.beats(), ping=30)


@router.get("/sw.js")
def worker() -> Response:
    """At the root, because a service worker rules only what lies below it."""
    return FileResponse(SERVICE_WORKER, media_type="text/javascript")
