"""Saved searches kept in the cluster, in an index of their own with the articles' fields."""

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from opensearchpy.exceptions import RequestError

from domain.search import Document, Match, Query
from index.opensearch.mapping import MAX_RESULT_WINDOW, VERSION, mapping, settings, source
from index.opensearch.printing import Json, printed
from index.opensearch.server import WRITE_SECONDS, Cluster, Gone, away, calls
from index.percolator.article import CutArticle
from index.percolator.wanted import Wanted, WantedByAll
from index.percolator.why import why
from index.query.parser import Resolver, as_typed
from index.query.publishers import Publishers

_SEARCHES_PER_CALL = 1_000
_DOCUMENTS_PER_CALL = 20  # the server answers with each search once, and in which of these it holds


class OpenSearchPercolator:
    """A Percolator. The searches are a copy: whatever the cluster lacks or holds beyond them is put right first."""

    def __init__(
        self,
        cluster: Cluster,
        *,
        resolve: Resolver = as_typed,
        known: Publishers | None = None,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        self._client, self._shards = cluster.client(), cluster.shards
        self._index = f"{cluster.name}-saved-v{VERSION}"
        self._all = WantedByAll(resolve=resolve, known=known, today=today)
        self._wanted: dict[int, Wanted] = {}
        self._is_told = False  # the cluster holds what is wanted

    def learn(self, searches: Mapping[int, Query]) -> None:
        self._all.searches = searches

    def match(self, documents: Sequence[Document], counted: Container[int] = ()) -> list[Match]:
        for number, wanted in self._all.changed().items():
            self._is_told = False
            self._wanted.pop(number, None)
            if wanted:
                self._wanted[number] = wanted
        try:
            with calls():
                return self._matched(documents, counted)
        except Gone:
            self._is_told = False
        try:
            with calls():
                return self._matched(documents, counted)
        except Gone as gone:
            raise away(str(gone)) from gone

    def _matched(self, documents: Sequence[Document], counted: Container[int]) -> list[Match]:
        if not self._is_told:
            self._tell()
            self._is_told = True
        starts = range(0, len(documents), _DOCUMENTS_PER_CALL)
        batches = [documents[at : at + _DOCUMENTS_PER_CALL] for at in starts]
        return [match for batch in batches for match in self._percolated(batch, counted)]

    def _percolated(self, documents: Sequence[Document], counted: Container[int]) -> Iterator[Match]:
        body = {"query": {"percolate": {"field": "query", "documents": [source(one) for one in documents]}}}
        found = self._client.search(
            body=body | {"size": MAX_RESULT_WINDOW, "_source": False, "sort": ["_doc"]},
            index=self._index,
            params={"allow_partial_search_results": "false"},
            request_timeout=WRITE_SECONDS,
        )["hits"]["hits"]
        held: list[list[int]] = [[] for _ in documents]
        for hit in found:
            for slot in hit["fields"]["_percolator_document_slot"]:
                held[slot].append(int(hit["_id"]))
        for document, numbers in zip(documents, held, strict=True):
            article = CutArticle(document) if numbers else None
            for number in sorted(numbers):
                if number in counted:
                    yield Match(number, document.id)
                elif article and number in self._wanted:
                    yield why(number, self._wanted[number].reasons, article)

    def _tell(self) -> None:
        """Make the cluster hold these searches and no others."""
        self._ensure()
        trees = {str(number): printed(one.tree) for number, one in self._wanted.items()}
        wanted = {number: _mark(tree) for number, tree in trees.items()}
        held = self._held()
        changes: list[list[Json]] = [[{"delete": {"_id": number}}] for number in held.keys() - wanted.keys()]
        changes += [
            [{"index": {"_id": number}}, {"query": trees[number], "mark": mark}]
            for number, mark in wanted.items()
            if held.get(number) != mark
        ]
        for at in range(0, len(changes), _SEARCHES_PER_CALL):
            self._send([line for change in changes[at : at + _SEARCHES_PER_CALL] for line in change])

    def _send(self, lines: list[Json]) -> None:
        params = {"refresh": "true"}
        answer = self._client.bulk(body=lines, index=self._index, params=params, request_timeout=WRITE_SECONDS)
        failed = [one for item in answer["items"] for one in item.values() if one["status"] not in (200, 201, 404)]
        if failed:
            raise away(str(failed[0]))

    def _held(self) -> dict[str, str]:
        body = {"query": {"match_all": {}}, "size": MAX_RESULT_WINDOW, "_source": ["mark"]}
        hits = self._client.search(body=body, index=self._index)["hits"]["hits"]
        return {hit["_id"]: hit["_source"]["mark"] for hit in hits}

    def _ensure(self) -> None:
        if self._client.indices.exists(index=self._index):
            return
        fields: dict[str, Any] = mapping(filled=True)
        fields |= {"_source": {"includes": ["query", "mark"]}}
        fields["properties"] |= {"query": {"type": "percolator"}, "mark": {"type": "keyword", "index": False}}
        server = self._client.info()["version"]["number"]
        try:
            self._client.indices.create(
                index=self._index, body={"settings": settings(self._shards, server), "mappings": fields}
            )
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise


def _mark(tree: Json) -> str:
    return sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()[:32]
