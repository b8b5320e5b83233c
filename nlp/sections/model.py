"""Which of the ten sections an article belongs to, with calibrated scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.understanding import Section
from nlp.sections.features import features

MIN_PROBABILITY = 0.5  # below it one section alone is not said
# On newspapers that were left out (python -m bench sections) the first is right in .51 and the second in .38 of what
# gets two by these; 96 % of all are told instead of 94 %, and .900 of those show the right one instead of .881.
MIN_SECOND = 0.25  # below it the second is right in less than a third
MIN_TOGETHER = 0.75  # below it two are not said either: "chưa rõ"
MIN_KNOWN_FEATURES = 5  # known syllables and pairs; less says nothing
_MODEL_FILE = "models/sections.npz"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionModel:
    """A linear model: rows for the numbers it knows, a column for each section."""

    sections: tuple[Section, ...]
    known: NDArray[np.uint32]  # sorted
    idf: Floats
    weights: NDArray[np.int8]
    scale: Floats  # of each column's int8 steps
    bias: Floats
    sharpness: float  # the temperature's inverse
    shift: Floats  # added to each section after sharpening

    def margins(self, text: str) -> Floats | None:
        """How far the text lies on each section's side; None when nothing in it is known."""
        which, counts = features(text)
        rows = np.minimum(np.searchsorted(self.known, which), len(self.known) - 1)
        met = self.known[rows] == which
        if int(met.sum()) < MIN_KNOWN_FEATURES:
            return None
        rows = rows[met]
        values = (1 + np.log(counts[met])) * self.idf[rows]
        values /= np.sqrt(values @ values)
        margins: Floats = (values @ self.weights.take(rows, axis=0)) * self.scale + self.bias
        return margins

    def scores(self, text: str) -> dict[Section, float]:
        """Sums to 1; without evidence every section scores the same."""
        margins = self.margins(text)
        if margins is None:
            return {section: 1 / len(self.sections) for section in self.sections}
        chances = probabilities(margins, self.sharpness, self.shift)
        return {section: float(chance) for section, chance in zip(self.sections, chances, strict=True)}


def probabilities(margins: Floats, sharpness: float, shift: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    raised = np.asarray(margins, np.float64) * sharpness + shift
    raised = np.exp(raised - raised.max(axis=-1, keepdims=True))
    chances: NDArray[np.float64] = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def likely_sections(scores: Mapping[Section, float]) -> tuple[Section, ...]:
    """The likeliest; two, the likelier first, where it may as well be the other; none: "chưa rõ"."""
    best = sorted(scores, key=lambda section: scores[section], reverse=True)[:2]
    if len(best) == 2 and scores[best[1]] >= MIN_SECOND and scores[best[0]] + scores[best[1]] >= MIN_TOGETHER:
        return tuple(best)
    return tuple(best[:1]) if best and scores[best[0]] >= MIN_PROBABILITY else ()


@lru_cache(maxsize=1)
def shipped_model() -> SectionModel:
    with (files("nlp") / _MODEL_FILE).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return _read(stored)


def load(path: Path) -> SectionModel:
    with np.load(path, allow_pickle=False) as stored:
        return _read(stored)


def save(model: SectionModel, path: Path) -> None:
    np.savez_compressed(
        path,
        sections=np.array([section.value for section in model.sections]),
        known=model.known,
        idf=model.idf.astype(np.float16),
        weights=model.weights,
        scale=model.scale,
        bias=model.bias,
        sharpness=np.float32(model.sharpness),
        shift=model.shift,
    )


def _read(stored: Mapping[str, NDArray[np.generic]]) -> SectionModel:
    def floats(name: str) -> Floats:
        return stored[name].astype(np.float32)

    return SectionModel(
        sections=tuple(Section(str(slug)) for slug in stored["sections"]),
        known=stored["known"].astype(np.uint32),
        idf=floats("idf"),
        weights=stored["weights"].astype(np.int8),
        scale=floats("scale"),
        bias=floats("bias"),
        sharpness=float(floats("sharpness")),
        shift=floats("shift"),
    )
