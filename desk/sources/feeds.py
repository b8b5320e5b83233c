"""A feed has answered: its entries become addresses to visit, its hub is remembered, and its next visit is planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from urllib.parse import urlsplit

from desk.sources import collecting, polling, websub
from desk.sources.polling import Pace, Reply
from domain.hosts import host_of
from domain.message import Message, say
from domain.sources import Announcement, Feed, FeedEntry, FeedKind
from domain.store import Store
from domain.visits import FeedVisit, VisitMessage

SITEMAP_REACHES_BACK = timedelta(days=7)  # a sitemap lists the archive too: what is older is known, not visited
MAX_UNDATED_ENTRIES = 50  # from either end of a sitemap that tells no dates
MAX_SITEMAPS_OF_AN_INDEX = 3
MAX_FEEDS_PER_SOURCE = 40
WISHES = (VisitMessage.TTL, VisitMessage.SKIP_HOURS)  # an answer 304 and a failure have no feed: so they are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAnswer:
    """What one visit of a feed brought: how it went, what was read, and what it says of the next visit."""

    visit: FeedVisit
    read: Announcement
    reply: Reply
    moved_to: str = ""  # for good, as the server says


def answered(store: Store, feed: Feed, answer: FeedAnswer, pace: Pace) -> FeedVisit | None:
    """Keep what a visit brought, and plan the next. None when the feed is no longer polled.

    Raises Overtaken when another crawler has visited it since it was handed out.
    """
    polled = store.feeds.list(feed.source_id, to_change=True)
    stored = next((one for one in polled if one.id == feed.id), None)
    if stored is None or stored.url != feed.url:  # removed, or another sitemap took its place meanwhile
        return None
    if stored.last_visit_at != feed.last_visit_at:
        raise collecting.Overtaken
    source = store.sources.get(feed.source_id)
    visit, read = answer.visit, answer.read
    if visit.error is None and visit.status != 304:
        visit = announced(store, feed, visit, read)
    else:
        visit = replace(visit, messages=(*visit.messages, *_remembered(stored, visit)))
    if answer.moved_to and _has_moved(store, answer, visit):
        feed = replace(feed, url=answer.moved_to)
        visit = replace(visit, messages=(*visit.messages, say(VisitMessage.MOVED, url=feed.url)))
    reply = replace(
        answer.reply,
        ttl_seconds=_ttl_of(visit),
        skip_hours=_skip_hours_of(visit),
        share_seconds=polling.share_seconds([one for one in polled if one.id != feed.id], _delay_of(store, feed)),
        only_sitemaps=all(one.kind is FeedKind.SITEMAP for one in polled),
    )
    bound = polling.bound_seconds(reply, visit.at)
    if visit.is_good and bound > polling.SELDOM_SECONDS:
        visit = replace(visit, messages=(*visit.messages, say(VisitMessage.SELDOM, minutes=round(bound / 60))))
    store.feeds.save(polling.next_visit(feed, source, visit, reply, pace))
    store.source_history.add(visit)
    return visit


def _remembered(feed: Feed, visit: FeedVisit) -> Iterator[Message]:
    """What it wished, and unless the visit failed what was odd about it: both are so still."""
    for one in feed.last_messages:
        if one.code in WISHES or (visit.error is None and one.code.startswith("feed-note.")):
            yield one


def _ttl_of(visit: FeedVisit) -> int:
    """What the feed itself asks for, in seconds."""
    return max((60 * int(one.params["minutes"]) for one in visit.messages if one.code == VisitMessage.TTL), default=0)


def _skip_hours_of(visit: FeedVisit) -> frozenset[int]:
    found = (str(one.params["hours"]).split(", ") for one in visit.messages if one.code == VisitMessage.SKIP_HOURS)
    return frozenset(int(hour) for hours in found for hour in hours)


def _delay_of(store: Store, feed: Feed) -> float:
    """What the host wants between two requests, in seconds: ours, its Crawl-delay, or longer where it is slow."""
    host = host_of(feed.url)
    return next((one.delay_seconds for one in store.hosts.list([host], 1) if one.host == host), 0.0)


def _has_moved(store: Store, answer: FeedAnswer, visit: FeedVisit) -> bool:
    """Once is enough where the feed itself stands at the new address, and nobody else is read there.

    A sign-in page, an empty answer or an address that may not be visited moves nothing.
    """
    if not visit.is_good or not collecting.is_publisher(answer.moved_to):
        return False
    stands_there = visit.status == 304 or visit.entries or answer.read.sitemaps or answer.read.claims
    polled = (feed.url for source in store.sources.list() for feed in store.feeds.list(source.id))
    return bool(stands_there) and answer.moved_to not in polled


def announced(store: Store, feed: Feed, visit: FeedVisit, read: Announcement) -> FeedVisit:
    """Keep the new entries; returns the visit with how many there were. People's pages are left out."""
    kept = collecting.of_publishers(read.entries)
    wanted, archive = _split(feed, kept, visit.at)
    new = collecting.discover(store, feed.source_id, wanted, visit.at, feed)
    collecting.remember(store, feed.source_id, archive, visit.at, feed)
    if read.sitemaps:
        _index_read(store, feed, read.sitemaps, visit.at)
    if read.hub:
        websub.offered(store, feed, read.hub)
    counted = replace(visit, entries=len(kept), new=new)
    return replace(counted, messages=(_counted(counted, read), *read.notes, *_wishes(read)))


