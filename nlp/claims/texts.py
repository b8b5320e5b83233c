"""Claims and articles, cut and weighed once, for all pairs that are compared."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from domain.flags import Part
from nlp.claims.particulars import Particulars, names, particulars
from nlp.cues import lower
from nlp.words import rarity, syllable_ids
from vietnamese.text import CAPITALS

MAX_CHARS = 12_000  # of an article's text
MAX_TITLE_CHARS = 500
MAX_SENTENCES = 60  # of an article that are looked at
ASKED_FOR = 1.0  # what a syllable of a name, or a figure, weighs at most
MAX_SENTENCE_CHARS = 700  # of a longer one each part counts as one
COMMON = 1.2  # rarity: what stands in a third of all texts tells nothing

_BETWEEN = re.compile(rf"\n|(?<=[^\s.A-ZĐ][.!?…])\s(?=\s*[\"“'‘«(–-]?[{CAPITALS}\d])|(?<=[.!?…][”\"»)])\s")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "là của và các những cho với được đã sẽ đang bị ở tại từ trong ngày khi thì mà này đó do để về ra "
        "vào có không cả rằng",
    )
)


@dataclass(frozen=True)
class Piece:
    """One sentence of an article, where it stands, and what can be checked in it."""

    part: Part
    start: int
    text: str

    @cached_property
    def low(self) -> str:
        return lower(self.text)

    @cached_property
    def syllables(self) -> list[str]:
        return syllables(self.low)

    @cached_property
    def single(self) -> frozenset[str]:
        return frozenset(self.syllables)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(zip(self.syllables, self.syllables[1:], strict=False))

    @cached_property
    def facts(self) -> Particulars:
        return particulars(self.text)


@dataclass(frozen=True)
class Text:
    """An article, cut into sentences once for all claims."""

    title: str
    text: str
    provinces: frozenset[str] = frozenset()  # codes of the provinces in which its places lie

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        found, start = [Piece(Part.TITLE, 0, self.title)], 0
        for end in (*(m.start() for m in _BETWEEN.finditer(self.text)), len(self.text)):
            for at in range(start, end, MAX_SENTENCE_CHARS):
                said = self.text[at : min(at + MAX_SENTENCE_CHARS, end)]
                if said.strip():
                    found.append(Piece(Part.TEXT, at + len(said) - len(said.lstrip()), said.strip()))
            start = end
            if len(found) > MAX_SENTENCES:
                break
        return tuple(found)

    @cached_property
    def low(self) -> str:
        return f" {' '.join(word for piece in self.pieces for word in piece.syllables)} "

    @cached_property
    def facts(self) -> Particulars:
        return particulars(f"{self.title}\n{self.text}")

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for piece in self.pieces for word in piece.syllables)

    @cached_property
    def frame(self) -> frozenset[str]:
        """The title and the first sentence: what the whole text is about."""
        return frozenset(word for piece in self.pieces[:2] for word in piece.syllables)


@dataclass(frozen=True)
class ClaimForm:
    """A claim, weighed once."""

    text: str

    @cached_property
    def low(self) -> str:
        return lower(self.text)

    @cached_property
    def syllables(self) -> list[str]:
        return syllables(self.low)

    @cached_property
    def weights(self) -> list[float]:
        """By rarity. Names and figures weigh little, rare as they are: they are asked for one by one."""
        named = {word for name in self.names for word in syllables(lower(name))}
        return [
            0.0
            if word in _SMALL
            else min(weight(word), ASKED_FOR)
            if word in named or word[0].isdigit()
            else weight(word)
            for word in self.syllables
        ]

    @cached_property
    def content(self) -> list[str]:
        return [word for word, one in zip(self.syllables, self.weights, strict=True) if one > 0]

    @cached_property
    def facts(self) -> Particulars:
        return particulars(self.text)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(one for one in names(self.text) if not (one.isupper() and one.isalpha()))


@lru_cache(maxsize=1024)
def claim_form(text: str) -> ClaimForm:
    return ClaimForm(text)


def syllables(low: str) -> list[str]:
    """Words and figures, with 2.000 as 2000."""
    return [word.replace(".", "") if word[0].isdigit() else word for word in _WORD.findall(low)]


@lru_cache(maxsize=50_000)
def weight(word: str) -> float:
    known = rarity.background()
    return max(0.0, float(rarity.rarity(known.count(syllable_ids.numbers(word)), known.documents)[0]) - COMMON)
