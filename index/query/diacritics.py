"""Puts the marks back on words typed without them, from what the index itself holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from index.query.plan import Vocabulary
from index.tokens import forms_of

_MAX_SPELLINGS = 6  # spellings tried for each syllable
_PAIR_SHARE = 0.85  # weight of the neighbouring pair against the syllable's own frequency


@dataclass(frozen=True, slots=True)
class Spelling:
    exact: str
    published: str  # the usual spelling: quý, not quí
    count: int


def restore(loose: Sequence[str], words: Vocabulary) -> list[Spelling]:
    """The likeliest spelling of each syllable (Viterbi over syllables and neighbouring pairs)."""
    if not loose:
        return []
    columns = [_spellings(w, words) for w in loose]
    best = [(log(_share(s, columns[0])), -1) for s in columns[0]]
    trail = [best]
    for column, before in zip(columns[1:], columns, strict=False):
        best = [_reach(s, column, before, best, words) for s in column]
        trail.append(best)
    at = max(range(len(best)), key=lambda i: best[i][0])
    path: list[Spelling] = []
    for column, scores in zip(reversed(columns), reversed(trail), strict=True):
        path.append(column[at])
        at = scores[at][1]
    return path[::-1]


def _spellings(loose: str, words: Vocabulary) -> list[Spelling]:
    found: dict[str, Spelling] = {}
    for published, count in words.spellings(loose):
        exact = forms_of(published)[0]
        known = found.get(exact)
        found[exact] = Spelling(exact, known.published if known else published, count + (known.count if known else 0))
    return sorted(found.values(), key=lambda s: -s.count)[:_MAX_SPELLINGS] or [Spelling(loose, loose, 0)]


def _share(one: Spelling, column: Sequence[Spelling]) -> float:
    return (one.count + 0.1) / (sum(s.count for s in column) + 0.1 * len(column))


def _reach(
    one: Spelling,
    column: Sequence[Spelling],
    before: Sequence[Spelling],
    best: Sequence[tuple[float, int]],
    words: Vocabulary,
) -> tuple[float, int]:
    """The best way to arrive at a spelling: its score, and which spelling it came from."""
    own = _share(one, column) * (1 - _PAIR_SHARE)

    def step(i: int) -> float:
        together = words.frequency("exact_pairs", f"{before[i].exact}_{one.exact}")
        return best[i][0] + log(_PAIR_SHARE * together / (before[i].count + 1) + own)

    came = max(range(len(before)), key=step)
    return step(came), came
