"""Tài khoản của tôi: own name, own password, own sessions, the second step."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import SESSION_COOKIE, Now, ReaderActs, ReadStore, SignedIn, TheWeb, hashing, in_turn, read_aside
from api.pages import page
from api.qr import picture
from api.services import Web
from desk import people, second_step
from desk.acting import Acting
from desk.outbox import testing
from desk.outbox.channel_forms import ChannelKind
from desk.own_notices import MAX_CHANNELS
from desk.sign_in import Limit, throttle
from domain.errors import BadInput
from domain.own_notices import OwnKind
from domain.people import Person
from domain.problems import Problem
from domain.store import Store

router = APIRouter(prefix="/tai-khoan", include_in_schema=False)
HERE = "/tai-khoan"


@router.get("")
def show(
    request: Request, session: SignedIn, store: ReadStore, services: TheWeb, now: Now, thu: str = "", luu: str = ""
) -> Response:
    own = store.own_notices.find(session.person.id)
    return page(
        request,
        "tai-khoan.html",
        {
            "sessions": store.sessions.list(session.person.id, now)[::-1],
            "lasts": people.SESSION_LASTS,
            "own": own,
            "gone": own.gone,
            "push_key": services.channels.push_key(),
            "MAX_CHANNELS": MAX_CHANNELS,
            "OwnKind": OwnKind,
            "ChannelKind": ChannelKind,
            "outcome": testing.answer_of(thu),
            "saved": bool(luu),
        },
    )


@router.post("/ten")
def rename(acting: ReaderActs, name: Annotated[str, Form(max_length=200)]) -> Response:
    people.rename(acting, name)
    return RedirectResponse(HERE, 303)


@router.post("/mat-khau")
async def change_password(
    request: Request,
    session: SignedIn,
    now: Now,
    password: Annotated[str, Form(max_length=1000)],
    new_password: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Change the password. Who only found a browser open must guess the present one, with few tries."""
    person, limit = session.person, Limit(key=f"own:{session.person.id}")

    def present(store: Store) -> str:
        throttle(store, [limit], now)
        known = store.people.find_credentials(person.login)
        return known[1] if known else ""

    def changed(store: Store) -> bool:
        throttle(store, [limit], now, lock=True)
        known = store.people.find_credentials(person.login)
        if not matches or known is None or known[1] != kept:
            store.sign_ins.add_failures([limit.key], now)
            return False
        people.set_password(
            Acting(store=store, person=person, now=now), made, but=request.cookies.get(SESSION_COOKIE, "")
        )
        return True

    kept = await read_aside(request, present)
    made = await hashing(request, lambda: people.hashed_password(new_password))
    matches = await hashing(request, lambda: bool(kept) and people.hasher.verify(password, kept))
    if not await in_turn(request, changed):
        raise BadInput(Problem.WRONG_OWN_PASSWORD)
    return RedirectResponse(HERE, 303)


@router.post("/phien")
def close_others(request: Request, acting: ReaderActs) -> Response:
    people.close_other_sessions(acting, request.cookies.get(SESSION_COOKIE, ""))
    return RedirectResponse(HERE, 303)


@router.post("/phien/{session_id}")
def close_one(session_id: str, acting: ReaderActs) -> Response:
    people.close_session(acting, session_id)
    return RedirectResponse(HERE, 303)


@router.get("/hai-buoc")
def second_step_form(request: Request, session: SignedIn, services: TheWeb) -> Response:
    return _offered(request, services, session.person)


@router.post("/hai-buoc")
def turn_on(
    request: Request,
    acting: ReaderActs,
    services: TheWeb,
    sealed: Annotated[str, Form(max_length=2000)],
    code: Annotated[str, Form(max_length=60)],
) -> Response:
    try:
        codes = second_step.turn_on(acting, services.vault, sealed, code, services.real_time())
    except BadInput as error:
        if error.why is None or error.why.code != Problem.WRONG_CODE:
            raise
        return _offered(request, services, acting.store.people.get(acting.by), sealed=sealed, wrong=error)
    return _offered(request, services, None, codes=codes)


@router.post("/hai-buoc/bo")
async def turn_off(
    request: Request, session: SignedIn, services: TheWeb, now: Now, code: Annotated[str, Form(max_length=60)]
) -> Response:
    def turned_off(store: Store) -> bool:
        acting = Acting(store=store, person=session.person, now=now)
        if not second_step.passed(acting, services.vault, code, services.real_time()):
            return False  # the transaction commits, so the failure stays counted
        second_step.turn_off(acting, session.person)
        return True

    if not await in_turn(request, turned_off):
        raise BadInput(Problem.WRONG_CODE)
    return RedirectResponse(HERE, 303)


def _offered(
    request: Request,
    services: Web,
    person: Person | None,
    *,
    sealed: str = "",
    wrong: BadInput | None = None,
    codes: Sequence[str] = (),
) -> Response:
    """The picture for the app, or, once it is proven, the recovery codes."""
    offer = second_step.offer(services.vault, person, sealed) if person and not codes else None
    context = {
        "offer": offer,
        "picture": picture(offer.address) if offer else "",
        "wrong": wrong.message if wrong else None,
        "codes": codes,
    }
    return page(request, "hai-buoc.html", context, wrong.status if wrong else 200)
