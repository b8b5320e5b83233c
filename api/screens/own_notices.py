"""Báo tin cho tôi, on the person's own account page: their addresses, what goes where, and their quiet hours."""

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.browsers import in_words
from api.channel_form import TypedChannel
from api.channel_test import sent
from api.deps import ReaderActs, SignedIn, TheWeb
from desk import own_notices
from desk.outbox import testing
from desk.outbox.channel_forms import ChannelKind, address_of
from domain.errors import BadInput
from domain.message import say
from domain.outbox import Delivery
from domain.own_notices import OwnKind
from domain.problems import Problem

router = APIRouter(prefix="/tai-khoan/bao-tin", include_in_schema=False)
HERE = "/tai-khoan"
PART = "#bao-tin"


@router.post("")
def choose(
    acting: ReaderActs,
    yen_tu: Annotated[str, Form(max_length=20)],
    yen_den: Annotated[str, Form(max_length=20)],
    muon: Annotated[list[str], Form(max_length=100)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    chosen = [(kind, key) for one in muon for kind in OwnKind for name, key in [_pair(one)] if name == kind]
    own_notices.choose(acting, chosen, _time(yen_tu), _time(yen_den))
    return RedirectResponse(f"{HERE}?luu=1{PART}", 303)


@router.post("/may-nay")
def add_this_browser(
    request: Request,
    acting: ReaderActs,
    services: TheWeb,
    endpoint: Annotated[str, Form(max_length=1000)],
    p256dh: Annotated[str, Form(max_length=100)],
    auth: Annotated[str, Form(max_length=40)],
) -> Response:
    """What the browser's push service gave it, sent by `push.js`."""
    address = f"webpush://{endpoint}#{p256dh}.{auth}"
    own_notices.add_device(acting, services.channels, address, in_words(request.headers.get("User-Agent", "")))
    return RedirectResponse(f"{HERE}?luu=1{PART}", 303)


@router.post("/may-da-roi")
def seen_gone(acting: ReaderActs) -> Response:
    own_notices.seen_gone(acting)
    return RedirectResponse(f"{HERE}{PART}", 303)


@router.post("/kenh/{kind}")
def add_channel(kind: ChannelKind, acting: ReaderActs, services: TheWeb, typed: TypedChannel) -> Response:
    own_notices.add_channel(acting, services.channels, address_of(kind, typed))
    return RedirectResponse(f"{HERE}?luu=1{PART}", 303)


@router.post("/kenh/{key}/bo")
def remove_channel(key: str, acting: ReaderActs) -> Response:
    own_notices.remove_channel(acting, key)
    return RedirectResponse(f"{HERE}?luu=1{PART}", 303)


@router.post("/kenh/{key}/thu")
def try_channel(request: Request, key: str, session: SignedIn, services: TheWeb) -> Response:
    """No transaction is open while the service answers."""
    with services.database.read() as store:
        channel = testing.channel_of(store.own_notices.find(session.person.id).channels, key)
    answer = sent(request, services, channel)
    if answer == testing.short(say(Delivery.GONE)):
        with services.database.write() as store:
            own_notices.take_away_gone(store, key, services.clock())
    return RedirectResponse(f"{HERE}?thu={answer}{PART}", 303)


def _pair(typed: str) -> tuple[str, str]:
    kind, _, key = typed.partition(" ")
    return kind, key


def _time(typed: str) -> time:
    try:
        return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise BadInput(Problem.NOT_A_TIME) from error
