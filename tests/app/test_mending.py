"""The worker builds a damaged or lost index anew, and says so meanwhile; so does a search from the command line."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.index_keeper import IndexKeeper
from app.rebuilding import Mending
from app.settings import Settings
from desk.running import Fault
from domain.message import Message
from domain.search import Query
from domain.stage import Stage
from tests.app.conftest import Run
from tests.making import an_article, with_sources

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def cut(path: Path) -> None:
    for meta in path.glob("*/meta.json"):
        meta.write_bytes(meta.read_bytes()[:50])


DAMAGE: dict[str, Callable[[Path], object]] = {"lost": shutil.rmtree, "cut": cut}


@pytest.fixture
def services(home: Path) -> Services:
    made = Services(Settings(home=home), clock=lambda: NOON)
    made.migrate()
    with made.database.write() as store:
        with_sources(store)
        store.articles.add([an_article("a", title="Covid-19 trở lại", stage=Stage.QUEUED)])
    return made


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_the_worker_builds_it_anew_and_says_so_meanwhile(services: Services, damage: str) -> None:
    said: list[Message | None] = []
    mending = Mending(services)
    keeper = IndexKeeper(services.intake().indexing, said.append, mending.fault, mending.mend)
    keeper.turn()
    assert services.index.count() == 1
    said.clear()
    DAMAGE[damage](services.settings.index_path)
    keeper._look_at = 0.0
    keeper.turn()
    assert [message and message.code for message in said] == [Fault.SEARCH_REBUILT, None]
    assert services.index.find(Query(text="covid")).total == 1


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_search_from_the_command_line_builds_it_anew(services: Services, run: Run, damage: str) -> None:
    assert run("search", "covid")[0] == 0
    DAMAGE[damage](services.settings.index_path)
    code, lines, complained = run("search", "covid")
    assert code == 0
    assert len(lines[0]["hits"]) == 1
    assert "dựng lại" in complained
    assert "dựng lại" not in run("search", "covid")[2]


def test_a_search_on_a_new_desk_finds_nothing_and_complains_of_nothing(run: Run) -> None:
    code, lines, complained = run("search", "covid")
    assert (code, lines[0]["hits"], complained) == (0, [], "")
