"""What a feed says, whatever its format."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from domain.sources import FeedEntry

MOST_ENTRIES = 1000


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
    notes: tuple[str, ...] = ()  # Vietnamese, for the source's page


def entries_of(items: Iterable[FeedItem]) -> tuple[FeedEntry, ...]:
    """The items that can be followed, each address once."""
    by_url: dict[str, FeedEntry] = {}
    for item in items:
        if item.url and item.url not in by_url:
            by_url[item.url] = item.entry()
    return tuple(by_url.values())


def summed_up(notes: list[str]) -> tuple[str, ...]:
    """One line for many entries with the same trouble."""
    if len(notes) <= 1:
        return tuple(notes)
    return (f"{notes[0]} (và {len(notes) - 1} mục khác)",)


def web_address(link: str, base: str) -> str:
    try:
        address = urljoin(base, link.strip()) if link.strip() else ""
        return address if urlsplit(address).scheme in {"http", "https"} and urlsplit(address).hostname else ""
    except ValueError:
        return ""
