"""Which typed syllables are halves of one word, by how often the index holds them together."""

from collections.abc import Sequence
from math import log
from typing import Protocol

WORD_FROM = 0.3  # normalised pointwise mutual information from which two syllables are one word


class Counts(Protocol):
    def size(self) -> int: ...

    def frequency(self, kind: str, term: str) -> int: ...


def halves(kind: str, words: Sequence[str], apart: Sequence[bool], counts: Counts) -> list[bool]:
    """True for each half. The strongest bonds come first, no syllable twice; `apart[i]`: none with the next."""
    half = [False] * len(words)
    bonds = [(_bond(kind, words[i], words[i + 1], counts), i) for i in range(len(words) - 1) if not apart[i]]
    for bond, i in sorted(bonds, key=lambda b: (-b[0], b[1])):
        if bond > WORD_FROM and not half[i] and not half[i + 1]:
            half[i] = half[i + 1] = True
    return half


def _bond(kind: str, one: str, other: str, counts: Counts) -> float:
    size, both = counts.size(), counts.frequency(f"{kind}_pairs", f"{one}_{other}")
    if both < 2 or both >= size:
        return 0.0
    apart = counts.frequency(kind, one) * counts.frequency(kind, other)
    return log(both * size / apart) / -log(both / size) if apart else 0.0
