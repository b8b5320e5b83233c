"""PELT finds what trying all segmentations finds, and what the library `ruptures` finds."""

import numpy as np
import pytest
from scipy.special import xlogy

from nlp.standing_out.pelt import Floats, changes


def counts(seed: int, days: int = 60) -> Floats:
    random = np.random.default_rng(seed)
    rates = np.repeat(random.uniform(1, 9, 3), days // 3)
    return random.poisson(rates).astype(np.float64)


def cost(values: Floats, due: Floats, ends: list[int]) -> float:
    parts = list(zip([0, *ends], [*ends, len(values)], strict=True))
    return -sum(float(xlogy(values[a:b].sum(), values[a:b].sum() / due[a:b].sum())) for a, b in parts)


@pytest.mark.parametrize("seed", range(5))
def test_two_changes_are_the_best_of_all_pairs(seed: int):
    values, due = counts(seed, 36), np.random.default_rng(seed + 50).uniform(0.5, 2, 36)
    every = [[a, b] for a in range(5, 32) for b in range(a + 5, 32)] + [[a] for a in range(5, 32)] + [[]]
    best = min(every, key=lambda ends: cost(values, due, ends) + 3 * len(ends))
    found = changes(values, due, penalty=3, shortest=5)
    assert cost(values, due, found) + 3 * len(found) <= cost(values, due, best) + 3 * len(best) + 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_the_library_finds_the_same(seed: int):
    pytest.importorskip("ruptures")
    import ruptures

    class Poisson(ruptures.base.BaseCost):  # type: ignore[misc]
        model, min_size = "", 1

        def fit(self, signal: Floats) -> "Poisson":
            self.signal = signal
            return self

        def error(self, start: int, end: int) -> float:
            return cost(self.signal[start:end], np.ones(end - start), [])

    values = counts(seed)
    peer = ruptures.Pelt(custom_cost=Poisson(), min_size=7, jump=1).fit(values).predict(pen=4)
    assert changes(values, np.ones(len(values)), penalty=4, shortest=7) == peer[:-1]


@pytest.mark.parametrize("days", [0, 1, 13])
def test_too_few_days_have_no_change(days: int):
    assert changes(np.ones(days), np.ones(days), penalty=3, shortest=7) == []


def test_nothing_at_all_has_no_change():
    assert changes(np.zeros(100), np.ones(100), penalty=3, shortest=7) == []
