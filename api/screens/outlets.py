"""Nơi đăng: for administrators, each of our places with its health, a test post, and a form for each kind."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from api.channel_form import TypedChannel
from api.deps import Manager, ManagerActs, Number, ReadStore, TheWeb, in_turn, read_aside
from api.pages import catalogue_of, page
from api.services import Web
from desk import outlets
from desk.acting import Acting
from domain.message import say
from domain.outlets import ABILITIES, FIELDS, SECRET_FIELDS, OutletAccount, OutletKind, OutletTrial, Verb
from domain.people import Session
from domain.store import Store

router = APIRouter(prefix="/noi-dang", include_in_schema=False)
HERE = "/noi-dang"


@router.get("")
def show(request: Request, session: Manager, store: ReadStore) -> Response:
    context = {
        "accounts": store.outlets.list(),
        "OutletKind": OutletKind,
        "FIELDS": FIELDS,
        "SECRET_FIELDS": SECRET_FIELDS,
        "ABILITIES": ABILITIES,
        "Verb": Verb,
    }
    return page(request, "noi-dang.html", context)


@router.post("/{kind}")
async def connect(
    request: Request,
    kind: OutletKind,
    session: Manager,
    services: TheWeb,
    typed: TypedChannel,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Kept, and checked at once: whoever has just typed a token wants to know whether it works."""
    account = await in_turn(
        request,
        lambda store: outlets.connect(acting(store, session, services), services.outlets, kind, name, typed),
    )
    return await _checked(request, session, services, account)


@router.post("/{outlet_id}/noi-lai")
async def reconnect(
    request: Request, outlet_id: Number, session: Manager, services: TheWeb, typed: TypedChannel
) -> Response:
    account = await in_turn(
        request,
        lambda store: outlets.reconnect(acting(store, session, services), services.outlets, outlet_id, typed),
    )
    return await _checked(request, session, services, account)


@router.post("/{outlet_id}/kiem-tra")
async def check(request: Request, outlet_id: Number, session: Manager, services: TheWeb) -> Response:
    account = await read_aside(request, lambda store: store.outlets.get(outlet_id))
    return await _checked(request, session, services, account)


@router.post("/{outlet_id}/thu")
async def try_out(request: Request, outlet_id: Number, session: Manager, services: TheWeb) -> Response:
    """No transaction is open while the platform answers."""
    account = await read_aside(request, lambda store: store.outlets.get(outlet_id))
    catalogue = catalogue_of(request)
    words = catalogue(say(OutletTrial.TITLE)), catalogue(say(OutletTrial.TEXT))
    trial = await run_in_threadpool(outlets.tried, services.outlets, account, words, services.real_time())
    await in_turn(request, lambda store: outlets.note_trial(acting(store, session, services), outlet_id, trial))
    return RedirectResponse(f"{HERE}#noi-{outlet_id}", 303)


@router.post("/{outlet_id}/bo")
def remove(outlet_id: Number, manager: ManagerActs) -> Response:
    outlets.remove(manager, outlet_id)
    return RedirectResponse(HERE, 303)


async def _checked(request: Request, session: Session, services: Web, account: OutletAccount) -> Response:
    health = await run_in_threadpool(outlets.checked, services.outlets, account)
    await in_turn(request, lambda store: outlets.note_health(acting(store, session, services), account, health))
    return RedirectResponse(f"{HERE}#noi-{account.id}", 303)


def acting(store: Store, session: Session, services: Web) -> Acting:
    return Acting(store=store, person=session.person, now=services.clock())
