"""The index on an OpenSearch cluster: any number of processes on any number of machines read and write."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from domain.search import DayCounts, Document, Query, Results
from index.opensearch.mapping import source
from index.opensearch.names import Names
from index.opensearch.reader import ClusterReader
from index.opensearch.server import Cluster, Gone, away, calls
from index.opensearch.shards import Shards
from index.opensearch.writing import batches, removed, written
from index.query.answering import answered
from index.query.parser import Parsed, Resolver, as_typed, parse
from index.query.publishers import Publishers
from index.searching import by_day, search

T = TypeVar("T")
_TRIES = 3  # the index may be made, or be swapped for another, while it is asked


class OpenSearchIndex:
    """A SearchIndex. Whoever first asks for it makes it, empty; a cluster that is away is asked again each time."""

    def __init__(
        self,
        cluster: Cluster,
        *,
        resolve: Resolver = as_typed,
        known: Publishers | None = None,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        self._resolve, self._known, self._today = resolve, known, today
        self._client = cluster.client()
        self._names = Names(self._client, cluster.name, cluster.shards)
        self._shards = Shards(self._client, self._names.alias)

    def add(self, documents: Iterable[Document]) -> None:
        for batch in batches(documents):
            lines = [(id_, source(document)) for id_, document in batch.items()]
            self._asked(lambda lines=lines: written(self._client, self._names, lines))  # type: ignore[misc]

    def remove(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        if gone:
            self._asked(lambda: removed(self._client, self._names, gone))

    def find(self, query: Query) -> Results:
        return self._asked(lambda: self._found(query))

    def by_day(self, query: Query, ids: int) -> DayCounts:
        asked = replace(query, whole=True)

        def counted() -> DayCounts:
            reader = ClusterReader(self._client, self._names.alias, self._shards, query.text)
            return by_day(reader, parse(asked, resolve=self._resolve, known=self._known, today=self._today()), ids)

        return self._asked(counted)

    def count(self) -> int:
        return int(self._asked(lambda: self._client.count(index=self._names.alias)["count"]))

    def fault(self) -> str:
        """Why it must be built anew, for the log; "" when it need not. Raise Unreachable."""
        with calls():
            return self._names.fault()

    def _found(self, query: Query) -> Results:
        reader = ClusterReader(self._client, self._names.alias, self._shards, query.text)

        def read(text: str) -> Parsed:
            asked = replace(query, text=text)
            return reader.expect(parse(asked, resolve=self._resolve, known=self._known, today=self._today()))

        return answered(read(query.text), lambda parsed: search(reader, query, parsed, read))

    def _asked(self, ask: Callable[[], T]) -> T:
        for _ in range(_TRIES):
            try:
                with calls():
                    return ask()
            except Gone as gone:
                why = str(gone)
                with calls():
                    self._names.ensure()
        raise away(why)
