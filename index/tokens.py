"""Text as the index sees it: syllables, each as typed, in matching form and without marks, with offsets."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from vietnamese.text import fold, nfc, shadow

_MARKS = "\u0300-\u036f"
_UNSEEN = "\u200b-\u200f\u2060\ufeff\u00ad"
# Letters and digits are apart, so that `QL1A`, `QL 1A` and `QL-1A` hold the same pieces.
_WORD = re.compile(rf"\d(?:\d|[{_UNSEEN}])*|[^\W\d_](?:[^\W\d_]|[{_MARKS}{_UNSEEN}])*")
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


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one text, in matching form, and as published."""

    exact: list[str]
    loose: list[str]
    published: list[str]

    @classmethod
    def of(cls, text: str) -> "Words":
        found = _WORD.findall(text)
        known = [forms_of(raw) for raw in found]
        return cls([f[0] for f in known], [f[1] for f in known], found)

    @property
    def spellings(self) -> frozenset[str]:
        return frozenset([forms_of(raw).spelling for raw in self.published])

    @property
    def names(self) -> list[str]:
        """Loose forms of those written with a capital."""
        return [loose for loose, raw in zip(self.loose, self.published, strict=True) if raw[0].isupper()]


def spans(text: str) -> list[tuple[int, int]]:
    """Where each word of `Words.of(text)` begins and ends."""
    return [found.span() for found in _WORD.finditer(text)]


def tokens(text: str) -> list[Token]:
    return [Token(*forms_of(m[0])[:2], m.start(), m.end()) for m in _WORD.finditer(text)]


def pairs(words: list[str]) -> list[str]:
    """Neighbouring syllables joined: most Vietnamese words have two."""
    return [f"{a}_{b}" for a, b in pairwise(words)]