def _wishes(read: Announcement) -> Iterator[Message]:
    if read.ttl_seconds:
        yield say(VisitMessage.TTL, minutes=ceil(read.ttl_seconds / 60))
    if read.skip_hours:
        yield say(VisitMessage.SKIP_HOURS, hours=", ".join(map(str, sorted(read.skip_hours))))


def _counted(visit: FeedVisit, read: Announcement) -> Message:
    if read.sitemaps:
        return say(VisitMessage.SITEMAP_INDEX, sitemaps=len(read.sitemaps))
    if read.claims:
        return say(VisitMessage.CLAIMS, claims=len(read.claims))
    if visit.entries:
        return say(VisitMessage.ENTRIES, entries=visit.entries, new=visit.new)
    return say(VisitMessage.NO_ENTRIES)


def _split(feed: Feed, entries: list[FeedEntry], now: datetime) -> tuple[list[FeedEntry], list[FeedEntry]]:
    """What is to be visited, and what a sitemap lists of the years before."""
    if feed.kind is not FeedKind.SITEMAP:
        return entries, []
    undated = [entry for entry in entries if entry.published_at is None]
    if feed.last_good_at is None:
        undated = [*undated[:MAX_UNDATED_ENTRIES], *undated[MAX_UNDATED_ENTRIES:][-MAX_UNDATED_ENTRIES:]]
    fresh = [one for one in entries if one.published_at and one.published_at >= now - SITEMAP_REACHES_BACK]
    wanted = {entry.url for entry in (*fresh, *undated)}
    return [one for one in entries if one.url in wanted], [one for one in entries if one.url not in wanted]


def _index_read(store: Store, feed: Feed, sitemaps: Sequence[FeedEntry], now: datetime) -> None:
    """A sitemap index: its newest sitemaps are polled too. One that has had its time makes room for a newer one."""
    host = urlsplit(feed.url).hostname
    listed = [entry.url for entry in sitemaps if urlsplit(entry.url).hostname == host and entry.url != feed.url]
    newest = listed[:MAX_SITEMAPS_OF_AN_INDEX]
    known = store.feeds.list(feed.source_id)
    addresses = {one.url for one in known}
    stale = [one for one in known if one.kind is FeedKind.SITEMAP and one.url in listed and one.url not in newest]
    for url in newest:
        if url in addresses or not collecting.is_publisher(url):
            continue
        if stale:
            store.feeds.save(replace(stale.pop(), url=url, due_at=now, etag="", last_modified=""))
        elif len(known) < MAX_FEEDS_PER_SOURCE:
            store.feeds.add(feed.source_id, url, FeedKind.SITEMAP, "", now)
