"""The sample newsroom with publishers that count how they are asked: too soon, or twice at once, is answered 429."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from demo.content import Site
from demo.newsroom import Newsroom
from demo.server import Desk, Handler, Reply, SiteServer

ELSEWHERE = "/sang/"  # a page that has moved to another publisher, whose address follows


@dataclass(frozen=True)
class Asked:
    by: str  # the crawler's name
    url: str
    at: float
    status: int


@dataclass
class Ledger:
    """What all publishers were asked, in order. Whoever waits for something is woken at each visit."""

    lines: list[Asked] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, line: Asked) -> None:
        with self.changed:
            self.lines.append(line)
            self.changed.notify_all()

    def until(self, what: Callable[[list[Asked]], bool], seconds: float = 100.0) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: what(self.lines), seconds), self.lines

    def by(self, name: str) -> list[Asked]:
        return [line for line in self.lines if line.by == name]


class _StrictDesk(Desk):
    def __init__(self, desk: Desk, ledger: Ledger, delay: float, rest: Mapping[str, int]) -> None:
        self.__dict__ |= desk.__dict__
        self.asker = threading.local()
        self.ledger, self.delay, self.rest = ledger, delay, rest
        self.under_way, self.free_at, self.counting = 0, 0.0, threading.Lock()

    def answer(self, path: str) -> Reply:
        with self.counting:
            at = monotonic()
            rude = self.under_way > 0 or at < self.free_at
            self.under_way += 1
        try:
            reply = Reply(429, headers={"Retry-After": "1"}) if rude else self._polite(path)
            self.ledger.add(Asked(self.asker.name, self.press.base + path, at, reply.status))
            return reply
        finally:
            with self.counting:
                self.under_way -= 1
                self.free_at = monotonic() + self.delay

    def _polite(self, path: str) -> Reply:
        if path == "/robots.txt":
            return Reply(200, f"User-agent: *\nCrawl-delay: {self.delay}\n".encode(), "text/plain")
        if path.startswith(ELSEWHERE):
            return Reply(301, headers={"Location": path.removeprefix(ELSEWHERE)})
        if path in self.rest:
            return Reply(429, headers={"Retry-After": str(self.rest[path])})
        return super().answer(path)


class _StrictHandler(Handler):
    def do_GET(self) -> None:
        desk = self.server.desk
        assert isinstance(desk, _StrictDesk)
        desk.asker.name = self.headers["User-Agent"].partition("https://")[2].partition(".example")[0]
        super().do_GET()


@dataclass(eq=False)
class StrictNewsroom(Newsroom):
    """`rest`: paths that are answered 429 with so many seconds of Retry-After."""

    trouble: bool = False
    delay_seconds: float = 0.05
    rest: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)

    def __enter__(self) -> "StrictNewsroom":
        super().__enter__()
        return self

    def _server(self, site: Site, origin: datetime, zeros: Mapping[str, int]) -> SiteServer:
        server = super()._server(site, origin, zeros)
        server.desk = _StrictDesk(server.desk, self.ledger, self.delay_seconds, self.rest)
        server.RequestHandlerClass = _StrictHandler
        return server
