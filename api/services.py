"""What the web is given by app/bootstrap.py."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from api.asks import Asks
from desk.flag_card import STORED_FLAGS, FlagReader
from desk.ranking.ranker import Ranker
from desk.sources.offering import KnownPublisher
from domain.claims import ClaimMatcher
from domain.holidays import NoHolidays, PublicHolidays
from domain.outlets import Outlets
from domain.places import Places
from domain.ports import Bulletins, Channels, Gazetteer, SearchIndex, Summariser, Vault
from domain.sources import FeedEntry, FeedKind, Source, SourceList
from domain.store import Database, Store
from domain.times import now


@dataclass(frozen=True, kw_only=True)
class FoundFeed:
    url: str
    kind: FeedKind
    title: str = ""  # a sitemap or a list page has none
    latest: tuple[FeedEntry, ...] = ()  # the first that are read there
    entries: int = 0  # how many are read there
    rule: str = ""  # of a list page: a CSS selector that found its links


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One request, answered: what an engineer needs, and nothing of the person who asked."""

    method: str
    route: str  # as the code writes it, "/v1/articles/{article_id}"
    status: int
    seconds: float  # until the answer began
    request_id: str


class FindFeeds(Protocol):
    def __call__(self, home_url: str, rule: str = "") -> tuple[Source, tuple[FoundFeed, ...]]:
        """Visit a home page and say which feeds it offers; with a CSS rule, what that reads on the page itself.

        Raises RefusedSource, ForbiddenAddress, Unreachable.
        """
        ...


class SourceLists(Protocol):
    """Lists of sources as files (OPML)."""

    def read(self, content: bytes) -> SourceList:
        """What the list names, with proposals where it does not tell. Raise BadInput."""
        ...

    def write(self, store: Store) -> bytes: ...  # all sources


class Picture(Protocol):
    @property
    def content(self) -> bytes: ...
    @property
    def media_type(self) -> str: ...


class Pictures(Protocol):
    """Pictures of articles. Both take long enough to want a thread; `fetched` may take seconds."""

    def kept(self, url: str) -> tuple[bool, Picture | None]: ...  # whether it was asked for lately, and what it gave
    def fetched(self, url: str) -> Picture | None: ...


class Hubs(Protocol):
    """WebSub: what hubs ask and tell."""

    def confirm(self, token: str, query: Mapping[str, str]) -> str | None: ...
    def told(self, token: str, body: bytes, signature: str) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Web:
    database: Database
    index: SearchIndex
    gazetteer: Gazetteer
    places: Places  # to choose our area from
    publishers: Sequence[KnownPublisher] = ()  # that a new desk is offered
    ranker: Ranker
    claims: ClaimMatcher  # reads published claims and the articles that repeat them
    flags: FlagReader = STORED_FLAGS  # what asks for care before an article goes out
    bulletins: Bulletins  # reads official warnings, and writes them as CAP
    find_feeds: FindFeeds
    source_lists: SourceLists
    clock: Callable[[], datetime]
    answered: Callable[[Answered], None] = lambda _: None  # told of each request
    real_time: Callable[[], datetime] = now  # the real clock of processes, even while the desk plays a fast day
    channels: Channels  # where notices may go
    outlets: Outlets  # our own places
    vault: Vault  # the desk's own key
    holidays: PublicHolidays = field(default_factory=NoHolidays)  # the state's calendar
    second_step: bool = False  # administrators need one
    free_bytes: Callable[[], int] = lambda: sys.maxsize  # on the disk that holds the desk
    secure: bool = False  # cookies only over https
    sample: bool = False  # the sample newsroom is being read: every screen says so
    public_url: str = field(default="")
    hosts: frozenset[str] = frozenset()  # names that people reach this desk by, beside numbers and localhost
    hubs: Hubs | None = None  # only where hubs can reach this desk
    summariser: Summariser | None = None  # a story in three sentences
    feed_asks: Asks = field(default_factory=Asks)  # of saved searches' feeds
    pictures: Pictures | None = None  # of articles; None: this desk has none
    pictures_first: bool = True  # whether they are shown before a person has chosen
