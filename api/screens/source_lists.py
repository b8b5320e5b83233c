"""Nguồn tin as files (OPML): what stands in one is shown before anything is added; all sources as one."""

import json
import re
from collections.abc import Callable, Coroutine
from dataclasses import fields, replace
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response
from fastapi.routing import APIRoute

from api.deps import Manager, ManagerActs, Now, ReadStore, SignedIn, TheFollower, TheWeb
from api.pages import page
from api.screens.sources import provinces_of
from desk.sources import importing
from desk.sources.changing import check_province
from desk.sources.importing import RowState
from domain.errors import BadInput
from domain.problems import Problem
from domain.sources import FeedKind, Outline, SourceKind
from domain.times import VIETNAM

router = APIRouter(include_in_schema=False)
MAX_LIST_BYTES = 1_000_000
MAX_LIST_OUTLINES = 500
_OUTLINE = re.compile(rb"<outline\b", re.IGNORECASE)
LineKind = Annotated[str, Form(pattern=r"^\d{1,9}:[a-z-]{1,20}$")]
AS_PROPOSED = "-"  # the choice for all that leaves each as it is


@router.get("/nguon-tin/opml")
def export(session: SignedIn, services: TheWeb, store: ReadStore, now: Now) -> Response:
    """The file that `diemtin sources export` writes, named with the day."""
    name = f"nguon-tin-{now.astimezone(VIETNAM):%Y-%m-%d}.opml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(services.source_lists.write(store), media_type="text/x-opml; charset=utf-8", headers=headers)


@router.get("/nguon-tin/nhap")
def start(request: Request, session: Manager) -> Response:
    return page(request, "nhap-nguon.html", {"rows": None, "imported": None})


@router.post("/nguon-tin/nhap")
def look(
    request: Request, session: Manager, services: TheWeb, store: ReadStore, file: Annotated[UploadFile, File()]
) -> Response:
    """What is in the file. Its size and its lines are counted before anything parses it."""
    content = file.file.read(MAX_LIST_BYTES + 1)
    if len(content) > MAX_LIST_BYTES:
        raise BadInput(Problem.LIST_TOO_LARGE, kilobytes=MAX_LIST_BYTES // 1000)
    if len(_OUTLINE.findall(content.replace(b"\0", b""))) > MAX_LIST_OUTLINES:  # UTF-16 has a zero in each letter
        raise BadInput(Problem.LIST_TOO_LONG, most=MAX_LIST_OUTLINES)
    rows = importing.listed(store, services.source_lists.read(content))
    context = {
        "imported": None,
        "rows": rows,
        "counts": {state: sum(row.state is state for row in rows) for state in RowState},
        "packed": {row.outline.feed_url: _packed(row.outline) for row in rows if row.outline},
        "provinces": provinces_of(services),
    }
    return page(request, "nhap-nguon.html", context)


class LongForm(APIRoute):
    """Two fields for each line: more than the thousand that a form may have elsewhere."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            await request.form(max_fields=2 * MAX_LIST_OUTLINES + 10)  # the request keeps it for everybody else
            return await handler(request)

        return handle


def add(
    request: Request,
    acting: ManagerActs,
    follower: TheFollower,
    chosen: Annotated[list[str], Form(max_length=MAX_LIST_OUTLINES)] = [],  # noqa: B006 - FastAPI copies it
    kinds: Annotated[list[LineKind], Form(max_length=MAX_LIST_OUTLINES)] = [],  # noqa: B006
    kind: Annotated[str, Form(max_length=20)] = AS_PROPOSED,
    province: Annotated[str, Form(max_length=20)] = AS_PROPOSED,
) -> Response:
    """`chosen` are lines as the page packed them, and `kinds` what was chosen for each: "12:press".

    `kind` and `province` are for all of them, or leave each as it is.
    """
    for_all: dict[str, Any] = {} if kind == AS_PROPOSED else {"kind": _kind(kind)}
    for_all |= {} if province == AS_PROPOSED else {"province": province}
    of_line = {int(line): {"kind": _kind(name)} for line, _, name in (one.partition(":") for one in kinds)}
    read = [_unpacked(one) for one in chosen]
    outlines = [replace(one, **of_line.get(one.line, {}) | for_all) for one in read]
    if not outlines:
        raise BadInput(Problem.NO_FEED_CHOSEN)
    for code in {outline.province for outline in outlines}:
        check_province(code, follower)
    return page(request, "nhap-nguon.html", {"rows": None, "imported": importing.add_chosen(acting, outlines)})


router.add_api_route("/nguon-tin/nhap/them", add, methods=["POST"], route_class_override=LongForm)
MAX_TEXT_CHARS = 2000
_TEXTS = ("feed_url", "name", "home_url", "rule", "organisation", "province")


def _packed(outline: Outline) -> str:
    return json.dumps({one.name: getattr(outline, one.name) for one in fields(Outline)}, ensure_ascii=False)


def _unpacked(packed: str) -> Outline:
    """What a form brings back is read as carefully as any other input."""
    try:
        read = json.loads(packed)
        values: dict[str, Any] = {name: str(read[name])[:MAX_TEXT_CHARS] for name in _TEXTS}
        values |= {"kind": SourceKind(read["kind"]), "feed_kind": FeedKind(read["feed_kind"])}
        return Outline(line=int(read["line"]), **values)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(Problem.CONTENT) from None


def _kind(typed: str) -> SourceKind:
    if typed not in set(SourceKind):
        raise BadInput(Problem.CONTENT)
    return SourceKind(typed)
