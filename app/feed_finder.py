"""Adding a source by its home page: visit it, find its feeds, show their last entries."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from api.services import FoundFeed
from crawlers import discovery
from crawlers.feed_content import FeedContent
from crawlers.feeds import read_feed
from crawlers.simple import fetch_once
from crawlers.sitemaps import read_sitemap
from crawlers.visits import Fetched
from desk.sources import source_id
from domain.errors import BadInput
from domain.refusals import refuse
from domain.sources import FeedKind, Source
from domain.times import now

MOST_TRIED = 8
SHOWN = 3


def find_feeds(home_url: str, allow: frozenset[tuple[str, int]] = frozenset()) -> tuple[Source, tuple[FoundFeed, ...]]:
    """The source as far as its home page says, and its feeds that answer. Raises RefusedSource and BadInput."""
    refuse(home_url)
    fetched = fetch_once(home_url, allow=allow)
    if fetched.error:
        raise BadInput(detail=fetched.note)
    itself = _feed(fetched, home_url)
    if itself:
        return _source(home_url, itself.title), (itself,)
    content_type = fetched.headers.get("content-type")
    stated = discovery.find_feeds(fetched.content, url=fetched.final_url, content_type=content_type)
    candidates = stated or discovery.guesses(fetched.final_url)
    found = tuple(_tried(candidates, allow))
    return _source(fetched.final_url, ""), found


def _tried(candidates: Iterable[discovery.Candidate], allow: frozenset[tuple[str, int]]) -> Iterable[FoundFeed]:
    for candidate in list(candidates)[:MOST_TRIED]:
        fetched = fetch_once(candidate.url, allow=allow, kind="feed")
        if fetched.error is None:
            one = _sitemap(fetched) if candidate.kind is FeedKind.SITEMAP else _feed(fetched, candidate.url)
            if one:
                yield one


def _feed(fetched: Fetched, url: str) -> FoundFeed | None:
    content_type = fetched.headers.get("content-type")
    try:
        read: FeedContent = read_feed(fetched.content, url=url, content_type=content_type, now=now())
    except BadInput:
        return None
    latest = tuple(entry.title for entry in read.entries[:SHOWN])
    return FoundFeed(url=fetched.final_url, kind=FeedKind.FEED, title=read.title, latest=latest)


def _sitemap(fetched: Fetched) -> FoundFeed | None:
    try:
        read = read_sitemap(fetched.content, url=fetched.final_url, now=now())
    except BadInput:
        return None
    latest = tuple(entry.title or entry.url for entry in read.entries[:SHOWN])
    return FoundFeed(url=fetched.final_url, kind=FeedKind.SITEMAP, title="Sơ đồ trang tin", latest=latest)


def _source(home_url: str, title: str) -> Source:
    name = title or (urlsplit(home_url).hostname or "").removeprefix("www.")
    return Source(id=source_id(home_url), name=name, home_url=home_url, organisation="")
