"""The crawler process: visits what is due, politely, and writes what came into the database."""

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from app import websub
from app.bootstrap import Services
from app.feed_reading import Announcement, fetch_kind, read_announcement
from app.sample import addresses
from crawlers.fetch.crawler import crawl
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob
from desk.sources import collecting, polling
from desk.sources.polling import PollState, VisitResult
from domain.errors import BadInput
from domain.page import FetchedPage
from domain.sources import Feed, Source, SourceKind
from domain.store import CrawlTarget, FeedVisit
from domain.versions import is_gone
from domain.visit_notes import note
from messages.catalogue import Catalogue

log = logging.getLogger("diemtin.crawler")
VIETNAMESE = Catalogue("vi")
AT_ONCE = 1000  # addresses handed to the crawler at a time
WHOLE_PAGE_EVERY = 8  # visits: some sites answer 304 wrongly for pages too
PER_HOST = 20  # of one host: what is asked second by second must leave room for what is new


def collect(services: Services, *, sample: bool, stop: Callable[[], bool]) -> None:
    """Visit until `stop()`."""
    allow = addresses(services.settings.home).allowed if sample else frozenset()
    settings = CrawlSettings(contact_url=services.settings.contact_url, allow=allow)
    collector = Collector(services)
    with websub.kept(services, allow=allow):
        crawl([], collector.deliver, settings=settings, next_jobs=collector.due, stop=stop)


