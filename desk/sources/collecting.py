"""What was announced becomes an address to visit; a page that answers becomes an article at `fetched`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from desk.sources import revisits
from desk.sources.revisits import Miss
from domain.addresses import plain_address
from domain.article import Article, article_id
from domain.crawl_queue import CrawlTarget
from domain.editorial import OPEN_STATES, ItemState
from domain.errors import RefusedSource
from domain.message import Message
from domain.page import FetchedPage
from domain.problems import Unreadable
from domain.refusals import refuse
from domain.sources import Feed, FeedEntry, FeedKind
from domain.stage import Stage
from domain.store import Store

BLOCKS = frozenset(  # what a server says to all who ask, and not of one article
    {
        Unreadable.PAGE_CHALLENGE,
        Unreadable.PAGE_SIGN_IN,
        Unreadable.PAGE_MAINTENANCE,
        Unreadable.PAGE_SERVER_ERROR,
        Unreadable.PAGE_NEEDS_SCRIPT,
        Unreadable.PAGE_REDIRECT,
        Unreadable.PAGE_CONSENT,
    }
)
STANDS_IN = BLOCKS | {Unreadable.PAGE_NOT_FOUND}
MAX_PAGES, WHOLE_TRIES = 10, 3
GONE_STATUS = 404  # what an article that leads to the front page now is kept as


class Overtaken(Exception):
    """Another crawler has visited the address since it was handed out, or it is no longer visited: file nothing."""


def of_publishers(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """The entries that may be visited, at their plain addresses."""
    plain = (replace(entry, url=plain_address(entry.url)) for entry in entries)
    return [entry for entry in plain if is_publisher(entry.url)]


def is_publisher(url: str) -> bool:
    try:
        refuse(url)
    except RefusedSource:
        return False
    return True


def discover(
    store: Store, source_id: str, entries: Sequence[FeedEntry], now: datetime, feed: Feed | None = None
) -> int:
    """How many are new. An entry that carries its whole message has arrived."""
    by_url = _by_url(entries)
    known = store.crawl_queue.find(list(by_url))
    fresh = [
        replace(_target(source_id, entry), due_at=None if entry.message else now)
        for url, entry in by_url.items()
        if url not in known
    ]
    store.crawl_queue.save([*fresh, *_again_announced(known, by_url, now, feed)])
    _messages_arrived(store, [entry for entry in by_url.values() if entry.message], now)
    return len(fresh)


def remember(
    store: Store, source_id: str, entries: Sequence[FeedEntry], now: datetime, feed: Feed | None = None
) -> int:
    """Remember the addresses without visiting them. Return how many are new."""
    by_url = _by_url(entries)
    known = store.crawl_queue.find(list(by_url))
    fresh = [_target(source_id, entry) for url, entry in by_url.items() if url not in known]
    store.crawl_queue.save([*fresh, *_again_announced(known, by_url, now, feed)])
    return len(fresh)


def _again_announced(
    known: Mapping[str, CrawlTarget], entries: Mapping[str, FeedEntry], now: datetime, feed: Feed | None
) -> Iterator[CrawlTarget]:
    # Beside a list's links stands "2 giờ trước", which is another date at each visit.
    dated = feed is None or feed.kind is not FeedKind.LIST_PAGE
    for url, one in known.items():
        if again := revisits.announced_again(one, entries[url], now, feed.id if feed else 0, dated=dated):
            yield again


def _by_url(entries: Iterable[FeedEntry]) -> dict[str, FeedEntry]:
    """The first entry of each address, which is the newest in most feeds."""
    found: dict[str, FeedEntry] = {}
    for entry in entries:
        found.setdefault(entry.url, entry)
    return found


def _target(source_id: str, entry: FeedEntry) -> CrawlTarget:
    return CrawlTarget(id=0, source_id=source_id, url=entry.url, title=entry.title, published_at=entry.published_at)


def _messages_arrived(store: Store, entries: Sequence[FeedEntry], now: datetime) -> None:
    targets = store.crawl_queue.find([entry.url for entry in entries])
    for entry in entries:
        message = FetchedPage(url=entry.url, content=entry.message, fetched_at=now, content_type="application/cap+xml")
        arrived(store, targets[entry.url], message, due_at=None)


def chosen(store: Store, chosen_id: str, now: datetime) -> None:
    """People took this article: from now on it is watched longer and oftener, beginning at once."""
    store.crawl_queue.schedule(chosen_id, now)


def pages_wanted(page: CrawlTarget) -> int:
    """Of one article. One whose later page never comes is read without it, sooner than not at all."""
    return MAX_PAGES if page.article_id or page.failures < WHOLE_TRIES else 1


def page_arrived(store: Store, page: CrawlTarget, content: FetchedPage, now: datetime) -> bool:
    """File a page that came with its bytes. False when the bytes are those that we had."""
    content = replace(content, url=plain_address(content.url))
    return arrived(store, page, content, due_at=_again(store, page, now))


def arrived(store: Store, page: CrawlTarget, content: FetchedPage, *, due_at: datetime | None) -> bool:
    """Keep the bytes and start the article on its path; again, when its own bytes have changed."""
    target = _as_stored(store, page)
    digest = sha256(content.content).hexdigest()
    known = target.article_id or store.arrivals.find(content.url)
    changed = not known or (bool(target.article_id) and digest != target.content_hash)
    identity = known or _started(store, target, content)
    if changed:
        store.arrivals.save_page(identity, content)
    if changed and known:
        store.arrivals.restart(identity)  # what was too short or no article yet may be one by now
    store.crawl_queue.save([revisits.after_arrival(target, identity, digest, due_at)])
    return changed


def _as_stored(store: Store, page: CrawlTarget) -> CrawlTarget:
    """A feed may have told a new title since the page was asked for; what the answer told of itself is kept."""
    target = store.crawl_queue.find([page.url]).get(page.url)
    if target is None or target.visits != page.visits:
        raise Overtaken
    return replace(target, etag=page.etag, last_modified=page.last_modified)


def _started(store: Store, target: CrawlTarget, content: FetchedPage) -> str:
    article = Article(
        id=article_id(content.url),
        source_id=target.source_id,
        url=content.url,
        stage=Stage.FETCHED,
        title=target.title,
        fetched_at=content.fetched_at,
        published_at=target.published_at,
    )
    store.articles.add([article])
    return article.id


def page_gone(store: Store, page: CrawlTarget, miss: Miss, now: datetime) -> None:
    """404, 410, or the front page instead. The worker reads "nothing", keeps the last text and tells it withdrawn."""
    if page.article_id:
        article = store.articles.get(page.article_id)
        nothing = FetchedPage(url=article.url, content=b"", fetched_at=now)
        arrived(store, replace(page, etag="", last_modified=""), nothing, due_at=None)
        store.arrivals.withdraw(page.article_id, now)
        page = replace(page, visits=page.visits + 1)  # as `arrived` has counted
    page_missed(
        store, page, replace(miss, status=miss.status if miss.status >= 400 else GONE_STATUS, wait_seconds=0.0), now
    )


def page_missed(store: Store, page: CrawlTarget, miss: Miss, now: datetime) -> None:
    """File a visit without bytes: the page is unchanged, or the server refused or did not answer."""
    target = _as_stored(store, page)
    store.crawl_queue.save([revisits.after_miss(target, miss, _again(store, page, now), now)])


def page_stood_in(store: Store, article: Article, why: Message, now: datetime) -> None:
    """What came in the article's place was a captcha or the like: its pages failed, and its source is blocked."""
    targets = store.crawl_queue.list_of(article.id)
    store.crawl_queue.save([revisits.after_stand_in(one, why, _again(store, one, now), now) for one in targets])
    if why.code in BLOCKS:
        store.source_history.block(article.source_id, why, now)


