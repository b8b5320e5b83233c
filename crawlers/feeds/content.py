"""What a feed says, whatever its format."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from domain.addresses import is_writable
from domain.message import Code, Message, say
from domain.sources import FeedEntry

MAX_ENTRIES = 1000


class FeedNote(Code):
    """What was odd about a feed or sitemap that was read all the same."""

    AND_OTHERS = "feed-note.and-others", "note", "number"
    BROKEN_XML = "feed-note.broken-xml"
    BROKEN_XML_CUT = "feed-note.broken-xml-cut"
    BROKEN_GZIP = "feed-note.broken-gzip"
    TOO_LARGE = "feed-note.too-large", "megabytes"
    TOO_MANY_TAGS = "feed-note.too-many-tags"
    TOO_MANY_ENTRIES = "feed-note.too-many-entries", "number", "most"
    LONG_RUN = "feed-note.long-run"
    ENTITIES = "feed-note.entities"
    CAP_WITHOUT_LINK = "feed-note.cap-without-link"
    SITEMAP_BROKEN = "feed-note.sitemap-broken"
    SITEMAP_BROKEN_GZIP = "feed-note.sitemap-broken-gzip"
    SITEMAP_TOO_DEEP = "feed-note.sitemap-too-deep"
    SITEMAP_TOO_LONG = "feed-note.sitemap-too-long", "most"
    SITEMAP_ENTITIES = "feed-note.sitemap-entities"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item as the feed has it, in words."""

    url: str = ""
    title: str = ""
    id: str = ""
    summary: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    message: bytes = b""  # the CAP message that the item holds

    def entry(self) -> FeedEntry:
        return FeedEntry(
            url=self.url,
            title=self.title,
            id=self.id,
            summary=self.summary,
            published_at=self.published_at or self.updated_at,
            message=self.message,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContent:
    kind: str  # "rss20", "atom10", "rss10" (RDF), "json"
    title: str = ""
    link: str = ""
    id: str = ""
    summary: str = ""
    updated_at: datetime | None = None
    ttl_seconds: int | None = None
    skip_hours: frozenset[int] = frozenset()  # hours of the day, UTC
    hub: str = ""
    topic: str = ""  # the feed's own address, which a hub knows it by
    items: tuple[FeedItem, ...] = ()
    entries: tuple[FeedEntry, ...] = ()  # the items that have an address
    notes: tuple[Message, ...] = ()  # what was odd, for the source's page


def entries_of(items: Iterable[FeedItem]) -> tuple[FeedEntry, ...]:
    """The items that can be followed, each address once."""
    by_url: dict[str, FeedEntry] = {}
    for item in items:
        if item.url and item.url not in by_url:
            by_url[item.url] = item.entry()
    return tuple(by_url.values())


def summed_up(notes: list[Message]) -> tuple[Message, ...]:
    """One note for many entries with the same trouble."""
    if len(notes) <= 1:
        return tuple(notes)
    return (say(FeedNote.AND_OTHERS, note=notes[0], number=len(notes) - 1),)


def web_address(link: str, base: str) -> str:
    try:
        address = urljoin(base, link.strip()) if link.strip() else ""
        parts = urlsplit(address)
        return address if parts.scheme in {"http", "https"} and parts.hostname and is_writable(address) else ""
    except ValueError:
        return ""
