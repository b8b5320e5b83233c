"""A plan as tantivy clauses: what must hold, and what makes one article better than another."""

from collections.abc import Sequence
from typing import Any

from tantivy import FieldType, Occur
from tantivy import Query as Clause

from index.filters import Filter, filters_of
from index.plan import Plan
from index.query import Parsed
from index.schema import schema
from index.scoring import COMPLETION, PAIRS, TITLE
from index.tokens import Token


def match(how: Plan, needed: int) -> Any:
    """Which articles are found, without a score."""
    parts: list[tuple[Occur, Any]] = [(Occur.Must, c) for c in _required(how.parsed)]
    words = [_held(c.loose, c.completions) for c in how.clues if c.needed]
    if words and needed >= len(words):
        parts += [(Occur.Must, w) for w in words]
    elif words and needed:
        some = Clause.boolean_query([(Occur.Should, w) for w in words], minimum_number_should_match=needed)
        parts.append((Occur.Must, some))
    parts = parts or [(Occur.Must, Clause.all_query())]
    parts += [(Occur.MustNot, c) for c in _refused(how.parsed)]
    return Clause.const_score_query(Clause.boolean_query(parts), 0.0)


def scoring(how: Plan) -> list[tuple[Occur, Any]]:
    out: list[Any] = []
    for clue in how.clues:
        out += [
            _worth("loose", clue.loose, clue.weight * (1 - clue.trust)),
            _worth("title_loose", clue.loose, clue.weight * (1 - clue.trust) * (TITLE - 1)),
            _worth("exact", clue.exact, clue.weight * clue.trust),
            _worth("title_exact", clue.exact, clue.weight * clue.trust * (TITLE - 1)),
        ]
        out += [_worth("loose", w, clue.weight * COMPLETION) for w in clue.completions]
    for pair in how.pairs:
        out.append(_worth("loose_pairs", pair.loose, PAIRS * pair.weight * (1 - pair.trust)))
        out.append(_worth("exact_pairs", pair.exact, PAIRS * pair.weight * pair.trust))
    return [(Occur.Should, c) for c in out if c is not None]


def _worth(name: str, term: str, weight: float) -> Any:
    if weight <= 0:
        return None
    return Clause.boost_query(Clause.term_query(schema(), name, term, "freq"), weight)


def _held(loose: str, completions: Sequence[str]) -> Any:
    if completions:
        return Clause.term_set_query(schema(), "loose", [loose, *completions])
    return Clause.term_query(schema(), "loose", loose, "basic")


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
    return Clause.phrase_query(schema(), where + kind, words)


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
