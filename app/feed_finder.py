"""Adding a source by its home page: visit it, find its feeds, show their last entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
from domain.message import Message
from domain.problems import Problem
from domain.refusals import refuse
from domain.sources import FeedEntry, FeedKind, SiteIdentity, Source
from domain.times import now
from domain.typed_addresses import typed_address
from domain.visits import FetchError, visit_message

MAX_ADDRESSES_TRIED = 16  # addresses
MAX_SEARCH_SECONDS = 45.0  # an editor waits for the answer
MAX_ENTRIES_SHOWN = 10
_NO_HTTPS = frozenset({FetchError.TLS, FetchError.CONNECTION, FetchError.ROBOTS_UNAVAILABLE})


def find_feeds(
    home_url: str, read: Read, allow: frozenset[tuple[str, int]] = frozenset(), rule: str = ""
) -> tuple[Source, tuple[FoundFeed, ...]]:
    """The source as far as its home page says, and its feeds that answer. Raises RefusedSource and BadInput.

    What the publisher states comes first: the page's links, one page of feeds that it links to, the sitemaps of its
    robots.txt. Then common addresses are tried, and at last lists of links that look like articles are proposed. With a
    rule, what that finds on the page is all.
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
        return _by_rule(search, fetched, rule) if rule else _found(search, fetched)
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
        found = list(search.lists(fetched))
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

    def lists(self, fetched: Fetched, *rules: str) -> Iterator[FoundFeed]:
        answer = self.read(question(fetched, Wanted.LISTS, now(), *rules))
        if isinstance(answer, Message):  # the rule is none
            raise BadInput(answer)
        for one in answer if isinstance(answer, tuple) else ():
            yield _shown(fetched, FeedKind.LIST_PAGE, one.entries, rule=one.rule)

    def feed(self, fetched: Fetched) -> FoundFeed | None:
        try:
            read = announcement(self.read, fetched, FeedKind.FEED, now())
        except BadInput:
            return None
        return _shown(fetched, FeedKind.FEED, read.entries, title=read.title)

    def sitemap(self, fetched: Fetched) -> FoundFeed | None:
        try:
            read = announcement(self.read, fetched, FeedKind.SITEMAP, now())
        except BadInput:
            return None
        return _shown(fetched, FeedKind.SITEMAP, read.entries or read.sitemaps)


def _by_rule(search: "_Search", fetched: Fetched, rule: str) -> tuple[Source, tuple[FoundFeed, ...]]:
    found = tuple(search.lists(fetched, rule))
    if not any(one.entries for one in found):
        raise BadInput(Problem.RULE_FINDS_NOTHING, rule=rule)
    return proposed_source(search.identity(fetched)), found


def _shown(
    fetched: Fetched, kind: FeedKind, entries: Sequence[FeedEntry], *, title: str = "", rule: str = ""
) -> FoundFeed:
    latest = tuple(entries[:MAX_ENTRIES_SHOWN])
    return FoundFeed(url=fetched.lasting_url, kind=kind, title=title, latest=latest, entries=len(entries), rule=rule)
