"""A page has answered: it becomes an article at `fetched`, or is looked at again later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from desk.sources.polling import asked_retry
from domain.addresses import plain_address
from domain.editorial import ItemState
from domain.errors import RefusedSource
from domain.message import Message
from domain.page import FetchedPage
from domain.refusals import refuse
from domain.sources import FeedEntry
from domain.store import CrawlTarget, Store

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


def of_publishers(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """The entries that may be visited, at their plain addresses."""
    plain = (replace(entry, url=plain_address(entry.url)) for entry in entries)
    return [entry for entry in plain if is_publisher(entry.url)]


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


def page_gone(store: Store, page: CrawlTarget, *, status: int, message: Message, now: datetime) -> None:
    """404, 410, or the front page instead. The worker reads "nothing", keeps the last text and tells it withdrawn."""
    if page.article_id:
        article = store.articles.get(page.article_id)
        nothing = FetchedPage(url=article.url, content=b"", fetched_at=now)
        store.crawl_queue.arrived(replace(page, etag="", last_modified=""), nothing, due_at=None)
    page_missed(store, page, status=status if status >= 400 else 404, message=message, wait=0.0, now=now)


def page_missed(store: Store, page: CrawlTarget, *, status: int, message: Message, wait: float, now: datetime) -> None:
    """No bytes this time: unchanged, refused, or away. An address that never answered is given up after six tries."""
    later = _again(store, page, now)
    if status == 304:
        due = later
    elif later is None or (page.failures + 1 >= GIVE_UP_PAGE_AFTER and not page.article_id):
        due = None
    else:
        due = now + timedelta(seconds=max(asked_retry(wait), 60.0 * 2.0 ** min(page.failures, 8)))
    store.crawl_queue.missed(page, message=message, due_at=due, status=status, at=now)


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


def is_publisher(url: str) -> bool:
    try:
        refuse(url)
    except RefusedSource:
        return False
    return True
