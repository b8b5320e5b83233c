"""Text as the index sees it: syllables, each as typed, in matching form and without marks, with offsets."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from vietnamese.text import fold, nfc, shadow

_MARKS = "\u0300-\u036f"
_UNSEEN = "\u200b-\u200f\u2060\ufeff\u00ad"
# Letters and digits are apart, so that `QL1A`, `QL 1A` and `QL-1A` hold the same pieces.
_WORD = re.compile(rf"\d+(?:[{_UNSEEN}]+\d*)*|[^\W\d_]+(?:[{_MARKS}{_UNSEEN}]+[^\W\d_]*)*")
_WORDS_BETWEEN = re.compile(f"({_WORD.pattern})")
_MAX_TOKEN_CHARS = 48  # a longer run of letters is cut, so that a hostile page cannot bloat the dictionary
_MAX_RAW_CHARS = 200


class Token(NamedTuple):
    exact: str  # the shadow: lower case, one tone placement, one of y and i
    loose: str  # no marks, đ as d
    start: int
    end: int

    @property
    def accented(self) -> bool:
        return self.exact != self.loose


class Forms(NamedTuple):
    """One word in the three forms that are kept of it."""

    exact: str
    loose: str
    spelling: str  # "duong|đường": how an unaccented syllable is published


@lru_cache(maxsize=200_000)
def forms_of(raw: str) -> Forms:
    exact = "".join(_WORD.findall(shadow(raw[:_MAX_RAW_CHARS]).text))[:_MAX_TOKEN_CHARS]
    loose = fold(exact)[:_MAX_TOKEN_CHARS]
    return Forms(exact, loose, f"{loose}|{nfc(raw).lower()[:_MAX_TOKEN_CHARS]}")


@dataclass(frozen=True)
class Words:
    """All words of one text, in matching form, and as published."""

    exact: list[str]
    loose: list[str]
    published: list[str]
    pieces: list[str]  # the whole text: what stands before the first word, that word, what stands between, ...

    @classmethod
    def of(cls, text: str) -> "Words":
        pieces = _WORDS_BETWEEN.split(text)
        known = [forms_of(raw) for raw in pieces[1::2]]
        return cls([f[0] for f in known], [f[1] for f in known], pieces[1::2], pieces)

    @cached_property
    def exact_pairs(self) -> list[str]:
        return pairs(self.exact)

    @cached_property
    def loose_pairs(self) -> list[str]:
        return pairs(self.loose)

    @property
    def spellings(self) -> frozenset[str]:
        return frozenset([forms_of(raw).spelling for raw in self.published])

    @property
    def names(self) -> list[str]:
        """Loose forms of those written with a capital."""
        return [loose for loose, raw in zip(self.loose, self.published, strict=True) if raw[0].isupper()]


def tokens(text: str) -> list[Token]:
    return [Token(*forms_of(m[0])[:2], m.start(), m.end()) for m in _WORD.finditer(text)]


def pairs(words: list[str]) -> list[str]:
    """Neighbouring syllables joined: most Vietnamese words have two."""
    return [f"{a}_{b}" for a, b in pairwise(words)]
