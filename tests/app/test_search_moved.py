"""A desk that searches on a cluster: it goes on while the cluster is away, and moves there and back by one command."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import Services
from app.index_keeper import AWAY_SECONDS, IndexKeeper
from app.rebuilding import Mending
from app.settings import Settings
from desk.running import Fault
from domain.errors import Unreachable
from domain.message import Message
from domain.search import Document, Query
from domain.stage import Stage
from index.opensearch.server import Cluster
from tests.app.conftest import Run
from tests.index.searched import searched
from tests.index.tls_proxy import Proxy, tls_proxy
from tests.making import an_article, with_sources

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


@pytest.fixture
def proxy(opensearch_server: str, tmp_path: Path) -> Iterator[Proxy]:
    with tls_proxy(opensearch_server, tmp_path) as made:
        yield made


@pytest.fixture
def settings(home: Path, proxy: Proxy, cluster: Cluster, tmp_path: Path) -> dict[str, str]:
    """Those of a desk on the cluster, as the environment gives them."""
    secret = tmp_path / "password"
    secret.write_text(f"{proxy.password}\n", "utf-8")
    return {
        "search_url": proxy.url, "search_name": cluster.name, "search_user": proxy.user,
        "search_password_file": str(secret), "search_ca_file": str(proxy.ca_file),
    }  # fmt: skip


@pytest.fixture
def embedded(home: Path) -> Services:
    made = Services(Settings(home=home), clock=lambda: NOON)
    made.migrate()
    with made.database.write() as store:
        with_sources(store)
    return made


def clustered(home: Path, settings: dict[str, str]) -> Services:
    return Services(Settings(home=home, **settings), clock=lambda: NOON)  # type: ignore[arg-type]


def keeper(services: Services, said: list[Message | None]) -> IndexKeeper:
    """That of a worker that has just started."""
    mending = Mending(services)
    return IndexKeeper(services.intake().indexing, said.append, mending.fault, mending.mend)


def arrives(services: Services, key: str) -> None:
    with services.database.write() as store:
        store.articles.add([an_article(key, id=key, title=f"Covid-19 trở lại {key}", stage=Stage.QUEUED)])


def found(services: Services) -> set[str]:
    return {hit.id for hit in services.index.find(Query(text="covid", limit=50)).hits}


def codes(said: list[Message | None]) -> list[object]:
    return [message and message.code for message in said]


def test_a_desk_goes_on_while_the_cluster_is_away_says_so_and_catches_up_by_itself(
    home: Path, embedded: Services, settings: dict[str, str], proxy: Proxy
) -> None:
    services, said = clustered(home, settings), list[Message | None]()
    arrives(services, "a")
    lane = keeper(services, said)
    lane.turn()
    lane.turn()
    assert found(services) == {"a"}
    said.clear()
    proxy.away = True
    arrives(services, "b")
    assert [lane.turn(), lane.turn()] == [AWAY_SECONDS] * 2
    assert codes(said) == [Fault.SEARCH_BEHIND]
    with pytest.raises(Unreachable):
        services.index.count()
    proxy.away = False
    lane.turn()
    assert codes(said) == [Fault.SEARCH_BEHIND, None]
    assert found(services) == {"a", "b"}


def test_a_desk_moves_to_the_cluster_and_back_by_one_command_each(
    home: Path,
    embedded: Services,
    settings: dict[str, str],
    proxy: Proxy,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = list[Message | None]()
    for key in "ab":
        arrives(embedded, key)
    worker = keeper(embedded, said)
    worker.turn()
    for name, value in settings.items():
        monkeypatch.setenv(f"DIEMTIN_{name.upper()}", value)
    proxy.away = True
    assert run("rebuild")[0] == 2
    proxy.away = False
    assert worker.turn() < AWAY_SECONDS  # a move that failed changes nothing

    with searched(lambda: found(embedded), {"a", "b"}.__eq__) as wrong:
        assert run("rebuild")[0] == 0
        arrives(embedded, "c")
        assert worker.turn() == AWAY_SECONDS  # it may not say that search knows c
    assert wrong == []
    assert codes(said)[-1] == Fault.SEARCH_BEHIND

    there, said = clustered(home, settings), []
    worker = keeper(there, said)
    assert found(there) == {"a", "b"}
    worker.turn()
    assert (found(there), said) == ({"a", "b", "c"}, [])

    with searched(lambda: found(there), {"a", "b", "c"}.__eq__) as wrong:
        for name in settings:
            monkeypatch.delenv(f"DIEMTIN_{name.upper()}")
        assert run("rebuild")[0] == 0
        arrives(embedded, "d")
        assert worker.turn() == AWAY_SECONDS
    assert wrong == []
    back = Services(Settings(home=home), clock=lambda: NOON)
    keeper(back, []).turn()
    assert found(back) == {"a", "b", "c", "d"}


@pytest.mark.parametrize("before", ["embedded", "the cluster"])
def test_what_arrives_while_the_cluster_is_filled_is_found_there(
    home: Path, embedded: Services, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    arrives(embedded, "a")
    there = clustered(home, settings)
    worker = keeper(embedded if before == "embedded" else clustered(home, settings), [])
    worker.turn()
    fill = there.engine.rebuild

    def meanwhile(documents: Iterable[Document]) -> Iterator[Document]:
        yield from documents
        arrives(embedded, "b")
        worker.turn()

    monkeypatch.setattr(there.engine, "rebuild", lambda documents: fill(meanwhile(documents)))
    Mending(there).mend()
    keeper(there, []).turn()
    assert found(there) == {"a", "b"}
