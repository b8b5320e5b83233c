"""What a saved search found, for feed readers, which cannot sign in: an address with a secret part, and publishers'
titles and links only."""

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.deps import Now, ReadStore, TheWeb
from api.own_address import own_address
from api.services import Web
from desk.digest.outputs.edition import Edition, EditionLine
from desk.digest.outputs.json_feed import json_feed
from desk.digest.outputs.rss import rss
from desk.saved_searches import SHOWN_STORIES
from desk.saved_why import reasons
from domain.errors import NotFound
from domain.problems import Missing
from domain.saved_searches import FoundStory, SavedSearch
from domain.store import Store
from domain.times import VIETNAM
from messages.catalogue import Catalogue

router = APIRouter(include_in_schema=False)
TYPES = {"xml": "application/rss+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}
HEADERS = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex"}


@router.get("/tim-da-luu/nguon/{token}.{kind}")
def feed(request: Request, token: str, kind: str, services: TheWeb, store: ReadStore, now: Now) -> Response:
    caller = request.client.host if request.client else ""
    if not services.feed_asks.may(caller, now):
        return Response(status_code=429, headers={"Retry-After": "60"})
    search = store.saved_searches.find_by_token(token)
    if search is None or kind not in TYPES:
        raise NotFound(Missing.SAVED_FEED)
    base = own_address(request, services)
    body = _written(search, _editions(store, services, search), kind, base)
    tag = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return Response(status_code=304, headers=HEADERS | {"ETag": tag})
    return Response(body, media_type=TYPES[kind], headers=HEADERS | {"ETag": tag})


def _written(search: SavedSearch, editions: list[Edition], kind: str, base: str) -> str:
    """The link leads to the desk's door: its page is for those who sign in."""
    link = f"{base}/tim-da-luu/{search.id}"
    if kind == "xml":
        return rss(editions, title=search.name, link=link)
    own = f"{base}/tim-da-luu/nguon/{search.feed_token}.json"
    return json_feed(editions, title=search.name, link=link, feed_url=own)


def _editions(store: Store, services: Web, search: SavedSearch) -> list[Edition]:
    stories = store.saved_hits.stories(search.id, SHOWN_STORIES)
    if not stories:
        return []
    names = store.sources.names()
    say = Catalogue("vi", {"place": services.gazetteer.label})
    lines = []
    for number, story in enumerate(stories, 1):
        why = "; ".join(say(reason) for reason in reasons(store, story.hit))
        lines.append(_line(number, story, why[:1].upper() + why[1:], names.get(story.source_id, story.source_id)))
    day = stories[0].hit.at.astimezone(VIETNAM).date()
    return [Edition(day=day, desk="", opening=search.name, told=tuple(lines))]


def _line(number: int, story: FoundStory, why: str, source_name: str) -> EditionLine:
    return EditionLine(
        number=number,
        title=story.title,
        text=why,
        source_name=source_name,
        credit=source_name,
        url=story.url,
        dated=story.dated,
    )
