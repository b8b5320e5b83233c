"""Reads RSS, Atom, RDF and JSON Feed. feedparser finds the structure; the dates are read by ours.

Nothing here fetches: feedparser is only ever given bytes.
"""

import io
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser

from crawlers.dates.habits import Habits, habits_of
from crawlers.feeds.cap import CapMessage, messages
from crawlers.feeds.content import (
    MAX_ENTRIES,
    FeedContent,
    FeedItem,
    FeedNote,
    address_notes,
    entries_of,
    summed_up,
    web_address,
)
from crawlers.feeds.json_feed import looks_like_json, read_json_feed
from crawlers.feeds.links import item_link
from crawlers.feeds.plain_text import plain, plain_summary
from crawlers.feeds.xml import MAX_PROLOG_BYTES, Prepared, prepare
from domain.errors import BadInput
from domain.message import Message, say
from domain.problems import Unreadable

__all__ = ["MAX_ENTRIES", "FeedContent", "FeedItem", "read_feed"]

_ROOT = re.compile(rb"<(?:rss|feed|channel|rdf:RDF)[\s>]", re.I)
_TTL = re.compile(rb"<ttl>\s{0,9}(\d{1,6})\s{0,9}</ttl>", re.I)
_SKIP_HOURS = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.S | re.I)
_HOUR = re.compile(rb"<hour>\s{0,9}(\d{1,2})\s{0,9}</hour>", re.I)
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_DATES = ("published", "updated", "created")


def read_feed(content: bytes, *, url: str, content_type: str | None, now: datetime) -> FeedContent:
    """What the feed announces. Raises BadInput for what is no feed; never anything else."""
    if not content.strip():
        raise BadInput(Unreadable.FEED_EMPTY)
    if looks_like_json(content):
        return read_json_feed(content, url=url, now=now)
    ready = prepare(content, content_type)
    parsed = _parse(ready, url)
    if not parsed.get("version") and not parsed.entries and not _ROOT.search(ready.content[:MAX_PROLOG_BYTES]):
        raise BadInput(_what_else(ready.content))
    return _content(parsed, ready, url, now)


def _parse(ready: Prepared, url: str) -> Any:
    headers = {"content-type": ready.content_type or "application/xml", "content-location": url}
    try:
        return feedparser.parse(
            io.BytesIO(ready.content),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # noqa: BLE001 - a feed must not stop the worker, whatever it found in the library
        raise BadInput(Unreadable.FEED_BROKEN, cause=repr(error)[:200]) from None


def _what_else(content: bytes) -> Unreadable:
    head = content[:2000].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return Unreadable.FEED_IS_A_PAGE
    if b"<urlset" in head or b"<sitemapindex" in head:
        return Unreadable.FEED_IS_A_SITEMAP
    return Unreadable.NOT_A_FEED


def _content(parsed: Any, ready: Prepared, url: str, now: datetime) -> FeedContent:
    notes = list(ready.notes)
    feed = parsed.feed
    if ready.broken:
        notes.append(say(FeedNote.BROKEN_XML))
    date_notes: list[Message] = []
    raws = (_text(found, key) for found in parsed.entries[:MAX_ENTRIES] for key in _DATES)
    habits = habits_of(raws, now=now)
    items = tuple(_item(found, url, habits, date_notes) for found in parsed.entries[:MAX_ENTRIES])
    inside = messages(ready.content)
    if len(inside) == len(items):  # else one of the two readers saw items that the other did not
        items = tuple(_with_message(item, message, url) for item, message in zip(items, inside, strict=True))
    if any(item.message and not item.url for item in items):
        notes.append(say(FeedNote.CAP_WITHOUT_LINK))
    notes += address_notes(item for item in items if item.url or not item.message)
    updated_at, _ = _first_date(feed, ("updated", "published", "created"), habits)
    links = feed.get("links", ())
    title, summary = _text(feed, "title"), _text(feed, "subtitle") or _text(feed, "summary") or _text(feed, "info")
    return FeedContent(
        kind=parsed.version or "rss",
        title=plain(title, 1000),
        link=web_address(_text(feed, "link"), url),
        id=_text(feed, "id"),
        summary=plain(summary, 5000),
        updated_at=updated_at,
        ttl_seconds=_ttl(feed, ready.content),
        skip_hours=skip_hours(ready.content),
        hub=_link(links, "hub", url),
        topic=_link(links, "self", url) or url,
        items=items,
        entries=entries_of(items),
        notes=(*notes, *summed_up(date_notes)),
    )


def _item(found: Any, base: str, habits: Habits, notes: list[Message]) -> FeedItem:
    published_at, first = _first_date(found, ("published", "created"), habits)
    updated_at, second = _first_date(found, ("updated",), habits)
    if note := first or second:
        notes.append(note)
    given_id, title, summary = _text(found, "id"), _text(found, "title"), _text(found, "summary")
    return FeedItem(
        url=item_link(found, given_id, base),
        title=plain(title, 1000),
        id=given_id,
        summary=plain_summary(summary, 5000),
        published_at=published_at,
        updated_at=updated_at,
    )


def _with_message(item: FeedItem, message: CapMessage, base: str) -> FeedItem:
    return replace(item, message=message.content, url=item.url or web_address(message.web, base))


def _text(found: Any, key: str) -> str:
    value = dict.get(found, key)  # not feedparser's own lookup, which answers with other keys' values
    return value if isinstance(value, str) else ""


def _first_date(found: Any, keys: tuple[str, ...], habits: Habits) -> tuple[datetime | None, Message | None]:
    note: Message | None = None
    for key in keys:
        moment, problem = habits.dated(_text(found, key))
        if moment:
            return moment, None
        note = note or problem
    return None, note


def _link(links: Any, rel: str, base: str) -> str:
    found = (link.get("href", "") for link in links if link.get("rel") == rel)
    return next((address for href in found if (address := web_address(href, base))), "")


def _ttl(feed: Any, content: bytes) -> int | None:
    if match := _TTL.search(content):
        return int(match[1]) * 60 or None
    period = _PERIODS.get(_text(feed, "sy_updateperiod").strip().lower())
    often = _text(feed, "sy_updatefrequency").strip()
    if period is None:
        return None
    return period // max(1, int(often) if often.isascii() and often.isdigit() and len(often) < 5 else 1)


def skip_hours(content: bytes) -> frozenset[int]:
    """RSS: the hours, in UTC, in which the publisher asks not to be read. All 24 of them ask nothing."""
    match = _SKIP_HOURS.search(content)
    hours = frozenset(int(hour) % 24 for hour in _HOUR.findall(match[1])) if match else frozenset()
    return hours if len(hours) < 24 else frozenset()
