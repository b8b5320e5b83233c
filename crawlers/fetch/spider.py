"""The Scrapy side: sends each lane's next visit, follows redirects hop by hop, and reports every end once."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider, StopDownload
from twisted.internet.task import LoopingCall

from crawlers.decode.payload import Broken, TooLarge, layers, unpacked
from crawlers.fetch import reading_on
from crawlers.fetch.hosts import PERMANENT, Lanes, Visit
from crawlers.fetch.outcomes import HttpAnswer, ending, fetch_error, kept
from crawlers.fetch.resolver import GuardedResolver
from crawlers.fetch.robots import Rules, rules_of
from crawlers.fetch.visits import CrawlSettings, Fetched, FetchJob
from domain.errors import ForbiddenAddress, RefusedSource
from domain.refusals import refuse
from domain.visits import FetchError

log = logging.getLogger(__name__)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The jobs at the start, whence more come (None: there are no more), and when to leave off."""

    jobs: Iterable[FetchJob]
    next_jobs: Callable[[], Sequence[FetchJob]] | None
    stop: Callable[[], bool]


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
        self._lanes = Lanes(
            send=self._send,
            turn_away=self._turn_away,
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
        elif self._supply.next_jobs is not None:
            for job in self._called(self._supply.next_jobs, ()):
                self._offer(job)

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

    def _finish(self, visit: Visit, answer: HttpAnswer) -> None:
        limit = self._wanted.limit(visit.kind)
        fetched = ending(visit, answer, limit=limit)
        if visit.robots_of:
            self._lanes.learnt(visit.robots_of, rules_of(fetched.status, fetched.content, fetched.error))
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

    def _turn_away(self, visit: Visit, rules: Rules) -> None:
        self._finish(visit, HttpAnswer(error=rules.error or FetchError.REFUSED_BY_ROBOTS))

    # -- one hop

    def _send(self, visit: Visit, asked_delay: float) -> None:
        host = visit.host
        split = urlsplit(visit.url)
        port = split.port or (443 if split.scheme == "https" else 80)
        own = (host, port) in self._wanted.allow
        least = self._wanted.own_delay if own else self._wanted.delay
        floor = max(least, asked_delay, visit.job.crawl_delay)
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[host] = {"concurrency": 1, "delay": floor}
        if host in downloader.slots:
            slot = downloader.slots[host]
            slot.delay = floor if own else max(slot.delay, floor)
        meta = {
            "visit": visit,
            "floor": floor,
            "download_slot": host,
            "download_maxsize": self._wanted.limit(visit.kind),
            "autothrottle_dont_adjust_delay": own,
        }
        request = Request(
            visit.url,
            headers=_validators(visit),
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
        if response.status not in _REDIRECTS or not target:
            self._finish(visit, _unpacked(response, self._wanted.limit(visit.kind)))
        elif visit.hops >= self._wanted.redirects:
            self._finish(visit, _answer(response, FetchError.TOO_MANY_REDIRECTS))
        else:
            url = urljoin(response.url, target.decode("utf-8", "replace").strip())
            self._enter(visit.onward(url, permanent=response.status in PERMANENT))

    def _failed(self, failure: Any) -> None:
        visit: Visit = failure.request.meta["visit"]
        split = urlsplit(failure.request.url)
        port = split.port or (443 if split.scheme == "https" else 80)
        error, why = failure.request.meta.get("stopped") or fetch_error(failure.value), None
        if error is FetchError.DNS and (found := self._resolver.forbidden(visit.host, port)):
            error, why = FetchError.FORBIDDEN_ADDRESS, found
        try:
            self._finish(visit, HttpAnswer(error=error, why=why))
        finally:
            self._lanes.done(visit)

    # -- caps while bytes come in

    def _headers(self, headers: Any) -> None:
        if len(layers(_encoding(headers))) > 1:  # bombs are nested; newspapers are not
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


def _encoding(headers: Any) -> str:
    return b",".join(headers.getlist("Content-Encoding")).decode("latin-1")


def _unpacked(response: Any, limit: int) -> HttpAnswer:
    try:
        return _answer(response, content=unpacked(response.body, limit=limit, encoding=_encoding(response.headers)))
    except TooLarge:
        return HttpAnswer(error=FetchError.TOO_LARGE)
    except Broken:
        return HttpAnswer(error=FetchError.BAD_ENCODING)


def _answer(response: Any, error: FetchError | None = None, content: bytes = b"") -> HttpAnswer:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("utf-8", "replace")
        for name, values in response.headers.items()
    }
    return HttpAnswer(
        status=response.status,
        headers=kept(headers),
        content=content,
        error=error,
        seconds=response.meta.get("download_latency", 0.0),
    )


def _validators(visit: Visit) -> dict[str, str]:
    job = visit.job
    if visit.robots_of or visit.parts or job.unconditional:
        return {}
    wanted = {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified}
    return {name: value for name, value in wanted.items() if value}
