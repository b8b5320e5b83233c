"""Shingles: one number for each run of syllables, straight from the text's code units, without cutting it up.

A syllable's number is a polynomial over its letters plus the sum of its marks, wherever they stand: so `hoà` is `hòa`.
`y` counts as `i`: so `kỹ` is `kĩ`.
"""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp.words import syllable_ids
from vietnamese.text import nfc

Hashes = syllable_ids.Hashes

_UNITS = 1 << 16  # of UTF-16; what lies beyond is a pair of surrogates, and separates
_STEP = 0x2C1B3C6D
_ROUND = np.uint32(0x297A2D39)


def shingles(text: str, length: int) -> Hashes:
    """In the text's order; a shorter text gives one number in all, an empty one none."""
    return syllable_ids.runs(numbers(text), length)


def numbers(text: str) -> Hashes:
    """One number for each run of letters and figures."""
    if not unicodedata.is_normalized("NFC", text):
        text = nfc(text)
    units = np.frombuffer(f" {text}".encode("utf-16-le", "surrogatepass"), np.uint16)  # the blank: each run has a start
    letters, marks = (table.take(units, mode="clip") for table in _tables())
    inside = letters != 0
    starts = np.flatnonzero(inside[1:] > inside[:-1])
    if not len(starts):
        return np.empty(0, np.uint32)
    powers, back = _powers(1 << len(units).bit_length())
    found: Hashes = np.add.reduceat(letters * powers[: len(units)], starts, dtype=np.uint32) * back[starts]
    found += np.add.reduceat(marks, starts, dtype=np.uint32)
    found ^= found >> np.uint32(15)
    found *= _ROUND
    return found


@lru_cache(maxsize=1)
def _tables() -> tuple[Hashes, Hashes]:
    """For each code unit the number of its letter, 0 when it separates, and the sum of its marks."""
    letters, marks = np.zeros(_UNITS, np.uint32), np.zeros(_UNITS, np.uint32)
    drawn = np.random.Generator(np.random.PCG64(20261124)).integers(1, 1 << 32, _UNITS, np.uint32)
    for unit in range(_UNITS):
        char = chr(unit)
        if char.isalnum():
            base, *above = list(unicodedata.normalize("NFD", char.lower()))
            letters[unit] = drawn[ord("i" if base == "y" else base) % _UNITS]
            marks[unit] = sum(int(drawn[ord(mark) % _UNITS]) for mark in above) & 0xFFFFFFFF
    return letters, marks


@lru_cache(maxsize=24)
def _powers(count: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """_STEP to the power of each place, and its inverse: what a syllable's place in the text adds is taken away."""
    steps = np.full(count, _STEP | 1, np.uint32)
    inverses = np.full(count, pow(_STEP | 1, -1, 1 << 32), np.uint32)
    steps[0] = inverses[0] = 1
    return np.cumprod(steps, dtype=np.uint32), np.cumprod(inverses, dtype=np.uint32)
