"""One search on tantivy: match, rank, page, count."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tantivy import Occur
from tantivy import Query as Clause

from domain.search import Hit, Order, Query, Results
from index import matching
from index.highlight import marks, snippet
from index.plan import Plan
from index.query import Parsed
from index.suggest import planned
from index.vocabulary import EngineVocabulary

_SPARE = 40  # looked at beyond the page, so that ties are ordered the same on every page
DEEPEST = 10_000  # nobody pages further; a robot that does gets an empty page
_FACETS = ("section", "place", "source", "day")


@dataclass(frozen=True, slots=True)
class Found:
    address: Any
    score: float
    published: int
    level: float  # what the engine ranked by

    @property
    def key(self) -> tuple[float, int]:
        return -self.score, -self.published


def search(searcher: Any, query: Query, read: Callable[[str], Parsed]) -> Results:
    words = EngineVocabulary(searcher)
    how, meant = planned(read(query.text), words, read)
    match, total = _matching(searcher, how)
    start = max(query.offset, 0)
    stop = min(start + max(query.limit, 0), DEEPEST)
    hits = _page(searcher, how, query, match, start, stop) if start < min(stop, total) else []
    return Results(
        hits=tuple(_hit(how, found, doc) for found, doc in hits),
        total=total,
        facets=_facets(searcher, match),
        did_you_mean=meant,
    )


def _matching(searcher: Any, how: Plan) -> tuple[Any, int]:
    match = matching.match(how, how.needed)
    total = _total(searcher, match)
    if total < how.enough and how.loosened < how.needed:
        match = matching.match(how, how.loosened)
        total = _total(searcher, match)
    return match, total


def _total(searcher: Any, match: Any) -> int:
    return int(searcher.search(match, 1).count or 0)


def _page(searcher: Any, how: Plan, query: Query, match: Any, start: int, stop: int) -> list[tuple[Found, Any]]:
    if query.order is Order.NEWEST or not how.clues:
        listed = _listed(lambda n: _newest(searcher, match, n), searcher, stop)
    else:
        ranked = Clause.boolean_query([(Occur.Must, match), *matching.scoring(how)])
        listed = _listed(lambda n: _best(searcher, ranked, n), searcher, stop)
    return [(found, searcher.doc(found.address)) for found in listed[start:stop]]


def _best(searcher: Any, ranked: Any, limit: int) -> list[Found]:
    hits = searcher.search(ranked, limit, count=False).hits
    dates = searcher.fast_field_values("published", [a for _, a in hits])
    return [Found(a, round(s, 4), d or 0, round(s, 4)) for (s, a), d in zip(hits, dates, strict=True)]


def _newest(searcher: Any, match: Any, limit: int) -> list[Found]:
    hits = searcher.search(match, limit, count=False, order_by_field="published").hits
    return [Found(a, 0.0, d or 0, d or 0) for d, a in hits]


def _listed(fetch: Callable[[int], list[Found]], searcher: Any, stop: int) -> list[Found]:
    """The first `stop`, ties by date and then id. Reads on while a tie runs across the end."""
    limit = stop + _SPARE
    found = fetch(limit)
    while len(found) == limit and found[-1].level == found[stop - 1].level and limit < DEEPEST * 2:
        limit *= 2
        found = fetch(limit)
    out: list[Found] = []
    for _, group in groupby(sorted(found, key=lambda f: f.key), key=lambda f: f.key):
        tied = list(group)
        if len(tied) > 1 and len(out) < stop:
            tied.sort(key=lambda f: str(searcher.doc(f.address).get_first("id")))
        out += tied
    return out[:stop]


def _hit(how: Plan, found: Found, doc: Any) -> Hit:
    title, text = doc.get_first("title"), doc.get_first("text")
    piece, inside = snippet(how, text)
    return Hit(
        id=doc.get_first("id"),
        score=found.score,
        title_marks=marks(how, title),
        snippet=piece,
        snippet_marks=inside,
    )


def _facets(searcher: Any, match: Any) -> dict[str, dict[str, int]]:
    wanted = {name: {"terms": {"field": name, "size": 50}} for name in _FACETS}
    found = searcher.aggregate(match, wanted)
    return {name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in _FACETS}
