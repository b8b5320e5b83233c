"""The crawler process: visits what is due, politely, and writes what came into the database."""

import logging
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError

from app import websub
from app.bootstrap import Services
from app.feed_reading import Read, blocked_by, feed_readers, fetch_kind, read_visit
from app.filing import Filing
from app.line_watch import LineWatch, Tell
from app.observing import Visited
from app.outage import Outage, passes
from app.pace import day_of
from app.readers.one import Closed
from app.sample import addresses
from crawlers.fetch.crawler import crawl
from crawlers.fetch.robots import origin
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob
from desk.sources import collecting, feeds, polling
from desk.sources.feeds import FeedAnswer
from desk.sources.polling import Pace, Reply
from desk.sources.revisits import Miss
from domain.crawl_queue import CrawlTarget
from domain.errors import Busy
from domain.message import Message
from domain.page import FetchedPage
from domain.sources import Feed, FeedKind
from domain.versions import is_gone
from domain.visits import FeedVisit, FetchError, visit_message

log = logging.getLogger("diemtin.crawler")
REST_SECONDS = 5.0  # rest after something could not be filed
READ, UNCHANGED, GONE = "read", "unchanged", "gone"  # outcomes of a visit, beside the members of FetchError
MAX_HANDED_OUT = 1000  # addresses handed to the crawler at a time
FEED_READERS = 2  # so that a feed that hangs does not keep others waiting
BLOCKS_READ_EVERY = timedelta(minutes=5)  # of one source; pages are else only written, and must not wait
MAX_JOBS_PER_HOST = 20  # of one host: what is asked second by second must leave room for what is new


def collect(
    services: Services,
    *,
    sample: bool,
    stop: Callable[[], bool],
    tell: Tell = lambda _: None,
) -> None:
    """Visit until `stop()`. `tell`: what every screen says meanwhile."""

    allow = addresses(services.settings.home).allowed if sample else frozenset()
    settings = CrawlSettings(contact_url=services.settings.contact_url, allow=allow)
    with websub.kept(services, allow=allow), feed_readers(services.settings, FEED_READERS) as read:
        collector = Collector(services, read, pace=Pace(often=day_of(services.settings.home) is not None))
        with Filing(collector.deliver, feed_threads=FEED_READERS) as filing:
            watch = LineWatch(collector, filing.put, tell)

            def next_jobs() -> Sequence[FetchJob]:
                return watch.next_jobs(room=filing.has_room)

            crawl([], watch.take, settings=settings, next_jobs=next_jobs, stop=stop)


