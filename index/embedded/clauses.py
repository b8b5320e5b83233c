"""A plan as tantivy clauses: what must hold, and what makes one article better than another."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tantivy import FieldType, Occur
from tantivy import Query as Clause

from index.embedded.schema import schema
from index.filters import Filter, filters_of
from index.query.parser import Parsed
from index.query.plan import Clue, Merit, Plan
from index.tokens import Token

Clauses = list[tuple[Occur, Any]]


def narrowed(parsed: Parsed) -> Clauses:
    """Phrases, filters and what is left out: these hold however the words are matched."""
    clauses: Clauses = [(Occur.Must, Clause.const_score_query(c, 0.0)) for c in _required(parsed)]
    return clauses + [(Occur.MustNot, c) for c in _refused(parsed)]


def all_words(how: Plan, *, scored: bool = False) -> Clauses:
    """`scored`: each brings what its loose form earns along, so that no list is read twice; see `worth`."""
    return [(Occur.Must, _brought(how, c) if scored and _brings(c) else _held(c)) for c in how.clues if c.needed]


def some_words(how: Plan) -> Clauses:
    held: Clauses = [(Occur.Should, _held(c)) for c in how.clues if c.needed]
    return [(Occur.Must, Clause.const_score_query(Clause.boolean_query(held), 0.0))] if held else []


def neighbours(how: Plan) -> Any:
    """A clause for articles that hold two neighbouring words as typed; None when one word was typed."""
    pairs = [Clause.term_query(schema(), "loose_pairs", pair, "basic") for pair in how.neighbours]
    any_of = Clause.boolean_query([(Occur.Should, pair) for pair in pairs])
    return Clause.const_score_query(any_of, 0.0) if pairs else None


def a_part() -> tuple[Occur, Any]:
    return Occur.Must, Clause.term_query(schema(), "part", "0", "basic")


def one_of(ids: list[str]) -> tuple[Occur, Any]:
    return Occur.Must, Clause.term_set_query(schema(), "id", ids)


def query(clauses: Clauses) -> Any:
    if not any(occur is not Occur.MustNot for occur, _ in clauses):
        clauses = [(Occur.Must, Clause.all_query()), *clauses]
    return Clause.boolean_query(clauses)


def worth(how: Plan, *, beside_words: bool = False) -> Clauses:
    """What makes one article better than another; `beside_words`: beyond what scored `all_words` bring."""
    brought = {c.loose for c in how.clues if c.needed and _brings(c)} if beside_words else set()
    merits = [m for m in how.merits if m.flat or m.field != "loose" or m.term not in brought]
    return [(Occur.Should, _earned(merit)) for merit in merits]


def _earned(merit: Merit) -> Any:
    if merit.flat:
        held = Clause.term_query(schema(), merit.field, merit.term, "basic")
        return Clause.const_score_query(held, merit.weight * merit.rarity)
    read = "basic" if merit.field == "names" else "freq"
    return Clause.boost_query(Clause.term_query(schema(), merit.field, merit.term, read), merit.weight)


def _brings(clue: Clue) -> bool:
    return bool(clue.loose) and not clue.completions


def _brought(how: Plan, clue: Clue) -> Any:
    weights = [m.weight for m in how.merits if m.field == "loose" and m.term == clue.loose and not m.flat]
    same = sum(c.loose == clue.loose and c.needed for c in how.clues)  # a word that was typed twice counts twice
    return Clause.boost_query(Clause.term_query(schema(), "loose", clue.loose, "freq"), sum(weights) / same)


def _held(clue: Clue) -> Any:
    if clue.completions:
        held = Clause.term_set_query(schema(), "loose", [clue.loose, *clue.completions])
    else:
        terms = [Clause.term_query(schema(), field, term, "basic") for field, term in clue.terms]
        held = Clause.boolean_query([(Occur.Must, term) for term in terms])
    return Clause.const_score_query(held, 0.0)


def _required(parsed: Parsed) -> list[Any]:
    clauses = [_says(phrase, "") for phrase in parsed.phrases]
    clauses += [_says(phrase, "title_") for phrase in parsed.titles]
    clauses += [_any_of(f) for f in filters_of(parsed) if not f.refuse]
    if parsed.since is not None or parsed.until is not None:
        clauses.append(
            Clause.range_query(
                schema(),
                "published",
                FieldType.Integer,
                int(parsed.since.timestamp()) if parsed.since else None,
                int(parsed.until.timestamp()) if parsed.until else None,
            )
        )
    return clauses


def _refused(parsed: Parsed) -> list[Any]:
    return [_says(p, "") for p in parsed.excluded] + [_any_of(f) for f in filters_of(parsed) if f.refuse]


def _says(phrase: Sequence[Token], where: str) -> Any:
    """Typed with marks, a phrase is meant with them; typed without, it stands for every spelling."""
    kind = "exact" if any(t.accented for t in phrase) else "loose"
    words: list[str | tuple[int, str]] = [t.exact if kind == "exact" else t.loose for t in phrase]
    if len(words) == 1:
        return Clause.term_query(schema(), where + kind, words[0], "basic")
    if where:
        return Clause.phrase_query(schema(), where + kind, words)
    # Neighbours are terms of their own, and far rarer than their words: positions are read only where all stand.
    joined = [Clause.term_query(schema(), f"{kind}_pairs", f"{a}_{b}", "basic") for a, b in pairwise(words)]
    if len(joined) > 1:
        joined.append(Clause.phrase_query(schema(), kind, words))
    return Clause.boolean_query([(Occur.Must, c) for c in joined])


def _any_of(rule: Filter) -> Any:
    exact = [v[1:] for v in rule.values if v.startswith("=")]
    if exact:
        return Clause.term_set_query(schema(), rule.name, exact)
    begun = [Clause.regex_query(schema(), rule.name, _beginning(v)) for v in rule.values]
    return Clause.boolean_query([(Occur.Should, c) for c in begun])


def _beginning(slug: str) -> str:
    """The pattern of `filters.begins`. A slug holds only letters, digits and hyphens."""
    body = "[-.]".join(slug.split("-"))
    return f"{body}([-.].*)?"
