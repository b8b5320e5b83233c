"""Dates of publishing: days on trafilatura's evaluation pages, minutes on captured Vietnamese ones, beside htmldate.

Each page ends as right, wrong or none. On the Vietnamese pages a time is right to the minute, or absent where the
page tells none; htmldate and the naive peer (the first date in the page) give days, which are right when the day is.
The gold of trafilatura's pages is a day in the publisher's zone, and in places the day of an update.
"""

import json
import logging
import re
import tarfile
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawlers.extract.article import PageExtractor
from domain.errors import NotExtractable
from domain.page import FetchedPage
from domain.times import VIETNAM

SHARED = Path(__file__).parents[2] / "shared" / "data"
FOREIGN = SHARED / "trafilatura_eval" / "eval.tar.xz"
VIETNAMESE = SHARED / "vn_pages"
_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_FIRST = re.compile(rb"(20[0-2]\d)-([01]\d)-([0-3]\d)|\b([0-3]?\d)[./]([01]?\d)[./](20[0-2]\d)\b")
_DAY = len("2026-11-23")

Reader = Callable[[str, bytes], str]
Page = tuple[str, bytes, str | None]


def run() -> dict[str, object]:
    if not FOREIGN.exists():
        raise FileNotFoundError(FOREIGN)
    logging.disable(logging.CRITICAL)
    try:
        readers = {"diemtin": our_date, "htmldate": _htmldate(search=True), "htmldate_fast": _htmldate(search=False)}
        readers["first_date_in_page"] = first_date
        return {
            "peer": "htmldate",
            "trafilatura_pages_days": _compare(readers, foreign_pages),
            "vietnamese_pages": _compare(readers, vietnamese_pages) if VIETNAMESE.exists() else "absent",
        }
    finally:
        logging.disable(logging.NOTSET)


def _compare(readers: dict[str, Reader], pages: Callable[[Path], Iterator[Page]]) -> dict[str, object]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in readers}
    with tempfile.TemporaryDirectory() as folder:
        for url, content, gold in pages(Path(folder)):
            for name, read in readers.items():
                counts[name][_outcome(gold, read(url, content))] += 1
    return {name: _figures(count) for name, count in counts.items()}


def _outcome(gold: str | None, got: str) -> str:
    if not got:
        return "missing" if gold else "rightly_none"
    if gold is None:
        return "invented"
    length = min(len(gold), len(got))
    return "right" if gold[:length] in (got[:length], _in_vietnam(got)[:length]) else "wrong"


def _in_vietnam(got: str) -> str:
    return got if len(got) <= _DAY else datetime.fromisoformat(got).astimezone(VIETNAM).isoformat()


def _figures(count: Counter[str]) -> dict[str, object]:
    given, dated = count["right"] + count["wrong"] + count["invented"], sum(count.values()) - count["rightly_none"]
    dated -= count["invented"]
    shares = {"precision": count["right"] / max(1, given), "recall": count["right"] / max(1, dated)}
    return {**dict(sorted(count.items())), **{name: round(share, 4) for name, share in shares.items()}}


def foreign_pages(folder: Path) -> Iterator[Page]:
    with tarfile.open(FOREIGN) as archive:
        archive.extractall(folder, filter="data")
    listed = json.loads(next(folder.rglob("evaldata.json")).read_text("utf-8"))
    files = {path.name: path for path in folder.rglob("eval/*")}
    for url, item in listed.items():
        if item.get("date") and item["file"] in files:
            yield url, files[item["file"]].read_bytes(), item["date"]


def vietnamese_pages(folder: Path) -> Iterator[Page]:
    with tarfile.open(VIETNAMESE / "pages.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    for row in map(json.loads, (VIETNAMESE / "gold.jsonl").read_text("utf-8").splitlines()):
        if not row.get("not_an_article"):
            content = next(folder.rglob(row["file"])).read_bytes()
            yield row["url"], content, (row["published"] or "")[: len("2026-11-23T05:10")] or None


def our_date(url: str, content: bytes) -> str:
    try:
        found = PageExtractor().extract(FetchedPage(url=url, content=content, fetched_at=_NOW)).published_at
    except NotExtractable:
        return ""
    return found.isoformat() if found else ""


def _htmldate(*, search: bool) -> Reader:
    from htmldate import find_date

    def read(url: str, content: bytes) -> str:
        try:
            return find_date(content, url=url, original_date=True, extensive_search=search) or ""
        except Exception:  # noqa: BLE001 - a crash is a miss
            return ""

    return read


def first_date(_url: str, content: bytes) -> str:
    found = _FIRST.search(content)
    if not found:
        return ""
    year, month, day = (found[part] or found[other] for part, other in ((1, 6), (2, 5), (3, 4)))
    return f"{int(year):04}-{int(month):02}-{int(day):02}"
