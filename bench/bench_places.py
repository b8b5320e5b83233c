"""Places in our own labelled passages, and all communes in the forms papers write, beside the longest match."""

import hashlib
import itertools
import json
import lzma
import re
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.written_forms import FORMS
from domain.times import VIETNAM
from nlp.places.gazetteer import COMMUNE, load
from nlp.places.names import split_kind
from nlp.places.recogniser import PlaceRecogniser

GOLD = Path(__file__).resolve().parents[1] / "tests" / "nlp" / "places" / "places_gold.jsonl"
ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "vietnews" / "vietnews_val.jsonl.xz"
TODAY = datetime(2026, 11, 20, tzinfo=VIETNAM)
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


def communes(find: Callable[[dict[str, Any]], Spans]) -> dict[str, object]:
    """Of all present communes in all forms: the share found as themselves, and with another province's unit."""
    gazetteer, right, astray, asked = load(), 0, 0, 0
    for unit in (one for one in gazetteer.units.values() if one.level == COMMUNE and one.valid(TODAY.date())):
        province = split_kind(gazetteer.units[unit.province].name)
        for form in FORMS.values():
            text = form(*split_kind(unit.name), *province)
            found = {code for _, _, code in find({"text": text, "published": TODAY.isoformat(), "source_province": ""})}
            asked += 1
            right += unit.code in found
            astray += any(gazetteer.units[code].province != unit.province for code in found)
    return {"asked": asked, "itself": round(right / asked, 4), "another province's": round(astray / asked, 4)}


def dense() -> list[str]:
    """The labelled passages in pieces of 400 words: some seventy names each, so far denser than news."""
    text = " ".join(r["text"] for half in ("dev", "test") for r in rows(half)).split()
    return [" ".join(text[i : i + 400]) for i in range(0, len(text) - 400, 400)] * 5


def articles(most: int = 600) -> list[str]:
    """Real articles, for time only; none where the shared data are absent."""
    if not ARTICLES.exists():
        return []
    with lzma.open(ARTICLES, "rt", encoding="utf-8") as lines:
        return [" ".join(json.loads(line)["body"]).replace("_", " ") for line in itertools.islice(lines, most)]


def speed(texts: list[str]) -> int | None:
    """Texts each second on one core; None without texts."""
    if not texts:
        return None
    recogniser = PlaceRecogniser()
    recogniser.find(text=texts[0])
    started = time.process_time()
    for text in texts:
        recogniser.find(text=text)
    return round(len(texts) / (time.process_time() - started))


def run() -> dict[str, object]:
    test = rows("test")
    return {
        "passages": len(test),
        "ours": score(test, ours),
        "peer": {"name": "longest match on today's names, no context", **score(test, plain_peer())},
        "all present communes, in fourteen forms": communes(ours),
        "peer on these": communes(plain_peer()),
        "articles_per_second": speed(articles()),
        "dense_texts_per_second": speed(dense()),
    }
