"""What a feed says, whatever its format."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from domain.addresses import is_writable, plain_address, unescaped_address
from domain.message import Code, Message, say
from domain.page import ClaimReview
from domain.sources import FeedEntry

MAX_ENTRIES = 1000
_ONE_SLASH = re.compile(r"^(https?:)/(?=[^/])", re.I)


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
    SHARED_ADDRESS = "feed-note.shared-address", "items", "addresses", "url"
    WITHOUT_ADDRESS = "feed-note.without-address", "number"
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
    kind: str  # "rss20", "atom10", "rss10" (RDF), "json", "claims"
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
    claims: tuple[ClaimReview, ...] = ()  # of a data feed of fact-checks
    notes: tuple[Message, ...] = ()  # what was odd, for the source's page


def entries_of(items: Iterable[FeedItem]) -> tuple[FeedEntry, ...]:
    """The items that can be followed, each once. Notices of one page share its address."""
    told: dict[tuple[str, str, str], FeedEntry] = {}
    for item in items:
        if item.url:
            told.setdefault((item.url, item.id, item.title), item.entry())
    return tuple(told.values())


def address_notes(items: Iterable[FeedItem]) -> tuple[Message, ...]:
    """What cannot be visited each by itself: items of one notice board's single page, and those without an address."""
    told = {(item.id, item.title, plain_address(item.url)) for item in items}
    counted = Counter(url for _, _, url in told if url)
    shared = {url: number for url, number in counted.items() if number > 1}
    homeless = sum(not url for _, _, url in told)
    notes = []
    if shared:
        first = next(iter(shared))
        notes.append(say(FeedNote.SHARED_ADDRESS, items=sum(shared.values()), addresses=len(shared), url=first))
    if homeless:
        notes.append(say(FeedNote.WITHOUT_ADDRESS, number=homeless))
    return tuple(notes)


def _under_own_host(address: str, base: str) -> str:
    """«tavan.vn/tin/1» in a feed of tavan.vn is no path, although the standard reads it as one."""
    own = urlsplit(base)
    host = (own.hostname or "").removeprefix("www.")
    if not host or host not in address:
        return address
    for place in {own.path.rpartition("/")[0] + "/", "/"}:
        before = f"{own.scheme}://{own.netloc}{place}"
        rest = address.removeprefix(before)
        if rest != address and rest.removeprefix("www.").startswith((f"{host}/", f"{host}?")):
            return f"{own.scheme}://{rest}"
    return address


def summed_up(notes: list[Message]) -> tuple[Message, ...]:
    """One note for many entries with the same trouble."""
    if len(notes) <= 1:
        return tuple(notes)
    return (say(FeedNote.AND_OTHERS, note=notes[0], number=len(notes) - 1),)


def web_address(link: str, base: str) -> str:
    try:
        link = _ONE_SLASH.sub(r"\1//", unescaped_address(link.strip()))
        address = _under_own_host(urljoin(base, link), base) if link else ""
        parts = urlsplit(address)
        return address if parts.scheme in {"http", "https"} and parts.hostname and is_writable(address) else ""
    except ValueError:
        return ""
