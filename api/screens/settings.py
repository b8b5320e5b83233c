"""Cài đặt: whose page it is, its area, its posts and its channels. Each part is saved by itself and says so."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.channel_form import TypedChannel
from api.channel_test import sent
from api.deps import ManagerActs, ReadStore, SignedIn, TheWeb
from api.own_address import own_address
from api.pages import Link, page
from api.services import Web
from desk import settings
from desk.outbox import testing
from desk.outbox.channel_forms import ChannelKind, address_of
from desk.ranking import feedback
from domain.editorial import DeskKind
from domain.errors import NotAllowed
from domain.people import Act
from domain.places import TypedPlace
from domain.problems import Problem

router = APIRouter(include_in_schema=False)
HERE, SET_UP = "/cai-dat", "/bat-dau"
LINK = Link(path=HERE, title="Cài đặt", order=70, also=("/nguoi-dung", "/noi-dang", "/van-hanh"))
Back = Annotated[str, Form(max_length=20)]
CHOICES_SHOWN = 40


@router.get("/cai-dat")
def show(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    dia_chi: str = "",
    tinh: str = "",
    thu: str = "",
    kq: str = "",
) -> Response:
    context = {
        "here": HERE,
        "public_url": services.public_url.rstrip("/"),
        "base": own_address(request, services),
        "ChannelKind": ChannelKind,
        "notices": store.outbox.list(5),
        "learnt": feedback.learnt(store),
        "tested": thu,
        "channel_answer": testing.answer_of(kq),
    }
    return page(request, "cai-dat.html", context | choosing(services, dia_chi, tinh))


@router.get("/ban-tin")
def moved(session: SignedIn) -> Response:
    return RedirectResponse(HERE, 303)


def choosing(services: Web, typed: str, province: str) -> dict[str, Any]:
    """What the form of the area shows: what the typed words may mean, and the communes of a province."""
    places = services.places
    read = places.read(typed) if typed.strip() else TypedPlace()
    province = province if places.stands(province) else read.within
    return {
        "places": places,
        "label": services.gazetteer.label,
        "typed": typed,
        "read": read,
        "choices": read.codes[:CHOICES_SHOWN],
        "more_choices": len(read.codes) - CHOICES_SHOWN,
        "province": province,
    }


@router.post("/cai-dat/trang")
def save_page(
    acting: ManagerActs,
    name: Annotated[str, Form(max_length=200)],
    kind: Annotated[DeskKind, Form()],
    back: Back = HERE,
) -> Response:
    settings.name_page(acting, name, kind)
    return saved(back, "trang", following="vung")


@router.post("/cai-dat/vung")
def add_to_area(
    acting: ManagerActs, services: TheWeb, ma: Annotated[str, Form(max_length=20)], back: Back = HERE
) -> Response:
    settings.add_to_area(acting, services.places, ma)
    return saved(back, "vung")


@router.post("/cai-dat/vung/bo")
def remove_from_area(acting: ManagerActs, ma: Annotated[str, Form(max_length=20)], back: Back = HERE) -> Response:
    settings.remove_from_area(acting, ma)
    return saved(back, "vung")


@router.post("/cai-dat/bai-dang")
def save_posts(
    acting: ManagerActs,
    digest_opening: Annotated[str, Form(max_length=500)],
    post_limit: Annotated[int, Form(ge=100, le=100_000)],
    share_again_days: Annotated[int, Form(ge=1, le=365)],
) -> Response:
    settings.change(
        acting,
        lambda desk: replace(
            desk, digest_opening=digest_opening, post_limit=post_limit, share_again_days=share_again_days
        ),
    )
    return saved(HERE, "bai-dang")


@router.post("/cai-dat/lich")
def save_calendar(acting: ManagerActs, post_distance_minutes: Annotated[int, Form(ge=0, le=1440)]) -> Response:
    settings.change(acting, lambda desk: replace(desk, post_distance_minutes=post_distance_minutes))
    return saved(HERE, "lich")


@router.post("/cai-dat/mot-nguoi")
def save_solo(acting: ManagerActs, solo: Annotated[bool, Form()] = False) -> Response:
    settings.change(acting, lambda desk: replace(desk, solo=solo))
    return saved(HERE, "mot-nguoi")


@router.post("/cai-dat/kenh/{kind}")
def add_channel(kind: ChannelKind, acting: ManagerActs, services: TheWeb, typed: TypedChannel) -> Response:
    settings.add_channel(acting, services.channels.keep(address_of(kind, typed)))
    return saved(HERE, "kenh")


@router.post("/cai-dat/kenh/{key}/bo")
def remove_channel(key: str, acting: ManagerActs) -> Response:
    settings.remove_channel(acting, key)
    return saved(HERE, "kenh")


@router.post("/cai-dat/kenh/{key}/thu")
def test_channel(request: Request, key: str, session: SignedIn, services: TheWeb) -> Response:
    """Send one notice now and say what the service answered. It holds no transaction meanwhile."""
    if not session.person.may(Act.MANAGE):
        raise NotAllowed(Problem.ROLE)
    with services.database.read() as store:
        channel = testing.channel_of(store.settings.get().channels, key)
    return RedirectResponse(f"{HERE}?thu={key}&kq={sent(request, services, channel)}#kenh", 303)


def saved(back: str, part: str, *, following: str = "") -> Response:
    """On to the screen that was left, where "Đã lưu" stands beside what was changed."""
    if back == SET_UP:
        return RedirectResponse(f"{SET_UP}?buoc={following or part}&luu={part}#{following or part}", 303)
    return RedirectResponse(f"{HERE}?luu={part}#{part}", 303)
