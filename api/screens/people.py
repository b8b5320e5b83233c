"""Người dùng: accounts and roles, one-time links."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from api.deps import ManagerActs, Number, ReadStore, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import page
from api.qr import picture
from api.services import Web
from desk import people, second_step
from desk.acting import Acting
from domain.people import Act, Person, Role, Session
from domain.store import Store

router = APIRouter(include_in_schema=False)
SET_UP = "/bat-dau"


@router.get("/nguoi-dung")
def list_people(
    request: Request, session: SignedIn, services: TheWeb, store: ReadStore, moi: int | None = None
) -> Response:
    """`moi`: whose link was made just now; it stands first."""
    return page(request, "nguoi-dung.html", _context(request, session, services, store, moi))


@router.post("/nguoi-dung")
def add(
    request: Request,
    session: SignedIn,
    acting: ManagerActs,
    services: TheWeb,
    login: Annotated[str, Form(max_length=80)],
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[Role, Form()],
    back: Annotated[str, Form()] = "",
) -> Response:
    person, _ = people.add_person(acting, login=login, name=name, role=role, vault=services.vault)
    response = _made(request, session, acting, services, person)
    if back == SET_UP:
        response.headers["Location"] = f"{SET_UP}?buoc=nguoi&luu=nguoi"
    return response


@router.post("/nguoi-dung/{person_id}/duong-dan")
def invite(request: Request, person_id: Number, session: SignedIn, acting: ManagerActs, services: TheWeb) -> Response:
    person = acting.store.people.get(person_id)
    people.invite(acting, person, services.vault)
    return _made(request, session, acting, services, person)


def _made(request: Request, session: Session, acting: Acting, services: Web, person: Person) -> Response:
    """On to a page that F5 shows again. The answer holds it already, for programs that go on nowhere."""
    response = page(request, "nguoi-dung.html", _context(request, session, services, acting.store, person.id), 303)
    response.headers["Location"] = f"/nguoi-dung?moi={person.id}"
    return response


@router.post("/nguoi-dung/{person_id}/thu-hoi")
def withdraw(person_id: Number, acting: ManagerActs) -> Response:
    people.withdraw_link(acting, person_id)
    return RedirectResponse("/nguoi-dung", 303)


@router.post("/nguoi-dung/{person_id}/hai-buoc")
def take_second_step_off(person_id: Number, acting: ManagerActs) -> Response:
    second_step.take_off(acting, person_id)
    return RedirectResponse("/nguoi-dung", 303)


@router.post("/nguoi-dung/{person_id}")
def change(
    person_id: Number,
    acting: ManagerActs,
    role: Annotated[Role, Form()],
    active: Annotated[bool, Form()] = False,
) -> Response:
    people.change_person(acting, person_id, role=role, active=active)
    return RedirectResponse("/nguoi-dung", 303)


def _context(request: Request, session: Session, services: Web, store: Store, newest: int | None) -> dict[str, object]:
    now = services.clock()
    links = people.open_links(store, services.vault, now) if session.person.may(Act.MANAGE) else []
    links = sorted(links, key=lambda link: link.person.id != newest)
    return {
        "people": store.people.list(),
        "open_links": {link.person.id: link for link in links},
        "one_time_links": shown_links(request, services, links),
        "newest": newest,
    }


def shown_links(
    request: Request, services: Web, links: Sequence[people.ShownLink]
) -> list[tuple[people.ShownLink, str, Markup]]:
    """Each link that can be shown, its address and the square to scan."""
    door = f"{own_address(request, services)}/vao/"
    return [(link, door + link.token, picture(door + link.token)) for link in links if link.token]
