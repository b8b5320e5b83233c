"""Text as the index sees it: syllables, each as typed, in matching form and without marks, with offsets."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from domain.text import fold, nfc, shadow

_MARKS = "\u0300-\u036f"
_UNSEEN = "\u200b-\u200f\u2060\ufeff\u00ad"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}{_UNSEEN}])*")
_LONGEST = 48  # a longer run of letters is no word; cut so that a hostile page cannot bloat the dictionary
_LONGEST_RAW = 200


class Token(NamedTuple):
    exact: str  # the shadow: lower case, one tone placement, one of y and i
    loose: str  # no marks, đ as d
    start: int
    end: int

    @property
    def accented(self) -> bool:
        return self.exact != self.loose


@lru_cache(maxsize=200_000)
def forms_of(raw: str) -> tuple[str, str]:
    exact = "".join(_WORD.findall(shadow(raw[:_LONGEST_RAW]).text))[:_LONGEST]
    return exact, fold(exact)[:_LONGEST]


def tokens(text: str) -> list[Token]:
    return [Token(*forms_of(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """As published."""
    return _WORD.findall(text)


def forms(raw: list[str]) -> tuple[list[str], list[str]]:
    """The exact and the loose forms of `words`."""
    both = [forms_of(word) for word in raw]
    return [pair[0] for pair in both], [pair[1] for pair in both]


def surface(raw: str) -> str:
    return nfc(raw).lower()[:_LONGEST]


def pairs(words: list[str]) -> list[str]:
    """Neighbouring syllables joined: most Vietnamese words have two."""
    return [f"{a}_{b}" for a, b in pairwise(words)]
