"""Publishers of bench_fast_in: the sample newsroom's servers and texts, many times, each at known minutes of a clock.

A server counts how many visits it has at a time, and when each came. One is slow; some name a hub.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from demo.clock import Clock
from demo.content import Article, Site, articles, sites
from demo.copies import multiplied
from demo.press import Press
from demo.server import Desk, Reply, SiteServer, Visit

ANSWER_SECONDS = 0.15  # of the real clock: so that two visits at a time would meet
SLOW_ANSWER_SECONDS = 5.0
PAPERS = ("hoang-lien", "suc-khoe-tay-bac", "ttm", "som-mai")
STATION = "khi-tuong-mien-nui"


class CountedDesk(Desk):
    """Answers after a while, and knows how many visits it has at a time."""

    def __init__(self, press: Press, clock: Clock, *, hub: str, seconds: float, max_age: int) -> None:
        super().__init__(press, clock, trouble=False)
        self.now = clock
        self.hub, self.seconds, self.max_age = hub, seconds, max_age
        self.visits: list[tuple[datetime, str]] = []
        self.at_once = self.most_at_once = 0
        self.counting = threading.Lock()

    def answer(self, path: str) -> Reply:
        with self.counting:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.visits.append((self.now(), path))
        try:
            time.sleep(self.seconds)
            reply = super().answer(path)
            if self.hub and path == self.feed_path:
                feed = self.press.base + path
                reply.headers["Link"] = f'<{self.hub}>; rel="hub", <{feed}>; rel="self"'
            if self.max_age and path == self.feed_path:
                reply.headers["Cache-Control"] = f"max-age={self.max_age}"
            return reply
        finally:
            with self.counting:
                self.at_once -= 1

    @property
    def feed_path(self) -> str:
        return self.press.site.feeds[0][0]


@dataclass
class Publisher:
    """One server. `minutes`: when its articles come out, from the beginning."""

    name: str
    group: str
    minutes: Sequence[int]
    desk: CountedDesk
    server: SiteServer
    keys: dict[str, int] = field(default_factory=dict)  # an article's address -> its minute

    @property
    def feed_url(self) -> str:
        return self.desk.press.base + self.desk.feed_path

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.server.server_port


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A publisher to be made."""

    name: str
    group: str
    minutes: Sequence[int]
    warns: bool = False
    hub: str = ""
    seconds: float = ANSWER_SECONDS
    max_age: int = 0  # seconds, which its feed may be kept for


class Stock:
    """Texts of the sample newsroom, never the same twice."""

    def __init__(self) -> None:
        plain = [one for one in articles() if one.publisher in PAPERS and not one.copy_of and not one.moved]
        self._papers = iter(multiplied(plain, 60))
        self._bulletin = next(one for one in articles() if one.key == "lu-quet-canh-bao")
        self._number = 0

    def article(self, minute: int, *, warns: bool) -> Article:
        self._number += 1
        text = self._bulletin if warns else next(self._papers)
        title = f"Cảnh báo lũ quét, sạt lở đất tại tỉnh Lào Cai (bản tin số {self._number})" if warns else text.title
        return replace(
            text,
            title=title,
            number=self._number,
            story=f"{text.story}-{self._number}",
            at=minute,
            age_days=0,
            events=(),
            slow_seconds=0,
            refusals=0,
            moved=False,
        )


def site_of(wanted: Wanted, number: int) -> Site:
    name = STATION if wanted.warns else PAPERS[number % len(PAPERS)]
    site = next(one for one in sites() if one.id == name)
    feeds = tuple(one for one in site.feeds if one[1] != "sitemap")
    return replace(site, feeds=feeds, dead_links=(), crawl_delay=0)


@contextmanager
def serving(of: Sequence[Wanted], clock: Clock, begins: datetime) -> Iterator[list[Publisher]]:
    made, threads, stock = list[Publisher](), list[threading.Thread](), Stock()
    try:
        for number, wanted in enumerate(of):
            own = [stock.article(minute, warns=wanted.warns) for minute in wanted.minutes]
            zeros = {one.story: one.at for one in own}
            press = Press(site_of(wanted, number), own, origin=begins, zeros=zeros)
            desk = CountedDesk(press, clock, hub=wanted.hub, seconds=wanted.seconds, max_age=wanted.max_age)
            server = SiteServer(desk, _unnoted)
            press.base = f"http://127.0.0.1:{server.server_port}"
            one = Publisher(wanted.name, wanted.group, wanted.minutes, desk, server)
            last = begins + timedelta(days=1)
            one.keys = {item.url: item.article.at for item in press.items(last)}
            made.append(one)
            thread = threading.Thread(target=server.serve_forever, args=(0.5,), daemon=True)
            thread.start()
            threads.append(thread)
        yield made
    finally:
        for one in made:
            threading.Thread(target=one.server.shutdown, daemon=True).start()
        for thread in threads:
            thread.join(5)
        for one in made:
            one.server.hang_up()
            one.server.server_close()


def _unnoted(_visit: Visit) -> None:
    """Visits are counted where they are answered."""


def minutes(rng: Random, per_hour: float, until: int) -> list[int]:
    """Random minutes of the run."""
    at, found = 0.0, list[int]()
    while (at := at + rng.expovariate(per_hour / 60)) < until:
        found.append(int(at))
    return found
