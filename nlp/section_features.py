"""An article as the section model sees it: its syllables and their pairs, whatever way they are spelt.

Capitals count beside them, for `Anh` is a country and `anh` a brother; so do the marks: letters to a doctor ask.
"""

import re
import zlib

import numpy as np
from numpy.typing import NDArray

from domain.text import shadow

Numbers = NDArray[np.uint32]
Floats = NDArray[np.float32]

_LONGEST = 4000  # syllables read; a longer text has shown its section by then
_SYLLABLE = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_REMEMBERED = 200_000
# Odd constants of splitmix64 and xxHash; a change of any of them needs a new model.
_M1, _M2, _M3 = (np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


class _Numbers(dict[str, int]):
    """Each spelling's number: hoà and hòa, kỹ and kĩ have one. The same in every process."""

    def __missing__(self, spelling: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[spelling] = number = zlib.crc32(shadow(spelling).text.encode("utf-8", "surrogatepass"))
        return number


class _Capitals(dict[str, int]):
    """A number for a capitalised spelling, 0 for a plain one, _MARK for what is no word."""

    def __missing__(self, spelling: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[spelling] = number = _capital_number(spelling)
        return number


def _capital_number(spelling: str) -> int:
    if not (spelling[0].isalnum() or spelling[0] == "_"):
        return int(_MARK)
    if not spelling[0].isalpha() or spelling.islower():
        return 0
    kind = "^" if spelling.istitle() else "^^"
    return zlib.crc32((kind + shadow(spelling).text).encode("utf-8", "surrogatepass"))


_MARK = np.uint64(1 << 40)
_plain = _Numbers().__getitem__  # memos of pure functions
_capital = _Capitals().__getitem__


def syllables(text: str) -> NDArray[np.uint64]:
    found = _SYLLABLE.findall(text.lower())[:_LONGEST]
    return np.fromiter(map(_plain, found), np.uint64, len(found))


def features(text: str) -> tuple[Numbers, Floats]:
    """(which, how often): sorted numbers of syllables, pairs, capitals and marks, and their counts."""
    tokens = _TOKEN.findall(text)[:_LONGEST]
    plain = np.fromiter(map(_plain, tokens), np.uint64, len(tokens))
    capital = np.fromiter(map(_capital, tokens), np.uint64, len(tokens))
    is_word = capital != _MARK
    low, high = plain[is_word], capital[is_word]
    capitals = high > 0
    either = capitals[:-1] | capitals[1:]
    cased = np.where(capitals, high, low)
    found = [_mixed(low), _mixed_pairs(low), _mixed(high[capitals])]
    found += [_mixed_pairs(cased)[either], _mixed(plain[~is_word])]
    which, counts = np.unique(np.concatenate(found), return_counts=True)
    return which, counts.astype(np.float32)


def _mixed(numbers: NDArray[np.uint64]) -> Numbers:
    return _top(numbers * _M1)


def _mixed_pairs(numbers: NDArray[np.uint64]) -> Numbers:
    first = numbers[:-1] * _M1
    return _top((first ^ (first >> np.uint64(29))) * _M2 + numbers[1:] * _M3)


def _top(mixed: NDArray[np.uint64]) -> Numbers:
    top: Numbers = (mixed >> np.uint64(32)).astype(np.uint32)
    return top
