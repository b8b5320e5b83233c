"""Vào: signing in with password and code, the one-time link, signing out, the language."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import door, languages
from api.browsers import in_words
from api.deps import DEVICE, SESSION_COOKIE, Now, ReadStore, SignedIn, TheWeb, WriteStore, hashing, in_turn, read_aside
from api.door import OurForm
from api.pages import page
from api.services import Web
from desk import people, second_step
from desk import sign_in as at_the_door
from desk.acting import Acting
from desk.sign_in import Try
from domain.errors import BadInput, Busy, DeskError, NotSignedIn, TooManyTries
from domain.message import Message, say
from domain.people import Act, Person
from domain.problems import Problem
from domain.store import Store
from messages.catalogue import LANGUAGES

router = APIRouter(include_in_schema=False)
TICKET = "ve"  # cookie with the sealed proof that the password was right, until the code is entered
DEVICE_SECONDS = 180 * 86_400


@router.get("/vao")
def form(request: Request, services: TheWeb) -> Response:
    return _form(request, services)


@router.post("/vao", dependencies=[OurForm])
async def sign_in(
    request: Request, services: TheWeb, now: Now, login: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    tried = Try(login=login, address=_address(request), cookie=request.cookies.get(DEVICE, ""))
    try:
        tried = await read_aside(request, lambda store: at_the_door.begin_sign_in(store, tried, services.vault, now))
        matches = await hashing(request, lambda: tried.matches(password))
        entered = await in_turn(
            request,
            lambda store: _let_in(request, store, at_the_door.end_sign_in(store, tried, matches=matches, now=now)),
        )
    except (TooManyTries, Busy) as error:
        return _form(request, services, wrong=error.message, login=login, status=error.status)
    return entered or _form(request, services, wrong=say(Problem.WRONG_PASSWORD), login=login, status=401)


@router.get("/vao/ma")
def code_form(request: Request, services: TheWeb, store: ReadStore, now: Now) -> Response:
    try:
        second_step.whose(store, services.vault, request.cookies.get(TICKET, ""), now)
    except NotSignedIn:
        return RedirectResponse("/vao", 303)
    return _code_form(request, services)


@router.post("/vao/ma", dependencies=[OurForm])
async def code(request: Request, services: TheWeb, now: Now, code: Annotated[str, Form(max_length=60)]) -> Response:
    def tried(store: Store) -> Response | None:
        person = second_step.whose(store, services.vault, request.cookies.get(TICKET, ""), now)
        here = Acting(store=store, person=person, now=now)
        if not second_step.passed(here, services.vault, code, services.real_time()):
            return None
        return _opened(request, store, person)

    try:
        entered = await in_turn(request, tried)
    except NotSignedIn:
        return _form(request, services, wrong=say(Problem.WAITED_TOO_LONG), status=401)
    except (TooManyTries, Busy) as error:
        return _code_form(request, services, wrong=error.message, status=error.status)
    return entered or _code_form(request, services, wrong=say(Problem.WRONG_CODE), status=401)


@router.get("/vao/{token}")
def welcome(request: Request, token: str, services: TheWeb, store: ReadStore, now: Now) -> Response:
    person = people.invited(store, token, now)
    if person is None:
        return _spent(request, services)
    return _page(request, services, "chao.html", {"person": person, "token": token, "wrong": None})


@router.post("/vao/{token}", dependencies=[OurForm])
async def redeem(
    request: Request, services: TheWeb, token: str, now: Now, password: Annotated[str, Form()]
) -> Response:
    person = await read_aside(request, lambda store: people.invited(store, token, now))
    if person is None:
        return _spent(request, services)
    try:
        kept = await hashing(request, lambda: people.hashed_password(password))
        entered = await in_turn(
            request, lambda store: _let_in(request, store, people.welcome(store, token, kept, now=now))
        )
    except NotSignedIn:  # somebody else was quicker with the same link
        return _spent(request, services)
    except (BadInput, Busy) as error:
        return _again(request, services, "chao.html", {"person": person, "token": token}, error)
    return entered or _spent(request, services)


@router.post("/ra")
def sign_out(request: Request, session: SignedIn, store: WriteStore) -> Response:
    people.sign_out(store, request.cookies.get(SESSION_COOKIE, ""))
    response = RedirectResponse("/vao", 303)
    response.delete_cookie(SESSION_COOKIE)
    return response


@router.post("/ngon-ngu")
def language(session: SignedIn, wanted: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    response = RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/", 303)
    if wanted in LANGUAGES:
        response.set_cookie(languages.LANGUAGE_COOKIE, wanted, max_age=31_536_000, samesite="lax", httponly=True)
    return response


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _let_in(request: Request, store: Store, person: Person | None) -> Response | None:
    """Go on to the code for a person with a second step, otherwise into the desk."""
    if person is None:
        return None
    services: Web = request.app.state.web
    if not store.people.get(person.id).has_second_step:
        return _opened(request, store, person)
    response = RedirectResponse("/vao/ma", 303)
    ticket = second_step.ticket(store, services.vault, person, services.clock())
    lasts = int(second_step.TICKET_LASTS.total_seconds())
    response.set_cookie(
        TICKET, ticket, max_age=lasts, httponly=True, samesite="strict", secure=services.secure, path="/vao"
    )
    return response


def _opened(request: Request, store: Store, person: Person) -> Response:
    services: Web = request.app.state.web
    opened = people.enter(store, person, in_words(request.headers.get("User-Agent", "")), services.clock())
    unfinished = person.may(Act.MANAGE) and not store.settings.get().is_set_up
    response = RedirectResponse("/bat-dau" if unfinished else "/hang-cho", 303)
    lasts = int(people.SESSION_LASTS.total_seconds())
    response.set_cookie(
        SESSION_COOKIE, opened.token, max_age=lasts, httponly=True, samesite="lax", secure=services.secure
    )
    device = at_the_door.device_cookie(store, services.vault, person)
    response.set_cookie(
        DEVICE, device, max_age=DEVICE_SECONDS, httponly=True, samesite="strict", secure=services.secure, path="/vao"
    )
    response.delete_cookie(TICKET, path="/vao", httponly=True, samesite="strict", secure=services.secure)
    return response


def _page(request: Request, services: Web, template: str, context: dict[str, Any], status: int = 200) -> Response:
    """A sign-in page, with the token that its form sends back."""
    nonce, token = door.token_for(request, services)
    response = page(request, template, {"door": token, **context}, status)
    door.keep(response, nonce, secure=services.secure)
    return response


def _again(request: Request, services: Web, template: str, context: dict[str, Any], error: DeskError) -> Response:
    return _page(request, services, template, {**context, "wrong": error.message}, error.status)


def _form(
    request: Request, services: Web, *, wrong: Message | None = None, login: str = "", status: int = 200
) -> Response:
    return _page(request, services, "vao.html", {"wrong": wrong, "login": login}, status)


def _code_form(request: Request, services: Web, *, wrong: Message | None = None, status: int = 200) -> Response:
    return _page(request, services, "ma.html", {"wrong": wrong}, status)


def _spent(request: Request, services: Web) -> Response:
    return _form(request, services, wrong=say(Problem.SPENT_LINK), status=410)