def pages_read(store: Store, articles: Iterable[Article]) -> None:
    """Their pages held their articles: what failed before is over."""
    found = list(articles)
    if found:
        store.crawl_queue.mark_read([one.id for one in found])
        store.source_history.unblock(one.source_id for one in found)


def _again(store: Store, page: CrawlTarget, now: datetime) -> datetime | None:
    if not page.article_id:
        return revisits.first_look(page.published_at, now)
    article = store.articles.get(page.article_id)
    items: Iterable[ItemState] = ()
    if article.story_id:
        together = store.items.of_stories([article.story_id])[article.story_id]
        items = (item.state for item in together if item.article_id == article.id)
    begun, chosen = min(article.dated, article.fetched_at), any(state in OPEN_STATES for state in items)
    told = store.postings.told(article.id)
    is_quiet = not (chosen or told) and now - begun > revisits.SAME_FOR and _is_quiet(store, page.source_id, now)
    usual = revisits.next_look(begun, now, chosen=chosen, is_quiet=is_quiet)
    looks = [usual, revisits.next_look_at_posted(told, now) if told else None]
    return min((look for look in looks if look), default=None)


def _is_quiet(store: Store, source_id: str, now: datetime) -> bool:
    """Whether its last articles stand as they came. Of a source with fewer nothing is known yet."""
    last = store.source_history.versions(source_id, now - revisits.JUDGED_AFTER, revisits.ARTICLES_LOOKED_AT)
    return len(last) == revisits.ARTICLES_LOOKED_AT and max(last) == 1
