"""Invented news never lies among a desk's own, whatever was typed and whatever the line does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app import run as run_module
from app.bootstrap import Services
from app.run import FAST_HOME, SAMPLE_HOME
from app.settings import Settings
from domain.people import Role
from domain.sources import Source
from domain.store import Store
from tests.app.conftest import Run

SAMPLE = "http://127.0.0.1:4001/"
COMMANDS = {"run --sample": SAMPLE_HOME, "demo": SAMPLE_HOME, "demo --clock fast": FAST_HOME, "newsroom": ""}


def with_source(url: str) -> Callable[[Store], None]:
    def added(store: Store) -> None:
        store.sources.save(Source(id="a", name="Báo A", home_url=url, organisation="A"))

    return added


def with_sample_and_import(store: Store) -> None:
    with_source(SAMPLE)(store)
    store.sources.save(Source(id="nhap-a", name="nhap-a", home_url="", organisation="A", active=False))


def with_password(store: Store) -> None:
    store.people.set_password(_person(store), "hash")


def _person(store: Store) -> int:
    return store.people.save("lan", "Lan", Role.ADMINISTRATOR, active=True).id


REAL = {
    "a publisher": with_source("https://bao.example/"),
    "an imported source": with_source(""),
    "a host that only looks like this machine": with_source("http://127.0.0.1.example/"),
    "a source beside the sample's": with_sample_and_import,
    "somebody's password": with_password,
}
NOT_REAL = {"nothing": lambda _: None, "the sample's": with_source(SAMPLE), "a person who was only invited": _person}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each desk that would have started is the sample's."""
    desks: list[bool] = []

    def note(services: Services, held: object, *, sample: bool) -> int:
        desks.append(sample)
        return 0

    monkeypatch.setattr(run_module, "_run", note)
    monkeypatch.setattr("app.sample.newsroom", lambda _: pytest.fail("the newsroom was started"))
    return desks


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    url = request.getfixturevalue("postgresql_url") if request.param == "postgresql" else ""
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", url)
    return url


def prepare(home: Path, database_url: str, fill: Callable[[Store], object]) -> None:
    services = Services(Settings(home=home, database_url=database_url))
    services.migrate()
    with services.database.write() as store:
        fill(store)
    services.close()


@pytest.mark.parametrize("what", REAL)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_real_desk_refuses_invented_news_in_one_sentence(
    command: str, what: str, database_url: str, started: list[bool], run: Run, home: Path
):
    prepare(home / COMMANDS[command], database_url, REAL[what])

    code, _, said = run(*command.split())

    assert (code, started, len(said.splitlines())) == (2, [], 1)
    assert "là bàn tin thật, nên không nhận tin mẫu" in said


@pytest.mark.parametrize("what", NOT_REAL)
@pytest.mark.parametrize("command", ["run --sample", "demo"])
def test_an_empty_desk_and_the_sample_s_own_take_invented_news(
    command: str, what: str, database_url: str, started: list[bool], run: Run, home: Path
):
    prepare(home / COMMANDS[command], database_url, NOT_REAL[what])

    assert run(*command.split())[0] == 0
    assert started == [True]


def test_a_publisher_of_the_sample_is_not_added_to_a_real_desk(run: Run, home: Path):
    prepare(home, "", with_source("https://bao.example/"))

    code, _, said = run("sources", "add", SAMPLE, "--sample")

    assert (code, "là bàn tin thật" in said) == (2, True)


@pytest.mark.parametrize("what", ["nothing", "a publisher", "a person who was only invited", "somebody's password"])
def test_a_line_that_is_down_puts_no_invented_news_into_a_desk_of_postgresql(
    what: str,
    postgresql_url: str,
    started: list[bool],
    run: Run,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("DIEMTIN_DATABASE_URL", postgresql_url)
    monkeypatch.setattr(run_module, "online", lambda: False)
    prepare(home, postgresql_url, (REAL | NOT_REAL)[what])

    code, [said], _ = run("run")

    assert (code, started) == (0, [False])
    assert "Không có internet: bàn tin mở với những bài đã đọc" in said


@pytest.mark.parametrize(("what", "sample"), [("nothing", True), ("a publisher", False)])
def test_a_line_that_is_down_shows_the_sample_only_to_who_tries_an_empty_folder(
    what: str, sample: bool, started: list[bool], run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run_module, "online", lambda: False)
    prepare(home, "", (REAL | NOT_REAL)[what])

    assert run("run")[0] == 0
    assert started == [sample]
    if sample:
        with Services(Settings(home=home)).database.read() as store:
            assert store.sources.list() == []
