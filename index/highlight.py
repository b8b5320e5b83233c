"""Where the typed words stand in the publisher's own spelling."""

from collections.abc import Iterable, Sequence

from index.query.numbers import telephones
from index.query.plan import Plan
from index.tokens import Token, tokens

SNIPPET_CHARS = 220  # characters of a snippet
_MAX_CHARS_READ = 6000  # characters searched for the best passage


def marks(plan: Plan, text: str) -> tuple[tuple[int, int], ...]:
    return _joined(_found(plan, _read(plan, text)), text)


def snippet(plan: Plan, text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The piece of the text that holds most of what was asked, cut at words, and the marks inside it."""
    words = _read(plan, text[:_MAX_CHARS_READ])
    if not words:
        return "", ()
    found = _found(plan, words)
    first = _best(plan, words, found)
    start = words[first].start
    if first and found:  # begin with the sentence when it begins close by
        start = _opening(text, words, first)
    end = max((t.end for t in words if start <= t.start and t.end <= start + SNIPPET_CHARS), default=words[first].end)
    rest = text[end : end + 1]
    end += rest in tuple('.,;:!?…)”"') and bool(rest)
    piece = text[start:end]
    inside = [t for t in found if start <= t.start and t.end <= end]
    return piece, tuple((a - start, b - start) for a, b in _joined(inside, text))


def _read(plan: Plan, text: str) -> list[Token]:
    """The words of the text. A telephone number that was asked for counts as one word."""
    words, wanted = tokens(text), {c.loose for c in plan.clues if c.loose.isdigit()}
    for number in telephones(text) if wanted else ():
        if number.loose in wanted:
            at = next(i for i, t in enumerate(words) if t.start >= number.start)
            words = [*words[:at], number, *(t for t in words[at:] if t.start >= number.end)]
    return words


def _found(plan: Plan, words: Sequence[Token]) -> list[Token]:
    """Words that answer the plan; small words only where a bigger one stands beside them."""
    clues = {c.loose: c for c in plan.clues if c.loose}
    completions = {w for c in plan.clues for w in c.completions}
    marked = {c.pieces[0].exact for c in plan.clues if c.loose and plan.marked}
    hit = [
        (t.exact in marked or ((not plan.marked or not t.accented) and t.loose in clues) or t.loose in completions)
        for t in words
    ]
    runs = _runs(plan, words)
    small = {c.loose for c in plan.clues if not c.needed}
    kept: list[Token] = []
    for at, t in enumerate(words):
        near = [*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]]
        beside = any(n.loose in clues and n.loose not in small for n in near)
        if at in runs or (hit[at] and (t.loose not in small or beside)):
            kept.append(t)
    return kept


def _runs(plan: Plan, words: Sequence[Token]) -> set[int]:
    """Indexes of the words that together are one of several pieces: `H5N1`."""
    found: set[int] = set()
    for pieces in ([p.loose for p in c.pieces] for c in plan.clues if not c.loose):
        for at in range(len(words) - len(pieces) + 1):
            if [w.loose for w in words[at : at + len(pieces)]] == pieces:
                found.update(range(at, at + len(pieces)))
    return found


def _best(plan: Plan, words: Sequence[Token], found: Sequence[Token]) -> int:
    """Index of the word at which the window with the most, and the rarest, different clues begins."""
    worth = {p.loose: c.weight * (c.rarity + 0.1) for c in plan.clues for p in c.pieces}
    at = {t.start: i for i, t in enumerate(words)}
    best, chosen = 0.0, 0
    for i, t in enumerate(found[:200]):
        held = {u.loose for u in found[i : i + 40] if u.end <= t.start + SNIPPET_CHARS - 40}
        value = sum(worth.get(w, 0.1) for w in held)
        if value > best:
            best, chosen = value, at[t.start]
    return chosen


def _opening(text: str, words: Sequence[Token], first: int) -> int:
    start = words[first].start
    for t in reversed(words[max(first - 8, 0) : first]):
        if any(c in ".!?\n" for c in text[t.end : start]) and text[t.end : start].strip(" ,;:"):
            return start
        start = t.start
    return start


def _joined(found: Iterable[Token], text: str) -> tuple[tuple[int, int], ...]:
    """Neighbouring words are one mark: `Lào Cai`, not `Lào` and `Cai`."""
    out: list[tuple[int, int]] = []
    for t in found:
        if out and text[out[-1][1] : t.start] in ("", " "):
            out[-1] = (out[-1][0], t.end)
        else:
            out.append((t.start, t.end))
    return tuple(out)
