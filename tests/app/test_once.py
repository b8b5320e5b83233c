"""One desk, once: the second is told at once and where; the parts end with their parent; a killed desk starts again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from app.bootstrap import Services
from app.once import of_the_home, once
from app.settings import Settings
from database.advisory import AdvisoryLock
from database.engine import open_engine
from domain.errors import Unusable
from domain.locks import Lock
from messages.catalogue import LANGUAGES, Catalogue, entries
from tests.app.conftest import Run

ADDRESS = "http://127.0.0.1:8123"


def refusal(home: Path, lock: Lock, url: str = "") -> str:
    services = Services(Settings(home=home, database_url=url))
    try:
        with pytest.raises(Unusable) as refused, once(services, lock):
            pass
    finally:
        services.close()
    return Catalogue()(refused.value.why)


@contextmanager
def running(home: Path, lock: Lock, url: str = "") -> Iterator[None]:
    services = Services(Settings(home=home, database_url=url))
    with once(services, lock) as held:
        held.tell(ADDRESS)
        yield
    services.close()


@pytest.mark.parametrize(
    ("first", "second"),
    [(Lock.RUN, lock) for lock in Lock] + [(lock, Lock.RUN) for lock in Lock] + [(lock, lock) for lock in Lock],
)
def test_the_second_on_a_home_is_told_where_the_first_is(first: Lock, second: Lock, home: Path):
    with running(home, first):
        said = refusal(home, second)
    assert ADDRESS in said
    assert str(os.getpid()) in said
    with running(home, second):  # the first has ended
        pass


def test_worker_and_crawler_of_one_desk_run_side_by_side(home: Path):
    with running(home, Lock.WORKER), running(home, Lock.CRAWLER):
        assert ADDRESS in refusal(home, Lock.RUN)


@pytest.mark.parametrize("second", Lock)
def test_the_second_on_a_postgresql_is_told_where_the_first_is(second: Lock, postgresql_url: str, tmp_path: Path):
    with running(tmp_path / "one", Lock.RUN, postgresql_url):
        assert ADDRESS in refusal(tmp_path / "two", second, postgresql_url)
    with running(tmp_path / "two", second, postgresql_url):
        pass


def test_a_lock_that_an_outage_took_is_taken_anew_or_found_to_be_anothers(postgresql_url: str):
    mine, other = AdvisoryLock(postgresql_url), AdvisoryLock(postgresql_url)
    assert mine.take(Lock.WORKER)
    mine.tell("mine")
    assert not other.take(Lock.WORKER)
    _cut(postgresql_url, "mine")
    assert mine.keep(Lock.WORKER)
    assert other.holder(Lock.WORKER) == "mine"
    _cut(postgresql_url, "mine")
    assert other.take(Lock.WORKER)
    assert not mine.keep(Lock.WORKER)
    mine.close()
    other.close()


def test_a_server_that_was_started_again_has_forgotten_the_lock(postgresql_url: str):
    mine, other = AdvisoryLock(postgresql_url), AdvisoryLock(postgresql_url)
    assert mine.take(Lock.WORKER)
    mine.tell("mine")
    assert mine.is_ours()
    _cut(postgresql_url, "mine")
    assert not mine.is_ours()
    assert other.take(Lock.WORKER)
    assert not mine.is_ours()
    mine.close()
    other.close()


def _cut(url: str, name: str) -> None:
    """What a restart of the server does to one connection."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = "FROM pg_stat_activity WHERE application_name = :name"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {found}"), {"name": name})
        for _ in range(200):
            if not connection.execute(text(f"SELECT count(*) {found}"), {"name": name}).scalar():
                break
            connection.rollback()
            time.sleep(0.02)
    engine.dispose()


@pytest.mark.parametrize("command", ["run", "work", "crawl"])
def test_each_command_says_that_the_desk_is_running(command: str, run: Run, home: Path):
    with running(home, Lock.RUN):
        code, _, said = run(command)
    assert (code, len(said.strip().splitlines()), ADDRESS in said) == (2, 1, True)


def test_a_lock_file_that_was_left_behind_holds_nobody(home: Path):
    home.mkdir()
    (home / "run.lock").write_text("not what we write")
    with of_the_home(home, Lock.RUN):
        pass
    with of_the_home(home, Lock.RUN):
        pass


@pytest.mark.parametrize("lock", Lock)
def test_every_part_has_its_name_in_both_languages(lock: Lock):
    assert all(f"lock.{lock}" in entries(language) for language in LANGUAGES)


def test_a_child_ends_with_its_parent_where_only_the_pipe_tells():
    child = (
        "import app.parent as p, time; p.die_with_parent = lambda: None; p.end_with_parent(); "
        "print(1, flush=True); time.sleep(60)"
    )
    parent = f"import sys, app.parent as p; p.start([sys.executable, '-c', {child!r}]).wait()"
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"1\n"
        [orphan] = psutil.Process(started.pid).children()

        started.kill()

    orphan.wait(10)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def desk_process(home: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    code = (  # as if there were internet, and no publisher to visit
        "import sys, app.run; app.run.online = lambda: True; from app.cli import main; sys.exit(main())"
    )
    environment = os.environ | {"DIEMTIN_PORT": str(port), "DIEMTIN_PROCESSES": "2"}
    command = [sys.executable, "-c", code, "run", "--home", str(home)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield started
        finally:
            if started.poll() is None:
                started.terminate()
                started.wait(30)


def _greeted(started: subprocess.Popen[str]) -> None:
    assert started.stdout is not None
    assert any("Dừng: bấm Ctrl-C" in line for line in iter(started.stdout.readline, ""))


@pytest.mark.slow
def test_a_killed_desk_leaves_nothing_running_and_starts_again_at_once(home: Path, migrated_sqlite: Path):
    home.mkdir()
    shutil.copy(migrated_sqlite, home / "diemtin.db")
    port = _port()
    with desk_process(home, port) as first:
        _greeted(first)
        said = refusal(home, Lock.RUN)
        assert f"http://127.0.0.1:{port}" in said
        parts = psutil.Process(first.pid).children(recursive=True)
        assert len(parts) >= 3
        first.send_signal(signal.SIGKILL)
        first.wait()
        with desk_process(home, port) as second:
            _greeted(second)
            _, alive = psutil.wait_procs(parts, timeout=10)
            assert not alive
