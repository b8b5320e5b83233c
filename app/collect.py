"""The crawler process: visits what is due, politely, and writes what came into the database."""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.bootstrap import Services
from app.sample import addresses
from crawlers import polling
from crawlers.feeds import read_feed
from crawlers.fetching import crawl
from crawlers.listpages import read_list_page
from crawlers.polling import PollState, VisitResult
from crawlers.sitemaps import read_sitemap
from crawlers.visits import CrawlSettings, Fetched, FetchJob
from desk import collecting
from domain.errors import BadInput
from domain.page import Page
from domain.sources import Entry, Feed, FeedKind, Source, SourceKind
from domain.store import DuePage, Visit

log = logging.getLogger("diemtin.crawler")
AT_ONCE = 200  # addresses handed to the crawler at a time


def collect(services: Services, *, sample: bool, stop: Callable[[], bool]) -> None:
    """Visit until `stop()`."""
    allow = addresses(services.settings.home).allowed if sample else frozenset()
    settings = CrawlSettings(contact_url=services.settings.contact_url, allow=allow)
    collector = Collector(services)
    crawl([], collector.deliver, settings=settings, next_jobs=collector.due, stop=stop)


@dataclass
class Collector:
    """Hands out what is due, and files what comes back. What is under way is remembered, so nothing is asked twice."""

    services: Services
    rng: random.Random = field(default_factory=random.Random)
    under_way: dict[str, Feed | DuePage] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)  # feeds asked without validators this time

    def due(self) -> Sequence[FetchJob]:
        now = self.services.clock()
        room = AT_ONCE - len(self.under_way)
        if room <= 0:
            return []
        with self.services.database.read() as store:
            feeds = store.feeds.due(now, AT_ONCE)
            pages = store.pages.due(now, AT_ONCE)
        fresh: dict[str, Feed | DuePage] = {f"feed:{feed.id}": feed for feed in feeds}
        fresh |= {f"page:{page.id}": page for page in pages}
        chosen = {key: one for key, one in fresh.items() if key not in self.under_way}
        jobs = [self._job(key, one, now) for key, one in list(chosen.items())[:room]]
        self.under_way |= {job.key: chosen[job.key] for job in jobs}
        return jobs

    def _job(self, key: str, one: Feed | DuePage, now: datetime) -> FetchJob:
        unconditional = isinstance(one, Feed) and polling.wants_unconditional(_state(one), now)
        if unconditional:
            self.whole.add(key)
        return FetchJob(
            key=key,
            url=one.url,
            kind="feed" if isinstance(one, Feed) and one.kind is not FeedKind.LIST_PAGE else "page",
            etag=one.etag,
            last_modified=one.last_modified,
            unconditional=unconditional,
        )

    def deliver(self, fetched: Fetched) -> None:
        one = self.under_way.pop(fetched.key)
        if isinstance(one, Feed):
            self._feed(one, fetched)
        else:
            self._page(one, fetched)

    def _feed(self, feed: Feed, fetched: Fetched) -> None:
        now = self.services.clock()
        whole = fetched.key in self.whole
        self.whole.discard(fetched.key)
        result = VisitResult(
            status=fetched.status,
            error=fetched.error,
            headers=fetched.headers,
            retry_after_seconds=fetched.retry_after_seconds,
            unconditional=whole,
        )
        visit = Visit(at=now, status=fetched.status, note=fetched.note, error=fetched.error or "")
        entries: Sequence[Entry] = ()
        if fetched.error is None and fetched.status != 304:
            try:
                entries, result = _read(feed, fetched, result, now)
            except BadInput as error:
                result, visit = (
                    replace(result, error="not-a-feed"),
                    replace(visit, note=error.message, error=error.code),
                )
        with self.services.database.write() as store:
            source = store.sources.get(feed.source_id)
            visit = collecting.announced(store, feed, entries, visit, now)
            result = replace(result, entries=visit.entries, new=visit.new)
            following = polling.next_visit(_state(feed, source), result, now, self.rng)
            store.feeds.visited(_with(feed, following, fetched), replace(visit, note=_said(visit)))

    def _page(self, page: DuePage, fetched: Fetched) -> None:
        now = self.services.clock()
        with self.services.database.write() as store:
            if fetched.error or fetched.status != 200:
                wait = float(fetched.retry_after_seconds or 0)
                collecting.page_missed(store, page, status=fetched.status, note=fetched.note, wait=wait, now=now)
                return
            seen = replace(
                page,
                etag=fetched.headers.get("etag", ""),
                last_modified=fetched.headers.get("last-modified", ""),
            )
            content = Page(
                url=fetched.final_url,
                content=fetched.content,
                fetched_at=fetched.fetched_at,
                content_type=fetched.headers.get("content-type"),
            )
            collecting.page_arrived(store, seen, content, now)


def _read(feed: Feed, fetched: Fetched, result: VisitResult, now: datetime) -> tuple[Sequence[Entry], VisitResult]:
    content_type = fetched.headers.get("content-type")
    match feed.kind:
        case FeedKind.SITEMAP:
            found = read_sitemap(fetched.content, url=fetched.final_url, now=now)
            return found.entries, result
        case FeedKind.LIST_PAGE:
            page = read_list_page(
                fetched.content, url=fetched.final_url, rule=feed.rule, now=now, content_type=content_type
            )
            return page, result
        case _:
            read = read_feed(fetched.content, url=fetched.final_url, content_type=content_type, now=now)
            return read.entries, replace(result, ttl_seconds=read.ttl_seconds, skip_hours=frozenset(read.skip_hours))


def _state(feed: Feed, source: Source | None = None) -> PollState:
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
    good = fetched.error is None and fetched.status == 200
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


def _said(visit: Visit) -> str:
    """In plain words, with what was new."""
    if visit.error or visit.status == 304:
        return visit.note
    return f"Đọc được {visit.entries} mục, {visit.new} mục mới." if visit.entries else "Đọc được, chưa có mục nào."
