"""How improbable a count is, and the best of many places to cut a sequence in two."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammainc, gammaln, ndtri, xlogy

Floats = NDArray[np.float64]

_LATTICE = np.linspace(-8.0, 12.0, 101)  # of a standard normal; a far tail weighs its far end
_WEIGHTS = np.exp(-(_LATTICE**2) / 2) / np.sqrt(2 * np.pi) * (_LATTICE[1] - _LATTICE[0])


# How the rate of a Poisson count varies from day to day, and so how rare great news days are: as a gamma (which makes a
# negative binomial), log-normally, and as one over a gamma (a power law). In this order.
TAILS = 3


def tails(counts: Floats, means: Floats, spreads: Floats) -> Floats:
    """P(N >= count), for each of the three; `spreads` is the rate's variance / mean²."""
    counts = np.maximum(counts, 1)
    even = betainc(counts, 1 / spreads, means * spreads / (1 + means * spreads))
    mixed = [(gammainc(counts[:, None], rates) * weights).sum(axis=1) for rates, weights in _lattices(means, spreads)]
    return np.stack([even, *mixed]).clip(0, 1)


def likelihoods(counts: Floats, means: Floats, spreads: Floats) -> Floats:
    """Logarithms of how likely all counts together are, for each of the three."""
    shape = 1 / spreads
    even = gammaln(counts + shape) - gammaln(shape) - gammaln(counts + 1)
    even += xlogy(counts, means * spreads) - (counts + shape) * np.log1p(means * spreads)
    constant = gammaln(counts + 1)[:, None]
    mixed = [
        np.log((np.exp(xlogy(counts[:, None], rates) - rates - constant) * weights).sum(axis=1) + 1e-300).sum()
        for rates, weights in _lattices(means, spreads)
    ]
    return np.array([even.sum(), *mixed])


def _lattices(means: Floats, spreads: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Rates and their weights, days × lattice, of the two laws that have no formula of their own."""
    sigma = np.sqrt(np.log1p(spreads))[:, None]
    yield means[:, None] * np.exp(sigma * _LATTICE - sigma**2 / 2), _WEIGHTS
    shape = (2 + 1 / spreads)[:, None]
    width = 1 / np.sqrt(shape)
    logs = np.log(shape) - width * _LATTICE  # of the gamma below the line
    yield (
        (shape - 1) * means[:, None] * np.exp(-logs),
        (np.exp(shape * logs - np.exp(logs) - gammaln(shape)) * width * (_LATTICE[1] - _LATTICE[0])),
    )


def split_tail(first: float, second: float, share: float) -> float:
    """Two-sided P of two sums, the first of which is due `share` of both (binomial, also between whole numbers)."""
    whole = first + second
    more = betainc(first, second + 1, share) if first > 0 else 1.0
    less = betainc(second, first + 1, 1 - share) if second > 0 else 1.0
    return float(min(1.0, 2 * min(more, less))) if whole > 0 else 1.0


def best_split_tail(p: float, *, shortest: int, days: int) -> float:
    """P that the best of all places to cut `days` in two looks as good as `p` does (Miller & Siegmund 1982)."""
    if p >= 0.1:  # the formula is for small ones
        return 1.0
    b = float(-ndtri(max(p, 1e-300) / 2))
    near, far = shortest / days, 1 - shortest / days
    places = (b - 1 / b) * np.log(far * far / (near * near)) if far > near else 0.0
    density = float(np.exp(-b * b / 2) / np.sqrt(2 * np.pi))
    return min(1.0, max(p, density * (float(places) + 4 / b)))


def adjusted(ps: Floats) -> Floats:
    """q-values of Benjamini and Hochberg: the least share of false ones at which each would be found."""
    m = len(ps)
    order = np.argsort(ps)
    steps = ps[order] * m / np.arange(1, m + 1)
    found = np.empty(m)
    found[order] = np.minimum.accumulate(steps[::-1])[::-1].clip(0, 1)
    return found
