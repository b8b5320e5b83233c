"""Bắt đầu: what a new desk is asked once. Each step is saved by itself, can be skipped, and is done later as well."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.deps import Manager, ManagerActs, ReadStore, TheWeb
from api.pages import page
from api.screens.people import shown_links
from api.screens.settings import SET_UP, choosing, saved
from desk import people
from desk.sources import offering

router = APIRouter(include_in_schema=False)
STEPS = ("trang", "vung", "nguon", "nguoi")


@router.get("/bat-dau")
def show(
    request: Request,
    session: Manager,
    services: TheWeb,
    store: ReadStore,
    buoc: str = "",
    dia_chi: str = "",
    tinh: str = "",
) -> Response:
    """`buoc`: the step that is open; without it, the first that is not done."""
    desk = store.settings.get()
    known = store.people.list()
    done = {
        "trang": bool(desk.name),
        "vung": bool(desk.area),
        "nguon": bool(store.sources.list()),
        "nguoi": len(known) > 1,
    }
    links = people.open_links(store, services.vault, services.clock())
    context = {
        "here": SET_UP,
        "steps": STEPS,
        "done": done,
        "step": buoc if buoc in STEPS else next((step for step in STEPS if not done[step]), ""),
        "offer": offering.offer(store, services.publishers, services.gazetteer),
        "people": known,
        "one_time_links": shown_links(request, services, links),
    }
    return page(request, "bat-dau.html", context | choosing(services, dia_chi, tinh))


@router.post("/bat-dau/nguon")
def take(
    acting: ManagerActs,
    services: TheWeb,
    nguon: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    offering.take(acting, services.publishers, nguon)
    return saved(SET_UP, "nguon", following="nguoi")
