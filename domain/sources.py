"""A publisher, and the places where it announces its articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.log import Action
from domain.message import Message
from domain.page import ClaimReview


class SourceKind(StrEnum):
    PRESS = "press"
    AGENCY = "agency"
    OFFICIAL = "official"
    WARNING_SERVICE = "warning-service"
    FACT_CHECKER = "fact-checker"


MAX_REUSE_DELAY_HOURS = 720
OFFICIAL = (SourceKind.WARNING_SERVICE, SourceKind.OFFICIAL)  # whose warnings are official ones


class FeedKind(StrEnum):
    FEED = "feed"  # RSS, Atom, RDF, JSON Feed: told apart by content
    SITEMAP = "sitemap"
    LIST_PAGE = "list-page"  # a portal without a feed; `rule` is a CSS selector for its links


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    id: str  # slug, from the host
    name: str
    home_url: str
    organisation: str  # who is responsible
    kind: SourceKind = SourceKind.PRESS
    province: str = ""  # code of the province it serves; "" for national
    reuse_delay_hours: int = 0  # that it asks others to wait before they repeat what it publishes
    checked_at: datetime | None = None  # None: "chưa kiểm tra"
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDetails:
    """What people say of a source, and may change later."""

    name: str
    organisation: str
    kind: SourceKind
    province: str = ""
    reuse_delay_hours: int = 0

    @classmethod
    def of(cls, source: Source) -> "SourceDetails":
        return cls(**{one.name: getattr(source, one.name) for one in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One address that is polled."""

    id: int
    source_id: str
    url: str
    kind: FeedKind = FeedKind.FEED
    rule: str = ""
    due_at: datetime
    interval_seconds: int = 1800
    etag: str = ""
    last_modified: str = ""
    failures: int = 0  # in a row
    penalty: float = 0.0  # failures in a row, weighed by how hard they are
    last_visit_at: datetime | None = None
    last_good_at: datetime | None = None
    last_whole_at: datetime | None = None  # the last unconditional visit that was answered
    last_messages: tuple[Message, ...] = ()  # how its last visit ended


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One item of a feed, sitemap or list page."""

    url: str
    title: str = ""
    id: str = ""
    summary: str = ""
    published_at: datetime | None = None
    message: bytes = b""  # a CAP message in full: the page need not be visited


@dataclass(frozen=True, slots=True, kw_only=True)
class ListProposal:
    """A rule for a page without a feed, and what it reads there now."""

    rule: str  # CSS selector
    entries: tuple[FeedEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A feed names its hub, and the address under which the hub knows the feed."""

    url: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What was read at a feed's address, whatever its kind."""

    title: str = ""  # of a feed
    entries: Sequence[FeedEntry] = ()
    sitemaps: Sequence[FeedEntry] = ()  # of a sitemap index, the newest first
    notes: tuple[Message, ...] = ()  # what was odd
    ttl_seconds: int | None = None
    skip_hours: frozenset[int] = frozenset()
    hub: Hub | None = None
    claims: tuple[ClaimReview, ...] = ()  # of a data feed of fact-checks


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSubscription:
    """What a hub promised: to tell us at an address of its own when a feed has something new (WebSub)."""

    feed_id: int
    token: str  # in our callback's address
    secret: str  # the hub signs with it
    hub: str
    topic: str
    asked_at: datetime | None = None
    expires_at: datetime | None = None  # None: not confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIdentity:
    """What a site's front page says of itself, as it is written there."""

    url: str
    title: str = ""
    site_name: str = ""  # og:site_name and the like
    publisher: str = ""  # of its JSON-LD
    responsible: str = ""  # after "Cơ quan chủ quản" and the like


class Sources(Protocol):
    def get(self, source_id: str) -> Source: ...  # NotFound
    def add(self, source: Source) -> bool: ...  # False, and nothing is changed, for one that is known
    def save(self, source: Source) -> None: ...
    def set_active(self, source_id: str, active: bool) -> bool: ...  # False when it was so already
    def set_details(self, source_id: str, seen: SourceDetails, wanted: SourceDetails) -> bool:
        """False, and nothing is changed, when the stored details are not those that were seen."""
        ...

    def remove(self, source_id: str) -> None: ...
    def names(self) -> dict[str, str]: ...  # by id
    def list(self) -> list[Source]: ...


class Feeds(Protocol):
    def add(self, source_id: str, url: str, kind: FeedKind, rule: str, now: datetime) -> bool: ...
    def due(self, now: datetime, limit: int, *, lease: str | None = None) -> list[Feed]: ...  # as of the crawl queue
    def save(self, feed: Feed) -> None: ...
    def make_due(self, feed_id: int, now: datetime) -> None: ...  # it is due at once
    def list(self, source_id: str, *, to_change: bool = False) -> list[Feed]: ...  # locked to change them
    def list_of(self, source_ids: Sequence[str]) -> Mapping[str, Sequence[Feed]]: ...  # of those that have any


class HubSubscriptions(Protocol):
    """Subscriptions at hubs (WebSub): one a feed."""

    def find(self, feed_id: int) -> HubSubscription | None: ...
    def find_by_token(self, token: str) -> HubSubscription | None: ...
    def save(self, lease: HubSubscription) -> None: ...
    def list(self) -> list[HubSubscription]: ...


class SourceAction(Action):
    """What the log says that somebody did with a source."""

    ADD_SOURCE = "add-source"
    SOURCE_ACTIVE = "source-active"
    CHANGE_SOURCE = "change-source"
    TRY_NOW = "try-now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of one source, as a list of sources names it."""

    feed_url: str
    name: str = ""
    home_url: str = ""
    feed_kind: FeedKind = FeedKind.FEED
    rule: str = ""
    organisation: str = ""
    kind: SourceKind = SourceKind.PRESS
    province: str = ""
    folder: str = ""
    line: int = field(default=0, compare=False)  # of the list


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedOutline:
    """A line of the list without a readable address, and why it could not be read."""

    line: int
    name: str
    why: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """What a list names. Addresses are not yet vetted."""

    outlines: tuple[Outline, ...] = ()
    refused: tuple[RefusedOutline, ...] = ()
