"""An article as the section model sees it: its syllables and their pairs, whatever way they are spelt.

Nothing else: capitals, marks and what tells one newspaper from another gain on its own articles and lose on those of
a newspaper that was not seen.
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


_plain = _Numbers().__getitem__  # a memo of a pure function


def syllables(text: str) -> NDArray[np.uint64]:
    found = _SYLLABLE.findall(text.lower())[:_MAX_SYLLABLES]
    return np.fromiter(map(_plain, found), np.uint64, len(found))


def features(text: str) -> tuple[Numbers, Floats]:
    """(which, how often): sorted numbers of syllables and of pairs, and their counts."""
    found = syllables(text)
    which, counts = np.unique(np.concatenate([_mixed(found), _mixed_pairs(found)]), return_counts=True)
    return which, counts.astype(np.float32)


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
