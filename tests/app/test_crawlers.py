"""Several crawlers on one desk, in processes of their own: together they are as polite as one, and lose nothing."""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import sleep
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from app.bootstrap import Services
from app.sample import NEWSROOM_FILE, register
from app.settings import Settings
from database.clock import DatabaseTime
from database.crawl_queue import crawl_queue
from database.hosts import hosts
from desk.sources import collecting
from domain.hosts import host_of
from domain.sources import FeedEntry
from tests.app.strict_newsroom import ELSEWHERE, Asked, StrictNewsroom

REPO = Path(__file__).parents[2]
DRIVER = Path(__file__).parent / "crawler_driver.py"
TERMS = ("6", "4", "2")  # a lease lasts 6 s, a request 4 s; two hosts a crawler
PATIENT_TERMS = ("15", "12", "2")  # on a busy machine a request of 4 s is given up, and the page asked for again
DELAY_SECONDS, REST_SECONDS = 3.0, 6  # that publishers ask for
LOOK_SECONDS, PATIENCE_SECONDS = 0.1, 100.0


@dataclass
class Crawler:
    name: str
    process: "subprocess.Popen[str]"

    def begin(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.terminate()
        assert self.process.wait(PATIENCE_SECONDS) == 0


@contextmanager
def crawlers(services: Services, *names: str, terms: tuple[str, ...] = TERMS) -> Iterator[list[Crawler]]:
    """Processes that have loaded everything, and begin when they are told."""
    made = []
    try:
        for name in names:
            command = [sys.executable, str(DRIVER), str(services.settings.home), services.settings.database_url, name]
            process = subprocess.Popen(
                [*command, *terms], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPO,
                env={"PYTHONPATH": str(REPO), "PATH": "/usr/bin:/bin"},
            )  # fmt: skip
            made.append(Crawler(name, process))
        for one in made:
            assert one.process.stdout
            assert one.process.stdout.readline() == "ready\n"
        yield made
    finally:
        for one in made:
            one.process.kill()
            one.process.communicate()


@contextmanager
def a_desk(home: Path, newsroom: StrictNewsroom, database_url: str = "") -> Iterator[Services]:
    services = Services(Settings(home=home, database_url=database_url))
    services.migrate()
    ports = {source.id: urlsplit(source.home_url).port for source in newsroom.sources}
    (home / NEWSROOM_FILE).write_text(json.dumps({"ports": ports}))
    with services.database.write() as store:
        register(store, newsroom, services.clock())
    try:
        yield services
    finally:
        services.close()


def moved_elsewhere(services: Services, newsroom: StrictNewsroom) -> list[str]:
    """Three pages of each publisher have moved to the next one; the addresses at which they are found now."""
    sources, found = newsroom.sources, newsroom.expected()
    moved = []
    with services.database.write() as store:
        for source, following in zip(sources, [*sources[1:], sources[0]], strict=True):
            targets = [one.url for one in found if one.publisher == following.id][:3]
            entries = [FeedEntry(url=f"{source.home_url.rstrip('/')}{ELSEWHERE}{url}") for url in targets]
            collecting.discover(store, source.id, entries, services.clock())
            moved += targets
    return moved


def waits_until_all_is_visited(services: Services) -> None:
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        with services.database.read() as store:
            feeds = [feed for source in store.sources.list() for feed in store.feeds.list(source.id)]
            if all(feed.last_visit_at for feed in feeds) and store.crawl_queue.count_waiting() == 0:
                return
        sleep(LOOK_SECONDS)
    pytest.fail("not everything was visited")


def visits(services: Services) -> dict[str, int]:
    with services.database.engine.connect() as connection:
        rows = connection.execute(select(crawl_queue.c.url, crawl_queue.c.visits)).all()
    return {row.url: row.visits for row in rows}


def test_three_crawlers_of_which_one_is_killed_are_as_polite_as_one_and_visit_everything_once(
    postgresql_url: str, tmp_path: Path
) -> None:
    with StrictNewsroom() as newsroom, a_desk(tmp_path, newsroom, postgresql_url) as services:
        ledger = newsroom.ledger
        led_to = Counter(moved_elsewhere(services, newsroom))
        with crawlers(services, "mot", "hai", "ba", terms=PATIENT_TERMS) as three:
            for one in three:
                one.begin()
            ledger.until(lambda lines: len(lines) >= 40)
            victim, *others = sorted(three, key=lambda one: len(ledger.by(one.name)), reverse=True)
            victim.process.send_signal(signal.SIGKILL)
            victim.process.wait()
            waits_until_all_is_visited(services)
            for one in others:
                one.end()
        filed = visits(services)
        with services.database.engine.connect() as connection:
            held = connection.execute(select(func.count()).where(hosts.c.lease != "")).scalar()
    assert {line.status for line in ledger.lines} <= {200, 301, 404, 410}, "nobody was asked too soon, or twice at once"
    assert {one.url for one in newsroom.expected()} <= filed.keys() | set(led_to)
    assert {url: visits for url, visits in filed.items() if visits != 1} == {}, "what was filed is not visited again"
    asked, by_victim = counted(ledger.lines), counted(ledger.by(victim.name))
    for url, count in asked.items():
        expected = (url in filed) + led_to[url]
        if url in filed or url in led_to:
            assert expected <= count <= expected + by_victim[url], url
            assert count - by_victim[url] <= expected, url
    assert held == 0, "they were given back at the end"


def counted(lines: list[Asked]) -> Counter[str]:
    return Counter(line.url for line in lines if not line.url.endswith("/robots.txt"))


def test_what_hosts_asked_for_outlives_a_killed_crawler(tmp_path: Path) -> None:
    slow, tired = "ttm", "hoang-lien"
    with StrictNewsroom(publishers=(slow, tired), delay_seconds=DELAY_SECONDS) as newsroom:
        urls = {source.id: source.home_url.rstrip("/") for source in newsroom.sources}
        feeds = [url for source in newsroom.sources if source.id == tired for url, _ in source.feeds]
        newsroom.rest |= {url.removeprefix(urls[tired]): REST_SECONDS for url in feeds}
        pages = [FeedEntry(url=one.url) for one in newsroom.expected() if one.publisher == tired]
        with a_desk(tmp_path, newsroom) as services, crawlers(services, "truoc", "sau") as (before, after):
            with services.database.write() as store:
                collecting.discover(store, tired, pages, services.clock())
            before.begin()
            waits_until_noted(services, *map(host_of, urls.values()))
            seen = len(newsroom.ledger.lines)
            newsroom.ledger.until(lambda lines: len(lines) > seen)
            before.process.kill()
            before.process.wait()
            after.begin()
            newsroom.ledger.until(lambda _: all(asked_of(newsroom, urls[one], "sau") for one in (slow, tired)))
            refused = [line for line in asked_of(newsroom, urls[tired], "truoc") if line.status == 429]
            [again, *_] = asked_of(newsroom, urls[tired], "sau")
            after.end()
    assert [line.status for line in asked_of(newsroom, urls[slow])].count(429) == 0, "not even for robots.txt"
    assert len(refused) == 1, "the whole host was left alone"
    assert again.at - refused[0].at >= REST_SECONDS - LOOK_SECONDS


def asked_of(newsroom: StrictNewsroom, base: str, by: str = "") -> list[Asked]:
    return [one for one in newsroom.ledger.lines if one.url.startswith(f"{base}/") and by in ("", one.by)]


def waits_until_noted(services: Services, slow: str, tired: str) -> None:
    """The database knows what both hosts have asked for."""
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        with services.database.engine.connect() as connection:
            rows = {row.host: row for row in connection.execute(select(hosts, DatabaseTime().label("now")))}
        delayed = slow in rows and rows[slow].delay_seconds >= DELAY_SECONDS
        if delayed and tired in rows and rows[tired].next_visit_at > rows[tired].now + timedelta(seconds=1):
            return
        sleep(LOOK_SECONDS)
    pytest.fail(f"nothing was noted: {rows}")
