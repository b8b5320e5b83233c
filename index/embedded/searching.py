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
from index.embedded.schema import SAMPLE_PARTS
from index.embedded.vocabulary import EngineVocabulary
from index.highlight import marks, snippet
from index.query.parser import Parsed
from index.query.plan import MAX_FALLBACK, Plan
from index.query.suggestions import planned

_SPARE_HITS = 40  # looked at beyond the page, so that ties are ordered the same on every page
MAX_HITS = 10_000  # nobody pages further; a robot that does gets an empty page
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
    level: float  # the score by which the engine ranked

    @property
    def key(self) -> tuple[float, int]:
        return -self.score, -self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for, how it is read, and which hits are wanted: those from `start` up to `stop`."""

    how: Plan
    narrow: Clauses
    order: Order
    start: int
    stop: int


def usual_words(searcher: Any) -> float:
    """How many words an article has, on average."""
    found = searcher.aggregate(matching.query([]), {"words": {"avg": {"field": "words"}}})
    return float(found["words"]["value"] or 0.0)


def search(searcher: Any, query: Query, parsed: Parsed, read: Callable[[str], Parsed], usual: float) -> Results:
    how, meant = planned(parsed, EngineVocabulary(searcher, usual), read)
    narrow = matching.narrowed(how.parsed)
    total, facets = _counted(searcher, how, narrow)
    start = max(query.offset, 0)
    stop = min(start + max(query.limit, 0), MAX_HITS)
    asked = Asked(how=how, narrow=narrow, order=query.order, start=start, stop=stop)
    if total < how.enough:
        hits, total, facets = _widely(searcher, asked)
    else:
        hits = _page(searcher, asked, many=total > COUNTED_EXACTLY) if start < min(stop, total) else []
    return Results(
        hits=tuple(_hit(how, found, doc) for found, doc in hits), total=total, facets=facets, did_you_mean=meant
    )


def _counted(searcher: Any, how: Plan, narrow: Clauses) -> tuple[int, Facets]:
    """How many articles hold all words, and their facets; a sixteenth of the articles stands for very many."""
    clauses = [*narrow, *matching.all_words(how)]
    if _expected(searcher, how) <= COUNTED_EXACTLY:
        return _aggregated(searcher, matching.query(clauses))
    total, facets = _aggregated(searcher, matching.query([*clauses, matching.a_part()]))
    if total * SAMPLE_PARTS <= COUNTED_EXACTLY:
        return _aggregated(searcher, matching.query(clauses))
    return total * SAMPLE_PARTS, {
        name: {value: n * SAMPLE_PARTS for value, n in counts.items()} for name, counts in facets.items()
    }


def _expected(searcher: Any, how: Plan) -> float:
    """How many articles would hold all words if words stood where they like."""
    size = max(searcher.num_docs, 1)
    held = (min(searcher.doc_freq(*term) for term in clue.terms) for clue in how.clues if clue.needed)
    return float(size * prod(number / size for number in held))


def _aggregated(searcher: Any, match: Any) -> tuple[int, Facets]:
    found = searcher.aggregate(match, _TOTAL | _FACETS)
    facets = {name: {b["key"]: b["doc_count"] for b in found[name]["buckets"]} for name in _FACETS}
    return int(found["total"]["value"]), facets


def _page(searcher: Any, asked: Asked, *, many: bool) -> list[tuple[Found, Any]]:
    how, narrow = asked.how, asked.narrow
    if asked.order is Order.NEWEST or not how.clues:
        match = matching.query([*narrow, *matching.all_words(how)])
        listed = _listed(lambda n: _newest(searcher, match, n), searcher, asked.stop)[asked.start :]
    else:
        # Without anything that must hold, the engine skips what cannot reach the first page.
        only = how.clues[0] if len(how.clues) == 1 else None
        alone = how.wide or (not narrow and only and only.loose and not only.completions)
        held = [*narrow, *([] if alone else matching.all_words(how, scored=True))]
        worth = matching.worth(how, beside_words=not alone)
        near = matching.neighbours(how) if many else None

        def ranked(more: Clauses, first: int, last: int) -> list[Found]:
            match = matching.query([*held, *more, *worth])
            return _listed(lambda n: _best(searcher, match, n), searcher, last)[first:] if first < last else []

        def counted(more: Clauses) -> int:
            return int(searcher.search(matching.query([*held, *more]), 1, count=True).count)

        listed = ranked([], asked.start, asked.stop) if near is None else _tiered(ranked, counted, near, asked)
    return [(found, searcher.doc(found.address)) for found in listed]


def _tiered(
    ranked: Callable[[Clauses, int, int], list[Found]], counted: Callable[[Clauses], int], near: Any, asked: Asked
) -> list[Found]:
    """Of very many, those where two words stand together as typed come first: only they are weighed for a first page.

    In Vietnamese most words are two syllables; the same syllables apart are mostly other words.
    """
    together: Clauses = [(Occur.Must, near)]
    begun = ranked(together, asked.start, asked.stop)
    if len(begun) == asked.stop - asked.start:
        return begun
    number = counted(together)
    return begun + ranked([(Occur.MustNot, near)], max(asked.start - number, 0), asked.stop - number)


def _widely(searcher: Any, asked: Asked) -> tuple[list[tuple[Found, Any]], int, Facets]:
    """The best articles that hold some of the words, at most MAX_FALLBACK: for when hardly any holds all."""
    some = matching.some_words(asked.how)
    best = [(f, searcher.doc(f.address)) for f in _some(searcher, asked.how, asked.narrow, some)]
    match = matching.query([matching.one_of([doc.get_first("id") for _, doc in best]), *some])
    total, facets = _aggregated(searcher, match)
    if total < len(best):  # some hits hold nothing but small words
        held = {_place(address) for _, address in searcher.search(match, MAX_FALLBACK, count=False).hits}
        best = [(f, doc) for f, doc in best if _place(f.address) in held]
    if asked.order is Order.NEWEST:
        best.sort(key=lambda pair: (-pair[0].published, pair[1].get_first("id")))
    return best[asked.start : asked.stop], total, facets


def _some(searcher: Any, how: Plan, narrow: Clauses, some: Clauses) -> list[Found]:
    """Where words are common, first among those that hold two as typed; all are weighed only if these are too few."""
    near = matching.neighbours(how)
    common = max((searcher.doc_freq(*c.terms[0]) for c in how.clues if c.needed), default=0) > COUNTED_EXACTLY
    tries: list[Clauses] = [[(Occur.Must, near)]] if near is not None and common else []
    found: list[Found] = []
    for held in (*tries, some if narrow else []):
        match = matching.query([*narrow, *held, *matching.worth(how)])
        found = _listed(lambda n, match=match: _best(searcher, match, n), searcher, MAX_FALLBACK)  # type: ignore[misc]
        if len(found) >= MAX_FALLBACK:
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
    limit = stop + _SPARE_HITS
    found = fetch(limit)
    while len(found) == limit and found[-1].level == found[stop - 1].level and limit < MAX_HITS * 2:
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