@dataclass
class Collector:
    """Hands out what is due, and files what comes back. What is under way is remembered, so nothing is asked twice."""

    services: Services
    read: Read
    pace: Pace = field(default_factory=Pace)  # while a day is played fast, no feed rests for hours of it
    under_way: dict[str, Feed | CrawlTarget] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)  # feeds asked without validators this time
    changing: Lock = field(default_factory=Lock)  # what is under way: it is handed out and filed by different threads
    outage: Outage = field(default_factory=Outage)
    rests_until: float = 0.0
    blocks_read: dict[str, datetime] = field(default_factory=dict)  # by source: when its last refusal was read
    writing: Lock = field(default_factory=Lock)  # one address may stand in two feeds that are filed at once

    def due(self) -> Sequence[FetchJob]:
        """Feeds before pages, warning services before the rest, no host with more than its share.

        While the database takes nothing, one at a time: publishers are not asked again and again for what we lose.
        """
        now, most = self.services.clock(), 1 if self.outage.lasts else MAX_HANDED_OUT
        if len(self.under_way) >= most or monotonic() < self.rests_until:
            return []
        with self.changing:
            busy = frozenset(self.under_way)  # what is filed while we read would seem due once more
        try:
            with self.services.database.read() as store:
                polled = store.feeds.due(now, most)
                pages = store.crawl_queue.due(now, most, MAX_JOBS_PER_HOST)
        except (DBAPIError, Busy) as error:
            self._waits(error)
            return []
        keyed: list[tuple[str, Feed | CrawlTarget]] = [(f"feed:{feed.id}", feed) for feed in polled]
        keyed += [(f"page:{page.id}", page) for page in pages]
        keyed = [(key, one) for key, one in keyed if key not in busy]
        with self.changing:
            return [self._job(key, one, now) for key, one in self._fair(keyed, most)]

    def probes(self, spare: Container[str], most: int) -> Sequence[FetchJob]:
        """Feeds of other publishers than these, due or not, one of each: those that were well before the rest."""
        now = self.services.clock()
        try:
            with self.services.database.read() as store:
                feeds = [
                    feed for source in store.sources.list() if source.active for feed in store.feeds.list(source.id)
                ]
        except (DBAPIError, Busy) as error:
            self._waits(error)
            return []
        self.pace.rng.shuffle(feeds)
        feeds.sort(key=lambda feed: feed.failures > 0)
        with self.changing:
            first = {origin(one.url): one for one in reversed(feeds) if f"feed:{one.id}" not in self.under_way}
            wanted = [one for site, one in first.items() if site not in spare]
            wanted.sort(key=lambda feed: feed.failures > 0)
            self.under_way |= {f"feed:{one.id}": one for one in wanted[:most]}
            return [self._job(f"feed:{one.id}", one, now) for one in wanted[:most]]

    def is_well(self, key: str) -> bool:
        """Whether its last visit was answered, as far as it was ever visited."""
        return self.under_way[key].failures == 0

    def expects_feed(self, key: str) -> bool:
        one = self.under_way.get(key)
        return isinstance(one, Feed) and one.kind is not FeedKind.LIST_PAGE

    def give_back(self, key: str) -> None:
        """Forget a visit that counts as never made: the target stays due as it was."""
        with self.changing:
            self.under_way.pop(key, None)
            self.whole.discard(key)

    def _waits(self, error: Exception) -> None:
        """Note a database outage; raise any other error."""
        if not passes(error):
            raise error
        self.outage.begins(error)
        self.rests_until = monotonic() + REST_SECONDS

    def _fair(
        self, keyed: Sequence[tuple[str, Feed | CrawlTarget]], most: int
    ) -> Iterator[tuple[str, Feed | CrawlTarget]]:
        shares = Counter(_host(one.url) for one in self.under_way.values())
        for key, one in keyed:
            host = _host(one.url)
            if key in self.under_way or shares[host] >= MAX_JOBS_PER_HOST or len(self.under_way) >= most:
                continue
            shares[host] += 1
            self.under_way[key] = one
            yield key, one

    def _job(self, key: str, one: Feed | CrawlTarget, now: datetime) -> FetchJob:
        if isinstance(one, Feed):
            unconditional = polling.wants_unconditional(one, now)
        else:
            unconditional = polling.wants_whole_page(one.visits)
        if unconditional:
            self.whole.add(key)
        return FetchJob(
            key=key,
            url=one.url,
            kind=fetch_kind(one.kind) if isinstance(one, Feed) else "page",
            pages=1 if isinstance(one, Feed) else collecting.pages_wanted(one),
            etag=one.etag,
            last_modified=one.last_modified,
            unconditional=unconditional,
        )

    def deliver(self, fetched: Fetched) -> None:
        one = self.under_way[fetched.key]
        fetched = replace(fetched, fetched_at=self.services.clock())
        unconditional = fetched.key in self.whole
        try:
            self._filed(one, fetched, unconditional)
        except Closed:
            log.info("an address of %s is asked again after the next start", one.source_id)
        except Exception:  # our bug: it is reported as one, and not tried again every second
            log.exception("what came from %s could not be filed", one.url)
            error = FetchError.INTERNAL
            failed = replace(fetched, error=error, message=visit_message(error), content=b"")
            self._filed(one, failed, unconditional)
        finally:
            self.give_back(fetched.key)

    def _filed(self, one: Feed | CrawlTarget, fetched: Fetched, unconditional: bool) -> None:
        """File what came. When the database takes nothing now, the target stays due."""
        started = monotonic()
        try:
            with self.outage.waited_out():
                visited = self._file(one, fetched, unconditional)
                self.services.observer.visit(replace(visited, filing_seconds=monotonic() - started))
        finally:
            if self.outage.lasts:
                self.rests_until = monotonic() + REST_SECONDS

    def _file(self, one: Feed | CrawlTarget, fetched: Fetched, unconditional: bool) -> Visited:
        if isinstance(one, Feed):
            visit = self._feed(one, fetched, unconditional)
            outcome = GONE if visit is None else visit.error or (UNCHANGED if visit.status == 304 else READ)
            entries, new = (visit.entries, visit.new) if visit else (0, 0)
        else:
            outcome, entries, new = self._page(one, fetched), 0, 0
        return Visited(
            kind="feed" if isinstance(one, Feed) else "page",
            source=one.source_id,
            id=one.id,
            outcome=outcome,
            status=fetched.status,
            entries=entries,
            new=new,
            answer_seconds=fetched.answer_seconds,
        )

    def _feed(self, feed: Feed, fetched: Fetched, unconditional: bool) -> FeedVisit | None:
        visit, read = read_visit(feed, fetched, self.services.clock(), self.read)
        reply = Reply(
            headers=fetched.headers, retry_after_seconds=fetched.retry_after_seconds, unconditional=unconditional
        )
        if not self.services.settings.secure:  # hubs reach only desks with a public https address
            read = replace(read, hub=None)
        with self.writing, self.services.database.write() as store:
            return feeds.answered(
                store, feed, FeedAnswer(visit=visit, read=read, reply=reply, moved_to=fetched.moved_to), self.pace
            )

    def _blocked(self, page: CrawlTarget, fetched: Fetched) -> Message | None:
        """What a captcha or the like says that came with a status. Of one source it is read once in a while only."""
        now = self.services.clock()
        last = self.blocks_read.get(page.source_id)
        if not fetched.refusal or (last is not None and timedelta(0) <= now - last < BLOCKS_READ_EVERY):
            return None
        self.blocks_read[page.source_id] = now
        return blocked_by(self.read, fetched, now)

    def _page(self, page: CrawlTarget, fetched: Fetched) -> str:
        """How the visit ended, in the words of the log and the metrics."""
        now = self.services.clock()
        blocked = self._blocked(page, fetched)
        answered = fetched.error is None and fetched.status == 200
        wait = float(fetched.retry_after_seconds or 0)
        miss = Miss(status=fetched.status, message=fetched.message, error=fetched.error, wait_seconds=wait)
        with self.writing, self.services.database.write() as store:
            if is_gone(fetched.status, url=page.url, final_url=fetched.final_url if answered else page.url):
                collecting.page_gone(store, page, miss, now)
                return GONE
            if not answered:
                collecting.page_missed(store, page, miss, now)
                if blocked:
                    store.source_history.block(page.source_id, blocked, now)
                elif fetched.status == 304:  # whoever knows what we read before keeps nobody out
                    store.source_history.unblock([page.source_id])
                return fetched.error or (UNCHANGED if fetched.status == 304 else FetchError.HTTP_STATUS)
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
            return READ


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
