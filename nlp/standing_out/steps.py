"""Lasting changes: where a series begins to have more or fewer articles a day, and how sure that is."""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.standing_out.habit import WEEK, Days
from nlp.standing_out.pelt import changes
from nlp.standing_out.tails import best_split_tail, split_tail

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

SHORTEST = 14  # usual days on each side of a change
_SHORTEST_SEEN = 7  # what lasts this long has its own place, and is then too short
_PENALTY = 0.75  # × ln(days) × unevenness: generous, because each candidate is tested afterwards
_NEAR_DAYS = 29
_WORTH_OF_A_STEP = 4.0  # of squared standard deviations that it must explain beyond what a line does
_KEPT = 0.01  # a candidate less sure than this is no end of its neighbours' segments


@dataclass(frozen=True, slots=True)
class Step:
    at: int  # day of the series: the first of the new level
    last_before: int  # the last day seen at the old level
    before: float  # articles a usual day
    since: float
    p: float  # already for having been looked for everywhere in the series


@dataclass(frozen=True, slots=True)
class _Seen:
    """The days that are learnt from, one after the other."""

    places: Places  # in the series
    articles: Floats
    due: Floats  # factor of each


def steps(days: Days, factors: Floats) -> list[Step]:
    """Surviving candidates, in order. Neighbours are tested against each other, the least sure one is dropped first."""
    places = np.flatnonzero(days.learns)
    if len(places) < 2 * SHORTEST or not days.clipped.any():
        return []
    seen = _Seen(places, days.clipped[places], np.maximum(factors[places], 0.01))
    cuts = _candidates(seen)
    while cuts:
        ends = [0, *cuts, len(places)]
        found = [_tested(seen, ends, at) for at in range(1, len(ends) - 1)]
        worst = max(range(len(found)), key=lambda i: found[i].p)
        if found[worst].p > _KEPT:
            del cuts[worst]
        elif slope := _slope(seen, ends, found):
            del cuts[slope[0] : slope[1]]
        else:
            return found
    return []


def _candidates(seen: _Seen) -> list[int]:
    penalty = _PENALTY * float(np.log(len(seen.places))) * _daily_unevenness(seen)
    return changes(seen.articles, seen.due, penalty=penalty, shortest=_SHORTEST_SEEN)


def _daily_unevenness(seen: _Seen) -> float:
    """Variance / mean around what the days near each one let expect."""
    window = np.ones(min(_NEAR_DAYS, len(seen.places)))
    expected = np.convolve(seen.articles, window, "same") / np.convolve(seen.due, window, "same") * seen.due
    return max(1.0, float(((seen.articles - expected) ** 2).sum() / expected.sum()) * len(window) / (len(window) - 1))


def _unevenness(articles: Floats, due: Floats, ends: list[int]) -> float:
    """Variance / mean around the levels between `ends`: of single days, or of whole weeks where days go together."""
    expected = np.concatenate([due[a:b] * articles[a:b].sum() / due[a:b].sum() for a, b in itertools.pairwise(ends)])
    off = articles - expected
    weeks = np.arange(0, len(off), WEEK)
    kept = len(off) - len(ends) + 1 - WEEK
    daily = (off**2).sum() / expected.sum() * len(off) / max(kept, 1)
    free = max(len(weeks) - len(ends) + 1, 1)
    weekly = (np.add.reduceat(off, weeks) ** 2).sum() / expected.sum() * len(weeks) / free
    return float(max(1.0, daily, weekly))


def _tested(seen: _Seen, ends: list[int], number: int) -> Step:
    """Against its neighbours. How uneven the days are is judged as if this one were no change."""
    start, cut, end = ends[number - 1 : number + 2]
    unevenness = _unevenness(seen.articles, seen.due, ends[:number] + ends[number + 1 :])
    articles = [float(seen.articles[a:b].sum()) for a, b in ((start, cut), (cut, end))]
    due = [float(seen.due[a:b].sum()) for a, b in ((start, cut), (cut, end))]
    p = split_tail(articles[0] / unevenness, articles[1] / unevenness, due[0] / sum(due))
    p = best_split_tail(p, shortest=SHORTEST, days=end - start) * len(seen.places) / (end - start)
    before, since = (n / d for n, d in zip(articles, due, strict=True))
    return Step(
        at=int(seen.places[cut]),
        last_before=int(seen.places[cut - 1]),
        before=before,
        since=since,
        p=min(1.0, p) + (min(cut - start, end - cut) < SHORTEST),  # what is too short is dropped before all others
    )


def _slope(seen: _Seen, ends: list[int], found: list[Step]) -> tuple[int, int] | None:
    """From which to before which candidate the series only grows or fades, and no day is the beginning of anything."""
    first = 0
    for number in range(1, len(found) + 1):
        if number < len(found) and (found[number].since > found[number].before) == (
            found[first].since > found[first].before
        ):
            continue
        own = ends[first : number + 2]
        if _is_line(seen, own, _unevenness(seen.articles, seen.due, ends)):
            return first, number
        first = number
    return None


def _is_line(seen: _Seen, ends: list[int], unevenness: float) -> bool:
    """A straight line fits about as well as the steps between `ends` do."""
    start, end = ends[0], ends[-1]
    due = seen.due[start:end]
    off = seen.articles[start:end] - due * seen.articles[start:end].sum() / due.sum()
    days = np.arange(len(due))
    along = days - float(days @ due) / due.sum()
    by_line = float(along @ off) ** 2 / float(due @ along**2)
    segments = [slice(a - start, b - start) for a, b in itertools.pairwise(ends)]
    by_steps = sum(float(off[one].sum()) ** 2 / float(due[one].sum()) for one in segments)
    level = seen.articles[start:end].sum() / due.sum()
    return by_line >= by_steps - _WORTH_OF_A_STEP * (len(ends) - 2) * unevenness * float(level)
