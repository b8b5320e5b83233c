"""Many open queues cost the database one reading every few seconds."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest

from api import pulse
from api.pulse import Pulse, Told
from database.engine import SqlDatabase, memory_database
from domain.problems import Database as Trouble
from domain.store import Store
from tests.making import a_story, with_sources


class Counting:
    """A database that counts how often it is read."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database = database
        self.reads = 0

    def read(self) -> AbstractContextManager[Store]:
        self.reads += 1
        return self.database.read()

    @property
    def writers(self) -> int:
        return self.database.writers

    def trouble(self, error: Exception) -> Trouble | None:
        return self.database.trouble(error)

    def write(self, wait_seconds: float = 30.0, *, durable: bool = False) -> AbstractContextManager[Store]:
        return self.database.write(wait_seconds, durable=durable)


def run_aside(made: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run it in a thread of its own: in this one, a browser under test may keep an event loop."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(lambda: asyncio.run(made())).result(timeout=60)


@pytest.fixture
def database() -> Counting:
    made = memory_database()
    with made.write() as store:
        with_sources(store)
        store.stories.save([a_story("a")])
    return Counting(made)


def test_a_hundred_open_queues_share_one_reading(database: Counting) -> None:
    async def open_many() -> list[Told | None]:
        shared = Pulse(lambda: database)
        return list(await asyncio.gather(*(shared.latest() for _ in range(100))))

    told = run_aside(open_many)
    assert database.reads == 1
    assert {one.top[0] for one in told if one} == {"a"}


def test_a_line_tells_nothing_that_was_read_before_it_opened(
    database: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def open_after_a_change() -> list[str]:
        shared = Pulse(lambda: database)
        await shared.latest()  # for somebody else's page
        with database.write() as store:
            store.stories.save([a_story("b", score=9.0)])
        line = shared.beats(lambda _board: {})
        first = asyncio.ensure_future(anext(line))
        await asyncio.sleep(0)
        monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.0)
        top: list[str] = json.loads((await first)["data"])["top"]
        return top

    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.2)
    assert run_aside(open_after_a_change)[0] == "b"


def test_a_queue_is_told_only_when_something_has_changed(database: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "PULSE_SECONDS", 0.01)

    async def listen() -> list[list[str]]:
        heard = []
        async for beat in Pulse(lambda: database).beats(lambda _board: {}):
            heard.append(json.loads(beat["data"])["top"])
            if len(heard) == 2:
                return heard
            for _ in range(20):
                await asyncio.sleep(0.005)
            with database.write() as store:
                store.stories.save([a_story("b", score=9.0)])
        return heard

    assert run_aside(lambda: asyncio.wait_for(listen(), 20)) == [["a"], ["b", "a"]]
    assert database.reads >= 2
