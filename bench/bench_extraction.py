"""Segments found and avoided on trafilatura's own evaluation pages, beside trafilatura alone.

Counted as trafilatura's `tests/eval_gate.py` counts: a must-have segment found is a true positive, a must-not-have
segment found a false positive, spaces normalised on both sides; a page that raises counts as a full miss. An entry
whose page is not in the archive is left out for everybody, as there. What is scored is the article's `text`.

The rules were tuned on one fixed half only (first byte of SHA-256 of the URL is even: "tuned"); "held_out" is the
other half, "all" is both. Pages are somebody's property: they are unpacked to a temporary folder and deleted.
"""

import hashlib
import json
import logging
import re
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import FetchedPage

DATA = Path(__file__).parents[2] / "shared" / "data" / "trafilatura_eval" / "eval.tar.xz"
_SECONDS = 170  # for all three readers together, which take turns page by page: they see the same pages
_SPACE = re.compile(r"\s+")
_NOW = datetime(2026, 11, 23, tzinfo=UTC)
Reader = Callable[[str, bytes], str]


@dataclass
class Tally:
    tp: int = 0
    fp: int = 0
    fn: int = 0

    def count(self, entry: dict[str, Any], text: str) -> None:
        text = _norm(text)
        found = sum(_norm(segment) in text for segment in entry["with"])
        wrong = sum(_norm(segment) in text for segment in entry["without"])
        self.tp += found
        self.fn += len(entry["with"]) - found
        self.fp += wrong

    def figures(self) -> dict[str, float]:
        return {
            "f1": round(2 * self.tp / max(1, 2 * self.tp + self.fp + self.fn), 4),
            "precision": round(self.tp / max(1, self.tp + self.fp), 4),
            "recall": round(self.tp / max(1, self.tp + self.fn), 4),
        }


@dataclass
class Result:
    halves: dict[str, Tally] = field(default_factory=lambda: {"tuned": Tally(), "held_out": Tally(), "all": Tally()})
    pages: int = 0
    seconds: float = 0.0
    misses: int = 0


def run(seconds: float = _SECONDS) -> dict[str, object]:
    if not DATA.exists():
        raise FileNotFoundError(DATA)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    readers = {"diemtin": _ours, "trafilatura": _trafilatura(fast=False), "trafilatura_fast": _trafilatura(fast=True)}
    with tempfile.TemporaryDirectory() as folder:
        entries, pages = _unpack(Path(folder))
        results = _measure(readers, pages, seconds)
    return {
        "entries": entries,
        "pages_in_archive": len(pages),
        "peer": "trafilatura",
        **{name: _figures(result) for name, result in results.items()},
    }


def _unpack(folder: Path) -> tuple[int, list[tuple[str, dict[str, Any], Path]]]:
    with tarfile.open(DATA) as archive:
        archive.extractall(folder, filter="data")
    listed = json.loads(next(folder.rglob("evaldata.json")).read_text("utf-8"))
    files = {path.name: path for path in folder.rglob("eval/*")}
    return len(listed), [(url, item, files[item["file"]]) for url, item in listed.items() if item["file"] in files]


def _measure(
    readers: dict[str, Reader], pages: list[tuple[str, dict[str, Any], Path]], seconds: float
) -> dict[str, Result]:
    """In the order of their hashes, so that a run cut short by a busy machine has still seen a fair sample."""
    for reader in readers.values():
        reader("https://a.example.vn/a", pages[0][2].read_bytes())
    results, stop = {name: Result() for name in readers}, time.monotonic() + seconds
    for url, entry, path in sorted(pages, key=lambda page: hashlib.sha256(page[0].encode()).digest()[1:]):
        if time.monotonic() > stop:
            break
        content = path.read_bytes()
        for name, reader in readers.items():
            _one(results[name], reader, url, content, entry)
    return results


def _one(result: Result, reader: Reader, url: str, content: bytes, entry: dict[str, Any]) -> None:
    began = time.process_time()
    text = reader(url, content)
    result.seconds += time.process_time() - began
    result.pages += 1
    result.misses += not text
    for half in (_half(url), "all"):
        result.halves[half].count(entry, text)


def _figures(result: Result) -> dict[str, object]:
    return {
        **{name: tally.figures() for name, tally in result.halves.items()},
        "pages": result.pages,
        "no_article": result.misses,
        "pages_per_second_per_core": round(result.pages / max(result.seconds, 1e-9), 1),
    }


def _half(url: str) -> str:
    return "held_out" if hashlib.sha256(url.encode()).digest()[0] % 2 else "tuned"


def _norm(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _ours(url: str, content: bytes) -> str:
    try:
        return PageExtractor().extract(FetchedPage(url=url, content=content, fetched_at=_NOW)).text
    except NotExtractable:
        return ""


def _trafilatura(*, fast: bool) -> Reader:
    from trafilatura import extract

    def read(url: str, content: bytes) -> str:
        try:
            text = extract(content, fast=fast, include_comments=False, include_tables=True, include_formatting=False)
        except Exception:  # noqa: BLE001 - a crash is a miss, as in trafilatura's own evaluation
            return ""
        return text or ""

    return read
