"""Reading what a feed's address answered, by the reader for its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawlers.feeds.list_pages import read_list_page
from crawlers.feeds.reader import read_feed
from crawlers.feeds.sitemaps import read_sitemap
from crawlers.feeds.websub import Hub, find_hub
from crawlers.fetch.visits import Fetched, Kind
from domain.sources import Feed, FeedEntry, FeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What stands at a feed's address, whatever its kind."""

    entries: Sequence[FeedEntry] = ()
    sitemaps: Sequence[FeedEntry] = ()  # of a sitemap index, the newest first
    notes: tuple[str, ...] = ()  # Vietnamese
    ttl_seconds: int | None = None
    skip_hours: frozenset[int] = frozenset()
    hub: Hub | None = None


def fetch_kind(kind: FeedKind) -> Kind:
    return "page" if kind is FeedKind.LIST_PAGE else "feed"


def read_announcement(feed: Feed, fetched: Fetched, now: datetime) -> Announcement:
    """Raises BadInput for what is not of the feed's kind."""
    content_type = fetched.headers.get("content-type")
    match feed.kind:
        case FeedKind.SITEMAP:
            found = read_sitemap(fetched.content, url=fetched.final_url, now=now)
            return Announcement(entries=found.entries, sitemaps=found.sitemaps, notes=found.notes)
        case FeedKind.LIST_PAGE:
            links = read_list_page(
                fetched.content, url=fetched.final_url, rule=feed.rule, now=now, content_type=content_type
            )
            return Announcement(entries=links)
        case _:
            read = read_feed(fetched.content, url=fetched.final_url, content_type=content_type, now=now)
            return Announcement(
                entries=read.entries,
                notes=read.notes,
                ttl_seconds=read.ttl_seconds,
                skip_hours=frozenset(read.skip_hours),
                hub=find_hub(read, fetched.headers, url=fetched.final_url),
            )
