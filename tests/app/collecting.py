"""The crawler process in small: a Collector whose jobs are asked for one after the other, on a clock that we turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread

import httpx

from app.bootstrap import Services
from app.collect import Collector
from app.readers import feeds
from app.settings import Settings
from crawlers.fetch import reading_on
from crawlers.fetch.hosts import Visit
from crawlers.fetch.outcomes import HttpAnswer, ending, kept
from crawlers.fetch.visits import Fetched, FetchJob
from desk.intake import Intake
from domain.sources import Feed, FeedKind, Source
from domain.visits import FetchError
from index.memory import MemoryIndex
from tests.fakes import FakeAnalyzer
from tests.web_server import QuietServer

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMIT = 16 * 1024 * 1024


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Desk:
    """A desk with a turned clock. What it visits is in `asked`, newest last."""

    services: Services
    clock: Clock
    collector: Collector = field(init=False)
    intake: Intake = field(init=False)
    asked: list[FetchJob] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.collector = Collector(self.services, feeds.read)
        self.intake = self.services.intake()
        self.began = self.clock.at

    def add(self, source: Source, *feeds: tuple[str, FeedKind, str]) -> None:
        with self.services.database.write() as store:
            store.sources.save(source)
            for url, kind, rule in feeds:
                store.feeds.add(source.id, url, kind, rule, self.clock())

    def feeds(self, source_id: str) -> list[Feed]:
        with self.services.database.read() as store:
            return store.feeds.list(source_id)

    def crawl(self) -> list[FetchJob]:
        """Visit all that is due now, once."""
        jobs = list(self.collector.due())
        for job in jobs:
            self.collector.deliver(self.fetch(job))
        self.asked += jobs
        return jobs

    def fetch(self, job: FetchJob) -> Fetched:
        visit = Visit(job=job, url=job.url)
        while True:
            fetched = self._answered(visit)
            further = reading_on.onward(visit, fetched, limit=LIMIT)
            if further is None:
                return replace(reading_on.whole(visit, fetched, limit=LIMIT), fetched_at=self.clock())
            visit = further

    def _answered(self, visit: Visit) -> Fetched:
        job = visit.job
        is_whole = job.unconditional or visit.parts
        wanted = {} if is_whole else {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified}
        headers = {name: value for name, value in wanted.items() if value}
        try:
            got = httpx.get(visit.url, headers=headers, follow_redirects=True, trust_env=False, timeout=10)
        except httpx.HTTPError:
            return ending(visit, HttpAnswer(error=FetchError.CONNECTION))
        named = kept({name.lower(): value for name, value in got.headers.items()})
        arrived = replace(visit, url=str(got.url))
        return ending(arrived, HttpAnswer(status=got.status_code, headers=named, content=got.content), limit=LIMIT)

    def work(self) -> None:
        while self.intake.advance():
            pass

    def wait(self, length: timedelta, step: timedelta = MINUTE) -> None:
        """Let time pass as the processes would see it."""
        until = self.clock.at + length
        while self.clock.at < until:
            self.clock.at += step
            self.crawl()
            self.work()


@contextmanager
def a_desk(home: Path, at: datetime, *, database_url: str = "") -> Iterator[Desk]:
    clock = Clock(at)
    services = Services(Settings(home=home, processes=1, database_url=database_url), clock=clock)
    services.__dict__["analyzer"] = FakeAnalyzer()
    services.__dict__["index"] = MemoryIndex()
    services.migrate()
    try:
        yield Desk(services, clock)
    finally:
        services.close()


Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def a_site(answer: Callable[[str, dict[str, str]], Answer]) -> Iterator[str]:
    """A publisher on loopback that answers (path, headers) as it is told."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            length = int(asked.get("content-length", 0))
            if length:
                asked["body"] = self.rfile.read(length).decode()
            status, headers, body = answer(self.path, asked)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the server's name for it

    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def rss(base: str, *keys: str, title: str = "Tin") -> bytes:
    items = "".join(
        f"<item><title>{title} {key}</title><link>{base}/{key}.html</link><guid>{key}</guid></item>" for key in keys
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>{items}</channel></rss>'.encode()


def article(title: str, text: str, canonical: str = "") -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{link}'
        f'<meta property="og:type" content="article"></head><body><article><h1>{title}</h1>{paragraphs}'
        "</article></body></html>"
    ).encode()


def a_source(base: str, key: str = "bao", **more: object) -> Source:
    return Source(id=key, name=f"Báo {key}", home_url=f"{base}/", organisation="Cơ quan", **more)  # type: ignore[arg-type]
