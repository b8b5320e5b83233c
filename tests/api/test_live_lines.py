"""Three hundred open queues, and clients that read or send slowly, cost the people who click nothing."""

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import event

from api import deps, pulse, turns
from api.main import create_app
from app.patience import MAX_CONNECTIONS, PatientlyClosed
from database.engine import POOL_CONNECTIONS, POOL_OVERFLOW, SqlDatabase
from tests.api.conftest import CSRF, Desk
from tests.api.serving import served
from tests.making import a_story

LINES, SLOW, PEOPLE, CLICKS = 300, 15, 10, 3
WEB_THREADS = 40  # anyio's limit, which the pool of connections is made for


@dataclass
class Line:
    """One open queue, as a browser keeps it."""

    socket: socket.socket
    heard: bytearray = field(default_factory=bytearray)

    def told(self, story: str) -> bool:
        """Waits until the line has said that this story stands first."""
        self.socket.settimeout(60)
        while True:
            for line in bytes(self.heard).split(b"\r\n"):
                if line.startswith(b"data:") and json.loads(line[5:])["top"][:1] == [story]:
                    return True
            part = self.socket.recv(65_536)
            if not part:
                return False
            self.heard += part


@dataclass
class House:
    desk: Desk
    base: str
    opened: ExitStack

    def client(self) -> httpx.Client:
        asked = {"cookies": {"diemtin": "token-an"}, "headers": {"X-CSRF-Token": CSRF}}
        return self.opened.enter_context(httpx.Client(base_url=self.base, timeout=120, **asked))  # type: ignore[arg-type]

    def sent(self, request: str) -> socket.socket:
        address = urlsplit(self.base)
        made = self.opened.enter_context(socket.create_connection((address.hostname, address.port), timeout=60))
        made.sendall(request.replace("\n", "\r\n").encode())
        return made

    def line(self) -> Line:
        head = "GET /hang-cho/dong-chay HTTP/1.1\nHost: localhost\nCookie: diemtin=token-an\n\n"
        return Line(self.sent(head))


@pytest.fixture(params=["sqlite_database", "postgresql_database"])
def house(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.2)
    for module in (turns, deps):
        monkeypatch.setattr(module, "TURN_WAIT_SECONDS", 60.0)  # a deadlock shows all the same, a busy machine does not
    database: SqlDatabase = request.getfixturevalue(request.param)
    desk = Desk(database, create_app(None))  # type: ignore[arg-type]
    desk.app.state.web = desk.web
    for n in range(10):
        desk.publish(f"bai-{n}", id=f"bai-{n}")
    desk.browser("an")
    with served(desk.app, http=PatientlyClosed, limit_concurrency=MAX_CONNECTIONS) as base, ExitStack() as opened:
        yield House(desk, base, opened)


def _top(house: House, key: str, score: float) -> None:
    with house.desk.database.write() as store:
        store.stories.save([a_story(key, score=score)])


def test_three_hundred_open_queues_and_slow_clients_cost_nobody_anything(house: House):
    open_at_once, before = [0], set(threading.enumerate())  # what earlier tests have left is not this house's
    event.listen(
        house.desk.database.engine, "checkout",
        lambda *_: open_at_once.append(house.desk.database.engine.pool.checkedout()),  # type: ignore[attr-defined]
    )  # fmt: skip
    _top(house, "dau", 900.0)
    lines = [house.line() for _ in range(LINES)]
    assert all(line.told("dau") for line in lines)
    for _ in range(SLOW):
        house.sent("GET /hang-cho HTTP/1.1\nHost: localhost\nCookie: diemtin=token-an\n\n")  # and never read
        house.sent("POST /vao HTTP/1.1\nHost: localhost\nContent-Length: 500\n\nlogin=a")  # and no more
        house.sent("GET /hang-cho HTTP/1.1\nHost: local")
    _top(house, "sau", 999.0)

    def person(number: int) -> list[int]:
        client = house.client()
        statuses = []
        for click in range(CLICKS):
            key = (number * CLICKS + click) % 10
            statuses.append(client.get("/hang-cho").status_code)
            statuses.append(client.get(f"/bai/bai-{key}").status_code)
            statuses.append(client.post(f"/hang-cho/bai-{key}/da-xem").status_code)
        return statuses

    with ThreadPoolExecutor(PEOPLE) as crowd:
        statuses = {status for those in crowd.map(person, range(PEOPLE)) for status in those}

    assert statuses == {200, 204}
    assert all(line.told("sau") for line in lines)
    new = set(threading.enumerate()) - before
    assert 0 < sum(thread.name == "AnyIO worker thread" for thread in new) <= WEB_THREADS
    assert max(open_at_once) <= POOL_CONNECTIONS + POOL_OVERFLOW


def test_open_queues_outlast_a_database_that_is_away(house: House, monkeypatch: pytest.MonkeyPatch):
    _top(house, "dau", 900.0)
    line = house.line()
    assert line.told("dau")
    away, tried = threading.Event(), threading.Event()
    real = pulse.Pulse._read

    def read(one: pulse.Pulse) -> pulse.Told:
        if away.is_set():
            tried.set()
            raise OSError("the database is away")
        return real(one)

    monkeypatch.setattr(pulse.Pulse, "_read", read)
    away.set()
    assert tried.wait(60)
    away.clear()
    _top(house, "sau", 999.0)

    assert line.told("sau")
