"""The words of a period: those that more of its articles hold than of the period before.

Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), on how many articles hold a word, so
that one long text counts once. No names of persons: `readable.py` says which words are counted at all.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np
from scipy.special import ndtr

from domain.analyses import PeriodWord, WordCounts
from domain.standing_out import MAX_FALSE_SHARE
from nlp.standing_out.tails import adjusted

MIN_ARTICLES = 3  # of the period
_MIN_OF_BOTH = 10  # of both periods: with fewer no word could be told, and each one looked at costs the others
_PRIOR = 500.0  # words, spread as both periods together have them


def counted(articles: Iterable[frozenset[str]]) -> WordCounts:
    """From the words of each article."""
    holding: Counter[str] = Counter()
    number = 0
    for words in articles:
        holding.update(words)
        number += 1
    return WordCounts(holding, number)


def words_of_period(period: WordCounts, before: WordCounts) -> list[PeriodWord]:
    """Strongest first, at most one in twenty of them by chance; [] where either period is empty."""
    words = sorted(
        word
        for word, articles in period.holding.items()
        if articles >= MIN_ARTICLES and articles + before.holding[word] >= _MIN_OF_BOTH
    )
    if not words or not before.articles:
        return []
    own = np.array([period.holding[word] for word in words], dtype=np.float64)
    other = np.array([before.holding[word] for word in words], dtype=np.float64)
    totals = [float(sum(one.holding.values())) for one in (period, before)]
    prior = _PRIOR * (own + other) / sum(totals)
    odds = [np.log((y + prior) / (n + _PRIOR - y - prior)) for y, n in zip((own, other), totals, strict=True)]
    z = (odds[0] - odds[1]) / np.sqrt(1 / (own + prior) + 1 / (other + prior))
    q = adjusted(ndtr(-z))
    return [
        PeriodWord(word=words[i], articles=int(own[i]), before=int(other[i]), z=float(z[i]), q=float(q[i]))
        for i in np.argsort(-z, kind="stable")
        if q[i] <= MAX_FALSE_SHARE
    ]
