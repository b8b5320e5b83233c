"""Signals in our own labelled passages: precision and recall of each kind, beside a list of keywords."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from nlp.signals import signals

GOLD = Path(__file__).resolve().parents[1] / "tests" / "nlp" / "signals_gold.jsonl"
KINDS = ("useful", "good-news", "advertorial", "correction", "privacy")
# What a newcomer would write in five minutes.
KEYWORDS = {
    "useful": (
        "đường dây nóng",
        "lịch",
        "thủ tục",
        "đăng ký",
        "hướng dẫn",
        "tiêm",
        "thời tiết",
        "lừa đảo",
        "mở cửa",
        "hạn",
    ),
    "good-news": ("giúp", "tặng", "miễn phí", "thành công", "huy chương", "di sản", "học bổng", "cứu"),
    "advertorial": ("ưu đãi", "khuyến mãi", "giảm giá", "liên hệ", "tài trợ"),
    "correction": ("đính chính", "cải chính", "xin lỗi"),
    "privacy": ("cháu", "bé", "em", "nữ sinh", "nạn nhân"),
}
Say = Callable[[dict[str, Any]], set[str]]


def rows(half: str) -> list[dict[str, Any]]:
    every = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [r for r in every if which_half(r["text"]) == half]


def which_half(text: str) -> str:
    return "dev" if hashlib.sha256(text.encode()).digest()[0] % 2 else "test"


def ours(row: dict[str, Any]) -> set[str]:
    return {str(s.kind) for s in signals(title=row["title"], text=row["text"])} & set(KINDS)


def keywords(row: dict[str, Any]) -> set[str]:
    text = f"{row['title']} {row['text']}".lower()
    return {kind for kind, words in KEYWORDS.items() if any(word in text for word in words)}


def score(data: Iterable[dict[str, Any]], say: Say) -> dict[str, dict[str, float]]:
    right, said, true = (dict.fromkeys((*KINDS, "all"), 0) for _ in range(3))
    for row in data:
        gold, got = set(row["signals"]), say(row)
        for kind in KINDS:
            for key in (kind, "all"):
                right[key] += kind in gold and kind in got
                said[key] += kind in got
                true[key] += kind in gold
    return {
        kind: {
            "precision": round(right[kind] / max(said[kind], 1), 3),
            "recall": round(right[kind] / max(true[kind], 1), 3),
            "labelled": true[kind],
        }
        for kind in right
    }


def run() -> dict[str, object]:
    test = rows("test")
    return {
        "passages": len(test),
        "ours": score(test, ours),
        "peer": {"name": "a list of keywords", **score(test, keywords)},
    }
