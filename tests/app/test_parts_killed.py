"""A part that is killed is said until it runs again, and an end in order leaves nobody to be missed. Real processes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import sleep

import httpx
import psutil
import pytest

from app.bootstrap import Services
from app.leader import only_one
from app.settings import Settings
from database.engine import SqlDatabase
from desk import running
from desk.running import SILENT_AFTER, Fault
from domain.running import Heartbeat, Part
from domain.stage import Stage
from domain.times import now
from tests.app.test_once import _greeted, _port, desk_process
from tests.making import NOON, a_lease, an_article, with_sources

PROJECT = Path(__file__).parents[2]
LATER = SILENT_AFTER + timedelta(seconds=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    url = ""
    if request.param == "postgresql":
        database: SqlDatabase = request.getfixturevalue("postgresql_database")
        url = database.engine.url.render_as_string(hide_password=False)
    made = Services(Settings(home=tmp_path, database_url=url))
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def work(services: Services) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """A worker that has left its sign of life."""
    settings = services.settings
    command = [sys.executable, "-m", "tests.app.ending_driver", "work", "--home", str(settings.home)]
    environment = os.environ | {"DIEMTIN_DATABASE_URL": settings.database_url, "DIEMTIN_PROCESSES": "1"}
    with ExitStack() as started:

        def one() -> subprocess.Popen[bytes]:
            process = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.DEVNULL)
            started.enter_context(process)
            started.callback(process.kill)
            while not any(beat.process.endswith(f":{process.pid}") for beat in beats(services)):
                assert process.poll() is None
                sleep(0.05)  # pytest's own limit ends a failure
            return process

        yield one


def beats(services: Services) -> list[Heartbeat]:
    with services.database.read() as store:
        return store.heartbeats.list()


def said(services: Services, later: timedelta) -> list[str]:
    with services.database.read() as store:
        return [fault.code for fault in running.faults(store, now() + later, now() + later)]


def test_a_worker_that_was_killed_is_missed_until_one_that_came_after_ends_in_order(
    services: Services, work: Callable[[], subprocess.Popen[bytes]]
) -> None:
    first = work()
    first.kill()
    first.wait()
    assert said(services, LATER) == [Fault.SILENT]
    second = work()
    assert said(services, timedelta()) == []
    second.send_signal(signal.SIGTERM)
    assert second.wait(45) == 0
    assert (beats(services), said(services, LATER)) == ([], [])


def test_what_a_killed_worker_had_claimed_is_free_as_soon_as_the_next_one_holds_the_desk(services: Services) -> None:
    with services.database.write() as store:
        with_sources(store)
        store.articles.add([an_article("a")])
    with services.database.write() as store:
        assert len(store.articles.claim(Stage.EXTRACTED, 9, NOON, lease=a_lease())) == 1
        assert store.articles.claim(Stage.EXTRACTED, 9, NOON, lease=a_lease()) == []
    with only_one(services), services.database.write() as store:
        assert len(store.articles.claim(Stage.EXTRACTED, 9, NOON, lease=a_lease())) == 1


@pytest.mark.slow
def test_a_part_that_is_killed_is_said_until_it_runs_again_and_an_end_in_order_leaves_nothing(
    home: Path, migrated_sqlite: Path
) -> None:
    home.mkdir()
    shutil.copy(migrated_sqlite, home / "diemtin.db")
    port = _port()
    with desk_process(home, port) as desk, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as stranger:
        _greeted(desk)
        services = Services(Settings(home=home))
        while {beat.part for beat in beats(services)} != {Part.WORKER, Part.CRAWLER}:
            sleep(0.1)
        killed = next(beat.process for beat in beats(services) if beat.part is Part.WORKER)
        psutil.Process(int(killed.rpartition(":")[2])).kill()
        while "running.silent" not in stranger.get("/ready").text:
            sleep(0.1)
        while stranger.get("/ready").status_code != 200:  # it was started again
            sleep(0.2)
        assert [beat for beat in beats(services) if beat.part is Part.WORKER][-1].process != killed
        desk.send_signal(signal.SIGTERM)
        assert desk.wait(45) == 0
    assert beats(services) == []
    services.close()
