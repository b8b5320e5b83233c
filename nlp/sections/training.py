"""How the section model is made from VNTC: read, split without repeats, fit, calibrate. Needs scikit-learn."""

import json
import lzma
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse.csgraph import connected_components

from domain.understanding import Section
from nlp.sections.features import features, syllables
from nlp.sections.model import SectionModel, probabilities
from vietnamese.text import clean

TOPICS = {
    "Chinh tri Xa hoi": Section.POLITICS_SOCIETY,
    "Doi song": Section.LIFE,
    "Khoa hoc": Section.SCIENCE,
    "Kinh doanh": Section.BUSINESS,
    "Phap luat": Section.LAW,
    "Suc khoe": Section.HEALTH,
    "The gioi": Section.WORLD,
    "The thao": Section.SPORT,
    "Van hoa": Section.CULTURE,
    "Vi tinh": Section.COMPUTING,
}
SECTIONS = tuple(Section)
_PAPER = re.compile(r"[^A-Z]")  # "TT_ VNE_ (12).txt": Thể thao of VnExpress
MIN_TEXTS = 3  # a feature seen in fewer is left out
OWN_TEXTS = Path(__file__).resolve().parents[2] / "scripts/texts/sections.txt"
OWN, OWN_WEIGHT = -1, 5.0  # of ours there are few, and each stands for many that a desk gets
_STEPS = 63  # of int8: half of them keeps the file small and costs nothing
_SKETCH, _RUN, _CROWD = 48, 4, 40  # near-duplicates: runs of four syllables, the smallest 48 of a text

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    texts: list[str]
    labels: Ints  # index into SECTIONS
    group: Ints  # texts that repeat each other share one
    paper: Ints  # which newspaper it is of; OWN for a text of ours

    def part(self, which: NDArray[np.bool_]) -> "Texts":
        kept = np.flatnonzero(which)
        return Texts([self.texts[i] for i in kept], self.labels[kept], self.group[kept], self.paper[kept])


@dataclass(frozen=True, slots=True)
class Split:
    fit: Texts
    tune: Texts  # for calibration and choices
    report: Texts  # for the figures only


def read(path: Path) -> Texts:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [clean(row["text"]) for row in rows]
    labels = np.array([SECTIONS.index(TOPICS[row["topic"]]) for row in rows])
    papers = [_PAPER.sub("", row["file"].split("(")[0])[2:] for row in rows]
    return Texts(texts, labels, repeats(texts), np.unique(papers, return_inverse=True)[1])


def own(path: Path = OWN_TEXTS) -> Texts:
    """Short texts of the kinds that a local desk gets, which VNTC does not know."""
    rows = [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8") if not line.startswith("#")]
    labels = np.array([SECTIONS.index(Section(section)) for section, _ in rows])
    alone = np.arange(len(rows))
    return Texts([clean(text) for _, text in rows], labels, alone, np.full(len(rows), OWN))


def joined(one: Texts, other: Texts) -> Texts:
    group = np.concatenate([one.group, other.group + int(one.group.max()) + 1])
    labels, paper = np.concatenate([one.labels, other.labels]), np.concatenate([one.paper, other.paper])
    return Texts([*one.texts, *other.texts], labels, group, paper)


def tenths(data: Texts, seed: int = 20261123) -> Ints:
    """Which tenth, 0 to 9, each text is in; a text and its repeats are in one."""
    return np.random.default_rng(seed).integers(0, 10, int(data.group.max()) + 1)[data.group]


def split(data: Texts) -> Split:
    """A tenth to tune, a tenth to report."""
    tenth = tenths(data)
    return Split(data.part(tenth > 1), data.part(tenth == 1), data.part(tenth == 0))


def repeats(texts: Sequence[str]) -> Ints:
    """A number for each text; near-duplicates (a third of the sketch shared) have the same one."""
    sketches = [_sketch(text) for text in texts]
    counts = [len(sketch) for sketch in sketches]
    runs, column = np.unique(np.concatenate(sketches), return_inverse=True)
    rows = np.repeat(np.arange(len(texts)), counts)
    crowd = np.bincount(column, minlength=len(runs))
    kept = (crowd[column] > 1) & (crowd[column] <= _CROWD)
    shape = (len(texts), len(runs))
    table = sp.csr_array((np.ones(int(kept.sum()), np.float32), (rows[kept], column[kept])), shape=shape)
    shared = sp.coo_array(table @ table.T)
    least = np.minimum(np.array(counts)[shared.row], np.array(counts)[shared.col])
    near = shared.data >= least / 3
    links = sp.coo_array((np.ones(int(near.sum())), (shared.row[near], shared.col[near])), shape=shared.shape)
    return np.asarray(connected_components(links, directed=False)[1], np.int64)


def _sketch(text: str) -> NDArray[np.uint64]:
    numbers = syllables(text)
    mixed = numbers[: max(1, len(numbers) - _RUN + 1)].copy()
    for step in range(1, min(_RUN, len(numbers))):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + numbers[step : step + len(mixed)]
    mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed * np.uint64(0xC2B2AE3D27D4EB4F))[:_SKETCH]


