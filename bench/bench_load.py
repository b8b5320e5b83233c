"""Fifty people click for 30 seconds while 2,000 articles come in: how long they wait, and how many errors they see.

The desk runs as `diemtin run` starts it: the web, and the worker with two readers, in processes of their own. Pages of
the sample newsroom are put where the crawler puts them, at an even rate; each goes through the whole path. A person
clicks, waits for the answer, and clicks again after one to three seconds; seven of ten clicks read (queue, article,
search, review), three write (seen, skip, pick). The peer, in the same run: the same clicks on the same desk while
nothing comes in. Once on SQLite, and on PostgreSQL where it is installed.
"""

import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from app.bootstrap import Services
from app.settings import Settings
from bench.path_runs import collect_pages, load
from bench.running import started, web
from bench.servers import postgresql
from desk.sources import collecting
from domain.page import FetchedPage
from domain.people import Role
from domain.sources import FeedEntry, Source
from domain.stage import Stage
from domain.stories import QueueFilter
from domain.times import now

PEOPLE, SECONDS, COMING, BEFORE = 50, 30.0, 2_000, 600
PAUSE = (1.0, 3.0)  # seconds between an answer and the next click
COPIES = 40  # of the newsroom's articles: more than BEFORE and COMING need
PATIENCE = 300.0
CLICKS = {  # of ten, seven read and three write: {0} is a story, {1} the article that stands for it
    ("GET", "/hang-cho"): 30,
    ("GET", "/hang-cho?trang=2"): 10,
    ("GET", "/bai/{1}"): 20,
    ("GET", "/tim-kiem?q=tiem+chung"): 5,
    ("GET", "/duyet"): 5,
    ("POST", "/hang-cho/{0}/da-xem"): 20,
    ("POST", "/hang-cho/{0}/bo-qua"): 5,
    ("POST", "/bai/{1}/chon"): 5,
}
URL = "DIEMTIN_DATABASE_URL"


def run() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.ndjson"
        collect_pages(pages, COPIES)
        records = load(pages)[: BEFORE + COMING]
        figures: dict[str, object] = {"people": PEOPLE, "seconds": SECONDS, "articles that come in": COMING}
        figures["SQLite"] = measured(Path(folder) / "sqlite", records, "")
        try:
            with postgresql() as address:
                figures["PostgreSQL"] = measured(Path(folder) / "postgresql", records, address)
        except FileNotFoundError as error:
            figures["PostgreSQL"] = f"skipped: {error}"
    return figures | {"target": "no 5xx, p95 ≤ 500 ms for reading and ≤ 1,000 ms for writing"}


def measured(home: Path, records: Sequence[dict[str, Any]], address: str) -> dict[str, object]:
    with _database(address):
        services = Services(Settings(home=home))
        services.migrate()
        _known(services, records)
        with web(home) as (_, port), started(home, "work"):
            base = f"http://127.0.0.1:{port}"
            _come(services, records[:BEFORE], 0.0)
            _settled(services, BEFORE)
            with services.database.read() as store:
                stories, _ = store.stories.list(QueueFilter(limit=200))
            heads = [(story.id, story.head_id) for story in stories]
            peer = _clicked(base, heads)
            coming = Thread(target=_come, args=(services, records[BEFORE:], SECONDS))
            coming.start()
            ours = _clicked(base, heads)
            coming.join()
            with services.database.read() as store:
                placed = store.progress.counts()[Stage.QUEUED]
        services.close()
    return {"Điểm Tin": ours, "placed meanwhile": placed - BEFORE, "peer: the same clicks, nothing comes in": peer}


@contextmanager
def _database(address: str) -> Iterator[None]:
    """For this process and those that it starts."""
    os.environ[URL] = address
    try:
        yield
    finally:
        del os.environ[URL]


