"""Sections, judged by newspapers that were left out, and by local notices with what their publishers say.

VNTC's four newspapers are left out in turn: the model learns from the other three and our own short texts, beside a
plain, well cleaned peer (TF-IDF word 1-2, balanced LinearSVC) that learns from the other three. The shipped model reads
the notices; none of them was learnt from.
"""

import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.sections.labels import said_by_publisher
from nlp.sections.model import MIN_PROBABILITY, SectionModel, likely_sections, probabilities, shipped_model
from nlp.sections.training import SECTIONS, Texts, calibrated, fit, joined, margins, own, read, split, tenths

Mask = NDArray[np.bool_]
_SHARED = Path(__file__).parents[2] / "shared/data"
_DATA = _SHARED / "vntc/vntc_train.jsonl.xz"
_MIN_TEXTS = 1000  # of a newspaper that is left out


def run() -> dict[str, object]:
    figures: dict[str, object] = {}
    if (_SHARED / "notices").exists():
        figures["notices"] = _notices()
    if not _DATA.exists():
        return figures | {"skipped": f"no {_DATA}"}
    data = read(_DATA)
    papers = [int(paper) for paper, count in enumerate(np.bincount(data.paper)) if count >= _MIN_TEXTS]
    tenth = tenths(data)
    folds = [(data.paper != one, data.paper == one) for one in papers] + [(tenth > 1, tenth == 0)]
    # Side by side on two cores, for the time's sake.
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        peers = other.submit(_peers, data, folds)
        ours = [_left_out(data, one) for one in papers]
        parts = split(data)
        model = calibrated(fit(joined(parts.fit, own())), parts.tune)
        *theirs, of_tenth = peers.result()
        by_chance = {"Điểm Tin": _figures(model, parts.report), "plain peer": {"accuracy": of_tenth}}
    left = {
        "texts": [int((data.paper == one).sum()) for one in papers],
        "Điểm Tin": {name: [one[name] for one in ours] for name in ours[0]},
        "plain peer": theirs,
        "means": {name: _round(np.mean([one[name] for one in ours])) for name in ours[0]}
        | {"plain peer": _round(np.mean(theirs))},
    }
    return figures | {"one newspaper left out": left, "a random tenth": by_chance}


def _left_out(data: Texts, paper: int) -> dict[str, float]:
    """Its calibration is the shipped model's: eleven numbers."""
    unseen = data.part(data.paper == paper)
    model = fit(joined(data.part(data.paper != paper), own()))
    shipped = shipped_model()
    found = margins(model, unseen.texts)
    chances = probabilities(found, shipped.sharpness, shipped.shift)
    return {"accuracy": _right(found.argmax(axis=1) == unseen.labels)} | _shown(chances, unseen)


def _shown(chances: NDArray[np.float64], unseen: Texts) -> dict[str, float]:
    """What people then see: no section, one, or two."""
    said = [likely_sections(dict(zip(SECTIONS, row, strict=True))) for row in chances.tolist()]
    true = [SECTIONS[label] for label in unseen.labels]
    told = [(one, right) for one, right in zip(said, true, strict=True) if one]
    two = [(one, right) for one, right in told if len(one) == 2]
    return {
        "told": _round(len(told) / len(said)),
        "told right": _right([right in one for one, right in told]),
        "two": _round(len(two) / len(said)),
        "two: first right": _right([right is one[0] for one, right in two]),
        "two: second right": _right([right is one[1] for one, right in two]),
    }


def _right(found: Sequence[bool] | NDArray[np.bool_]) -> float:
    return _round(np.mean(found))


def _notices() -> dict[str, object]:
    """Right: the section, or the other one that is as fair."""
    lines = (_SHARED / "notices/articles.ndjson").read_text(encoding="utf-8").splitlines()
    truth = (_SHARED / "notices/truth.ndjson").read_text(encoding="utf-8").splitlines()
    wanted = {row["id"]: row for row in map(json.loads, truth)}
    found: Counter[str] = Counter()
    for row in map(json.loads, lines):
        scores = shipped_model().scores(f"{row['title']}\n{row['text']}")
        said = said_by_publisher(row["publisher_section"], row.get("url") or "")
        best = likely_sections(said.weigh(scores) if said else scores)
        who = "the publisher says" if said else "the model alone"
        fair = {wanted[row["id"]]["section"], wanted[row["id"]]["also"]}
        found.update([who] if fair.isdisjoint(best[:1]) else [who, f"{who}, right"])
        found["either of two shown is right"] += not fair.isdisjoint(best)
        found["plain: the model without the publisher"] += not fair.isdisjoint(likely_sections(scores)[:1])
    return {"notices": len(lines), **found}


def _figures(model: SectionModel, report: Texts) -> dict[str, float]:
    chances = probabilities(margins(model, report.texts), model.sharpness, model.shift)
    right = chances.argmax(axis=1) == report.labels
    top = chances.max(axis=1)
    said = top >= MIN_PROBABILITY
    return {
        "accuracy": _round(right.mean()),
        "ece": _round(_calibration_error(top, right)),
        "left_open": _round(1 - said.mean()),
        "accuracy_when_said": _round(right[said].mean()),
    }


def _calibration_error(top: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 15) -> float:
    which = np.minimum((top * bins).astype(int), bins - 1)
    parts = (which == one for one in range(bins))
    return float(sum(abs(right[part].mean() - top[part].mean()) * part.mean() for part in parts if part.any()))


def _peers(data: Texts, folds: Sequence[tuple[Mask, Mask]]) -> list[float]:
    """TF-IDF of words and pairs, and a balanced LinearSVC, for each (learnt from, reported on).

    Words are counted once for all; a fold knows those that three of its own texts hold.
    """
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.svm import LinearSVC

    counts = CountVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", min_df=3).fit_transform(data.texts).tocsr()
    found = []
    for learnt, reported in folds:
        known = counts[learnt].getnnz(axis=0) >= 3
        vectors = TfidfTransformer(sublinear_tf=True)
        machine = LinearSVC(class_weight="balanced", random_state=0)
        machine.fit(vectors.fit_transform(counts[learnt][:, known]), data.labels[learnt])
        said = machine.predict(vectors.transform(counts[reported][:, known]))
        found.append(_right(said == data.labels[reported]))
    return found


def _round(value: float | np.floating[Any]) -> float:
    return round(float(value), 4)
