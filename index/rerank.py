"""Search with a reranker: the engine finds the hits, and the reranker reorders the best of them."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from domain.errors import Unreachable
from domain.ports import Reranker, SearchIndex
from domain.search import DayCounts, Document, Hit, Order, Query, Results
from index.query.parser import parse

RERANKED_HITS = 50  # hits that are read again; every page beyond stands as the engine ordered it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RerankedIndex:
    """A SearchIndex. Which articles match, their number, facets, highlights and scores stay the engine's."""

    engine: SearchIndex
    reranker: Reranker
    passages: Callable[[Sequence[str]], list[str]]  # the texts of these ids, in their order; "" for one that is gone

    def add(self, documents: Iterable[Document]) -> None:
        self.engine.add(documents)

    def remove(self, ids: Iterable[str]) -> None:
        self.engine.remove(ids)

    def count(self) -> int:
        return self.engine.count()

    def by_day(self, query: Query, ids: int) -> DayCounts:
        return self.engine.by_day(query, ids)

    def find(self, query: Query) -> Results:
        asked = _asked(query)
        if query.order is not Order.BEST or query.offset >= RERANKED_HITS or not asked:
            return self.engine.find(query)
        best = self.engine.find(replace(query, offset=0, limit=RERANKED_HITS))
        stop = query.offset + query.limit
        hits = self._ordered(asked, best.hits)[query.offset : stop]
        if stop > RERANKED_HITS and len(best.hits) == RERANKED_HITS:
            hits += self.engine.find(replace(query, offset=RERANKED_HITS, limit=stop - RERANKED_HITS)).hits
        return replace(best, hits=hits)

    def _ordered(self, asked: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        try:
            scores = self.reranker.scores(asked, self.passages([hit.id for hit in hits]))
        except Unreachable as error:
            log.warning("the engine's order stands: %s", error.cause)
            return hits
        return tuple(hits[at] for at in sorted(range(len(hits)), key=lambda at: -scores[at]))


def _asked(query: Query) -> str:
    """The words that were typed, without filters and operators."""
    parsed = parse(query)
    words = sorted(parsed.positive, key=lambda token: token.start)
    return " ".join(parsed.text[word.start : word.end] for word in words)
