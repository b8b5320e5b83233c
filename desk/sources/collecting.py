"""What a visit brought, into the database: entries become addresses to visit, pages become articles at `fetched`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from domain.addresses import plain_address
from domain.editorial import ItemState
from domain.errors import RefusedSource
from domain.page import FetchedPage
from domain.refusals import refuse
from domain.sources import Feed, FeedEntry, FeedKind
from domain.store import CrawlTarget, FeedVisit, Store

# When an article is looked at again (issue: a correction that nobody noticed is the fear this desk exists for).
# The first step is as often as a feed is polled at most; what a feed announces with another title or date is looked
# at on the same poll (database: Pages.discover).
LADDER = (
    (timedelta(hours=3), timedelta(minutes=5)),
    (timedelta(hours=12), timedelta(minutes=30)),
    (timedelta(days=2), timedelta(hours=3)),
    (timedelta(days=7), timedelta(hours=12)),
    (timedelta(days=30), timedelta(days=1)),
)
SHARED_LONGER = 3  # an article that people chose is watched three times as long, at the same steps
CHOSEN = (ItemState.PICKED, ItemState.APPROVED, ItemState.RETURNED, ItemState.SHARED)
GIVE_UP_PAGE_AFTER = 6
MAP_REACHES_BACK = timedelta(days=7)  # a sitemap lists the archive too: what is older is known, not visited
UNDATED_AT_FIRST = 50  # from either end of a sitemap that tells no dates
MAPS_OF_AN_INDEX = 3
MOST_FEEDS = 40  # of one source


def announced(store: Store, feed: Feed, entries: Sequence[FeedEntry], visit: FeedVisit, now: datetime) -> FeedVisit:
    """Keep the new entries; returns the visit with how many there were. People's pages are left out."""
    plain = (replace(entry, url=plain_address(entry.url)) for entry in entries)
    kept = [entry for entry in plain if _is_publisher(entry.url)]
    wanted, archive = _split(feed, kept, now)
    # Beside a list's links stands "2 giờ trước", which is another date at each visit.
    new = store.crawl_queue.discover(feed.source_id, wanted, now, dated=feed.kind is not FeedKind.LIST_PAGE)
    store.crawl_queue.discover(feed.source_id, archive, now, visit=False)
    return replace(visit, entries=len(kept), new=new)


def _split(feed: Feed, entries: list[FeedEntry], now: datetime) -> tuple[list[FeedEntry], list[FeedEntry]]:
    """What is to be visited, and what a sitemap lists of the years before."""
    if feed.kind is not FeedKind.SITEMAP:
        return entries, []
    undated = [entry for entry in entries if entry.published_at is None]
    if feed.last_good_at is None:
        undated = [*undated[:UNDATED_AT_FIRST], *undated[UNDATED_AT_FIRST:][-UNDATED_AT_FIRST:]]
    fresh = [one for one in entries if one.published_at and one.published_at >= now - MAP_REACHES_BACK]
    wanted = {entry.url for entry in (*fresh, *undated)}
    return [one for one in entries if one.url in wanted], [one for one in entries if one.url not in wanted]


def index_read(store: Store, feed: Feed, sitemaps: Sequence[FeedEntry], now: datetime) -> None:
    """A sitemap index: its newest sitemaps are polled too. One that has had its time makes room for a newer one."""
    host = urlsplit(feed.url).hostname
    listed = [entry.url for entry in sitemaps if urlsplit(entry.url).hostname == host and entry.url != feed.url]
    newest = listed[:MAPS_OF_AN_INDEX]
    known = store.feeds.of(feed.source_id)
    addresses = {one.url for one in known}
    stale = [one for one in known if one.kind is FeedKind.SITEMAP and one.url in listed and one.url not in newest]
    for url in newest:
        if url in addresses or not _is_publisher(url):
            continue
        if stale:
            store.feeds.visited(replace(stale.pop(), url=url, due_at=now, etag="", last_modified=""), None)
        elif len(known) < MOST_FEEDS:
            store.feeds.add(feed.source_id, url, FeedKind.SITEMAP, "", now)


def next_look(published: datetime, now: datetime, *, shared: bool = False) -> datetime | None:
    """When to read an article again; None after thirty days (ninety when people chose it)."""
    age = (now - published) / (SHARED_LONGER if shared else 1)
    for until, every in LADDER:
        if age <= until:
            return now + every
    return None


def chosen(store: Store, article_id: str, now: datetime) -> None:
    """People took this article: from now on it is watched longer and oftener, beginning at once."""
    store.crawl_queue.look(article_id, now)


def page_arrived(store: Store, page: CrawlTarget, content: FetchedPage, now: datetime) -> bool:
    """A page with its bytes. False when they are what we had."""
    content = replace(content, url=plain_address(content.url))
    return store.crawl_queue.arrived(page, content, due_at=_again(store, page, now))


def page_gone(store: Store, page: CrawlTarget, *, status: int, note: str, now: datetime) -> None:
    """404, 410, or the front page instead. The worker reads "nothing", keeps the last text and tells it withdrawn."""
    if page.article_id:
        article = store.articles.get(page.article_id)
        nothing = FetchedPage(url=article.url, content=b"", fetched_at=now)
        store.crawl_queue.arrived(replace(page, etag="", last_modified=""), nothing, due_at=None)
    page_missed(store, page, status=status if status >= 400 else 404, note=note, wait=0.0, now=now)


def page_missed(store: Store, page: CrawlTarget, *, status: int, note: str, wait: float, now: datetime) -> None:
    """No bytes this time: unchanged, refused, or away. An address that never answered is given up after six tries."""
    later = _again(store, page, now)
    if status == 304:
        due = later
    elif later is None or (page.failures + 1 >= GIVE_UP_PAGE_AFTER and not page.article_id):
        due = None
    else:
        due = now + timedelta(seconds=max(wait, 60.0 * 2.0 ** min(page.failures, 8)))
    store.crawl_queue.missed(page, note=note, due_at=due, status=status, at=now)


def _again(store: Store, page: CrawlTarget, now: datetime) -> datetime | None:
    if not page.article_id:  # whatever its date, it is looked at once more: the feed's date may be wrong
        return next_look(page.published_at or now, now) or now + LADDER[-1][1]
    article = store.articles.get(page.article_id)
    items: Iterable[ItemState] = ()
    if article.story_id:
        together = store.items.of_stories([article.story_id])[article.story_id]
        items = (item.state for item in together if item.article_id == article.id)
    begun = min(article.dated, article.fetched_at)
    return next_look(begun, now, shared=any(state in CHOSEN for state in items))


def _is_publisher(url: str) -> bool:
    try:
        refuse(url)
    except RefusedSource:
        return False
    return True
