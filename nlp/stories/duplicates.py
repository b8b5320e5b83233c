"""Near-duplicates: MinHash over runs of three syllables (128 permutations, 32 bands of 4).

A text whose every tenth word was edited still shares about 0.57 of its runs with the original; two texts that
share so much meet in at least one band in 97 of 100 cases. Reversals as permutations: Ji and others, Min-Max Hash for
Jaccard Similarity, ICDM 2013.
"""

import hashlib
import threading
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp.stories.shingles import shingles

PERMUTATIONS, BANDS = 128, 32
DRAWN_PERMUTATIONS = (
    PERMUTATIONS // 2
)  # are drawn; the others are their reversals, whose minimum is the first ones' maximum
MIN_COPY_SHARE = 0.38  # of all runs in common: four deviations below a copy with a tenth of its words edited
RUN_SYLLABLES = 3

Signature = NDArray[np.uint32]  # 128 minima, then the number of runs

_EMPTY = np.uint32(0xFFFFFFFF)
_RUNS_AT_ONCE = 1024  # runs that are permuted at once
_kept = threading.local()
_SEED = b"diemtin 2"  # part of the stored format: another seed needs every signature again
_draws = hashlib.shake_128(_SEED).digest(DRAWN_PERMUTATIONS * 4 + BANDS * 8 + PERMUTATIONS // BANDS * 8)
_FACTORS = np.frombuffer(_draws, "<u4", DRAWN_PERMUTATIONS)[:, None] | np.uint32(1)
_BAND_SALTS = np.frombuffer(_draws, "<u8", BANDS, DRAWN_PERMUTATIONS * 4)[None, :]
_BAND_FACTORS = np.frombuffer(_draws, "<u8", offset=(DRAWN_PERMUTATIONS + 2 * BANDS) * 4)[None, None, :] | np.uint64(1)


def signature(text: str) -> Signature:
    """129 numbers that stand for the text."""
    runs = shingles(text, RUN_SYLLABLES)
    signed = np.full(PERMUTATIONS + 1, _EMPTY, np.uint32)
    signed[-1] = len(runs)
    room, least, most = _room(), signed[:DRAWN_PERMUTATIONS], signed[DRAWN_PERMUTATIONS:-1]
    for start in range(0, len(runs), _RUNS_AT_ONCE):
        part = runs[start : start + _RUNS_AT_ONCE]
        mixed = np.multiply(
            _FACTORS, part, out=room[: DRAWN_PERMUTATIONS * len(part)].reshape(DRAWN_PERMUTATIONS, len(part))
        )
        np.minimum(least, np.minimum.reduce(mixed, axis=1), out=least)
        np.minimum(most, ~np.maximum.reduce(mixed, axis=1), out=most)
    return signed


recent_signature = lru_cache(256)(signature)  # a text is signed for its story, then for copies of old texts


def _room() -> NDArray[np.uint32]:
    """A thread's own, kept: asking the system for so much anew for each text takes longer than filling it."""
    if not hasattr(_kept, "room"):
        _kept.room = np.empty(DRAWN_PERMUTATIONS * _RUNS_AT_ONCE, np.uint32)
    found: NDArray[np.uint32] = _kept.room
    return found


def bands(signed: Signature) -> list[int]:
    """32 plain signed 64-bit integers for an SQL table; [] for an empty text, which is nobody's copy."""
    return band_rows(signed[None, :])[0].tolist() if signed[-1] else []


def band_rows(signed: Signature) -> NDArray[np.int64]:
    """The bands of many signatures, one row each. A band's place is mixed in, so one column holds all."""
    parts = signed[:, :-1].reshape(len(signed), BANDS, -1).astype(np.uint64)
    mixed: NDArray[np.uint64] = (parts + np.uint64(1)) * _BAND_FACTORS
    mixed ^= mixed >> np.uint64(31)
    joined: NDArray[np.uint64] = mixed.sum(axis=2, dtype=np.uint64) * _BAND_FACTORS[0, 0, 0] + _BAND_SALTS
    joined ^= joined >> np.uint64(29)
    return joined.view(np.int64)


def similarity(a: Signature, b: Signature) -> float:
    """Runs in common over all runs of both (Jaccard), give or take 0.04."""
    if not a[-1] or not b[-1]:
        return 0.0
    return float(np.count_nonzero(a[:-1] == b[:-1])) / PERMUTATIONS


def similarities(a: Signature, others: Signature) -> NDArray[np.float64]:
    """`similarity` with each row of `others`."""
    if not a[-1] or not len(others):
        return np.zeros(len(others))
    shared: NDArray[np.float64] = np.count_nonzero(others[:, :-1] == a[:-1], axis=1) / PERMUTATIONS
    return shared * (others[:, -1] > 0)


def quoted(a: Signature, b: Signature) -> float:
    """The share of text `a` that also stands in `b`, 0..1: a short copy in a long article counts in full."""
    alike = similarity(a, b)
    own, other = int(a[-1]), int(b[-1])
    return min(1.0, alike / (1 + alike) * (own + other) / own) if own and alike else 0.0
