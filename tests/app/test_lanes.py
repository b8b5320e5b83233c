"""A desk on several machines: readers that hold no lock, placers of which one leads, and one that indexes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from app.bootstrap import Services
from app.lanes import index_lane
from app.leader import only_one
from app.settings import Settings
from database.advisory import AdvisoryLock
from database.engine import SqlDatabase
from domain.errors import Unusable
from domain.locks import Lock
from domain.running import Part
from domain.stage import Stage
from messages.catalogue import Catalogue
from tests.app.conftest import Run
from tests.making import NOON, a_lease, an_article, with_sources

PROJECT = Path(__file__).parents[2]
TAKEN_OVER_SECONDS = 30.0  # it takes a tenth of one, but for a machine that is busy

Start = Callable[..., subprocess.Popen[bytes]]


def url_of(database: SqlDatabase) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def work(postgresql_database: SqlDatabase, tmp_path: Path) -> Iterator[Start]:
    """`diemtin work --lane …` as on a machine of its own: with a home of its own."""
    with ExitStack() as started:

        def one(lane: str, *more: str) -> subprocess.Popen[bytes]:
            home = tmp_path / f"machine-{os.urandom(4).hex()}"
            environment = os.environ | {"DIEMTIN_DATABASE_URL": url_of(postgresql_database), "DIEMTIN_PROCESSES": "1"}
            module = "tests.app.placing_driver" if more else "app"
            command = [sys.executable, "-m", module, "work", "--lane", lane, "--home", str(home), *more]
            process = subprocess.Popen(command, cwd=PROJECT, env=environment)
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield one


def is_part(database: SqlDatabase, process: subprocess.Popen[bytes], part: Part) -> bool:
    assert process.poll() is None
    with database.read() as store:
        beats = store.heartbeats.list()
    return part in [beat.part for beat in beats if beat.process.endswith(f":{process.pid}")]


def until(said: Callable[[], bool]) -> None:
    while not said():
        sleep(0.02)  # pytest's own limit ends a failure


def understood(database: SqlDatabase, *keys: str) -> None:
    with database.write() as store:
        with_sources(store)
        store.articles.add([an_article(key, id=key, stage=Stage.UNDERSTOOD) for key in keys])


def all_placed(database: SqlDatabase) -> bool:
    with database.read() as store:
        return store.progress.counts()[Stage.UNDERSTOOD] == 0


@pytest.mark.parametrize(("language", "says"), [("vi", "cần PostgreSQL"), ("en", "needs PostgreSQL")])
@pytest.mark.parametrize("lane", ["read", "place", "index"])
def test_a_desk_on_sqlite_is_not_divided_and_says_so(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, lane: str, language: str, says: str
) -> None:
    monkeypatch.setenv("DIEMTIN_LANGUAGE", language)
    code, _, said = run("work", "--lane", lane)
    assert (code, len(said.strip().splitlines()), says in said, f"--lane {lane}" in said) == (2, 1, True, True)
    assert not home.exists()


def test_when_the_leader_is_killed_the_one_that_follows_leads_and_places(
    postgresql_database: SqlDatabase, work: Start
) -> None:
    understood(postgresql_database, "a", "b")
    first = work("place")
    until(lambda: all_placed(postgresql_database))
    assert is_part(postgresql_database, first, Part.PLACER)
    second = work("place")
    until(lambda: is_part(postgresql_database, second, Part.STANDBY))
    understood(postgresql_database, "c")
    with postgresql_database.write() as store:  # as if it had died with this article in its hands
        store.articles.claim(Stage.UNDERSTOOD, 9, NOON, lease=a_lease(seconds=3600))

    first.kill()
    began = monotonic()
    until(lambda: is_part(postgresql_database, second, Part.PLACER))
    assert monotonic() - began < TAKEN_OVER_SECONDS

    until(lambda: all_placed(postgresql_database))
    second.send_signal(signal.SIGTERM)
    assert second.wait(60) == 0


def test_of_a_leader_that_was_paused_while_another_took_over_nothing_is_written(
    postgresql_database: SqlDatabase, work: Start
) -> None:
    understood(postgresql_database, "a", "b", "c")
    old = work("place", "--pause")
    until(lambda: psutil.Process(old.pid).status() == psutil.STATUS_STOPPED)
    assert not all_placed(postgresql_database)
    new = work("place", "--soon")
    until(lambda: all_placed(postgresql_database))
    with postgresql_database.read() as store:
        before = [(store.articles.get(key), store.progress.outcomes(key)) for key in "abc"]

    old.send_signal(signal.SIGCONT)
    until(lambda: is_part(postgresql_database, old, Part.STANDBY))  # it has found that it leads no more

    with postgresql_database.read() as store:
        assert [(store.articles.get(key), store.progress.outcomes(key)) for key in "abc"] == before
    assert [outcome.tries for _, told in before for outcome in told] == [1, 1, 1]
    lock = AdvisoryLock(url_of(postgresql_database))
    assert f" {new.pid} " in lock.holder(Lock.WORKER)
    lock.close()
    for process in (old, new):
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_a_reader_works_beside_whoever_leads_and_leaves_what_others_have_leased(
    postgresql_database: SqlDatabase, work: Start, tmp_path: Path
) -> None:
    services = Services(Settings(home=tmp_path, database_url=url_of(postgresql_database)))
    with only_one(services):
        with postgresql_database.write() as store:
            with_sources(store)
            store.articles.add([an_article("theirs", id="theirs")])
            store.articles.claim(Stage.EXTRACTED, 9, NOON, lease=a_lease("theirs", seconds=3600))
            store.articles.add([an_article("free", id="free")])
        reader = work("read")
        until(lambda: stage(postgresql_database, "free") is Stage.UNDERSTOOD)
        assert is_part(postgresql_database, reader, Part.READER)
        with postgresql_database.write() as store:
            assert store.articles.held(["theirs"], "theirs") == {"theirs"}
        reader.send_signal(signal.SIGTERM)
        assert reader.wait(60) == 0
    services.close()


def stage(database: SqlDatabase, article_id: str) -> Stage:
    with database.read() as store:
        return store.articles.get(article_id).stage


def test_a_second_that_indexes_for_the_desk_is_told_where_the_first_does(
    postgresql_database: SqlDatabase, tmp_path: Path
) -> None:
    desks = [Services(Settings(home=tmp_path / n, database_url=url_of(postgresql_database))) for n in ("a", "b")]
    with index_lane(desks[0], lambda _: None), pytest.raises(Unusable) as refused, index_lane(desks[1], lambda _: None):
        pass
    said = Catalogue()(refused.value.why)
    assert ("phần nạp tìm kiếm" in said, str(os.getpid()) in said) == (True, True)
    for desk in desks:
        desk.close()


@pytest.mark.slow
def test_readers_and_a_leader_that_is_killed_again_and_again_give_exactly_what_one_worker_gives(
    postgresql: str, tmp_path: Path
) -> None:
    deaths, copies = 10, 2
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.lanes_driver", postgresql, tmp_path, str(deaths), str(copies)],
        capture_output=True,
        text=True,
        timeout=900,
        cwd=PROJECT,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["deaths"] == deaths
    assert said["unlike"] == {table: [] for table in said["unlike"]}
    articles, dropped = said["counts"]["articles"][1], said["counts"]["dropped"][1]
    assert (articles + dropped, dropped > 20) == (said["pages"], True)
    assert {one == many for one, many in said["counts"].values()} == {True}
    assert said["stories"] > 50
