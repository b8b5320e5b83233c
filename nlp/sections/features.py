"""An article as the section model sees it: its syllables and their pairs, whatever way they are spelt.

Capitals count beside them, for `Anh` is a country and `anh` a brother; so do the marks: letters to a doctor ask.
What an article begins and ends with, its length, and how marks and figures stand ("21.3", "21-3") tell the newspaper,
whose idea of a section then applies.
"""

import re
import zlib

import numpy as np
from numpy.typing import NDArray

from vietnamese.text import shadow

Numbers = NDArray[np.uint32]
Floats = NDArray[np.float32]

_MAX_SYLLABLES = 4000  # syllables read; a longer text has shown its section by then
_SYLLABLE = re.compile(r"\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DIGIT = re.compile(r"\d")
_MAX_REMEMBERED = 200_000
# Odd constants of splitmix64 and xxHash; a change of any of them needs a new model.
_M1, _M2, _M3 = (np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


class _Numbers(dict[str, int]):
    """Each spelling's number: hoà and hòa, kỹ and kĩ have one. The same in every process."""

    def __missing__(self, spelling: str) -> int:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[spelling] = number = zlib.crc32(shadow(spelling).text.encode("utf-8", "surrogatepass"))
        return number


class _Capitals(dict[str, int]):
    """A number for a capitalised spelling, 0 for a plain one, a figure's shape from _FIGURE on, _MARK for the rest."""

    def __missing__(self, spelling: str) -> int:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[spelling] = number = _capital_number(spelling)
        return number


def _capital_number(spelling: str) -> int:
    if not (spelling[0].isalnum() or spelling[0] == "_"):
        return int(_MARK)
    if spelling[0].isdigit():
        return int(_FIGURE) | zlib.crc32(("#" + _DIGIT.sub("0", spelling)).encode("utf-8", "surrogatepass"))
    if not spelling[0].isalpha() or spelling.islower():
        return 0
    kind = "^" if spelling.istitle() else "^^"
    return zlib.crc32((kind + shadow(spelling).text).encode("utf-8", "surrogatepass"))


_MARK, _FIGURE = np.uint64(1 << 40), np.uint64(1 << 41)
_STYLE, _LEAD, _TAIL, _LENGTH = (np.uint32(salt) for salt in (0x11111111, 0x22222222, 0x33333333, 0x07777777))
_FIRST_SYLLABLES, _LAST_TOKENS = 40, 14  # syllables that begin an article, tokens that end it
_MIN_STYLE_SYLLABLES = 3  # syllables; in less there is no style
_plain = _Numbers().__getitem__  # memos of pure functions
_capital = _Capitals().__getitem__


def syllables(text: str) -> NDArray[np.uint64]:
    found = _SYLLABLE.findall(text.lower())[:_MAX_SYLLABLES]
    return np.fromiter(map(_plain, found), np.uint64, len(found))


def features(text: str) -> tuple[Numbers, Floats]:
    """(which, how often): sorted numbers of syllables, pairs, capitals, marks, both ends, style, and their counts."""
    tokens = _TOKEN.findall(text)[:_MAX_SYLLABLES]
    plain = np.fromiter(map(_plain, tokens), np.uint64, len(tokens))
    capital = np.fromiter(map(_capital, tokens), np.uint64, len(tokens))
    is_word, is_figure = capital != _MARK, capital >= _FIGURE
    low = plain[is_word]
    found = _content(low, np.where(is_figure, np.uint64(0), capital)[is_word])
    found.append(_mixed(plain[~is_word]))
    if len(low) >= _MIN_STYLE_SYLLABLES:
        as_written = np.where(is_word & (capital > 0), capital, plain)
        found += [
            *_ends(low[:_FIRST_SYLLABLES], _LEAD),
            *_ends(as_written[-_LAST_TOKENS:], _TAIL),
            *_style(as_written, ~is_word | is_figure),
        ]
        found.append(_mixed(np.array([4 * np.log1p(len(tokens))], np.uint64)) ^ _LENGTH)
    which, counts = np.unique(np.concatenate(found), return_counts=True)
    return which, counts.astype(np.float32)


def _content(low: NDArray[np.uint64], high: NDArray[np.uint64]) -> list[Numbers]:
    capitals = high > 0
    either = capitals[:-1] | capitals[1:]
    cased = np.where(capitals, high, low)
    return [_mixed(low), _mixed_pairs(low), _mixed(high[capitals]), _mixed_pairs(cased)[either]]


def _ends(numbers: NDArray[np.uint64], salt: np.uint32) -> list[Numbers]:
    return [_mixed(numbers) ^ salt, _mixed_pairs(numbers) ^ salt]


def _style(numbers: NDArray[np.uint64], odd: NDArray[np.bool_]) -> list[Numbers]:
    """Marks and figures (the odd ones), alone, with a neighbour, and in threes of which two are odd."""
    pairs = _blended(numbers[:-1], numbers[1:])
    threes = _top(_blended(pairs[:-1], numbers[2:]))
    most = (odd[:-2] & odd[1:-1]) | (odd[1:-1] & odd[2:]) | (odd[:-2] & odd[2:])
    alone = _top(numbers[odd] * _M2)
    return [alone ^ _STYLE, _top(pairs[odd[:-1] | odd[1:]]) ^ _STYLE, threes[most] ^ _STYLE]


def _mixed(numbers: NDArray[np.uint64]) -> Numbers:
    return _top(numbers * _M1)


def _mixed_pairs(numbers: NDArray[np.uint64]) -> Numbers:
    return _top(_blended(numbers[:-1], numbers[1:]))


def _blended(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    first = first * _M1
    return (first ^ (first >> np.uint64(29))) * _M2 + second * _M3


def _top(mixed: NDArray[np.uint64]) -> Numbers:
    top: Numbers = (mixed >> np.uint64(32)).astype(np.uint32)
    return top
