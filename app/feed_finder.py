"""Adding a source by its home page: visit it, find its feeds, show their last entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from urllib.parse import urljoin

from api.services import FoundFeed
from app.feed_reading import Read, announcement, blocked_by, question
from app.proposed_source import proposed_source
from app.readers.feeds import Wanted
from app.readers.one import Lost
from crawlers.feeds import discovery
from crawlers.feeds.discovery import FeedCandidate
from crawlers.fetch.single import fetch_once
from crawlers.fetch.visits import Fetched, Kind
from domain.errors import BadInput
from domain.problems import Problem
from domain.refusals import refuse
from domain.sources import FeedEntry, FeedKind, SiteIdentity, Source
from domain.times import now
from domain.typed_addresses import typed_address
from domain.visits import FetchError, visit_message

MAX_ADDRESSES_TRIED = 16  # addresses
MAX_SEARCH_SECONDS = 45.0  # an editor waits for the answer
MAX_TITLES_SHOWN = 3
# Where portals without a feed put the links to their articles, tried in this order.
RULES = ("h3 a", "h2 a", "h4 a", ".title a", ".tieude a", "article a", ".list-news a", ".news-item a", "li a")
_NO_HTTPS = frozenset({FetchError.TLS, FetchError.CONNECTION, FetchError.ROBOTS_UNAVAILABLE})
MIN_LINKS = 5
MIN_TITLE_CHARS = 25  # letters: menus have shorter words


def find_feeds(
    home_url: str, read: Read, allow: frozenset[tuple[str, int]] = frozenset()
) -> tuple[Source, tuple[FoundFeed, ...]]:
    """The source as far as its home page says, and its feeds that answer. Raises RefusedSource and BadInput.

    What the publisher states comes first: the page's links, one page of feeds that it links to, the sitemaps of its
    robots.txt. Then common addresses are tried, and at last the page's own list of links is offered.
    """
    address = typed_address(home_url)
    refuse(address)
    search = _Search(read=read, allow=allow)
    fetched = search.fetch(address, "page")
    if fetched.error in _NO_HTTPS and "://" not in home_url:  # an old portal, typed without its scheme
        fetched = search.fetch(address.replace("https://", "http://", 1), "page")
    if fetched.error:
        search.refuse_blocked(fetched)
        raise BadInput(Problem.NOT_FETCHED, note=fetched.message)
    try:
        return _found(search, fetched)
    except Lost as lost:  # over the home page itself
        raise BadInput(Problem.NOT_FETCHED, note=visit_message(lost.error)) from None


def _found(search: "_Search", fetched: Fetched) -> tuple[Source, tuple[FoundFeed, ...]]:
    if itself := search.feed(fetched):
        return proposed_source(SiteIdentity(url=fetched.url, title=itself.title)), (itself,)
    home = fetched.final_url
    found = list(search.tried(search.named(fetched)))
    found = found or list(search.tried(search.sitemaps(home)))
    found = found or list(search.tried(discovery.guesses(home)))
    if not found:
        search.refuse_blocked(fetched)
        found = [offered] if (offered := list_rule(fetched, now(), search.read)) else []
    if not found and search.first_refused:
        search.refuse_blocked(search.first_refused)
    return proposed_source(search.identity(fetched)), tuple(found)


@dataclass
class _Search:
    """Visits within a budget of addresses and seconds."""

    read: Read
    allow: frozenset[tuple[str, int]]
    left: int = MAX_ADDRESSES_TRIED
    seen: set[str] = field(default_factory=set)
    first_refused: Fetched | None = None  # of the feeds that the publisher names
    until: float = field(default_factory=lambda: monotonic() + MAX_SEARCH_SECONDS)

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
                self._remember(candidate, fetched)
                continue
            try:
                one = self.sitemap(fetched) if candidate.kind is FeedKind.SITEMAP else self.feed(fetched)
                lists = not one and deeper and candidate.said and candidate.kind is FeedKind.FEED
                named = self.named(fetched) if lists else ()  # "/rss": a page that lists feeds
            except Lost:
                continue
            if one:
                yield one
            else:
                self._remember(candidate, fetched)
            yield from self.tried(named, deeper=False)

    def _remember(self, candidate: FeedCandidate, fetched: Fetched) -> None:
        if candidate.said and self.first_refused is None and blocked_by(self.read, fetched, now()):
            self.first_refused = fetched

    def refuse_blocked(self, fetched: Fetched) -> None:
        """Raise BadInput for a captcha or the like: it says more than that there is no feed."""
        if why := blocked_by(self.read, fetched, now()):
            raise BadInput(Problem.BLOCKED, url=fetched.url, why=why)

    def sitemaps(self, home: str) -> tuple[FeedCandidate, ...]:
        robots = self.fetch(urljoin(home, "/robots.txt"), "page")
        return discovery.sitemaps_in_robots(robots.content.decode("utf-8", "replace"))

    def named(self, fetched: Fetched) -> tuple[FeedCandidate, ...]:
        links = self.read(question(fetched, Wanted.FEED_LINKS, now()))
        return tuple(FeedCandidate(url=url, title=title) for url, title in links) if isinstance(links, tuple) else ()

    def identity(self, fetched: Fetched) -> SiteIdentity:
        said = self.read(question(fetched, Wanted.IDENTITY, now()))
        return said if isinstance(said, SiteIdentity) else SiteIdentity(url=fetched.final_url)

    def feed(self, fetched: Fetched) -> FoundFeed | None:
        try:
            read = announcement(self.read, fetched, FeedKind.FEED, now())
        except BadInput:
            return None
        return FoundFeed(url=fetched.lasting_url, kind=FeedKind.FEED, title=read.title, latest=_titles(read.entries))

    def sitemap(self, fetched: Fetched) -> FoundFeed | None:
        try:
            read = announcement(self.read, fetched, FeedKind.SITEMAP, now())
        except BadInput:
            return None
        latest = _titles(read.entries or read.sitemaps)
        return FoundFeed(url=fetched.lasting_url, kind=FeedKind.SITEMAP, latest=latest)


def list_rule(fetched: Fetched, at: datetime, read: Read) -> FoundFeed | None:
    """The first common rule that finds a list of article titles on the page."""
    lists = read(question(fetched, Wanted.LISTS, at, *RULES))
    if not isinstance(lists, tuple):
        return None
    for rule, links in lists:
        titled = [link for link in links if len(link.title) >= MIN_TITLE_CHARS]
        if len(titled) >= MIN_LINKS and len(titled) >= len(links) / 2:
            kind = FeedKind.LIST_PAGE
            return FoundFeed(url=fetched.lasting_url, kind=kind, latest=_titles(titled), rule=rule)
    return None


def _titles(entries: Sequence[FeedEntry]) -> tuple[str, ...]:
    return tuple(entry.title or entry.url for entry in entries[:MAX_TITLES_SHOWN])
