"""Single days with far more articles than the days around them."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.standing_out.habit import Days, rhythm
from nlp.standing_out.habit import factors as factors_of
from nlp.standing_out.steps import Step
from nlp.standing_out.tails import likelihoods, tails

Floats = NDArray[np.float64]

MIN_ARTICLES = 3
_NEAR_DAYS = 28  # on both sides
_MIN_NEAR = 14  # usual days; with fewer, the whole segment is the habit
_PRIOR_ARTICLES = 0.5  # nothing in a year is no proof that nothing ever comes
_WORTH_A_LOOK = 2.0  # standard deviations
_PLAIN = 1e-6  # a day less probable than this is no measure of unevenness
_PRIOR_WEIGHT = 2.0  # of the spread of all series; in squared articles


@dataclass(frozen=True, slots=True)
class Spikes:
    expected: Floats  # articles, for each day
    ps: Floats  # of each day; 1 where it is no candidate, NaN where it was not looked at


@dataclass(frozen=True, slots=True)
class Expected:
    means: Floats
    known: Floats  # articles that the mean rests on
    tested: NDArray[np.bool_]


def expected(days: Days, found: Sequence[Step], common: Floats) -> Expected:
    """For each day what the other days around it, on its side of each change, let one expect."""
    bounds = [0, *(step.at for step in found), len(days.counts)]
    weekly = rhythm(days, _levels(days, bounds), common)
    factors = factors_of(days, weekly)
    articles, due = days.clipped, np.where(days.learns, factors, 0.0)
    sums = [np.concatenate(([0.0], np.cumsum(one))) for one in (articles, due, days.learns.astype(np.float64))]
    at = np.arange(len(days.counts))
    first = np.repeat(bounds[:-1], np.diff(bounds))
    end = np.repeat(bounds[1:], np.diff(bounds))
    near = [np.maximum(first, at - _NEAR_DAYS), np.minimum(end, at + _NEAR_DAYS + 1)]
    few = sums[2][near[1]] - sums[2][near[0]] < _MIN_NEAR
    low, high = np.where(few, first, near[0]), np.where(few, end, near[1])
    known = (sums[0][high] - sums[0][low] - articles).clip(0) + _PRIOR_ARTICLES
    share = np.maximum(sums[1][high] - sums[1][low] - due, 1.0)
    return Expected(known / share * np.maximum(factors, 0.01), known, ~np.isnan(days.counts))


def _levels(days: Days, bounds: Sequence[int]) -> Floats:
    levels = np.zeros(len(days.counts))
    for start, end in itertools.pairwise(bounds):
        learns = days.learns[start:end]
        levels[start:end] = days.clipped[start:end].sum() / max(int(learns.sum()), 1)
    return levels


def unevenness(days: Days, means: Floats) -> tuple[Floats, Floats]:
    """For each day that is learnt from, else 0: what it adds to the spread of the rate, and its weight."""
    counts = np.where(days.learns, np.nan_to_num(days.counts), 0.0)
    used = np.where(days.learns, means, 0.0)
    return (counts - used) ** 2 - used, used**2


def fits(days: Days, at: Expected, common_spread: float) -> Floats:
    """How likely the series' usual days are with each of the tails, as logarithms."""
    off, weight = unevenness(days, at.means)
    spread = _spread(days, off, weight, common_spread)
    return likelihoods(days.counts[days.learns], at.means[days.learns], spread[days.learns])


def spikes(days: Days, at: Expected, common_spread: float, chances: Floats) -> Spikes:
    """Twice: days that cannot be habit are left out of how uneven the habit is. `chances`: of each tail."""
    off, weight = unevenness(days, at.means)
    ps = _ps(days, at, _spread(days, off, weight, common_spread), chances)
    plain = ~(ps < _PLAIN)
    if not plain.all():
        off, weight = np.where(plain, off, 0.0), np.where(plain, weight, 0.0)
        ps = _ps(days, at, _spread(days, off, weight, common_spread), chances)
    return Spikes(at.means, ps)


def _spread(days: Days, off: Floats, weight: Floats, common: float) -> Floats:
    """Variance / mean² of the rate: for each day that of the other days, a little more where they are few."""
    own = (off.sum() - off + _PRIOR_WEIGHT * common) / (weight.sum() - weight + _PRIOR_WEIGHT)
    seen = max(int(days.learns.sum()), 1)
    return np.asarray(np.maximum(own, 0.0) * (1 + 2 * np.sqrt(2 / seen)) + 0.01)


def _ps(days: Days, at: Expected, spread: Floats, chances: Floats) -> Floats:
    spread = spread + (1 + spread * at.means) / at.known  # the habit itself is not known for certain
    counts = np.nan_to_num(days.counts)
    high = at.means + _WORTH_A_LOOK * np.sqrt(at.means + spread * at.means**2)
    looks = at.tested & (counts >= MIN_ARTICLES) & (counts > high)
    ps = np.where(at.tested, 1.0, np.nan)
    if looks.any():
        ps[looks] = chances @ tails(counts[looks], at.means[looks], spread[looks])
    return ps
