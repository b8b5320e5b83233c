"""The sample newsroom: six invented publishers on loopback, each with an address of its own."""

import threading
from collections import deque
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime

from demo.clock import Clock
from demo.content import Article, Site, articles, sites
from demo.copies import multiplied
from demo.press import Item, Press
from demo.server import Desk, SiteServer, Visit
from demo.texts import plain
from domain.sources import FeedKind, SourceKind
from domain.times import now

LIVE_MINUTES = 10  # on either side of the zero: what the newsroom corrects, cancels and takes back
APART = 12  # times longer in a played day: a desk that sees a day in five minutes has time to see both texts


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSource:
    """A sample publisher as an editor would enter it on Nguồn tin."""

    id: str
    name: str
    organisation: str
    kind: SourceKind
    home_url: str
    feeds: tuple[tuple[str, FeedKind], ...]
    province: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a good reader finds at one address."""

    url: str
    feed_url: str
    publisher: str
    key: str
    title: str
    lead: str
    text: str  # body without the lead, blocks joined by a line break
    story: str
    section: str
    places: tuple[str, ...]
    signals: tuple[str, ...]
    published_at: datetime
    changed: bool
    copy_of: str = ""  # "publisher/key"
    origin: str = ""


@dataclass(eq=False)
class Newsroom:
    """Serves between `start` and `stop`, or inside a `with`.

    At its zero every article is already out and only the events (correction, withdrawal, bulletins) are ahead.
    A clock that begins twenty hours before sees the articles come out; `plays_day` moves the events further apart.
    `trouble=False` leaves out refusals, slow pages and crawl delays, for benchmarks. `zero` is the moment that
    articles count their minutes from; the same zero and ports give the same pages, so a desk that starts its
    newsroom again keeps them.
    """

    clock: Clock = now
    publishers: Collection[str] | None = None
    copies: int = 1
    ports: Mapping[str, int] | None = None  # None: free ones
    plays_day: bool = False
    trouble: bool = True
    zero: datetime | None = None
    visits: deque[Visit] = field(default_factory=lambda: deque(maxlen=10_000), init=False)
    _servers: list[SiteServer] = field(default_factory=list, init=False)
    _threads: list[threading.Thread] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._sites = sites(self.publishers)
        found = multiplied(articles(), self.copies)
        self._articles = [_apart(one) for one in found] if self.plays_day else found

    def start(self) -> None:
        if self._servers:
            return
        origin, zeros = self.zero or self.clock(), _zeros(self._articles)
        try:
            for site in self._sites:
                self._servers.append(self._server(site, origin, zeros))
        except OSError:
            self.stop()
            raise
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        if self._threads:  # shutdown() waits for serve_forever, which must have begun
            with ThreadPoolExecutor(len(self._servers)) as pool:
                list(pool.map(SiteServer.shutdown, self._servers))
        for server in self._servers:
            server.hang_up()
            server.server_close()
        for thread in self._threads:
            thread.join()
        self._servers, self._threads = [], []

    def __enter__(self) -> "Newsroom":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def sources(self) -> tuple[DemoSource, ...]:
        return tuple(_source(server.desk.press) for server in self._servers)

    @property
    def addresses(self) -> frozenset[tuple[str, int]]:
        """(host, port) of each server, for a guard that otherwise refuses loopback."""
        return frozenset(("127.0.0.1", server.server_port) for server in self._servers)

    def expected(self, at: datetime | None = None) -> list[Expected]:
        """The articles that stand at `at` (now, unless told), as they then read."""
        moment = at or self.clock()
        presses = (server.desk.press for server in self._servers)
        return [_expected(item) for press in presses for item in press.items(moment)]

    def _server(self, site: Site, origin: datetime, zeros: Mapping[str, int]) -> SiteServer:
        own = [article for article in self._articles if article.publisher == site.id]
        press = Press(site, own, origin=origin, zeros=zeros)
        desk = Desk(press, self.clock, trouble=self.trouble)
        server = SiteServer(desk, self.visits.append, (self.ports or {}).get(site.id, 0))
        press.base = f"http://127.0.0.1:{server.server_port}"
        return server


def _apart(article: Article) -> Article:
    events = tuple(replace(event, at=_later(event.at)) for event in article.events)
    return replace(article, at=_later(article.at), events=events)


def _later(minute: int) -> int:
    return minute * APART if abs(minute) <= LIVE_MINUTES else minute


def _zeros(found: Collection[Article]) -> dict[str, int]:
    """When each story began: every article of a story counts its dates from there."""
    zeros: dict[str, int] = {}
    for article in found:
        zeros[article.story] = min(article.at, zeros.get(article.story, article.at))
    return zeros


def _source(press: Press) -> DemoSource:
    site = press.site
    feeds = tuple(
        (press.base + path, FeedKind.SITEMAP if kind == "sitemap" else FeedKind.FEED) for path, kind in site.feeds
    )
    return DemoSource(
        id=site.id,
        name=site.name,
        organisation=site.organisation,
        kind=site.kind,
        home_url=press.base + "/",
        feeds=feeds,
        province=site.province,
    )


def _expected(item: Item) -> Expected:
    article = item.article
    return Expected(
        url=item.url,
        feed_url=item.feed_url,
        publisher=article.publisher,
        key=article.key,
        title=item.title,
        lead=item.lead,
        text=plain(item.blocks),
        story=article.story,
        section=article.section,
        places=article.places,
        signals=(*article.signals, *(("correction",) if _corrected(item) else ())),
        published_at=item.published,
        changed=item.version.changed,
        copy_of=article.copy_of,
        origin=article.origin,
    )


def _corrected(item: Item) -> bool:
    kinds = {event.note: event.kind for event in item.article.events}
    return any(kinds.get(note) == "correction" for note in item.version.notes)