@dataclass
class Collector:
    """Hands out what is due, and files what comes back. What is under way is remembered, so nothing is asked twice."""

    services: Services
    rng: random.Random = field(default_factory=random.Random)
    under_way: dict[str, Feed | CrawlTarget] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)  # feeds asked without validators this time

    def due(self) -> Sequence[FetchJob]:
        """Feeds before pages, warning services before the rest, no host with more than its share."""
        now = self.services.clock()
        if len(self.under_way) >= AT_ONCE:
            return []
        with self.services.database.read() as store:
            feeds = store.feeds.due(now, AT_ONCE)
            pages = store.crawl_queue.due(now, AT_ONCE, PER_HOST)
        keyed: list[tuple[str, Feed | CrawlTarget]] = [(f"feed:{feed.id}", feed) for feed in feeds]
        keyed += [(f"page:{page.id}", page) for page in pages]
        return [self._job(key, one, now) for key, one in self._fair(keyed)]

    def _fair(self, keyed: Sequence[tuple[str, Feed | CrawlTarget]]) -> Iterator[tuple[str, Feed | CrawlTarget]]:
        shares = Counter(_host(one.url) for one in self.under_way.values())
        for key, one in keyed:
            host = _host(one.url)
            if key in self.under_way or shares[host] >= PER_HOST or len(self.under_way) >= AT_ONCE:
                continue
            shares[host] += 1
            self.under_way[key] = one
            yield key, one

    def _job(self, key: str, one: Feed | CrawlTarget, now: datetime) -> FetchJob:
        if isinstance(one, Feed):
            unconditional = polling.wants_unconditional(poll_state(one), now)
        else:
            unconditional = one.visits % WHOLE_PAGE_EVERY == WHOLE_PAGE_EVERY - 1
        if unconditional:
            self.whole.add(key)
        return FetchJob(
            key=key,
            url=one.url,
            kind=fetch_kind(one.kind) if isinstance(one, Feed) else "page",
            etag=one.etag,
            last_modified=one.last_modified,
            unconditional=unconditional,
        )

    def deliver(self, fetched: Fetched) -> None:
        one = self.under_way.pop(fetched.key)
        try:
            if isinstance(one, Feed):
                self._feed(one, fetched)
            else:
                self._page(one, fetched)
        except Exception:  # our bug: told as one, and not asked again every second
            log.exception("what came from %s could not be filed", one.url)
            failed = replace(fetched, error="internal", note=note("internal"), content=b"")
            if isinstance(one, Feed):
                self._feed(one, failed)
            else:
                self._page(one, failed)

    def _feed(self, feed: Feed, fetched: Fetched) -> None:
        now = self.services.clock()
        whole = fetched.key in self.whole
        self.whole.discard(fetched.key)
        read = Announcement()
        result = VisitResult(
            status=fetched.status,
            error=fetched.error,
            headers=fetched.headers,
            retry_after_seconds=fetched.retry_after_seconds,
            unconditional=whole,
        )
        visit = FeedVisit(
            at=now,
            status=fetched.status,
            note=VIETNAMESE(fetched.why) if fetched.why else fetched.note,
            error=fetched.error or "",
        )
        if fetched.error is None and fetched.status != 304:
            try:
                read = read_announcement(feed, fetched, now)
                result = replace(result, ttl_seconds=read.ttl_seconds, skip_hours=read.skip_hours)
            except BadInput as error:
                result = replace(result, error="not-a-feed")
                visit = replace(visit, note=VIETNAMESE(error.message), error=error.code)
        with self.services.database.write() as store:
            stored = next((one for one in store.feeds.of(feed.source_id) if one.id == feed.id), None)
            if stored is None or stored.url != feed.url:  # removed, or another sitemap took its place meanwhile
                return
            source = store.sources.get(feed.source_id)
            visit = collecting.announced(store, feed, read.entries, visit, now)
            if read.sitemaps:
                collecting.index_read(store, feed, read.sitemaps, now)
            if read.hub:
                websub.offered(store, self.services.settings, feed, read.hub)
            result = replace(result, entries=visit.entries, new=visit.new)
            following = polling.next_visit(poll_state(feed, source), result, now, self.rng)
            store.feeds.visited(_with(feed, following, fetched), replace(visit, note=_said(visit, read)))

    def _page(self, page: CrawlTarget, fetched: Fetched) -> None:
        self.whole.discard(fetched.key)
        now = self.services.clock()
        answered = fetched.error is None and fetched.status == 200
        with self.services.database.write() as store:
            if is_gone(fetched.status, url=page.url, final_url=fetched.final_url if answered else page.url):
                collecting.page_gone(store, page, status=fetched.status, note=fetched.note, now=now)
                return
            if not answered:
                wait = float(fetched.retry_after_seconds or 0)
                collecting.page_missed(store, page, status=fetched.status, note=fetched.note, wait=wait, now=now)
                return
            seen = replace(
                page,
                etag=fetched.headers.get("etag", ""),
                last_modified=fetched.headers.get("last-modified", ""),
            )
            content = FetchedPage(
                url=fetched.final_url,
                content=fetched.content,
                fetched_at=fetched.fetched_at,
                content_type=fetched.headers.get("content-type"),
            )
            collecting.page_arrived(store, seen, content, now)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def poll_state(feed: Feed, source: Source | None = None) -> PollState:
    return PollState(
        interval_seconds=feed.interval_seconds,
        due_at=feed.due_at,
        last_visit_at=feed.last_visit_at,
        last_good_at=feed.last_good_at,
        last_whole_at=feed.last_whole_at,
        failures=feed.failures,
        penalty=feed.penalty,
        is_warning_service=bool(source and source.kind is SourceKind.WARNING_SERVICE),
    )


def _with(feed: Feed, state: PollState, fetched: Fetched) -> Feed:
    good = fetched.error is None and fetched.status == 200 and state.failures == 0
    return replace(
        feed,
        interval_seconds=state.interval_seconds,
        due_at=state.due_at or feed.due_at,
        last_good_at=state.last_good_at,
        last_whole_at=state.last_whole_at,
        failures=state.failures,
        penalty=state.penalty,
        etag=fetched.headers.get("etag", "") if good else feed.etag,
        last_modified=fetched.headers.get("last-modified", "") if good else feed.last_modified,
    )


def _said(visit: FeedVisit, read: Announcement) -> str:
    """In plain words: what was new, and what was odd."""
    if visit.error or visit.status == 304:
        return visit.note
    if read.sitemaps:
        said = f"Đọc được mục lục {len(read.sitemaps)} sơ đồ trang."
    elif visit.entries:
        said = f"Đọc được {visit.entries} mục, {visit.new} mục mới."
    else:
        said = "Đọc được, chưa có mục nào."
    return " ".join((said, *read.notes))[:500]
