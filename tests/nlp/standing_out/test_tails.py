import numpy as np
import pytest
from scipy import stats

from nlp.standing_out.tails import TAILS, adjusted, best_split_tail, likelihoods, split_tail, tails

MEANS, SPREADS = np.full(4, 9.0), np.full(4, 0.3)
COUNTS = np.array([1.0, 9.0, 30.0, 90.0])


def test_the_even_tail_is_the_negative_binomial():
    shape = 1 / SPREADS
    wanted = stats.nbinom.sf(COUNTS - 1, shape, shape / (shape + MEANS))
    assert tails(COUNTS, MEANS, SPREADS)[0] == pytest.approx(wanted)


def test_great_days_are_less_rare_the_heavier_the_tail_is():
    even, heavy, very_heavy = tails(COUNTS, MEANS, SPREADS)[:, 3]
    assert even < heavy < very_heavy < 1e-3


def test_a_rate_that_does_not_vary_makes_all_tails_poisson():
    found = tails(COUNTS[:3], MEANS[:3], np.full(3, 1e-4))
    for tail in found:
        assert tail == pytest.approx(stats.poisson.sf(COUNTS[:3] - 1, 9), rel=0.1)


@pytest.mark.parametrize("tail", range(TAILS))
def test_counts_are_known_by_the_law_that_made_them(tail: int):
    random, days, spread = np.random.default_rng(1), 4000, 0.5
    sigma = np.sqrt(np.log1p(spread))
    rates = (
        random.gamma(1 / spread, spread, days),
        random.lognormal(-(sigma**2) / 2, sigma, days),
        (1 + 1 / spread) / random.gamma(2 + 1 / spread, 1, days),
    )
    counts = random.poisson(20 * rates[tail]).astype(np.float64)
    logs = likelihoods(counts, np.full(days, 20.0), np.full(days, spread))
    assert logs.argmax() == tail


def test_two_sums_are_compared_as_a_coin_is():
    assert split_tail(3, 17, 0.5) == pytest.approx(stats.binomtest(3, 20, 0.5).pvalue)
    assert split_tail(10, 10, 0.5) == 1
    assert split_tail(0, 0, 0.5) == 1


def test_the_best_of_many_places_is_no_proof():
    assert best_split_tail(0.01, shortest=14, days=350) > 0.1
    assert best_split_tail(1e-9, shortest=14, days=350) < 1e-6
    assert best_split_tail(0.3, shortest=14, days=350) == 1
    assert 1e-9 <= best_split_tail(1e-9, shortest=14, days=28) < best_split_tail(1e-9, shortest=14, days=350)


def test_false_discoveries_are_held_as_benjamini_and_hochberg_do():
    ps = np.random.default_rng(3).uniform(0, 1, 40) ** 3
    assert adjusted(ps) == pytest.approx(stats.false_discovery_control(ps))
    assert adjusted(np.array([])).tolist() == []
