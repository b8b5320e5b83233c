"""Vào: signing in, the one-time link, signing out, the language."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from api import languages
from api.deps import COOKIE, Now, ReadStore, SignedIn, TheWeb, WriteStore, in_turn, read_aside
from api.pages import page
from api.turns import Turns
from desk import people
from domain.errors import BadInput, Busy, NotSignedIn, TooManyTries
from domain.message import say
from domain.problems import Problem
from messages.catalogue import LANGUAGES

router = APIRouter(include_in_schema=False)
HASHES_AT_ONCE = 2  # passwords
T = TypeVar("T")


@router.get("/vao")
def form(request: Request) -> Response:
    return page(request, "vao.html", {"wrong": None, "login": ""})


@router.post("/vao")
async def sign_in(
    request: Request, services: TheWeb, now: Now, login: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    address = request.client.host if request.client else ""
    try:
        tried = await read_aside(request, lambda store: people.begin_sign_in(store, login, address=address, now=now))
        matches = await _hashing(request, lambda: tried.matches(password))
        opened = await in_turn(request, lambda store: people.end_sign_in(store, tried, matches=matches, now=now))
    except (TooManyTries, Busy) as error:
        return page(request, "vao.html", {"wrong": error.message, "login": login}, error.status)
    if opened is None:
        return page(request, "vao.html", {"wrong": say(Problem.WRONG_PASSWORD), "login": login}, 401)
    return _enter(services.secure, opened)


@router.get("/vao/{token}")
def welcome(request: Request, token: str, store: ReadStore, now: Now) -> Response:
    person = people.invited(store, token, now)
    if person is None:
        return _spent(request)
    return page(request, "chao.html", {"person": person, "token": token, "wrong": None})


@router.post("/vao/{token}")
async def redeem(
    request: Request, services: TheWeb, token: str, now: Now, password: Annotated[str, Form()]
) -> Response:
    person = await read_aside(request, lambda store: people.invited(store, token, now))
    if person is None:
        return _spent(request)
    try:
        kept = await _hashing(request, lambda: people.hashed_password(password))
        opened = await in_turn(request, lambda store: people.welcome(store, token, kept, now=now))
    except NotSignedIn:  # somebody else was quicker with the same link
        return _spent(request)
    except (BadInput, Busy) as error:
        return page(request, "chao.html", {"person": person, "token": token, "wrong": error.message}, error.status)
    return _enter(services.secure, opened)


@router.post("/ra")
def sign_out(request: Request, session: SignedIn, store: WriteStore) -> Response:
    people.sign_out(store, request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/vao", 303)
    response.delete_cookie(COOKIE)
    return response


@router.post("/ngon-ngu")
def language(session: SignedIn, wanted: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    response = RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/", 303)
    if wanted in LANGUAGES:
        response.set_cookie(languages.COOKIE, wanted, max_age=31_536_000, samesite="lax", httponly=True)
    return response


async def _hashing(request: Request, work: Callable[[], T]) -> T:
    """What `work` returns. Argon2 takes 64 MB and a processor: many who try at once must not take the machine."""
    hashers: Turns = request.app.state.hashers
    async with hashers.turn(HASHES_AT_ONCE):
        return await run_in_threadpool(work)


def _spent(request: Request) -> Response:
    return page(request, "vao.html", {"wrong": say(Problem.SPENT_LINK), "login": ""}, 410)


def _enter(secure: bool, opened: people.SignedIn) -> Response:
    response = RedirectResponse("/hang-cho", 303)
    lasts = int(people.SESSION_LASTS.total_seconds())
    response.set_cookie(COOKIE, opened.token, max_age=lasts, httponly=True, samesite="lax", secure=secure)
    return response
