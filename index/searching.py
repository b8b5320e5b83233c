"""One search on any engine: match, rank, page, count."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import prod
from typing import Any, NamedTuple, Protocol

from domain.search import COUNTED_EXACTLY, DayCounts, Hit, Order, Query, Results
from domain.times import VIETNAM
from index import matching
from index.highlight import marks, snippet
from index.matching import Clauses, Node, Occur
from index.query.parser import Parsed
from index.query.plan import MAX_FALLBACK, Plan, Vocabulary, unweighed
from index.query.suggestions import planned

SAMPLE_PARTS = 16  # every article is in one of so many parts, by chance
SPARE_HITS = 40  # looked at beyond the page, so that ties are ordered the same on every page
MAX_HITS = 10_000  # nobody pages further; a robot that does gets an empty page
FACETS = ("section", "place", "source", "day")
MAX_FACET_VALUES = 50  # the most frequent of a facet
MAX_DAYS = 20_000  # that an engine counts apart: fifty years
Facets = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    place: Hashable  # where the engine keeps it, for as long as the search goes on
    address: Any
    score: float
    published: int
    level: float  # the score by which the engine ranked

    @classmethod
    def ranked(cls, place: Hashable, address: Any, score: float, published: int) -> "Found":
        return cls(place, address, round(score, 4), published, round(score, 4))

    @classmethod
    def dated(cls, place: Hashable, address: Any, published: int) -> "Found":
        return cls(place, address, 0.0, published, published)

    @property
    def key(self) -> tuple[float, int]:
        return -self.score, -self.published


class Stored(NamedTuple):
    id: str
    title: str
    text: str


class Reader(Vocabulary, Protocol):
    """The index as it is while one search goes on. `best` and `newest` may order ties as they like."""

    def counted(self, match: Node) -> tuple[int, Facets]: ...

    def number(self, match: Node) -> int: ...

    def days(self, match: Node) -> dict[str, int]: ...  # all of them

    def best(self, match: Node, limit: int) -> list[Found]: ...

    def newest(self, match: Node, limit: int) -> list[Found]: ...

    def id(self, found: Found) -> str: ...

    def stored(self, found: Sequence[Found]) -> list[Stored]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for, how it is read, and which hits are wanted: those from `start` up to `stop`."""

    how: Plan
    narrow: Clauses
    order: Order
    start: int
    stop: int


def search(reader: Reader, query: Query, parsed: Parsed, read: Callable[[str], Parsed]) -> Results:
    how, meant = planned(parsed, reader, read)
    narrow = matching.narrowed(how.parsed)
    total, facets = _counted(reader, how, narrow)
    start = max(query.offset, 0)
    stop = min(start + max(query.limit, 0), MAX_HITS)
    asked = Asked(how=how, narrow=narrow, order=query.order, start=start, stop=stop)
    if total < how.enough:
        hits, total, facets = _widely(reader, asked)
    else:
        hits = _page(reader, asked, many=total > COUNTED_EXACTLY) if start < min(stop, total) else []
    kept = zip(hits, reader.stored(hits), strict=True)
    return Results(hits=tuple(_hit(how, *one) for one in kept), total=total, facets=facets, did_you_mean=meant)


def by_day(reader: Reader, parsed: Parsed, ids: int) -> DayCounts:
    """The query is `whole`: what matches needs no vocabulary."""
    if parsed.only_signs:
        return DayCounts()
    how = unweighed(parsed)
    match = matching.query(matching.all_of(matching.narrowed(how.parsed), how))
    days = {date.fromisoformat(day): number for day, number in reader.days(match).items()}
    if sum(days.values()) > ids:
        return DayCounts(days=days, ids=None)
    found = reader.newest(match, ids) if days else []
    dated = {reader.id(one): datetime.fromtimestamp(one.published, VIETNAM).date() for one in found}
    return DayCounts(days=days, ids=dated)


def _counted(reader: Reader, how: Plan, narrow: Clauses) -> tuple[int, Facets]:
    """How many articles hold all words, and their facets; a sixteenth of the articles stands for very many."""
    clauses = matching.all_of(narrow, how)
    if _expected(reader, how) <= COUNTED_EXACTLY:
        return reader.counted(matching.query(clauses))
    total, facets = reader.counted(matching.query([*clauses, matching.a_part()]))
    if total * SAMPLE_PARTS <= COUNTED_EXACTLY:
        return reader.counted(matching.query(clauses))
    return total * SAMPLE_PARTS, {
        name: {value: n * SAMPLE_PARTS for value, n in counts.items()} for name, counts in facets.items()
    }


