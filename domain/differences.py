"""A word-level difference between two texts, with exact spans on both sides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from domain.understanding import Span

_TOKEN = re.compile(r"\w+(?:[.,:/]\d+)*|[^\w\s]")  # «1.234,5», «22/10/2025» and «19:25» are one word each
_MAX_WORDS = 3_000  # matching is quadratic at worst, so a longer changed stretch is shown as one change


class Op(StrEnum):
    EQUAL = "equal"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """old[before.start:before.end] became new[after.start:after.end]; one of them is empty for added, removed."""

    op: Op
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    words: list[str]
    spans: list[tuple[int, int]]

    def cut(self, first: int, last: int) -> Span:
        if first >= last:
            at = self.spans[first][0] if first < len(self.spans) else len(self.text)
            return Span(at, at, "")
        start, end = self.spans[first][0], self.spans[last - 1][1]
        return Span(start, end, self.text[start:end])


def compare(old: str, new: str, *, equal: bool = False) -> tuple[Change, ...]:
    """What changed, in reading order; with `equal`, also what stayed, so that a screen can show both."""
    left, right = _split(old), _split(new)
    found = (Change(op=op, before=left.cut(a, b), after=right.cut(c, d)) for op, a, b, c, d in _opcodes(left, right))
    return tuple(change for change in found if equal or change.op is not Op.EQUAL)


def _split(text: str) -> _Words:
    matches = list(_TOKEN.finditer(text))
    return _Words(text, [match[0] for match in matches], [match.span() for match in matches])


_NAMES = {"equal": Op.EQUAL, "insert": Op.ADDED, "delete": Op.REMOVED, "replace": Op.REPLACED}


def _opcodes(left: _Words, right: _Words) -> Iterator[tuple[Op, int, int, int, int]]:
    """The common beginning and end are set aside first: most edits touch one sentence."""
    a, b = left.words, right.words
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    if head:
        yield Op.EQUAL, 0, head, 0, head
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    if len(middle_a) > _MAX_WORDS or len(middle_b) > _MAX_WORDS:
        yield Op.REPLACED, head, len(a) - tail, head, len(b) - tail
    else:
        for name, i, j, k, m in SequenceMatcher(None, middle_a, middle_b, autojunk=False).get_opcodes():
            yield _NAMES[name], head + i, head + j, head + k, head + m
    if tail:
        yield Op.EQUAL, len(a) - tail, len(a), len(b) - tail, len(b)


def _common(a: list[str], b: list[str]) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
