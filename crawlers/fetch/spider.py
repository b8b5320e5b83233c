"""The Scrapy side: sends each lane's next visit, follows redirects hop by hop, and reports every end once."""

import logging
from collections.abc import AsyncIterator, Callable, Set
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider, StopDownload
from twisted.internet.task import LoopingCall

from crawlers.decode.payload import layers
from crawlers.fetch import reading_on
from crawlers.fetch.handler import NotOurs
from crawlers.fetch.hosts import PERMANENT, Lanes, Visit
from crawlers.fetch.outcomes import HttpAnswer, ending, fetch_error
from crawlers.fetch.resolver import GuardedResolver
from crawlers.fetch.responses import address, asked_rest, encoding, plain_answer, unpacked_answer, validators
from crawlers.fetch.robots import Rules, rules_of
from crawlers.fetch.supply import Supply
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob
from domain.errors import ForbiddenAddress, RefusedSource
from domain.hosts import HostPause, host_of
from domain.refusals import refuse
from domain.visits import FetchError

log = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class NewsSpider(Spider):
    name = "diemtin"

    def __init__(
        self,
        *,
        supply: Supply,
        deliver: Callable[[Fetched], None],
        wanted: CrawlSettings,
        resolver: GuardedResolver,
    ) -> None:
        super().__init__()
        self._supply, self._deliver, self._wanted, self._resolver = supply, deliver, wanted, resolver
        self._guard = wanted.guard
        self._open: set[str] = set()  # keys on their way: one given again meanwhile is not fetched twice
        self._held: dict[int, int] = {}  # bytes of each unfinished body
        self._held_sum = 0
        self._parts_sum = 0  # bytes of articles whose next page is waited for
        self._stopping = False
        self._floors: dict[str, float] = {}  # of each host that was asked: the least pause between two requests
        self._lanes = Lanes(
            send=self._send,
            turn_away=self._turn_away,
            may_ask=supply.hosts.may_ask,
            now=monotonic,
            agent=wanted.agent,
            robots_seconds=wanted.robots_seconds,
        )

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> "NewsSpider":
        spider = super().from_crawler(crawler, *args, **kwargs)
        connect = crawler.signals.connect
        connect(spider._idle, signal=signals.spider_idle)
        connect(spider._opened, signal=signals.spider_opened)
        connect(spider._headers, signal=signals.headers_received)
        connect(spider._bytes, signal=signals.bytes_received)
        connect(spider._left, signal=signals.request_left_downloader)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing to yield: jobs go straight into their lanes, so no host's queue clogs the scheduler."""
        for job in self._supply.jobs:
            self._offer(job)
        for nothing in list[Any]():  # Scrapy awaits an iterator
            yield nothing

    # -- the clock

    def _opened(self) -> None:
        self._clock = LoopingCall(self._tick)
        self._clock.start(self._wanted.poll_seconds, now=False)

    def closed(self, _reason: str) -> None:
        if self._clock.running:
            self._clock.stop()

    def _tick(self) -> None:
        if self._stopping:
            if self._lanes.idle():
                self._end()
        elif self._called(self._supply.stop, False):
            self._stopping = True
            self._lanes.forget()
            _reactor().callLater(self._wanted.grace, self._end)
        else:
            self._keep_hosts()
            for job in self._called(self._supply.next_jobs, ()) if self._supply.next_jobs else ():
                self._offer(job)

    def _keep_hosts(self) -> None:
        for visit in self._lanes.give_up():
            if self._lanes.resting(visit.host):  # it stays due, and its host is asked when it has rested
                self._give_back(visit)
            else:
                self._finish(visit, HttpAnswer(error=FetchError.CROWDED))
        wanted = self._lanes.hosts
        lost = self._called(lambda: self._supply.hosts.turn(wanted, self._pause_of), frozenset())
        if lost:
            self._lose(lost)
        self._lanes.advance()

    def _lose(self, hosts: Set[str]) -> None:
        """Another crawler may have made these visits meanwhile. What waits in the downloader is not sent either."""
        for visit in self._lanes.lose(hosts):
            self._give_back(visit)
        for request in self.crawler.engine.downloader.active:
            if host_of(request.meta["visit"].job.url) in hosts:
                request.meta["may_ask"] = lambda: False

    def _pause_of(self, host: str) -> HostPause | None:
        if host not in self._floors:
            return None
        slot = self.crawler.engine.downloader.slots.get(host)
        delay = max(self._floors[host], slot.delay if slot else 0.0)
        return HostPause(host=host, delay_seconds=delay, rest_seconds=self._lanes.resting(host))

    def _end(self) -> None:
        # Not stop(): Scrapy would wait for the slowest publisher. What is lost here is asked for again.
        _reactor().crash()

    def _idle(self) -> None:
        if self._stopping:
            return
        self._tick()
        if not self._stopping and (self._supply.next_jobs is not None or not self._lanes.idle()):
            raise DontCloseSpider

    def _called(self, ask: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return ask()
        except Exception:  # the caller's trouble must not end the crawl
            log.exception("the crawl's caller failed")
            return otherwise

    # -- jobs in, ends out

    def _offer(self, job: FetchJob) -> None:
        if job.key not in self._open:
            self._open.add(job.key)
            self._enter(Visit(job=job, url=job.url))

    def _enter(self, visit: Visit) -> None:
        try:
            url = Request(visit.url).url  # as it will be sent: spaces and accents escaped
            self._guard.check(url)
            refuse(url)
        except RefusedSource as error:
            self._finish(visit, HttpAnswer(error=FetchError.REFUSED_SOURCE, why=error.message))
        except ForbiddenAddress as error:
            self._finish(visit, HttpAnswer(error=FetchError.FORBIDDEN_ADDRESS, why=error.message))
        except ValueError:
            self._finish(visit, HttpAnswer(error=FetchError.BAD_URL))
        except Exception:
            log.exception("an address could not be judged: %r", visit.url)
            self._finish(visit, HttpAnswer(error=FetchError.INTERNAL))
        else:
            self._lanes.add(replace(visit, url=url))

    def _give_back(self, visit: Visit) -> None:
        """End a visit that was not made."""
        if visit.robots_of:
            self._lanes.unasked(visit)
            return
        self._parts_sum -= reading_on.size(visit.parts)
        self._open.discard(visit.job.key)
        self._called(lambda: self._supply.give_back(visit.job.key), None)

    def _finish(self, visit: Visit, answer: HttpAnswer) -> None:
        limit = self._wanted.limit(visit.kind)
        fetched = ending(visit, answer, limit=limit)
        if visit.robots_of:
            self._learn(visit.robots_of, rules_of(fetched.status, fetched.content, fetched.error))
            return
        further = reading_on.onward(visit, fetched, limit=limit)
        self._parts_sum -= reading_on.size(visit.parts)
        if further and self._stopping:  # half an article is none: it is asked for again
            return
        if further and self._parts_sum + reading_on.size(further.parts) <= self._wanted.held_limit:
            self._parts_sum += reading_on.size(further.parts)
            self._enter(further)
            return
        fetched = reading_on.crowded(visit, fetched) if further else reading_on.whole(visit, fetched, limit=limit)
        self._open.discard(visit.job.key)
        self._called(lambda: self._deliver(fetched), None)

    def _learn(self, site: str, rules: Rules) -> None:
        host = host_of(site)
        self._floors[host] = max(self._floors.get(host, 0.0), rules.delay(self._wanted.agent))
        self._lanes.learnt(site, rules)

    def _turn_away(self, visit: Visit, rules: Rules) -> None:
        self._finish(visit, HttpAnswer(error=rules.error or FetchError.REFUSED_BY_ROBOTS))

    # -- one hop

    def _send(self, visit: Visit, asked_delay: float) -> None:
        host = visit.host
        own = address(visit.url) in self._wanted.allow
        least = self._wanted.own_delay if own else self._wanted.delay
        before = self._floors.get(host, 0.0) if visit.robots_of else 0.0  # what robots.txt asked for until now
        floor = self._floors[host] = max(least, asked_delay, visit.job.crawl_delay, before)
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": floor}
        if host in downloader.slots:
            slot = downloader.slots[host]
            slot.delay = floor if own else max(slot.delay, floor)
        meta = {
            "visit": visit,
            "floor": floor,
            "may_ask": partial(self._supply.hosts.may_ask, host),
            "download_slot": host,
            "download_maxsize": self._wanted.limit(visit.kind),
            "autothrottle_dont_adjust_delay": own,
        }
        request = Request(
            visit.url,
            headers=validators(visit),
            meta=meta,
            dont_filter=True,
            callback=self._answered,
            errback=self._failed,
        )
        self.crawler.engine.crawl(request)

    def _answered(self, response: Any) -> None:
        visit: Visit = response.meta["visit"]
        try:
            self._take(visit, response)
        except Exception:
            log.exception("an answer could not be taken: %s", visit.url)
            self._finish(visit, HttpAnswer(error=FetchError.INTERNAL))
        finally:
            self._lanes.done(visit)

    def _take(self, visit: Visit, response: Any) -> None:
        target = response.headers.get("Location")
        if rest := asked_rest(response):
            self._lanes.rest(visit.host, rest)
        if response.status not in _REDIRECTS or not target:
            self._finish(visit, unpacked_answer(response, self._wanted.limit(visit.kind)))
        elif visit.hops >= self._wanted.redirects:
            self._finish(visit, plain_answer(response, FetchError.TOO_MANY_REDIRECTS))
        else:
            url = urljoin(response.url, target.decode("utf-8", "replace").strip())
            self._enter(visit.onward(url, permanent=response.status in PERMANENT))

    def _failed(self, failure: Any) -> None:
        visit: Visit = failure.request.meta["visit"]
        if isinstance(failure.value, NotOurs):
            self._give_back(visit)
            self._lanes.done(visit)
            return
        error, why = failure.request.meta.get("stopped") or fetch_error(failure.value), None
        if error is FetchError.DNS and (found := self._resolver.forbidden(*address(failure.request.url))):
            error, why = FetchError.FORBIDDEN_ADDRESS, found
        try:
            self._finish(visit, HttpAnswer(error=error, why=why))
        finally:
            self._lanes.done(visit)

    # -- caps while bytes come in

    def _headers(self, headers: Any) -> None:
        if len(layers(encoding(headers))) > 1:  # bombs are nested; newspapers are not
            raise StopDownload(fail=True)

    def _bytes(self, data: bytes, request: Any) -> None:
        held = self._held.get(id(request), 0) + len(data)
        self._held[id(request)] = held
        self._held_sum += len(data)
        if self._held_sum > self._wanted.held_limit and held == max(self._held.values()):
            request.meta["stopped"] = FetchError.CROWDED
            raise StopDownload(fail=True)

    def _left(self, request: Any) -> None:
        self._held_sum -= self._held.pop(id(request), 0)
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot"))
        if slot is not None:  # the delay counts from the end of an answer, so a slow connection does not shorten it
            slot.lastseen = monotonic()


def _reactor() -> Any:
    from twisted.internet import reactor  # importing it installs it, so not before Scrapy has chosen one

    return reactor
