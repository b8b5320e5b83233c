"""Reading what a feed's address answered, by the reader for its kind."""

from dataclasses import replace
from datetime import datetime

from crawlers.feeds.list_pages import read_list_page
from crawlers.feeds.reader import read_feed
from crawlers.feeds.sitemaps import read_sitemap
from crawlers.feeds.websub import find_hub
from crawlers.fetch.visits import Fetched, Kind
from desk.sources.feeds import Announcement
from domain.errors import BadInput
from domain.sources import Feed, FeedKind
from domain.visits import FeedVisit, FetchError


def fetch_kind(kind: FeedKind) -> Kind:
    return "page" if kind is FeedKind.LIST_PAGE else "feed"


def read_visit(feed: Feed, fetched: Fetched, now: datetime) -> tuple[FeedVisit, Announcement]:
    """The visit, and what stood at the address; nothing where there was nothing to read or it is not of its kind."""
    visit = FeedVisit(feed_id=feed.id, at=now, status=fetched.status, error=fetched.error, messages=(fetched.message,))
    if fetched.error is not None or fetched.status == 304:
        return visit, Announcement()
    try:
        return visit, read_announcement(feed, fetched, now)
    except BadInput as error:
        return replace(visit, error=FetchError.NOT_A_FEED, messages=(error.message,)), Announcement()


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
