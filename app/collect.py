"""The crawler process: visits what is due, politely, and writes what came into the database."""

import logging
import os
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from time import monotonic

from sqlalchemy.exc import DBAPIError

from app import websub
from app.answers import Answers
from app.bootstrap import Services
from app.feed_reading import Read, feed_readers, fetch_kind
from app.filing import Filing
from app.heart import process_name
from app.host_leases import LeasedHosts, LeaseTerms
from app.line_watch import LineWatch, Tell
from app.outage import Outage, passes
from app.pace import day_of
from app.readers.one import Closed
from app.sample import addresses
from crawlers.fetch.crawler import Supply, crawl
from crawlers.fetch.robots import origin
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob
from desk.sources import collecting, polling
from desk.sources.polling import Pace
from domain.crawl_queue import CrawlTarget
from domain.errors import Busy
from domain.hosts import host_of
from domain.sources import Feed, FeedKind
from domain.visits import FetchError, visit_message

log = logging.getLogger("diemtin.crawler")
STALLED_SECONDS = 60.0  # a crawler that is stopped while it writes must not keep its rows from the others
REST_SECONDS = 5.0  # rest after something could not be filed
MAX_HANDED_OUT = 1000  # addresses handed to the crawler at a time
FEED_READERS = 2  # so that a feed that hangs does not keep others waiting
MAX_PROBED_HOSTS = 10  # leased to find a few that are not another crawler's
MAX_JOBS_PER_HOST = 20  # of one host: what is asked second by second must leave room for what is new


def collect(
    services: Services,
    *,
    sample: bool,
    stop: Callable[[], bool],
    tell: Tell = lambda _: None,
    terms: LeaseTerms | None = None,
) -> None:
    """Visit until `stop()`. `tell`: what every screen says meanwhile."""

    allow = addresses(services.settings.home).allowed if sample else frozenset()
    terms = terms or LeaseTerms()
    settings = CrawlSettings(contact_url=services.settings.contact_url, allow=allow, timeout=terms.request_seconds)
    with websub.kept(services, allow=allow), feed_readers(services.settings, FEED_READERS) as read:
        collector = Collector(services, read, pace=Pace(often=day_of(services.settings.home) is not None), terms=terms)
        with collector.alone_or_beside_others(), Filing(collector.deliver, feed_threads=FEED_READERS) as filing:
            watch = LineWatch(collector, filing.put, tell)

            def next_jobs() -> Sequence[FetchJob]:
                return watch.next_jobs(room=filing.has_room)

            supply = Supply(next_jobs=next_jobs, stop=stop, hosts=collector.hosts, give_back=watch.give_back)
            crawl(supply, watch.take, settings=settings)


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
    terms: LeaseTerms = field(default_factory=LeaseTerms)
    hosts: LeasedHosts = field(init=False)
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = Answers(self.services, lambda question: self.read(question), self.pace, self._now)
        self.hosts = LeasedHosts(
            self.services.database, needed=self._hosts_under_way, holder=process_name(os.getpid()), terms=self.terms
        )

    @contextmanager
    def alone_or_beside_others(self) -> Iterator[None]:
        """Give the hosts back at the end. SQLite has one crawler: what a killed one held is free when it starts."""
        if not self.services.settings.database_url:
            with self.services.database.write() as store:
                store.hosts.give_back_all()
        self.services.database.end_stalled(STALLED_SECONDS)
        try:
            yield
        finally:
            with self.outage.waited_out():
                self.hosts.give_back_all()

    def _now(self) -> datetime:
        """The desk's time, set right where this machine's clock is not the database's."""
        return self.services.clock() + self.hosts.ahead

    def _hosts_under_way(self) -> Set[str]:
        with self.changing:
            return {host_of(one.url) for one in self.under_way.values()}

    def due(self) -> Sequence[FetchJob]:
        """Feeds before pages, warning services before the rest, no host with more than its share.

        While the database takes nothing, one at a time: publishers are not asked again and again for what we lose.
        """
        now, most = self._now(), 1 if self.outage.lasts else MAX_HANDED_OUT
        if len(self.under_way) >= most or monotonic() < self.rests_until:
            return []
        try:
            keyed = self._read_due(now, most)
            if self.hosts.take(host_of(one.url) for _, one in keyed):
                keyed = self._read_due(now, most)  # whoever held a host until now may have made these visits
        except (DBAPIError, Busy) as error:
            self._waits(error)
            return []
        with self.changing:
            return [self._job(key, one, now) for key, one in self._fair(keyed, most)]

    def _read_due(self, now: datetime, most: int) -> Sequence[tuple[str, Feed | CrawlTarget]]:
        with self.changing:
            busy = frozenset(self.under_way)  # what is filed while we read would seem due once more
        lease = self.hosts.lease.token
        with self.services.database.read() as store:
            polled = store.feeds.due(now, most, lease=lease)
            pages = store.crawl_queue.due(now, most, MAX_JOBS_PER_HOST, lease=lease)
        keyed: list[tuple[str, Feed | CrawlTarget]] = [(f"feed:{feed.id}", feed) for feed in polled]
        keyed += [(f"page:{page.id}", page) for page in pages]
        return [(key, one) for key, one in keyed if key not in busy]

    def probes(self, spare: Container[str], most: int) -> Sequence[FetchJob]:
        """Feeds of other publishers than these, due or not, one of each: those that were well before the rest."""
        now = self._now()
        try:
            with self.services.database.read() as store:
                feeds = [
                    feed for source in store.sources.list() if source.active for feed in store.feeds.list(source.id)
                ]
            self.pace.rng.shuffle(feeds)
            feeds.sort(key=lambda feed: feed.failures > 0)
            with self.changing:
                first = {origin(one.url): one for one in reversed(feeds) if f"feed:{one.id}" not in self.under_way}
            wanted = [one for site, one in first.items() if site not in spare]
            wanted.sort(key=lambda feed: feed.failures > 0)
            self.hosts.take(host_of(one.url) for one in wanted[:MAX_PROBED_HOSTS])
        except (DBAPIError, Busy) as error:
            self._waits(error)
            return []
        ours = [one for one in wanted if self.hosts.may_plan(host_of(one.url))][:most]
        with self.changing:
            self.under_way |= {f"feed:{one.id}": one for one in ours}
            return [self._job(f"feed:{one.id}", one, now) for one in ours]

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
        shares = Counter(host_of(one.url) for one in self.under_way.values())
        for key, one in keyed:
            host = host_of(one.url)
            if key in self.under_way or len(self.under_way) >= most or not self.hosts.may_plan(host):
                continue
            if shares[host] >= self.hosts.most_at_a_time(host, MAX_JOBS_PER_HOST):
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
        fetched = replace(fetched, fetched_at=self._now())
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
                visited = self.answers.file(one, fetched, unconditional)
                self.services.observer.visit(replace(visited, filing_seconds=monotonic() - started))
        finally:
            if self.outage.lasts:
                self.rests_until = monotonic() + REST_SECONDS
