"""Hubs knock here (WebSub). They have no session: the address holds a secret, and messages are signed."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from api.deps import TheWeb

router = APIRouter(prefix="/websub", include_in_schema=False)
MAX_BODY_BYTES = 1024 * 1024


@router.get("/{token}")
def confirm(token: str, request: Request, services: TheWeb) -> Response:
    """A hub asks whether it was really we who subscribed."""
    answer = services.hubs.confirm(token, dict(request.query_params)) if services.hubs else None
    return PlainTextResponse(answer[:2000]) if answer else Response(status_code=404)


@router.post("/{token}")
async def told(token: str, request: Request, services: TheWeb) -> Response:
    """A hub says that something is new."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return Response(status_code=413)
    signature = request.headers.get("X-Hub-Signature", "")
    if services.hubs is None:
        return Response(status_code=404)
    known = await run_in_threadpool(services.hubs.told, token, bytes(body), signature)
    return Response(status_code=202 if known else 404)