@dataclass(frozen=True, slots=True)
class Table:
    """Features of many texts: counts, and the number of each column."""

    counts: sp.csr_array
    known: NDArray[np.uint32]


def table(texts: Sequence[str], known: NDArray[np.uint32] | None = None) -> Table:
    read = [features(text) for text in texts]
    numbers = np.concatenate([which for which, _ in read])
    values = np.concatenate([counts for _, counts in read])
    starts = np.cumsum([0, *(len(which) for which, _ in read)], dtype=np.int32)
    if known is None:
        found, times = np.unique(numbers, return_counts=True)
        known = found[times >= MIN_TEXTS]
    columns = np.minimum(np.searchsorted(known, numbers), len(known) - 1).astype(np.int32)
    values[known[columns] != numbers] = 0
    counts = sp.csr_array((values, columns, starts), shape=(len(texts), len(known)))
    counts.sum_duplicates()
    counts.eliminate_zeros()
    return Table(counts, known)


def weighted(counts: sp.csr_array, idf: NDArray[np.float32]) -> sp.csr_array:
    """Sublinear tf, idf, unit length: what SectionModel.margins does for one text."""
    raised = counts.astype(np.float32)
    raised.data = (1 + np.log(raised.data)) * idf[raised.indices]
    lengths = np.sqrt(raised.multiply(raised).sum(axis=1))
    scaled: sp.csr_array = sp.diags_array(1 / np.maximum(lengths, 1e-9)).astype(np.float32) @ raised
    return scaled.tocsr()


def fit(data: Texts, *, strength: float = 1.0) -> SectionModel:
    """An uncalibrated model."""
    from sklearn.svm import LinearSVC

    made = table(data.texts)
    documents = np.bincount(made.counts.indices, minlength=len(made.known))
    idf = (np.log((1 + len(data.texts)) / (1 + documents)) + 1).astype(np.float16).astype(np.float32)
    weigh = np.where(data.paper == OWN, OWN_WEIGHT, 1.0)
    machine = LinearSVC(C=strength, class_weight="balanced", random_state=0, tol=0.01)
    machine.fit(weighted(made.counts, idf), data.labels, sample_weight=weigh)
    weights, scale = _in_steps(machine.coef_.T)
    return SectionModel(
        sections=SECTIONS,
        known=made.known,
        idf=idf,
        weights=weights,
        scale=scale,
        bias=machine.intercept_.astype(np.float32),
        sharpness=1.0,
        shift=np.zeros(len(SECTIONS), np.float32),
    )


def _in_steps(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """int8, each column with its own step; the few largest weights are cut so that the rest keep their detail."""
    largest = np.quantile(np.abs(weights), 0.99995, axis=0)
    scale = (largest / _STEPS).astype(np.float32)
    return np.clip(np.round(weights / scale), -_STEPS, _STEPS).astype(np.int8), scale


def margins(model: SectionModel, texts: Sequence[str]) -> NDArray[np.float32]:
    nothing = np.zeros(len(model.sections), np.float32)
    found = (model.margins(text) for text in texts)
    return np.stack([nothing if margin is None else margin for margin in found])


def calibrated(model: SectionModel, tune: Texts) -> SectionModel:
    """With the sharpness and shifts that make the tuning texts' sections most likely."""
    raw = margins(model, tune.texts)
    rows = np.arange(len(tune.labels))

    def surprise(parameters: NDArray[np.float64]) -> float:
        chances = probabilities(raw, parameters[0], parameters[1:])
        likely = np.log(np.maximum(chances[rows, tune.labels], 1e-12)).mean()
        return float(-likely + 0.003 * (parameters[1:] @ parameters[1:]))

    best = minimize(surprise, np.array([3.0, *np.zeros(len(SECTIONS))]), method="L-BFGS-B").x
    return replace(model, sharpness=float(best[0]), shift=best[1:].astype(np.float32))
