"""Sections on the reported tenth of VNTC's training file, beside TF-IDF word 1-2 + LinearSVC on the same split."""

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.sections.model import MIN_PROBABILITY, SectionModel, probabilities
from nlp.sections.training import Texts, calibrated, fit, margins, read, split

_DATA = Path(__file__).parents[2] / "shared/data/vntc/vntc_train.jsonl.xz"


def run() -> dict[str, object]:
    if not _DATA.exists():
        return {"skipped": f"no {_DATA}"}
    parts = split(read(_DATA))
    # Side by side on two cores, for the time's sake: each learns from the whole fitting part.
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        peer = other.submit(_peer, parts.fit, parts.report)
        model = calibrated(fit(parts.fit), parts.tune)
        peers_accuracy = peer.result()
    return {
        "data": "VNTC training file, a tenth held out; repeats stay on one side",
        "fitted": len(parts.fit.texts),
        "reported": len(parts.report.texts),
        "ours": _figures(model, parts.report),
        "TF-IDF word 1-2 + LinearSVC": {"accuracy": peers_accuracy},
    }


def _figures(model: SectionModel, report: Texts) -> dict[str, float]:
    started = time.process_time()  # the peer learns on the other core meanwhile
    raw = margins(model, report.texts)
    seconds = time.process_time() - started
    chances = probabilities(raw, model.sharpness, model.shift)
    right = chances.argmax(axis=1) == report.labels
    top = chances.max(axis=1)
    said = top >= MIN_PROBABILITY
    near = (top >= 0.7) & (top < 0.9)
    return {
        "accuracy": _round(right.mean()),
        "ece": _round(_calibration_error(top, right)),
        "right_when_score_is_about_0.8": _round(right[near].mean()),
        "left_open": _round(1 - said.mean()),
        "accuracy_when_said": _round(right[said].mean()),
        "ms_per_article": _round(1000 * seconds / len(report.texts)),
    }


def _calibration_error(top: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15) -> float:
    which = np.minimum((top * bins).astype(int), bins - 1)
    parts = (which == one for one in range(bins))
    return float(sum(abs(right[part].mean() - top[part].mean()) * part.mean() for part in parts if part.any()))


def _peer(fitted: Texts, report: Texts) -> float:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectors = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+")
    machine = LinearSVC(random_state=0).fit(vectors.fit_transform(fitted.texts), fitted.labels)
    return _round(np.mean(machine.predict(vectors.transform(report.texts)) == report.labels))


def _round(value: float) -> float:
    return round(float(value), 4)
