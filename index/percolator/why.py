"""By what of an article a saved search found it: words as published, place, source, section."""

from collections.abc import Iterator, Sequence

from domain.search import Match
from index.filters import Filter
from index.percolator.article import CutArticle
from index.percolator.wanted import Wanted
from index.query.numbers import telephones
from index.tokens import Token

_MAX_PIECES = 12  # pieces of text that are named
_MAX_PLACES = 40  # at which a word is looked up


def why(number: int, wanted: Wanted, article: CutArticle) -> Match:
    document = article.document
    rules = wanted.rules
    sections = [one for one in (document.section, document.second_section) if one]
    return Match(
        search_id=number,
        document_id=document.id,
        words=tuple(dict.fromkeys(_pieces(wanted, article)))[:_MAX_PIECES],
        places=tuple(_passed(rules, "place", document.places)),
        source=next(_passed(rules, "source", [document.source]), ""),
        section=next(_passed(rules, "section", sections), ""),
    )


def _passed(rules: Sequence[Filter], name: str, values: Sequence[str]) -> Iterator[str]:
    return (value for value in values if any(rule.name == name and rule.accepts(value) for rule in rules))


def _pieces(wanted: Wanted, article: CutArticle) -> Iterator[str]:
    """What was typed, in runs as long as the article holds them side by side."""
    if wanted.numbers:
        yield from _numbers(wanted.numbers, article)
    typed, at = wanted.parsed.positive, 0
    while at < len(typed):
        length, said = _longest(typed, at, article)
        if said:
            yield said
        at += max(length, 1)


def _longest(typed: Sequence[Token], at: int, article: CutArticle) -> tuple[int, str]:
    """How many words from here on stand side by side, and as published; with the typed marks where that is so."""
    best, exact, piece = 0, False, ""
    for part, place in article.places.get(typed[at].loose, ())[:_MAX_PLACES]:
        said, words = article.published_words[part]
        length = 1
        while (
            at + length < len(typed)
            and place + length < len(words)
            and words[place + length].loose == typed[at + length].loose
        ):
            length += 1
        if length < best or (length == best and exact):
            continue
        marked = all(words[place + n].exact == typed[at + n].exact for n in range(length))
        if length > best or marked:
            best, exact, piece = length, marked, said[words[place].start : words[place + length - 1].end]
    return best, piece


def _numbers(wanted: frozenset[str], article: CutArticle) -> Iterator[str]:
    """Each where it stands first; a number is typed in many ways."""
    for said, _ in article.published_words:
        for number in telephones(said):
            if number.loose in wanted:
                wanted = wanted - {number.loose}
                yield said[number.start : number.end]
