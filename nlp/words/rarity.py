"""How rare a term is: a background learnt once from VNTC, and what the desk itself has read since."""

import functools
import math
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from nlp.words import syllable_ids

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Document counts of single syllables and pairs; scripts/train_rarity.py made them, data/rarity.md says how."""

    documents: int
    terms: syllable_ids.Hashes  # sorted
    counts: NDArray[np.float32]

    def count(self, terms: syllable_ids.Hashes) -> NDArray[np.float32]:
        """In how many background documents each term stands; 0 for those in fewer than the table keeps."""
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        found: NDArray[np.float32] = np.where(self.terms[at] == terms, self.counts[at], np.float32(0))
        return found


@functools.cache
def background() -> Background:
    with resources.files("nlp").joinpath("data/rarity.npz").open("rb") as file, np.load(file) as stored:
        terms = np.cumsum(stored["steps"], dtype=np.uint64).astype(np.uint32)
        counts = np.exp(stored["logs"].astype(np.float32) / np.float32(stored["scale"]))
        return Background(documents=int(stored["documents"]), terms=terms, counts=counts)


def terms(numbers: syllable_ids.Hashes) -> syllable_ids.Hashes:
    """Single syllables and neighbouring pairs, as often as they stand in the text."""
    if len(numbers) < 2:
        return numbers
    joined: syllable_ids.Hashes = np.concatenate([numbers, syllable_ids.runs(numbers, 2)])
    return joined


def rarity(counts: NDArray[np.float32], documents: int) -> Weights:
    weights: Weights = np.log((documents + 1) / (counts + np.float32(0.5))).astype(np.float32)
    return np.maximum(weights, np.float32(0.01))


def ceiling(documents: int) -> float:
    """The rarity of a term never seen before."""
    return math.log((documents + 1) / 0.5)
