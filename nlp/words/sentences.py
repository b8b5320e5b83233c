"""Sentences as published: underthesea's splitter, with Vietnamese abbreviations, addresses and quotes kept whole."""

import importlib.util
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from nlp.words.protected import protected

Splitter = Callable[[str], list[str]]

_ABBREVIATED = """
tp tx tt q p h ts ths gs pgs bs bscki bsckii ks cn ls nsnd nsưt đ đt sđt tel fax tr st ph mr mrs ms dr prof
no vol nxb ub v.d vd tn tl kt tm stt
"""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_PIECE = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[–-]*\s*[A-ZÀ-ỸĐ\d])")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_BARE_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-ZIVX]{1,4})\.")
_CLOSING = '"”’»)]'


def sentences(text: str) -> list[str]:
    """Pieces of `text` in order, each as it stands there. A line break ends a sentence. Never fails."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        spans.extend((at + start, at + end) for start, end in _in_line(line))
        at += len(line) + 1
    return spans


def _in_line(line: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    pieces = _located(line, _split(line))
    whole = list(protected(line)) if len(pieces) > 1 else []
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        if kept and not _ends_at(line, kept[-1], start, whole):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return _quotes_closed(line, kept)


def _split(line: str) -> list[str]:
    try:
        return _splitter()(line)
    except Exception:  # noqa: BLE001 - an odd line must not stop an article
        return _plainly(line)


def _plainly(line: str) -> list[str]:
    return [piece.strip() for piece in _PIECE.sub(lambda m: m[0].rstrip() + "\n", line).split("\n")]


def _located(line: str, pieces: list[str]) -> list[tuple[int, int]]:
    """Where the pieces stand; what a splitter drops or changes stays with its neighbour."""
    starts, at = [], 0
    for piece in pieces:
        found = line.find(piece, at) if piece else -1
        if found >= 0:
            starts.append(found)
            at = found + len(piece)
    first = len(line) - len(line.lstrip())
    starts = sorted({first, *(start for start in starts if start > first)})
    ends = [*starts[1:], len(line)]
    return [(a, a + len(line[a:b].rstrip())) for a, b in zip(starts, ends, strict=True)]


def _ends_at(line: str, before: tuple[int, int], start: int, whole: list[tuple[int, int]]) -> bool:
    """Whether a sentence really ends between `before` and `start`."""
    first, last = before
    if any(a < start < b or a < last < b for a, b in whole):
        return False
    rest = line[start : _after_closing(line, start)]
    following = line[start + len(rest) :].lstrip()[:1]
    glued = last == start and not rest
    if following.islower() or (glued and not (following.isupper() and line[last - 2 : last - 1].islower())):
        return False
    piece = line[first:last]
    word = _LAST_WORD.search(piece)
    abbreviated = word is not None and word[1].lower() in _ABBREVIATIONS
    return not abbreviated and not _BARE_NUMBER.fullmatch(piece)


def _after_closing(line: str, start: int) -> int:
    at = start
    while at < len(line) and line[at] in _CLOSING and (line[at] != '"' or line[:at].count('"') % 2):
        at += 1
    return at


def _quotes_closed(line: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A quote mark or bracket that closes a sentence belongs to it."""
    closed = spans[:1]
    for start, end in spans[1:]:
        moved = min(_after_closing(line, start), end)
        if moved > start:
            closed[-1] = (closed[-1][0], moved)
            start = moved + len(line[moved:end]) - len(line[moved:end].lstrip())
        if start < end:
            closed.append((start, end))
    return closed


@lru_cache(maxsize=1)
def _splitter() -> Splitter:
    """underthesea's sentence splitter alone: importing the whole package takes 1.6 s and 200 modules."""
    spec = importlib.util.find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        return _plainly
    path = Path(spec.submodule_search_locations[0]) / "pipeline" / "sent_tokenize" / "__init__.py"
    inner = importlib.util.spec_from_file_location("_underthesea_sent_tokenize", path)
    if inner is None or inner.loader is None or not path.exists():
        return _plainly
    module = importlib.util.module_from_spec(inner)
    inner.loader.exec_module(module)
    tokenize: Splitter = module.sent_tokenize
    return tokenize
