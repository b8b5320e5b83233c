"""The picture of an article that we hold, by the article's id: nobody can have another address fetched through us."""

import asyncio
from base64 import b64decode

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.deps import SignedIn, TheWeb, read_aside
from api.services import Picture, Pictures

router = APIRouter(include_in_schema=False)
FETCHED_AT_ONCE = 3  # pictures
WAIT_SECONDS = 20.0  # for a turn
DAY_SECONDS = 86_400
NONE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Disposition": "inline",
}


@router.get("/bai/{article_id}/anh")
async def show(request: Request, article_id: str, session: SignedIn, services: TheWeb) -> Response:
    """The picture as its publisher has it; a clear point where there is none, so that no screen shows a torn one."""
    article = await read_aside(request, lambda store: store.articles.get(article_id))
    if services.pictures is None or not article.image_url or article.withdrawn_at:
        return _answer(None)
    known, found = await run_in_threadpool(services.pictures.kept, article.image_url)
    return _answer(found if known else await _in_turn(request, services.pictures, article.image_url))


async def _in_turn(request: Request, pictures: Pictures, url: str) -> Picture | None:
    """Whoever waits holds neither a thread nor a connection."""
    places: asyncio.Semaphore = request.app.state.picture_places
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            await places.acquire()
    except TimeoutError:
        return None
    try:
        return await run_in_threadpool(pictures.fetched, url)
    finally:
        places.release()


def _answer(found: Picture | None) -> Response:
    kept = {"Cache-Control": f"private, max-age={DAY_SECONDS}" if found else "no-store"}
    content, media_type = (found.content, found.media_type) if found else (NONE, "image/gif")
    return Response(content, media_type=media_type, headers=HEADERS | kept)
