"""One search on tantivy: match, rank, page, count."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from math import prod
from typing import Any

from tantivy import Occur

from domain.search import COUNTED_EXACTLY, Hit, Order, Query, Results
from index.embedded import clauses as matching
from index.embedded.clauses import Clauses
from index.embedded.schema import PARTS
from index.embedded.vocabulary import EngineVocabulary
from index.highlight import marks, snippet
from index.query.parser import Parsed
from index.query.plan import WIDEST, Plan
from index.query.suggestions import planned

_SPARE = 40  # looked at beyond the page, so that ties are ordered the same on every page
DEEPEST = 10_000  # nobody pages further; a robot that does gets an empty page
Facets = dict[str, dict[str, int]]
_TOTAL: dict[str, Any] = {"total": {"value_count": {"field": "one"}}}
_FACETS: dict[str, Any] = {
    name: {"terms": {"field": name, "size": 50}} for name in ("section", "place", "source", "day")
}


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
    how, meant = planned(read(query.text), EngineVocabulary(searcher), read)
    narrow = matching.narrowed(how.parsed)
    total, facets = _counted(searcher, how, narrow)
    start = max(query.offset, 0)
    stop = min(start + max(query.limit, 0), DEEPEST)
    if total < how.enough:
        hits, total, facets = _widely(searcher, how, query, narrow, start, stop)
    else:
        many = total > COUNTED_EXACTLY
        hits = _page(searcher, how, query, narrow, start, stop, many=many) if start < min(stop, total) else []
    return Results(
        hits=tuple(_hit(how, found, doc) for found, doc in hits), total=total, facets=facets, did_you_mean=meant
    )


def _counted(searcher: Any, how: Plan, narrow: Clauses) -> tuple[int, Facets]:
    """How many articles hold all words, and their facets; a sixteenth of the articles stands for very many."""
    clauses = [*narrow, *matching.all_words(how)]
    if _expected(searcher, how) <= COUNTED_EXACTLY:
        return _aggregated(searcher, matching.query(clauses))
    total, facets = _aggregated(searcher, matching.query([*clauses, matching.a_part()]))
    if total * PARTS <= COUNTED_EXACTLY:
        return _aggregated(searcher, matching.query(clauses))
    return total * PARTS, {name: {value: n * PARTS for value, n in counts.items()} for name, counts in facets.items()}


def _expected(searcher: Any, how: Plan) -> float:
    """How many articles would hold all words if words stood where they like."""
    size = max(searcher.num_docs, 1)
    return float(size * prod(searcher.doc_freq("loose", clue.loose) / size for clue in how.clues if clue.needed))


def _aggregated(searcher: Any, match: Any) -> tuple[int, Facets]:
    found = searcher.aggregate(match, _TOTAL | _FACETS)
    facets = {name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in _FACETS}
    return int(found["total"]["value"]), facets


def _page(
    searcher: Any, how: Plan, query: Query, narrow: Clauses, start: int, stop: int, *, many: bool
) -> list[tuple[Found, Any]]:
    if query.order is Order.NEWEST or not how.clues:
        match = matching.query([*narrow, *matching.all_words(how)])
        listed = _listed(lambda n: _newest(searcher, match, n), searcher, stop)[start:]
    else:
        # Without anything that must hold, the engine skips what cannot reach the first page.
        alone = not narrow and len(how.clues) == 1 and not how.clues[0].completions
        held = [*narrow, *([] if alone else matching.all_words(how, scored=True))]
        worth = matching.worth(how, beside_words=not alone)
        listed = _tiered(searcher, held, worth, matching.neighbours(how) if many else None, start, stop)
    return [(found, searcher.doc(found.address)) for found in listed]


def _tiered(searcher: Any, held: Clauses, worth: Clauses, near: Any, start: int, stop: int) -> list[Found]:
    """Of very many, those where two words stand together as typed come first: only they are weighed for a first page.

    In Vietnamese most words are two syllables; the same syllables apart are mostly other words.
    """

    def ranked(more: Clauses, first: int, last: int) -> list[Found]:
        if first >= last:
            return []
        match = matching.query([*held, *more, *worth])
        return _listed(lambda n: _best(searcher, match, n), searcher, last)[first:]

    if near is None:
        return ranked([], start, stop)
    together: Clauses = [(Occur.Must, near)]
    begun = ranked(together, start, stop)
    if len(begun) == stop - start:
        return begun
    number = searcher.search(matching.query([*held, *together]), 1, count=True).count
    return begun + ranked([(Occur.MustNot, near)], max(start - number, 0), stop - number)


def _widely(
    searcher: Any, how: Plan, query: Query, narrow: Clauses, start: int, stop: int
) -> tuple[list[tuple[Found, Any]], int, Facets]:
    """When hardly anything holds all words: the best of what holds some, at most WIDEST."""
    some = matching.some_words(how)
    best = [(f, searcher.doc(f.address)) for f in _some(searcher, how, narrow, some)]
    match = matching.query([matching.one_of([doc.get_first("id") for _, doc in best]), *some])
    total, facets = _aggregated(searcher, match)
    if total < len(best):  # some hold nothing but small words
        held = {_place(address) for _, address in searcher.search(match, WIDEST, count=False).hits}
        best = [(f, doc) for f, doc in best if _place(f.address) in held]
    if query.order is Order.NEWEST:
        best.sort(key=lambda pair: (-pair[0].published, pair[1].get_first("id")))
    return best[start:stop], total, facets


def _some(searcher: Any, how: Plan, narrow: Clauses, some: Clauses) -> list[Found]:
    """Where words are common, first among those that hold two as typed; all are weighed only if these are too few."""
    near = matching.neighbours(how)
    common = max((searcher.doc_freq("loose", c.loose) for c in how.clues if c.needed), default=0) > COUNTED_EXACTLY
    tries: list[Clauses] = [[(Occur.Must, near)]] if near is not None and common else []
    found: list[Found] = []
    for held in (*tries, some if narrow else []):
        match = matching.query([*narrow, *held, *matching.worth(how)])
        found = _listed(lambda n, match=match: _best(searcher, match, n), searcher, WIDEST)  # type: ignore[misc]
        if len(found) >= WIDEST:
            break
    return found


def _place(address: Any) -> tuple[int, int]:
    return address.segment_ord, address.doc


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
