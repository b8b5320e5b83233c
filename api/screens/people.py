"""Người dùng: accounts and roles, one-time links, the desk's settings, "chế độ một người"."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import ManagerActs, Number, ReadStore, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import Link, page
from api.qr import picture
from api.services import Web
from desk import people, second_step, settings
from desk.acting import Acting
from desk.ranking import feedback
from domain.errors import BadInput
from domain.people import Act, Person, Role, Session
from domain.problems import Problem
from domain.store import Store

router = APIRouter(include_in_schema=False)
LINK = Link(path="/nguoi-dung", title="Người dùng", order=70)


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
) -> Response:
    person, _ = people.add_person(acting, login=login, name=name, role=role, vault=services.vault)
    return _made(request, session, acting, services, person)


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


@router.post("/ban-tin")
def save_settings(
    acting: ManagerActs,
    services: TheWeb,
    name: Annotated[str, Form(max_length=200)],
    area: Annotated[str, Form(max_length=2000)],
    digest_opening: Annotated[str, Form(max_length=500)],
    post_limit: Annotated[int, Form(ge=100, le=100_000)],
    solo: Annotated[bool, Form()] = False,
    channels: Annotated[str | None, Form(max_length=20_000)] = None,
) -> Response:
    before = acting.store.settings.get()
    codes = []
    for typed in filter(None, (part.strip() for part in area.replace("\n", ",").split(","))):
        found = services.gazetteer.lookup(typed)
        if not found:
            raise BadInput(Problem.PLACE_UNKNOWN, name=typed)
        codes.append(found[0])
    after = replace(
        before,
        name=name.strip() or before.name,
        area=tuple(codes),
        digest_opening=digest_opening,
        post_limit=post_limit,
        solo=solo,
        channels=before.channels
        if channels is None
        else settings.channels_of(channels, before.channels, services.channels),
    )
    settings.save(acting, after)
    return RedirectResponse("/nguoi-dung", 303)


def _context(request: Request, session: Session, services: Web, store: Store, newest: int | None) -> dict[str, object]:
    desk, now = store.settings.get(), services.clock()
    links = people.open_links(store, services.vault, now) if session.person.may(Act.MANAGE) else []
    links = sorted(links, key=lambda link: link.person.id != newest)
    door = f"{own_address(request, services)}/vao/"
    area = ", ".join(_typed(services, code) for code in desk.area)
    channels = [channel.masked for channel in desk.channels]
    return {
        "people": store.people.list(),
        "open_links": {link.person.id: link for link in links},
        "one_time_links": [(link, door + link.token, picture(door + link.token)) for link in links if link.token],
        "newest": newest,
        "area": area,
        "channels": channels,
        "notices": store.outbox.list(5),
        "learnt": feedback.learnt(store),
    }


def _typed(services: Web, code: str) -> str:
    """The unit's name, if looking it up gives this unit again; its code when other units have the same name."""
    name = services.gazetteer.label(code).split(",")[0]
    return name if services.gazetteer.lookup(name)[:1] == (code,) else code
