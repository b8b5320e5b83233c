"""Three-way merge: two people changed one text, and what both did is in the result.

Words are merged where the changes do not touch. Where they touch, the lines of both stand one after the other, and the
result says so: a person then decides, and no letter is lost.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\n|[^\S\n]*\S+|[^\S\n]+")  # with the space before it, so that no token is found everywhere
_MAX_TOKENS = 600  # matching is quadratic at worst, so a longer changed stretch is one change


@dataclass(frozen=True, slots=True)
class Merged:
    text: str
    touching: bool = False  # the changes touch, and `text` has the lines of both


@dataclass(frozen=True, slots=True)
class _Edit:
    """base[start:end] became `new` on one side."""

    start: int
    end: int
    new: tuple[str, ...]
    mine: bool


def merge(base: str, theirs: str, mine: str) -> Merged:
    """The text with both people's changes since `base`."""
    if theirs == mine or mine == base:
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    words = _merged(_words(base), _words(theirs), _words(mine))
    if words is not None:
        return Merged("".join(words))
    lines = base.split("\n"), theirs.split("\n"), mine.split("\n")
    joined = _merged(*lines)
    if joined is not None:
        return Merged("\n".join(joined))
    return Merged("\n".join(_both(*lines)), touching=True)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _merged(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str] | None:
    """None where the changes touch."""
    made = list(_pieces(base, theirs, mine))
    return None if any(len(piece) > 1 for piece in made) else [token for (one,) in made for token in one]


def _both(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    return [token for piece in _pieces(base, theirs, mine) for one in piece for token in one]


def _pieces(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
    """The stretches of the result in order: one version each, or two where the changes touch."""
    at = 0
    for edits in _touching([*_edits(base, theirs, mine=False), *_edits(base, mine, mine=True)]):
        start, end = edits[0].start, max(edit.end for edit in edits)
        yield (base[at:start],)
        sides = [[edit for edit in edits if edit.mine is mine] for mine in (False, True)]
        made = [_applied(base, start, end, side) for side in sides if side]
        yield (made[0],) if len(made) == 1 or made[0] == made[1] else tuple(made)
        at = end
    yield (base[at:],)


def _touching(edits: list[_Edit]) -> Iterator[list[_Edit]]:
    """Groups of edits that overlap or stand side by side. One side's own edits never touch each other."""
    group: list[_Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if group and edit.start > max(one.end for one in group):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _applied(base: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> list[str]:
    made: list[str] = []
    for edit in edits:
        made += [*base[start : edit.start], *edit.new]
        start = edit.end
    return [*made, *base[start:end]]


def _edits(base: Sequence[str], new: Sequence[str], *, mine: bool) -> list[_Edit]:
    head = _common(base, new)
    tail = _common(base[head:][::-1], new[head:][::-1])
    old_end, new_end = len(base) - tail, len(new) - tail
    left, right = base[head:old_end], new[head:new_end]
    if not left and not right:
        return []
    if max(len(left), len(right)) > _MAX_TOKENS:
        return [_Edit(head, old_end, tuple(right), mine)]
    return [
        _Edit(head + i, head + j, tuple(right[k:m]), mine)
        for name, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
        if name != "equal"
    ]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
