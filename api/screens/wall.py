"""A screen on the wall of the office: it cannot sign in, so its address has a secret part that can be taken back."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import ManagerActs, Now, ReadStore, TheWeb
from api.pages import page
from api.rates import NotTooOften
from api.services import Web
from desk import wall, warnings_public
from desk.area import area_of
from domain.errors import NotFound
from domain.problems import Missing
from domain.store import Store

router = APIRouter(include_in_schema=False)
SETTINGS = "/cai-dat?luu={part}#canh-bao"
HERE = Path(__file__).parents[1]


@router.get("/treo-tuong/{token}", dependencies=[NotTooOften])
def show(
    request: Request, token: str, services: TheWeb, store: ReadStore, now: Now, nen: Literal["", "sang", "toi"] = ""
) -> Response:
    """`nen`: light or dark, as the room needs it; "" as the screen itself is set."""
    context = _context(services, store, token) | {"nen": nen, "edition": _edition(), "address": f"/treo-tuong/{token}"}
    response = page(request, "treo-tuong.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@router.get("/treo-tuong/{token}/bang", dependencies=[NotTooOften])
def board(request: Request, token: str, services: TheWeb, store: ReadStore, now: Now) -> Response:
    """What changes. The screen counts on from the desk's own time: nobody sets the clock of a television."""
    response = page(request, "treo-tuong-bang.html", _context(services, store, token))
    response.headers.update({"Desk-Time": now.isoformat(), "Desk-Edition": _edition()})
    return response


@router.post("/cai-dat/canh-bao")
def publish(acting: ManagerActs, services: TheWeb, cong_bo: Literal["co", "khong"] = Form()) -> Response:
    warnings_public.publish(acting, wanted=cong_bo == "co", public_url=services.public_url)
    return RedirectResponse(SETTINGS.format(part="canh-bao"), 303)


@router.post("/cai-dat/treo-tuong")
def renew(acting: ManagerActs) -> Response:
    warnings_public.renew_wall(acting)
    return RedirectResponse(SETTINGS.format(part="treo-tuong"), 303)


@router.post("/cai-dat/treo-tuong/dong")
def close(acting: ManagerActs) -> Response:
    warnings_public.close_wall(acting)
    return RedirectResponse(SETTINGS.format(part="treo-tuong"), 303)


def _context(services: Web, store: Store, token: str) -> dict[str, Any]:
    if not warnings_public.opens_wall(store, token):
        raise NotFound(Missing.WALL)
    desk = store.settings.get()
    shown = wall.look(store, services.clock(), services.real_time(), area_of(desk, services.gazetteer))
    places = [services.gazetteer.label(code) for code in desk.area]
    return {"wall": shown, "desk": desk, "places": places}


@cache
def _edition() -> str:
    """Of the screen's own files: one that was left running for a month takes the newer ones."""
    files = ("static/wall.css", "static/wall.js", "templates/treo-tuong.html", "templates/treo-tuong-bang.html")
    return sha256(b"".join((HERE / file).read_bytes() for file in files)).hexdigest()[:16]
