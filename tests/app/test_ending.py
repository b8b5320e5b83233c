"""Told to end, each part ends at once, whatever a page, a publisher, a client or the database does."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from threading import Event

import httpx
import pytest

from app.bootstrap import Services
from app.run import free_port
from app.sample import NEWSROOM_FILE
from app.settings import Settings
from domain.page import FetchedPage
from domain.sources import FeedKind
from domain.stage import Stage
from tests.app.collecting import Answer, a_site, a_source
from tests.making import NOON, a_lease, a_person, an_article, with_sources

PROJECT = Path(__file__).parents[2]
PATIENCE_SECONDS = 45  # of the test: far above what ending takes, far below what hangs


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = Services(Settings(home=tmp_path))
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def start(services: Services) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    with ExitStack() as started:

        def one(*arguments: str) -> subprocess.Popen[str]:
            command = [
                sys.executable,
                "-m",
                "tests.app.ending_driver",
                *arguments,
                "--home",
                str(services.settings.home),
            ]
            process = subprocess.Popen(
                command, cwd=PROJECT, stderr=subprocess.PIPE, text=True, env={"DIEMTIN_READER_DEADLINE_SECONDS": "600"}
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield one


def told(process: subprocess.Popen[str], what: str) -> None:
    assert process.stderr
    for line in process.stderr:
        if what in line:
            return
    raise AssertionError(f"{what} was never said")


def ended(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE_SECONDS)
    assert "Traceback" not in said
    return process.returncode


def test_a_worker_whose_page_hangs_ends_and_gives_its_pages_back(
    services: Services, start: Callable[..., subprocess.Popen[str]]
):
    with services.database.write() as store:
        with_sources(store)
        store.articles.add([an_article("treo", id="treo", stage=Stage.FETCHED)])
        store.arrivals.save_page("treo", FetchedPage(url="https://bao.vn/1", content=b"hang", fetched_at=NOON))
    worker = start("work")
    told(worker, "at work")

    assert ended(worker) == 0
    with services.database.write() as store:
        claimed = store.articles.claim(Stage.FETCHED, 1, NOON, lease=a_lease())
    assert [work.article.id for work in claimed] == ["treo"]


def test_a_crawler_whose_feed_hangs_and_whose_publisher_drips_ends(
    services: Services, start: Callable[..., subprocess.Popen[str]]
):
    go = Event()

    def answer(path: str, asked: dict[str, str]) -> Answer:
        if path == "/robots.txt":
            return 404, {}, b""
        if path == "/cham":
            go.wait(PATIENCE_SECONDS)
        return 200, {"Content-Type": "text/xml"}, b"hang"

    with a_site(answer) as base, a_site(answer) as other:
        ports = {"a": int(base.rpartition(":")[2]), "b": int(other.rpartition(":")[2])}
        (services.settings.home / NEWSROOM_FILE).write_text(json.dumps({"ports": ports}))
        with services.database.write() as store:
            for key, url in (("a", f"{base}/treo"), ("b", f"{other}/cham")):
                store.sources.save(a_source(url.rpartition("/")[0], key))
                store.feeds.add(key, url, FeedKind.FEED, "", NOON)
        crawler = start("crawl", "--sample")
        told(crawler, "at work")

        assert ended(crawler) == 0
        go.set()
    with services.database.read() as store:
        assert [feed.last_visit_at for feed in (*store.feeds.list("a"), *store.feeds.list("b"))] == [None, None]


def test_a_web_with_open_live_lines_slow_clients_and_clicks_that_wait_ends(
    services: Services, start: Callable[..., subprocess.Popen[str]]
):
    port = free_port("127.0.0.1", 0)
    base = f"http://127.0.0.1:{port}"
    with services.database.write() as store:
        person = a_person(store, "lan")
        store.sessions.add(sha256(b"t").hexdigest(), person.id, "csrf", NOON.replace(year=2099))
    web = start("serve", "--port", str(port))
    signed_in = {"cookies": {"diemtin": "t"}, "headers": {"X-CSRF-Token": "csrf"}}
    while True:  # pytest's own limit ends a failure
        try:
            httpx.get(f"{base}/health")
            break
        except httpx.ConnectError:
            assert web.poll() is None
    with ExitStack() as open_:
        open_.enter_context(services.database.write())  # clicks wait behind it
        for _ in range(5):
            client = open_.enter_context(httpx.Client(base_url=base, timeout=60, **signed_in))  # type: ignore[arg-type]
            line = open_.enter_context(client.stream("GET", "/hang-cho/dong-chay"))
            assert line.status_code == 200
        slow = open_.enter_context(socket.create_connection(("127.0.0.1", port)))
        slow.sendall(b"POST /vao HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nlogin=")
        click = open_.enter_context(socket.create_connection(("127.0.0.1", port)))
        click.sendall(b"POST /ra HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n")
        click.sendall(b"X-CSRF-Token: csrf\r\nCookie: diemtin=t\r\n\r\n")

        assert ended(web) == -signal.SIGTERM


def test_a_worker_that_waits_for_a_locked_database_ends(
    services: Services, start: Callable[..., subprocess.Popen[str]]
):
    worker = start("work", "--soon")
    while True:
        with services.database.read() as store:
            if store.heartbeats.list():
                break
        assert worker.poll() is None
    with services.database.write():
        ended(worker)
