"""The digest for feed readers, which cannot sign in: an address with a secret part, and only what was approved."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import ManagerActs, ReadStore, TheWeb
from api.own_address import own_address
from desk.digest import composing, settings
from desk.digest.outputs.output import Frame
from desk.digest.outputs.registry import of_feed
from domain.errors import NotFound
from domain.problems import Missing

router = APIRouter(include_in_schema=False)


@router.get("/diem-tin/{token}.{kind}")
def feed(request: Request, token: str, kind: str, services: TheWeb, store: ReadStore) -> Response:
    output = of_feed(kind)
    if output is None or not settings.opens(store, token):
        raise NotFound(Missing.DIGEST_FEED)
    base = own_address(request, services)
    frame = Frame(
        title=f"{store.settings.get().name} – Điểm tin sáng",
        link=f"{base}/diem-tin-sang",
        own_url=f"{base}/diem-tin/{token}.{kind}",
    )
    body = output.render(composing.approved_editions(store), frame).text
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=output.media_type, headers=headers)


@router.post("/diem-tin/cai-dat")
def save(
    acting: ManagerActs,
    digest_at: Annotated[str, Form(max_length=5)],
    digest_send: Annotated[bool, Form()] = False,
) -> Response:
    settings.save(acting, digest_at=digest_at, digest_send=digest_send)
    return RedirectResponse("/cai-dat?luu=diem-tin#diem-tin", 303)


@router.post("/diem-tin/duong-dan")
def renew(acting: ManagerActs) -> Response:
    settings.renew_feed(acting)
    return RedirectResponse("/cai-dat?luu=diem-tin#diem-tin", 303)
