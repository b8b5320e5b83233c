"""PELT for counts: the segments whose Poisson deviance plus a penalty for each change is least.

Killick, Fearnhead & Eckley 2012. The library `ruptures` is the peer in tests and bench; it cannot be installed on
Python 3.14 (docs/decisions/0045-our-own-pelt.md).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import xlogy

Floats = NDArray[np.float64]


def changes(counts: Floats, due: Floats, *, penalty: float, shortest: int) -> list[int]:
    """Where new segments begin, none of them shorter than `shortest` days; [] for one segment.

    `due` is what each day would have at level 1, more than 0. The penalty is in log-likelihood.
    """
    n = len(counts)
    if n < 2 * shortest:
        return []
    articles, exposure = (np.concatenate(([0.0], np.cumsum(one))) for one in (counts, due))
    best = np.full(n + 1, np.inf)
    best[0] = -penalty
    before = np.zeros(n + 1, dtype=np.int64)
    starts = np.empty(0, dtype=np.int64)
    for end in range(shortest, n + 1):
        start = end - shortest
        if start == 0 or start >= shortest:
            starts = np.append(starts, start)
        own = articles[end] - articles[starts]
        costs = best[starts] - xlogy(own, own / (exposure[end] - exposure[starts]))
        at = int(costs.argmin())
        best[end] = costs[at] + penalty
        before[end] = starts[at]
        starts = starts[costs <= best[end]]
    return _walked_back(before, n)


def _walked_back(before: NDArray[np.int64], end: int) -> list[int]:
    found: list[int] = []
    while end := int(before[end]):
        found.append(end)
    return found[::-1]
