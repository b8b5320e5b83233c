"""Our own warnings for everybody: an Atom feed of what holds in our area, and a CAP 1.2 document for each message.

Nobody signs in here, so an administrator decides whether it is there at all.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Now, ReadStore, TheWeb
from api.own_address import own_address
from api.rates import NotTooOften
from desk import wall
from desk.area import area_of
from desk.cap_atom import CAP_TYPE, Frame, atom
from desk.cap_issuing import listed
from domain.errors import NotFound
from domain.problems import Missing
from domain.store import Store
from messages.catalogue import Catalogue

router = APIRouter(include_in_schema=False, dependencies=[NotTooOften])
FEED = "/canh-bao/atom.xml"
FEED_SECONDS = 30  # that a copy may be used
DOCUMENT_SECONDS = 86_400  # it never changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    body: str
    media_type: str
    age: int  # seconds that a copy may be used
    changed_at: datetime | None


@router.get(FEED)
def feed(request: Request, services: TheWeb, store: ReadStore, now: Now) -> Response:
    """Answers 304 to its tag only: what expires leaves the feed, and no later message gives that an hour."""
    _is_open(store)
    desk, base = store.settings.get(), own_address(request, services)
    area = area_of(desk, services.gazetteer)
    messages, seen = listed(store, now, area), wall.look(store, now, services.real_time(), area)
    frame = Frame(desk=desk.name, own_url=f"{base}{FEED}", base=f"{base}/canh-bao/", stale=seen.stale)
    body = atom(messages, frame, now=now, words=Catalogue("vi"))
    age = min([FEED_SECONDS, *(int((one.expires - now).total_seconds()) for one in messages)])
    newest = max((one.sent for one in messages), default=None)
    said = Said(body=body, media_type="application/atom+xml; charset=utf-8", age=age, changed_at=newest)
    return _answer(request, said)


@router.get("/canh-bao/{identifier}.xml")
def document(request: Request, identifier: str, store: ReadStore) -> Response:
    """One message as it was sent, also when it is over: it says itself until when it holds."""
    _is_open(store)
    message = store.cap_messages.get(identifier)
    said = Said(body=message.content, media_type=CAP_TYPE, age=DOCUMENT_SECONDS, changed_at=message.sent)
    return _answer(request, said, by_time=True)


def _is_open(store: Store) -> None:
    if not store.settings.get().publish_warnings:
        raise NotFound(Missing.WARNING_FEED)


def _answer(request: Request, said: Said, *, by_time: bool = False) -> Response:
    tag = f'"{sha256(said.body.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={said.age}", "Access-Control-Allow-Origin": "*"}
    if said.changed_at:
        headers["Last-Modified"] = format_datetime(said.changed_at.astimezone(UTC), usegmt=True)
    known = request.headers.get("If-None-Match")
    is_known = tag in _tags(known) if known else by_time and _is_known_since(request, said.changed_at)
    if is_known:
        return Response(status_code=304, headers=headers)
    return Response(said.body, media_type=said.media_type, headers=headers)


def _tags(header: str) -> set[str]:
    return {one.strip().removeprefix("W/") for one in header.split(",")}


def _is_known_since(request: Request, changed_at: datetime | None) -> bool:
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return changed_at is not None and since.tzinfo is not None and changed_at <= since
