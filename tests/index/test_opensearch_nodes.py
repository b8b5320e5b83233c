"""A cluster of three loses its manager by kill -9 while people search."""

import json
from collections import Counter
from collections.abc import Iterator
from threading import Event, Lock, Thread
from time import monotonic
from urllib.request import urlopen

import pytest

from domain.search import Document, Query
from index.opensearch.engine import OpenSearchIndex
from index.opensearch.rebuild import rebuild
from index.opensearch.server import Cluster
from scripts.own_opensearch import Server, own_opensearch
from tests.conftest import UNHURRIED_SECONDS, skipped_where_it_cannot_be_had

ARTICLES = 30
SEARCHES_AFTER = 150  # after the kill
PER_SECOND = 50
SEARCHERS = 4


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    with skipped_where_it_cannot_be_had(own_opensearch(3)) as found:
        yield found


@pytest.mark.slow
def test_a_cluster_of_three_loses_its_manager_and_no_search_fails_or_is_incomplete(servers: list[Server]) -> None:
    cluster = Cluster(urls=[server.url for server in servers], shards=2, seconds=UNHURRIED_SECONDS)
    rebuild(cluster, [Document(id=f"a{n}", title=f"Bão số {n}", text="Gió giật cấp 10") for n in range(ARTICLES)])
    with urlopen(f"{servers[0].url}/_cat/cluster_manager?format=json", timeout=30) as answer:
        elected = json.load(answer)[0]["node"]
    [manager] = [server for server in servers if server.name == elected]
    searching = Searching(OpenSearchIndex(cluster))
    searching.until(PER_SECOND)
    manager.process.kill()
    manager.process.wait()
    searching.until(PER_SECOND + SEARCHES_AFTER)
    searching.end()
    assert set(searching.told) == {"whole"}, searching.told
    OpenSearchIndex(cluster).add([Document(id="after", title="Bão tan", text="Nắng lên")])  # another one manages
    assert OpenSearchIndex(cluster).count() == ARTICLES + 1
    [one, _] = [server for server in servers if server is not manager]
    assert one.process.stdin is not None
    one.process.stdin.close()  # as when the process that started it is killed
    one.process.wait(UNHURRIED_SECONDS)


class Searching:
    """Searches by several people, together `PER_SECOND`, or as many as the machine can."""

    def __init__(self, index: OpenSearchIndex) -> None:
        self.index, self.told, self.lock, self.over = index, Counter[str](), Lock(), Event()
        self.threads = [Thread(target=self._go_on) for _ in range(SEARCHERS)]
        for thread in self.threads:
            thread.start()

    def _go_on(self) -> None:
        due = monotonic()
        while not self.over.wait(max(due - monotonic(), 0)):
            due = max(due + SEARCHERS / PER_SECOND, monotonic())
            told = self._search()
            with self.lock:
                self.told[told] += 1

    def _search(self) -> str:
        try:
            found = self.index.find(Query(text="bão", limit=ARTICLES))
        except Exception as error:  # noqa: BLE001 - whatever fails is told, and the others go on
            return str(getattr(error, "cause", repr(error)))
        return "whole" if found.total == len(found.hits) == ARTICLES else f"only {len(found.hits)} of {found.total}"

    def until(self, number: int) -> None:
        while self.told.total() < number:
            self.over.wait(0.05)

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
