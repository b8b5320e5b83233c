"""Vào: signing in, the one-time link, signing out, the language."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import languages
from api.deps import COOKIE, Now, ReadStore, SignedIn, TheWeb, WriteStore
from api.pages import page
from desk import people
from domain.errors import BadInput, NotSignedIn, TooManyTries
from domain.message import say
from domain.problems import Problem
from messages.catalogue import LANGUAGES

router = APIRouter(include_in_schema=False)


@router.get("/vao")
def form(request: Request) -> Response:
    return page(request, "vao.html", {"wrong": None, "login": ""})


@router.post("/vao")
def sign_in(
    request: Request, services: TheWeb, now: Now, login: Annotated[str, Form()], password: Annotated[str, Form()]
) -> Response:
    address = request.client.host if request.client else ""
    try:
        with services.database.write() as store:
            opened = people.sign_in(store, login, password, address=address, now=now)
    except NotSignedIn:
        with services.database.write() as store:
            people.failed(store, login, address, now)
        return page(request, "vao.html", {"wrong": say(Problem.WRONG_PASSWORD), "login": login}, 401)
    except TooManyTries as error:
        return page(request, "vao.html", {"wrong": error.message, "login": login}, 429)
    return _enter(services.secure, opened)


@router.get("/vao/{token}")
def welcome(request: Request, token: str, store: ReadStore, now: Now) -> Response:
    person = people.invited(store, token, now)
    if person is None:
        return page(request, "vao.html", {"wrong": say(Problem.SPENT_LINK), "login": ""}, 410)
    return page(request, "chao.html", {"person": person, "token": token, "wrong": None})


@router.post("/vao/{token}")
def redeem(
    request: Request, services: TheWeb, token: str, store: WriteStore, now: Now, password: Annotated[str, Form()]
) -> Response:
    person = people.invited(store, token, now)
    if person is None:
        return page(request, "vao.html", {"wrong": say(Problem.SPENT_LINK), "login": ""}, 410)
    try:
        opened = people.welcome(store, token, password, now=now)
    except BadInput as error:
        return page(request, "chao.html", {"person": person, "token": token, "wrong": error.message}, 422)
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


def _enter(secure: bool, opened: people.SignedIn) -> Response:
    response = RedirectResponse("/hang-cho", 303)
    lasts = int(people.SESSION_LASTS.total_seconds())
    response.set_cookie(COOKIE, opened.token, max_age=lasts, httponly=True, samesite="lax", secure=secure)
    return response
