"""The search engines a desk may have: the one in its home folder, and an OpenSearch cluster."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from app.settings import Settings
from domain.ports import Percolator, SearchIndex
from domain.search import Document
from index.embedded.engine import EmbeddedIndex
from index.embedded.health import Health
from index.percolator.engine import EmbeddedPercolator
from index.rebuild import rebuild
from index.rebuilt import Rebuilt

if TYPE_CHECKING:
    from index.opensearch.server import Cluster

EMBEDDED, OPENSEARCH = "embedded", "opensearch"  # stored: whose the marks of the articles are


class Engine(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def index(self) -> SearchIndex: ...

    @property
    def percolator(self) -> Percolator: ...

    def fault(self) -> str: ...  # why it must be built anew, for the log; "" when it need not. Raise Unreachable

    def rebuild(self, documents: Iterable[Document]) -> Rebuilt: ...  # raise Unreachable


def engine(settings: Settings, known: dict[str, Any]) -> Engine:
    """`known`: what the index reads a query with."""
    return Clustered(settings, known) if settings.search_url else InTheHome(settings, known)


class InTheHome:
    name = EMBEDDED

    def __init__(self, settings: Settings, known: dict[str, Any]) -> None:
        self._path = settings.index_path
        self.index = EmbeddedIndex(self._path, **known)
        self.percolator = EmbeddedPercolator(**known)
        self.fault = Health(self._path).fault

    def rebuild(self, documents: Iterable[Document]) -> Rebuilt:
        return Rebuilt(rebuild(self._path, documents))


class Clustered:
    name = OPENSEARCH

    def __init__(self, settings: Settings, known: dict[str, Any]) -> None:
        from index.opensearch.engine import OpenSearchIndex  # the extra `opensearch`
        from index.opensearch.percolator import OpenSearchPercolator

        self._cluster = cluster(settings)
        self.index = OpenSearchIndex(self._cluster, **known)
        self.percolator = OpenSearchPercolator(self._cluster, **known)
        self.fault: Callable[[], str] = self.index.fault

    def rebuild(self, documents: Iterable[Document]) -> Rebuilt:
        from index.opensearch.rebuild import rebuild as rebuild_cluster

        return rebuild_cluster(self._cluster, documents)


def cluster(settings: Settings) -> "Cluster":
    from index.opensearch.server import Cluster

    return Cluster(
        urls=[url.strip() for url in settings.search_url.split(",")],
        name=settings.search_name,
        user=settings.search_user,
        password=settings.search_password,
        ca_file=settings.search_ca_file,
        shards=settings.search_shards,
    )
