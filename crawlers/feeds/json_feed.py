"""JSON Feed 1 and 1.1 (jsonfeed.org), and what else is JSON: a data feed of fact-checks."""

import json
from datetime import datetime
from html import escape
from typing import Any

from crawlers.dates.habits import Habits, habits_of
from crawlers.feeds.claim_feed import is_claim_feed, read_claim_feed
from crawlers.feeds.content import MAX_ENTRIES, FeedContent, FeedItem, address_notes, entries_of, summed_up, web_address
from crawlers.feeds.plain_text import plain
from crawlers.feeds.xml import MAX_BYTES
from domain.errors import BadInput
from domain.message import Message
from domain.problems import Unreadable


def looks_like_json(content: bytes) -> bool:
    return content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read_json_feed(content: bytes, *, url: str, now: datetime) -> FeedContent:
    if len(content) > MAX_BYTES:
        raise BadInput(Unreadable.JSON_TOO_LARGE)
    try:
        found = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise BadInput(Unreadable.JSON_BROKEN) from None
    if is_claim_feed(found):
        return read_claim_feed(found, url=url)
    if not isinstance(found, dict) or "jsonfeed.org" not in _text(found, "version"):
        raise BadInput(Unreadable.NOT_A_JSON_FEED)
    given = found.get("items")
    listed = [item for item in given if isinstance(item, dict)] if isinstance(given, list) else []
    date_notes: list[Message] = []
    raws = (_text(item, key) for item in listed[:MAX_ENTRIES] for key in ("date_published", "date_modified"))
    habits = habits_of(raws, now=now)
    items = tuple(_item(item, url, habits, date_notes) for item in listed[:MAX_ENTRIES])
    hubs = found.get("hubs")
    hub = _text(hubs[0], "url") if isinstance(hubs, list) and hubs and isinstance(hubs[0], dict) else ""
    return FeedContent(
        kind="json",
        title=plain(escape(_text(found, "title")), 1000),
        link=web_address(_text(found, "home_page_url"), url),
        id=_text(found, "feed_url"),
        summary=plain(escape(_text(found, "description")), 5000),
        hub=web_address(hub, url),
        topic=web_address(_text(found, "feed_url"), url) or url,
        items=items,
        entries=entries_of(items),
        notes=(*address_notes(items), *summed_up(date_notes)),
    )


def _item(found: dict[str, Any], base: str, habits: Habits, notes: list[Message]) -> FeedItem:
    published_at, note = habits.dated(_text(found, "date_published"))
    updated_at, other = habits.dated(_text(found, "date_modified"))
    if odd := note or other:
        notes.append(odd)
    given_id = _text(found, "id")
    text = _text(found, "summary") or _text(found, "content_text")[:2000]
    return FeedItem(
        url=web_address(_text(found, "url"), base) or web_address(given_id, ""),
        title=plain(escape(_text(found, "title")), 1000),
        id=given_id,
        summary=plain(escape(text) if text else _text(found, "content_html"), 5000),
        published_at=published_at,
        updated_at=updated_at,
    )


def _text(found: Any, key: str) -> str:
    value = found.get(key) if isinstance(found, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):  # ids and dates are numbers in some feeds
        return str(value)
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""  # half a surrogate pair is "?"
