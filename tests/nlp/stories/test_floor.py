"""Floors for grouping on human clusters; they only rise. Read from ../shared/data, skipped without it."""

import json
import lzma
from collections import Counter
from pathlib import Path

import pytest

from nlp.stories.incremental import WindowItem, group

VIMS = Path(__file__).resolve().parents[4] / "shared/data/vims/vims_odd.jsonl.xz"
CLUSTERS = 40


@pytest.mark.skipif(not VIMS.exists(), reason="../shared/data/vims is absent")
def test_human_clusters_are_found_again_and_hardly_two_events_are_taken_for_one():
    with lzma.open(VIMS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    wanted = sorted({row["cluster"] for row in rows})[:CLUSTERS]
    gold = {row["cluster"] + row["file"]: row["cluster"] for row in rows if row["cluster"] in wanted}
    found = group(
        WindowItem(id=row["cluster"] + row["file"], text=row["text"]) for row in rows if row["cluster"] in wanted
    )
    mine, theirs = Counter(found.values()), Counter(gold.values())
    both = Counter((gold[one], story) for one, story in found.items())
    precision = sum(n * n / mine[story] for (_, story), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[event] for (event, _), n in both.items()) / len(gold)
    assert precision >= 0.99
    assert 2 * precision * recall / (precision + recall) >= 0.97
