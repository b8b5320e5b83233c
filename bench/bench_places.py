"""Places in our own labelled passages: precision, recall and F1, beside the longest match without context."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.gazetteer import load
from nlp.placenames import split_kind
from nlp.places import PlaceRecogniser

GOLD = Path(__file__).resolve().parents[1] / "tests" / "nlp" / "data" / "places_gold.jsonl"
Spans = list[tuple[int, int, str]]


def rows(half: str) -> list[dict[str, Any]]:
    """One half of the passages, told apart by a hash of the text: rules are tuned on "dev" only."""
    every = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [r for r in every if which_half(r["text"]) == half]


def which_half(text: str) -> str:
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 2 else "test"


def wanted(row: dict[str, Any]) -> Spans:
    spans = []
    for place in row["places"]:
        start = -1
        for _ in range(place["occurrence"]):
            start = row["text"].index(place["quote"], start + 1)
        spans.append((start, start + len(place["quote"]), place["code"]))
    return spans


def score(data: Iterable[dict[str, Any]], find: Callable[[dict[str, Any]], Spans]) -> dict[str, float]:
    """A mention is right when it overlaps the labelled one and bears its code."""
    right = found = labelled = 0
    for row in data:
        gold, got = wanted(row), find(row)
        found, labelled = found + len(got), labelled + len(gold)
        for start, end, code in gold:
            right += any(s < end and start < e and c == code for s, e, c in got)
    precision, recall = right / max(found, 1), right / max(labelled, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def ours(row: dict[str, Any]) -> Spans:
    mentions = PlaceRecogniser().find(
        text=row["text"],
        published_at=datetime.fromisoformat(row["published"]),
        source_province=row["source_province"],
    )
    return [(m.start, m.end, m.code) for m in mentions]


def plain_peer() -> Callable[[dict[str, Any]], Spans]:
    """Longest match of today's names, the largest unit of a name, no dates and no context."""
    codes: dict[str, str] = {}
    for unit in sorted(load().units.values(), key=lambda u: (-u.level, u.code), reverse=False):
        if unit.end is None:
            codes[split_kind(unit.name)[1]] = unit.code  # provinces come last and win
    names = "|".join(re.escape(n) for n in sorted(codes, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    return lambda row: [(m.start(), m.end(), codes[m[0]]) for m in pattern.finditer(row["text"])]


def speed(words: int = 400) -> float:
    """Articles of about 400 words each second, on one core, made of the labelled passages."""
    text = " ".join(r["text"] for half in ("dev", "test") for r in rows(half)).split()
    pieces = [" ".join(text[i : i + words]) for i in range(0, len(text) - words, words)]
    recogniser = PlaceRecogniser()
    recogniser.find(text=pieces[0])
    started = time.process_time()
    for _ in range(5):
        for piece in pieces:
            recogniser.find(text=piece)
    return round(5 * len(pieces) / (time.process_time() - started))


def run() -> dict[str, object]:
    test = rows("test")
    return {
        "passages": len(test),
        "ours": score(test, ours),
        "peer": {"name": "longest match on today's names, no context", **score(test, plain_peer())},
        "articles_per_second": speed(),
    }