def _known(services: Services, records: Sequence[dict[str, Any]]) -> None:
    """Sources with an address for each article, and a signed-in session for each person."""
    with services.database.write() as store:
        for name in {record["source"] for record in records}:
            store.sources.save(Source(id=name, name=name, home_url=f"https://{name}.example/", organisation=name))
            entries = [FeedEntry(url=record["url"]) for record in records if record["source"] == name]
            collecting.discover(store, name, entries, services.clock())
        for number in range(PEOPLE):
            person = store.people.save(f"nguoi-{number}", f"Người {number}", Role.EDITOR, active=True)
            hashed = sha256(f"token-{number}".encode()).hexdigest()
            store.sessions.add(hashed, person.id, "csrf", now().replace(year=now().year + 1))


def _come(services: Services, records: Sequence[dict[str, Any]], seconds: float) -> None:
    """As the crawler files them, one transaction each, evenly over the time."""
    with services.database.read() as store:
        known = store.crawl_queue.find([record["url"] for record in records])
    began = time.monotonic()
    for number, record in enumerate(records):
        time.sleep(max(0.0, began + seconds * number / len(records) - time.monotonic()))
        page = FetchedPage(
            url=record["url"], content=record["content"], content_type=record["type"], fetched_at=services.clock()
        )
        with services.database.write() as store:
            collecting.arrived(store, known[record["url"]], page, due_at=None)


def _settled(services: Services, number: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with services.database.read() as store:
            if store.progress.counts()[Stage.QUEUED] >= 0.95 * number:
                return
        time.sleep(0.5)
    raise TimeoutError("the first articles were not placed")


@dataclass
class Waits:
    """Of one kind of click: how long each took, and how it was answered."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def figures(self) -> dict[str, object]:
        self.seconds.sort()
        count = len(self.seconds)
        return {
            "clicks": count,
            "p50 ms": round(1000 * self.seconds[count // 2], 1),
            "p95 ms": round(1000 * self.seconds[int(count * 0.95)], 1),
            "slowest ms": round(1000 * self.seconds[-1], 1),
        }


@dataclass
class Crowd:
    base: str
    heads: Sequence[tuple[str, str]]  # stories, each with the article that stands for it
    reading: Waits = field(default_factory=Waits)
    writing: Waits = field(default_factory=Waits)
    until: float = 0.0

    async def click(self) -> None:
        """Each kind of click once before the clock starts: a desk that has just been started loads its parts."""
        async with self._browser(0) as client:
            for method, path in CLICKS:
                if method == "GET":
                    await client.get(path.format(*self.heads[0]))
        self.until = time.monotonic() + SECONDS
        await asyncio.gather(*(self._person(number) for number in range(PEOPLE)))

    async def _person(self, number: int) -> None:
        dice = random.Random(number)
        async with self._browser(number) as client:
            await asyncio.sleep(dice.uniform(0, PAUSE[1]))
            while time.monotonic() < self.until:
                method, path = dice.choices(list(CLICKS), weights=list(CLICKS.values()))[0]
                began = time.perf_counter()
                answer = await client.request(method, path.format(*dice.choice(self.heads)))
                waits = self.reading if method == "GET" else self.writing
                waits.seconds.append(time.perf_counter() - began)
                waits.statuses[answer.status_code] += 1
                await asyncio.sleep(dice.uniform(*PAUSE))

    def _browser(self, number: int) -> httpx.AsyncClient:
        asked: dict[str, Any] = {"cookies": {"diemtin": f"token-{number}"}, "headers": {"X-CSRF-Token": "csrf"}}
        return httpx.AsyncClient(base_url=self.base, timeout=60, **asked)


def _clicked(base: str, heads: Sequence[tuple[str, str]]) -> dict[str, object]:
    crowd = Crowd(base, heads)
    asyncio.run(crowd.click())
    statuses = crowd.reading.statuses + crowd.writing.statuses
    errors = sum(number for status, number in statuses.items() if status >= 500)
    figures: dict[str, object] = {"reading": crowd.reading.figures(), "writing": crowd.writing.figures()}
    load_average = [round(one, 1) for one in os.getloadavg()]  # of the whole machine: others slow us as well
    return figures | {"5xx": errors, "statuses": dict(sorted(statuses.items())), "load average": load_average}
