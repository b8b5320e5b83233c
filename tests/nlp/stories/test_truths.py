"""Floors on what nothing was learnt from: the sample newsroom's own truth, and a week of local notices."""

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from demo.content import articles
from domain.times import VIETNAM
from nlp.stories.incremental import WindowItem, group

NOTICES = Path(__file__).parents[4] / "shared/data/notices"
EVENING = datetime(2026, 11, 24, 20, 0, tzinfo=VIETNAM)


def pairs(gold: Sequence[str], found: Sequence[str]) -> tuple[float, float]:
    """Precision and recall of the pairs that stand in one story."""
    right, said, true = (_pairs(one) for one in (zip(gold, found, strict=True), found, gold))
    return right / said, right / true


def _pairs(items: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) for n in Counter(items).values())


def _read(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (NOTICES / name).read_text(encoding="utf-8").splitlines()]


def test_the_notices_of_a_week_keep_their_floor():
    if not NOTICES.exists():
        pytest.skip("../shared/data/notices is absent")
    truth = {row["id"]: row["story"] for row in _read("truth.ndjson")}
    rows = _read("articles.ndjson")
    found = group(
        WindowItem(id=r["id"], title=r["title"], text=r["text"], published_at=datetime.fromisoformat(r["published"]))
        for r in rows
    )
    precision, recall = pairs([truth[row["id"]] for row in rows], [found[row["id"]] for row in rows])
    assert precision >= 0.95
    assert recall >= 0.95


def test_the_sample_newsrooms_own_truth_keeps_its_floor():
    rows = [(f"{one.publisher}/{one.key}", one) for one in articles()]
    found = group(
        WindowItem(id=key, title=r.title, text=f"{r.lead}\n{r.body}", published_at=EVENING + timedelta(minutes=r.at))
        for key, r in rows
    )
    precision, recall = pairs([row.story for _, row in rows], [found[key] for key, _ in rows])
    assert precision >= 0.94
    assert recall >= 0.95
