"""Người dùng: accounts and roles, one-time links, the desk's settings, "chế độ một người"."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import ManagerActs, Number, ReadStore, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import Link, page
from desk import people, second_step, settings
from desk.ranking import feedback
from domain.errors import BadInput
from domain.people import Role
from domain.problems import Problem

router = APIRouter(include_in_schema=False)
LINK = Link(path="/nguoi-dung", title="Người dùng", order=70)


@router.get("/nguoi-dung")
def list_people(request: Request, session: SignedIn, services: TheWeb, store: ReadStore) -> Response:
    return page(request, "nguoi-dung.html", _context(services, store))


@router.post("/nguoi-dung")
def add(
    request: Request,
    acting: ManagerActs,
    services: TheWeb,
    login: Annotated[str, Form(max_length=80)],
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[Role, Form()],
) -> Response:
    person, token = people.add_person(acting, login=login, name=name, role=role)
    link = {"link": f"{own_address(request, services)}/vao/{token}", "link_for": person}
    return page(request, "nguoi-dung.html", _context(services, acting.store) | link)


@router.post("/nguoi-dung/{person_id}/duong-dan")
def invite(request: Request, person_id: Number, acting: ManagerActs, services: TheWeb) -> Response:
    person = acting.store.people.get(person_id)
    token = people.invite(acting, person)
    link = {"link": f"{own_address(request, services)}/vao/{token}", "link_for": person}
    return page(request, "nguoi-dung.html", _context(services, acting.store) | link)


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


def _context(services: TheWeb, store: ReadStore) -> dict[str, object]:
    desk = store.settings.get()
    area = ", ".join(_typed(services, code) for code in desk.area)
    channels = [channel.masked for channel in desk.channels]
    return {
        "people": store.people.list(),
        "open_links": store.sign_ins.list_links(services.clock()),
        "link": "",
        "link_for": None,
        "area": area,
        "channels": channels,
        "notices": store.outbox.list(5),
        "learnt": feedback.learnt(store),
    }


def _typed(services: TheWeb, code: str) -> str:
    """The unit's name, if looking it up gives this unit again; its code when other units have the same name."""
    name = services.gazetteer.label(code).split(",")[0]
    return name if services.gazetteer.lookup(name)[:1] == (code,) else code
