"""A data feed of fact-checks: schema.org DataFeed, whose items hold ClaimReviews, as fact-checkers publish it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from crawlers.extract.claim_reviews import claim_review, moment, text_of
from crawlers.feeds.content import MAX_ENTRIES, FeedContent, FeedItem, FeedNote, entries_of, web_address
from domain.message import say

MAX_OBJECTS = 250_000  # of a feed that are looked at for a ClaimReview: what 30 MB may hold
MAX_DEPTH = 6
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def is_claim_feed(found: Any) -> bool:
    """Whether what was read says that it is a DataFeed or a list of ClaimReviews."""
    graph = found.get("@graph") if isinstance(found, dict) else found
    listed = graph if isinstance(graph, list) else [graph]
    return any(_is_a(one, "DataFeed", "DataFeedItem", "ClaimReview") for one in [found, *listed[:3]])


def read_claim_feed(found: Any, *, url: str) -> FeedContent:
    """The newest MAX_ENTRIES fact-checks. Those on the feed's own site are addresses to visit, too."""
    title = text_of(found.get("name"))[:1000] if isinstance(found, dict) else ""
    things = list(islice(_reviews(found, 0, [MAX_OBJECTS]), MAX_OBJECTS))
    things.sort(key=_dated, reverse=True)
    kept = [claim_review(thing, title) for thing in things[:MAX_ENTRIES]]
    claims = tuple(review for review in kept if review)
    host = urlsplit(url).hostname
    items = tuple(
        FeedItem(url=address, id=address, published_at=review.published_at)
        for review in claims
        if (address := web_address(review.url, url)) and urlsplit(address).hostname == host
    )
    notes = (say(FeedNote.TOO_MANY_ENTRIES, number=len(things), most=MAX_ENTRIES),) if len(things) > MAX_ENTRIES else ()
    return FeedContent(
        kind="claims", title=title, items=items, entries=entries_of(items), claims=claims, notes=notes, topic=url
    )


def _reviews(value: Any, depth: int, left: list[int]) -> Iterator[dict[str, Any]]:
    """Each ClaimReview in it, through the lists and items of a feed only: `left` counts what may still be looked at."""
    left[0] -= 1
    if depth > MAX_DEPTH or left[0] <= 0:
        return
    if isinstance(value, list):
        for one in value:
            yield from _reviews(one, depth + 1, left)
    elif _is_a(value, "ClaimReview"):
        yield value
    elif isinstance(value, dict):
        for name in ("@graph", "dataFeedElement", "item", "itemListElement"):
            if name in value:
                yield from _reviews(value[name], depth + 1, left)


def _dated(thing: dict[str, Any]) -> datetime:
    return moment(thing.get("datePublished")) or moment(thing.get("dateModified")) or _LONG_AGO


def _is_a(value: Any, *names: str) -> bool:
    types = value.get("@type") if isinstance(value, dict) else None
    return any(
        isinstance(one, str) and one.rsplit("/", 1)[-1].rpartition(":")[2] in names
        for one in (types if isinstance(types, list) else [types])
    )
