"""Articles of `vietnews` labelled by reading, split once by a hash of the text: one half to tune, one to report.

Their texts are their publishers' and stay outside the repository.
"""

import hashlib
import json
import lzma
import re
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_MOST_SENTENCES, _MOST_CHARS = 25, 1600  # what the readers were shown


def which_half(text: str) -> str:
    """Never changed: figures of the half to report are only honest while nobody tuned on it."""
    return "tune" if hashlib.sha256(text.encode()).digest()[0] % 2 else "report"


def labelled() -> dict[str, list[dict[str, Any]]]:
    """By half, each {"id", "part", "title", "text", "labels"}."""
    with (DATA / "signals" / "labels.jsonl").open(encoding="utf-8") as file:
        labels = {row["id"]: row for row in map(json.loads, file)}
    halves: dict[str, list[dict[str, Any]]] = {"tune": [], "report": []}
    with lzma.open(DATA / "vietnews" / "vietnews_val.jsonl.xz", "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["id"] in labels:
                row = labels[article["id"]] | given(article)
                halves[which_half(row["text"])].append(row)
    return halves


def given(article: dict[str, Any]) -> dict[str, str]:
    """What the readers saw of it."""
    body: list[str] = []
    chars = 0
    for sentence in article["body"][:_MOST_SENTENCES]:
        if chars > _MOST_CHARS:
            break
        body.append(printed(sentence))
        chars += len(sentence)
    return {"title": printed(article["title"]), "text": "\n".join([printed(article["abstract"]), *body])}


def printed(text: str) -> str:
    """Segmented text without underscores, and without blanks before or inside punctuation."""
    text = re.sub(r"\s+([,.;:!?%)\]”…])", r"\1", text.replace("_", " "))
    return re.sub(r"([(\[“])\s+", r"\1", text)
