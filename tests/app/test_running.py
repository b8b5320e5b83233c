"""A part that falls is started again without end, and what does not run is said above every screen."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from app import heart, run
from app.heart import Heart, beating, moving
from app.run import LONGEST_PAUSE, Child
from database.engine import SqlDatabase
from domain.running import Part
from tests.making import NOON


@dataclass
class Faller(Child):
    """A process that ends as soon as it is started."""

    starts: list[float] = field(default_factory=list)
    now: float = 0.0

    def start(self, home: Path) -> None:
        self.starts.append(self.now)
        self.started = self.now
        self.process = SimpleNamespace(poll=lambda: 1, returncode=1)  # type: ignore[assignment]


def test_a_part_that_falls_a_hundred_times_is_started_a_hundred_times_with_growing_pauses(tmp_path: Path):
    child = Faller("worker", [])
    desk: Any = SimpleNamespace(services=SimpleNamespace(settings=SimpleNamespace(home=tmp_path)))
    child.start(tmp_path)
    while len(child.starts) < 101:
        child.now += run.TICK
        run._tend(desk, child, child.now)
    pauses = [later - earlier for earlier, later in zip(child.starts, child.starts[1:], strict=False)]

    assert pauses[0] < 3
    assert all(later >= earlier for earlier, later in itertools.pairwise(pauses))
    assert LONGEST_PAUSE <= pauses[-1] <= LONGEST_PAUSE + 2


def test_a_long_life_is_a_clean_slate():
    child = Child("crawler", [], started=0.0, falls=9)

    assert child.pause(now=run.SETTLED + 1) == 1.0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heart, "BEAT_SECONDS", 0.01)


@pytest.mark.usefixtures("quick")
def test_a_process_leaves_signs_of_life_and_takes_them_back_at_its_end(sqlite_database: SqlDatabase):
    with beating(Part.WORKER, sqlite_database, lambda: NOON):
        while True:  # the thread writes; pytest's own limit ends a failure
            with sqlite_database.read() as store:
                if store.heartbeats.list():
                    break
    with sqlite_database.read() as store:
        assert store.heartbeats.list() == []


@pytest.mark.usefixtures("quick")
def test_a_database_that_is_away_for_a_while_ends_no_heart():
    tries = Event()
    failures = []

    class Away:
        def write(self) -> Any:
            failures.append(1)
            if len(failures) > 5:
                tries.set()
            raise OSError("away")

    with beating(Part.CRAWLER, Away(), lambda: NOON):  # type: ignore[arg-type]
        assert tries.wait(60)


def test_a_loop_shows_that_it_goes_round_by_asking_whether_to_stop(sqlite_database: SqlDatabase):
    times = iter([NOON, NOON.replace(hour=13)])
    one = Heart(Part.WORKER, sqlite_database, lambda: next(times))

    assert moving(one, lambda: True)() is True
    assert one.moved_at.hour == 13
