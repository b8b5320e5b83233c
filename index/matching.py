"""What must hold, and what makes one article better: a small tree that each engine prints in its own way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from index.filters import Filter, filters_of
from index.query.parser import Parsed
from index.query.plan import Clue, Merit, Plan
from index.tokens import Token


class Occur(Enum):
    MUST = "must"
    SHOULD = "should"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    term: str
    counted: bool = False  # it scores by how often it stands there, not only by its standing there


@dataclass(frozen=True, slots=True)
class Set:
    field: str
    terms: tuple[str, ...]  # any of them


@dataclass(frozen=True, slots=True)
class Phrase:
    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    field: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Regex:
    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Bool:
    clauses: tuple[tuple[Occur, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Const:
    """The same score for whatever matches."""

    of: "Node"
    score: float


@dataclass(frozen=True, slots=True)
class Boost:
    of: "Node"
    times: float


@dataclass(frozen=True, slots=True)
class Everything:
    pass


Node = Term | Set | Phrase | Range | Regex | Bool | Const | Boost | Everything
Clauses = list[tuple[Occur, Node]]


def narrowed(parsed: Parsed) -> Clauses:
    """Phrases, filters and what is left out: these hold however the words are matched."""
    clauses: Clauses = [(Occur.MUST, Const(c, 0.0)) for c in _required(parsed)]
    return clauses + [(Occur.MUST_NOT, c) for c in _refused(parsed)]


def all_of(narrow: Clauses, how: Plan) -> Clauses:
    """What an article must hold to be counted among those that hold all that was asked for."""
    return [*narrow, *all_words(how)]


def all_words(how: Plan, *, scored: bool = False) -> Clauses:
    """`scored`: each brings what its loose form earns along, so that no list is read twice; see `worth`."""
    return [(Occur.MUST, _brought(how, c) if scored and _brings(c) else _held(c)) for c in how.clues if c.needed]


def some_words(how: Plan) -> Clauses:
    held = [_held(c) for c in how.clues if c.needed]
    return [(Occur.MUST, Const(_any(held), 0.0))] if held else []


def neighbours(how: Plan) -> Node | None:
    """A clause for articles that hold two neighbouring words as typed; None when one word was typed."""
    pairs = [Term("loose_pairs", pair) for pair in how.neighbours]
    return Const(_any(pairs), 0.0) if pairs else None


def a_part() -> tuple[Occur, Node]:
    return Occur.MUST, Term("part", "0")


def one_of(ids: Sequence[str]) -> tuple[Occur, Node]:
    return Occur.MUST, Set("id", tuple(ids))


def query(clauses: Clauses) -> Bool:
    if not any(occur is not Occur.MUST_NOT for occur, _ in clauses):
        clauses = [(Occur.MUST, Everything()), *clauses]
    return Bool(tuple(clauses))


def worth(how: Plan, *, beside_words: bool = False) -> Clauses:
    """What makes one article better than another; `beside_words`: beyond what scored `all_words` bring."""
    brought = {c.loose for c in how.clues if c.needed and _brings(c)} if beside_words else set()
    merits = [m for m in how.merits if m.flat or m.field != "loose" or m.term not in brought]
    return [(Occur.SHOULD, _earned(merit)) for merit in merits]


def _earned(merit: Merit) -> Node:
    if merit.flat:
        return Const(Term(merit.field, merit.term), merit.weight * merit.rarity)
    return Boost(Term(merit.field, merit.term, counted=merit.field != "names"), merit.weight)


def _brings(clue: Clue) -> bool:
    return bool(clue.loose) and not clue.completions


def _brought(how: Plan, clue: Clue) -> Node:
    weights = [m.weight for m in how.merits if m.field == "loose" and m.term == clue.loose and not m.flat]
    same = sum(c.loose == clue.loose and c.needed for c in how.clues)  # a word that was typed twice counts twice
    return Boost(Term("loose", clue.loose, counted=True), sum(weights) / same)


def _held(clue: Clue) -> Node:
    if clue.completions:
        return Const(Set("loose", (clue.loose, *clue.completions)), 0.0)
    return Const(_all(Term(field, term) for field, term in clue.terms), 0.0)


def _required(parsed: Parsed) -> list[Node]:
    clauses = [_says(phrase, "") for phrase in parsed.phrases]
    clauses += [_says(phrase, "title_") for phrase in parsed.titles]
    clauses += [_any_of(f) for f in filters_of(parsed) if not f.refuse]
    if parsed.since is not None or parsed.until is not None:
        first = int(parsed.since.timestamp()) if parsed.since else None
        last = int(parsed.until.timestamp()) if parsed.until else None
        clauses.append(Range("published", first, last))
    return clauses


def _refused(parsed: Parsed) -> list[Node]:
    return [_says(p, "") for p in parsed.excluded] + [_any_of(f) for f in filters_of(parsed) if f.refuse]


def _says(phrase: Sequence[Token], where: str) -> Node:
    """Typed with marks, a phrase is meant with them; typed without, it stands for every spelling."""
    kind = "exact" if any(t.accented for t in phrase) else "loose"
    words = tuple(t.exact if kind == "exact" else t.loose for t in phrase)
    if len(words) == 1:
        return Term(where + kind, words[0])
    if where:
        return Phrase(where + kind, words)
    # Neighbours are terms of their own, and far rarer than their words: positions are read only where all stand.
    joined: list[Node] = [Term(f"{kind}_pairs", f"{a}_{b}") for a, b in pairwise(words)]
    if len(joined) > 1:
        joined.append(Phrase(kind, words))
    return _all(joined)


def _any_of(rule: Filter) -> Node:
    exact = tuple(v[1:] for v in rule.values if v.startswith("="))
    return Set(rule.name, exact) if exact else _any(Regex(rule.name, _beginning(v)) for v in rule.values)


def _beginning(slug: str) -> str:
    """The pattern of `filters.begins`. A slug holds only letters, digits and hyphens."""
    body = "[-.]".join(slug.split("-"))
    return f"{body}([-.].*)?"


def _all(nodes: Iterable[Node]) -> Bool:
    return Bool(tuple((Occur.MUST, node) for node in nodes))


def _any(nodes: Iterable[Node]) -> Bool:
    return Bool(tuple((Occur.SHOULD, node) for node in nodes))
