"""Adding a source by its home page: visit it, find its feeds, show their last entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from urllib.parse import urljoin, urlsplit

from api.services import FoundFeed
from app.feed_reading import read_announcement
from crawlers.feeds import discovery
from crawlers.feeds.discovery import FeedCandidate
from crawlers.feeds.reader import read_feed
from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import Fetched, Kind
from desk.sources.adding import source_id
from domain.errors import BadInput
from domain.problems import Problem
from domain.refusals import refuse
from domain.sources import Feed, FeedEntry, FeedKind, Source
from domain.times import now

MOST_TRIED = 16  # addresses
SECONDS = 45.0  # an editor waits for the answer
SHOWN = 3
# Where portals without a feed put the links to their articles, tried in this order.
RULES = ("h3 a", "h2 a", "h4 a", ".title a", ".tieude a", "article a", ".list-news a", ".news-item a", "li a")
ENOUGH_LINKS = 5
A_TITLE = 25  # letters: menus have shorter words


def find_feeds(home_url: str, allow: frozenset[tuple[str, int]] = frozenset()) -> tuple[Source, tuple[FoundFeed, ...]]:
    """The source as far as its home page says, and its feeds that answer. Raises RefusedSource and BadInput.

    What the publisher states comes first: the page's links, one page of feeds that it links to, the sitemaps of its
    robots.txt. Then common addresses are tried, and at last the page's own list of links is offered.
    """
    refuse(home_url)
    search = _Search(allow=allow)
    fetched = search.fetch(home_url, "page")
    if fetched.error:
        raise BadInput(Problem.NOT_FETCHED, note=fetched.message)
    itself = _feed(fetched, home_url)
    if itself:
        return _source(home_url, itself.title), (itself,)
    home = fetched.final_url
    found = list(search.tried(_named(fetched)))
    found = found or list(search.tried(search.sitemaps(home)))
    found = found or list(search.tried(discovery.guesses(home)))
    if not found and (offered := list_rule(fetched, now())):
        found = [offered]
    return _source(home, ""), tuple(found)


@dataclass
class _Search:
    """Visits within a budget of addresses and seconds."""

    allow: frozenset[tuple[str, int]]
    left: int = MOST_TRIED
    seen: set[str] = field(default_factory=set)
    until: float = field(default_factory=lambda: monotonic() + SECONDS)

    def fetch(self, url: str, kind: Kind) -> Fetched:
        seconds = max(1.0, min(15.0, self.until - monotonic()))
        return fetch_once(url, allow=self.allow, kind=kind, timeout=seconds)

    def tried(self, candidates: tuple[FeedCandidate, ...], *, deeper: bool = True) -> Iterator[FoundFeed]:
        for candidate in candidates:
            if self.left <= 0 or monotonic() >= self.until or candidate.url in self.seen:
                continue
            self.left -= 1
            self.seen.add(candidate.url)
            fetched = self.fetch(candidate.url, "feed")
            if fetched.error is not None:
                continue
            one = _sitemap(fetched) if candidate.kind is FeedKind.SITEMAP else _feed(fetched, candidate.url)
            if one:
                yield one
            elif deeper and candidate.said and candidate.kind is FeedKind.FEED:  # "/rss": a page that lists feeds
                yield from self.tried(_named(fetched), deeper=False)

    def sitemaps(self, home: str) -> tuple[FeedCandidate, ...]:
        robots = self.fetch(urljoin(home, "/robots.txt"), "page")
        return discovery.sitemaps_in_robots(robots.content.decode("utf-8", "replace"))


def _named(fetched: Fetched) -> tuple[FeedCandidate, ...]:
    content_type = fetched.headers.get("content-type")
    return discovery.find_feeds(fetched.content, url=fetched.final_url, content_type=content_type)


def _feed(fetched: Fetched, url: str) -> FoundFeed | None:
    content_type = fetched.headers.get("content-type")
    try:
        read = read_feed(fetched.content, url=url, content_type=content_type, now=now())
    except BadInput:
        return None
    return FoundFeed(url=fetched.final_url, kind=FeedKind.FEED, title=read.title, latest=_titles(read.entries))


def _sitemap(fetched: Fetched) -> FoundFeed | None:
    try:
        read = read_announcement(_asked(fetched, FeedKind.SITEMAP), fetched, now())
    except BadInput:
        return None
    latest = _titles(read.entries or read.sitemaps)
    return FoundFeed(url=fetched.final_url, kind=FeedKind.SITEMAP, latest=latest)


def list_rule(fetched: Fetched, at: datetime) -> FoundFeed | None:
    """The first common rule that finds a list of article titles on the page."""
    for rule in RULES:
        try:
            links = read_announcement(_asked(fetched, FeedKind.LIST_PAGE, rule), fetched, at).entries
        except BadInput:
            return None
        titled = [link for link in links if len(link.title) >= A_TITLE]
        if len(titled) >= ENOUGH_LINKS and len(titled) >= len(links) / 2:
            kind = FeedKind.LIST_PAGE
            return FoundFeed(url=fetched.final_url, kind=kind, latest=_titles(titled), rule=rule)
    return None


def _asked(fetched: Fetched, kind: FeedKind, rule: str = "") -> Feed:
    return Feed(id=0, source_id="", url=fetched.url, kind=kind, rule=rule, due_at=now())


def _titles(entries: Sequence[FeedEntry]) -> tuple[str, ...]:
    return tuple(entry.title or entry.url for entry in entries[:SHOWN])


def _source(home_url: str, title: str) -> Source:
    name = title or (urlsplit(home_url).hostname or "").removeprefix("www.")
    return Source(id=source_id(home_url), name=name, home_url=home_url, organisation="")