def _expected(reader: Reader, how: Plan) -> float:
    """How many articles would hold all words if words stood where they like."""
    size = max(reader.size(), 1)
    held = (min(reader.frequency(*term) for term in clue.terms) for clue in how.clues if clue.needed)
    return float(size * prod(number / size for number in held))


def _page(reader: Reader, asked: Asked, *, many: bool) -> list[Found]:
    how, narrow = asked.how, asked.narrow
    if asked.order is Order.NEWEST or not how.clues:
        match = matching.query(matching.all_of(narrow, how))
        listed = _listed(lambda n: reader.newest(match, n), reader, asked.stop)[asked.start :]
    else:
        # Without anything that must hold, the engine skips what cannot reach the first page.
        only = how.clues[0] if len(how.clues) == 1 else None
        alone = how.wide or (not narrow and only and only.loose and not only.completions)
        held = [*narrow, *([] if alone else matching.all_words(how, scored=True))]
        worth = matching.worth(how, beside_words=not alone)
        near = matching.neighbours(how) if many else None

        def ranked(more: Clauses, first: int, last: int) -> list[Found]:
            match = matching.query([*held, *more, *worth])
            return _listed(lambda n: reader.best(match, n), reader, last)[first:] if first < last else []

        def counted(more: Clauses) -> int:
            return reader.number(matching.query([*held, *more]))

        listed = ranked([], asked.start, asked.stop) if near is None else _tiered(ranked, counted, near, asked)
    return listed


def _tiered(
    ranked: Callable[[Clauses, int, int], list[Found]], counted: Callable[[Clauses], int], near: Node, asked: Asked
) -> list[Found]:
    """Of very many, those where two words stand together as typed come first: only they are weighed for a first page.

    In Vietnamese most words are two syllables; the same syllables apart are mostly other words.
    """
    together: Clauses = [(Occur.MUST, near)]
    begun = ranked(together, asked.start, asked.stop)
    if len(begun) == asked.stop - asked.start:
        return begun
    number = counted(together)
    return begun + ranked([(Occur.MUST_NOT, near)], max(asked.start - number, 0), asked.stop - number)


def _widely(reader: Reader, asked: Asked) -> tuple[list[Found], int, Facets]:
    """The best articles that hold some of the words, at most MAX_FALLBACK: for when hardly any holds all."""
    some = matching.some_words(asked.how)
    best = [(found, reader.id(found)) for found in _some(reader, asked.how, asked.narrow, some)]
    match = matching.query([matching.one_of([id_ for _, id_ in best]), *some])
    total, facets = reader.counted(match)
    if total < len(best):  # some hits hold nothing but small words
        held = {found.place for found in reader.best(match, MAX_FALLBACK)}
        best = [(found, id_) for found, id_ in best if found.place in held]
    if asked.order is Order.NEWEST:
        best.sort(key=lambda pair: (-pair[0].published, pair[1]))
    return [found for found, _ in best[asked.start : asked.stop]], total, facets


def _some(reader: Reader, how: Plan, narrow: Clauses, some: Clauses) -> list[Found]:
    """Where words are common, first among those that hold two as typed; all are weighed only if these are too few."""
    near = matching.neighbours(how)
    common = max((reader.frequency(*c.terms[0]) for c in how.clues if c.needed), default=0) > COUNTED_EXACTLY
    tries: list[Clauses] = [[(Occur.MUST, near)]] if near is not None and common else []
    found: list[Found] = []
    for held in (*tries, some if narrow else []):
        match = matching.query([*narrow, *held, *matching.worth(how)])
        found = _listed(lambda n, match=match: reader.best(match, n), reader, MAX_FALLBACK)  # type: ignore[misc]
        if len(found) >= MAX_FALLBACK:
            break
    return found


def _listed(fetch: Callable[[int], list[Found]], reader: Reader, stop: int) -> list[Found]:
    """The first `stop`, ties by date and then id. Reads on while a tie runs across the end."""
    limit = stop + SPARE_HITS
    found = fetch(limit)
    while len(found) == limit and found[-1].level == found[stop - 1].level and limit < MAX_HITS * 2:
        limit *= 2
        found = fetch(limit)
    out: list[Found] = []
    for _, group in groupby(sorted(found, key=lambda f: f.key), key=lambda f: f.key):
        tied = list(group)
        if len(tied) > 1 and len(out) < stop:
            tied.sort(key=reader.id)
        out += tied
    return out[:stop]


def _hit(how: Plan, found: Found, kept: Stored) -> Hit:
    piece, inside = snippet(how, kept.text)
    return Hit(
        id=kept.id,
        score=found.score,
        title_marks=marks(how, kept.title),
        snippet=piece,
        snippet_marks=inside,
    )
