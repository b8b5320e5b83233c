"""By what of an article a saved search found it: words as published, place, source, section."""

from collections.abc import Iterator, Sequence

from domain.search import Match
from index.filters import Filter
from index.percolator.article import CutArticle
from index.percolator.wanted import Reasons

_MAX_PIECES = 12  # pieces of text that are named


def why(number: int, reasons: Reasons, article: CutArticle) -> Match:
    document, rules = article.document, reasons.rules
    words = _pieces(reasons, article)
    if not rules:
        return Match(number, document.id, words)
    sections = [one for one in (document.section, document.second_section) if one]
    return Match(
        number,
        document.id,
        words,
        tuple(_passed(rules, "place", document.places)),
        next(_passed(rules, "source", [document.source]), ""),
        next(_passed(rules, "section", sections), ""),
    )


def _passed(rules: Sequence[Filter], name: str, values: Sequence[str]) -> Iterator[str]:
    return (value for value in values if any(rule.name == name and rule.accepts(value) for rule in rules))


def _pieces(reasons: Reasons, article: CutArticle) -> tuple[str, ...]:
    """What was typed, in runs as long as the article holds them side by side; a number is typed in many ways."""
    said, found = article.as_published, []
    if reasons.numbers:
        found = [piece for number, piece in said.numbers.items() if number in reasons.numbers]
    exact, pairs, known, at = reasons.exact, reasons.pairs, said.pairs, 0
    while at < len(exact):
        if pairs[at] in known:
            length, piece = said.run(reasons, at)
        else:
            length, piece = 1, said.exact.get(exact[at]) or said.loose.get(reasons.loose[at], "")
        if piece and piece not in found:
            found.append(piece)
        at += length
    return tuple(found[:_MAX_PIECES])
