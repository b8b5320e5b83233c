"""A part that falls is started again without end, and what does not run is said above every screen."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from app import heart, run
from app.clock_watch import SAID_FOR, ClockWatch
from app.heart import Heart, beating, moving
from app.index_keeper import IndexKeeper
from app.run import MAX_PAUSE_SECONDS, Child
from database.engine import SqlDatabase
from desk import running
from desk.indexing import Indexing
from desk.running import Fault
from domain.errors import Conflict, Unreachable
from domain.message import Message, say
from domain.problems import Service, Setup
from domain.running import Part
from domain.stage import Stage
from tests.fakes import FakeGazetteer, FlakyIndex
from tests.making import NOON, an_article, with_sources


@dataclass
class Faller(Child):
    """A process that ends as soon as it is started."""

    starts: list[float] = field(default_factory=list)
    now: float = 0.0

    def start(self, home: Path) -> None:
        self.starts.append(self.now)
        self.started = self.now
        self.process = SimpleNamespace(poll=lambda: 1, returncode=1, pid=1)  # type: ignore[assignment]


def test_a_part_that_falls_a_hundred_times_is_started_a_hundred_times_with_growing_pauses(tmp_path: Path):
    child = Faller("worker", [])
    desk: Any = SimpleNamespace(services=SimpleNamespace(settings=SimpleNamespace(home=tmp_path), database=None))
    child.start(tmp_path)
    while len(child.starts) < 101:
        child.now += run.TICK_SECONDS
        run._tend(desk, child, child.now)
    pauses = [later - earlier for earlier, later in zip(child.starts, child.starts[1:], strict=False)]

    assert pauses[0] < 3
    assert all(later >= earlier for earlier, later in itertools.pairwise(pauses))
    assert MAX_PAUSE_SECONDS <= pauses[-1] <= MAX_PAUSE_SECONDS + 2


def test_a_long_life_is_a_clean_slate():
    child = Child("crawler", [], started=0.0, falls=9)

    assert child.pause(now=run.SETTLED_SECONDS + 1) == 1.0


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
@pytest.mark.parametrize(
    ("end", "missed"),
    [
        (RuntimeError(), True), (OSError(), True), (Unreachable(Service.SEARCH_INDEX), True), (MemoryError(), True),
        (Conflict(Setup.WORKER_RUNS), False), (KeyboardInterrupt(), False), (SystemExit(0), False),
    ],
    ids=repr,
)  # fmt: skip
def test_a_part_that_falls_is_missed_and_one_that_is_refused_or_told_to_end_is_not(
    sqlite_database: SqlDatabase, end: BaseException, missed: bool
):
    with pytest.raises(type(end)), beating(Part.WORKER, sqlite_database, lambda: NOON):
        while True:
            with sqlite_database.read() as store:
                if store.heartbeats.list():
                    raise end
    later = NOON + running.SILENT_AFTER + timedelta(seconds=1)
    with sqlite_database.read() as store:
        said = [fault.code for fault in running.faults(store, later, later)]
    assert said == ([Fault.SILENT] if missed else [])


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
    machine = Machine()
    one = Heart(Part.WORKER, sqlite_database, machine.clock)
    machine.after(3600, timedelta())

    assert moving(one, lambda: True)() is True
    assert one.moved_at == machine.clock()


@dataclass
class Machine:
    """Time as it passes, and a clock that may be set."""

    seconds: float = 1000.0
    wrong: timedelta = timedelta()

    def clock(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds) + self.wrong

    def watch(self) -> ClockWatch:
        return ClockWatch(self.clock, lambda: self.seconds)

    def after(self, seconds: float, wrong: timedelta) -> None:
        self.seconds += seconds
        self.wrong = wrong


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (timedelta(days=3), say(Fault.CLOCK_AHEAD, minutes=4320)),
        (-timedelta(minutes=10), say(Fault.CLOCK_BACK, minutes=10)),
        (timedelta(minutes=2), None),
    ],
)
def test_a_clock_that_jumps_is_said_until_it_has_come_back(wrong: timedelta, said: Message | None):
    machine = Machine()
    watch = machine.watch()
    machine.after(10, timedelta())
    assert watch.look() is None
    for _ in range(20):
        machine.after(10, wrong)
        assert watch.look() == said
    machine.after(10, timedelta())
    assert watch.look() is None


def test_a_clock_that_was_set_right_is_said_for_an_hour():
    machine = Machine()
    watch = machine.watch()
    machine.after(10, timedelta(days=1))
    assert watch.look()
    machine.after(SAID_FOR.total_seconds() + 10, timedelta(days=1))
    assert watch.look() is None
    machine.after(10, timedelta(days=1))
    assert watch.look() is None


def test_a_clock_that_is_corrected_a_little_each_day_is_never_said():
    machine = Machine()
    watch = machine.watch()
    for day in range(100):
        machine.after(86_400, timedelta(minutes=day))
        assert watch.look() is None


def test_search_that_is_away_is_said_by_the_worker_until_it_is_back(sqlite_database: SqlDatabase):
    index = FlakyIndex(away=True)
    heart = Heart(Part.WORKER, sqlite_database, lambda: NOON)
    indexing = Indexing(
        database=sqlite_database, index=index, gazetteer=FakeGazetteer(), clock=lambda: NOON, tell=lambda _: None
    )
    keeper = IndexKeeper(indexing, partial(heart.says, Fault.SEARCH_BEHIND))
    with sqlite_database.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", stage=Stage.QUEUED)])

    keeper.turn()
    heart.beat()
    with sqlite_database.read() as store:
        assert [fault.code for fault in running.faults(store, NOON, NOON)] == [Fault.SEARCH_BEHIND]
    index.away = False
    keeper.turn()
    heart.beat()
    with sqlite_database.read() as store:
        assert running.faults(store, NOON, NOON) == []
