"""Articles of one story that count the same thing differently: «3 người chết» and later «5 người chết».

A later count often supersedes an earlier one; it is said all the same, with both times.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.article import Article
from domain.flags import FlagReason, Part, RaisedFlag
from domain.message import say
from domain.story import Flag
from nlp.flags.quoting import quoted
from vietnamese.counts import Count, agree, counts, may_be_one

_MOST_ARTICLES = 30  # of a story, the newest
_MOST_FLAGS = 3
_OPENING_CHARS = 900  # of a text: further down stand other events, too
_SAME_WORDS = 0.5  # of the shorter sentence, where an amount, a line or a day may be of many things
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Told:
    article: Article
    part: Part
    count: Count


def found(articles: Sequence[Article]) -> tuple[RaisedFlag, ...]:
    """One for each thing that is counted differently, with the earlier and the later count. Copies tell nothing new."""
    told: dict[str, list[list[_Told]]] = {}
    newest = sorted((one for one in articles if not one.copy_of), key=lambda one: one.dated)[-_MOST_ARTICLES:]
    for article in newest:
        by_key: dict[str, list[_Told]] = {}
        for one in _told(article):
            by_key.setdefault(one.count.key, []).append(one)
        for key, own in by_key.items():
            told.setdefault(key, []).append(own)
    pairs = (_first_clash(lists) for lists in told.values())
    return tuple(_raised(earlier, later) for earlier, later in filter(None, pairs))[:_MOST_FLAGS]


def _told(article: Article) -> Iterable[_Told]:
    for part, text in ((Part.TITLE, article.title), (Part.TEXT, article.text[:_OPENING_CHARS])):
        yield from (_Told(article, part, count) for count in counts(text))


def _first_clash(lists: list[list[_Told]]) -> tuple[_Told, _Told] | None:
    """Of the newest two articles of which no count agrees."""
    for earlier, later in sorted(combinations(lists, 2), key=lambda pair: pair[1][0].article.dated, reverse=True):
        if not any(agree(one.count, other.count) for one in earlier for other in later):
            one, other = earlier[0], later[0]
            if may_be_one(one.count, other.count) and (not one.count.is_of_many or _is_of_one_thing(one, other)):
                return one, other
    return None


def _is_of_one_thing(one: _Told, other: _Told) -> bool:
    """By the words around both counts."""
    first, second = (
        set(_WORD.findall(told.count.sentence.replace(told.count.words, " ").lower())) for told in (one, other)
    )
    is_day = one.count.key.startswith("day")
    return len(first & second) >= max(int(is_day), _SAME_WORDS * min(len(first), len(second)))


def _raised(earlier: _Told, later: _Told) -> RaisedFlag:
    why = say(
        FlagReason.COUNTS_DISAGREE,
        earlier=earlier.count.words,
        earlier_at=earlier.article.dated,
        later=later.count.words,
        later_at=later.article.dated,
    )
    quotes = tuple(quoted(one.article, one.count.start, one.count.end, one.part) for one in (earlier, later))
    return RaisedFlag(flag=Flag.SOURCES_DISAGREE, why=why, quotes=quotes)
