"""Khóa ký: by which a webhook's receiver knows that this desk told it. Who has the address sees it and renews it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Manager, ManagerActs, ReaderActs, ReadStore, SignedIn, TheWeb
from api.pages import page
from api.services import Web
from desk import own_notices, settings
from desk.outbox.signing import signed_channel
from domain.outbox import Channel

router = APIRouter(include_in_schema=False)
OWN, DESK = "/tai-khoan/bao-tin/kenh", "/cai-dat/kenh"
Seen = Annotated[str, Form(max_length=200)]  # the salt of the key that stood on the page


@router.get(OWN + "/{key}/khoa")
def show_own(request: Request, key: str, session: SignedIn, store: ReadStore, services: TheWeb) -> Response:
    channel = signed_channel(store.own_notices.find(session.person.id).channels, key)
    return _page(request, services, channel, f"{OWN}/{key}/khoa", "/tai-khoan#bao-tin")


@router.post(OWN + "/{key}/khoa")
def renew_own(key: str, acting: ReaderActs, services: TheWeb, seen: Seen) -> Response:
    own_notices.renew_key(acting, key, seen, services.real_time())
    return RedirectResponse(f"{OWN}/{key}/khoa?luu=1", 303)


@router.get(DESK + "/{key}/khoa")
def show_desks(request: Request, key: str, session: Manager, store: ReadStore, services: TheWeb) -> Response:
    channel = signed_channel(store.settings.get().channels, key)
    return _page(request, services, channel, f"{DESK}/{key}/khoa", "/cai-dat#kenh")


@router.post(DESK + "/{key}/khoa")
def renew_desks(key: str, acting: ManagerActs, services: TheWeb, seen: Seen) -> Response:
    settings.renew_channel_key(acting, key, seen, services.real_time())
    return RedirectResponse(f"{DESK}/{key}/khoa?luu=1", 303)


def _page(request: Request, services: Web, channel: Channel, here: str, back: str) -> Response:
    context = {
        "channel": channel,
        "secret": services.channels.signing_key(channel),
        "until": _overlap(channel, services.real_time()),
        "here": here,
        "back": back,
        "renewed": "luu" in request.query_params,
    }
    return page(request, "khoa-ky.html", context)


def _overlap(channel: Channel, now: datetime) -> datetime | None:
    """Until when the key of before still signs; None when it does no more."""
    return next((key.until for key in channel.signing if key.until and key.until > now), None)
