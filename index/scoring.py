"""How well one article answers a plan: BM25 over exact and loose words, neighbouring pairs and the title."""

from index.query.plan import Clue, Pair, Plan
from index.tokens import Words, pairs

SATURATION = 1.2
LENGTH_SHARE = 0.75
TITLE_WEIGHT = 0.5  # what a word of the title is worth beyond its being in the article
PAIR_WEIGHT = 0.8
COMPLETION_WEIGHT = 0.3


def score(plan: Plan, title: Words, text: Words, typical: float) -> float:
    """`typical` is the usual number of words of an article."""
    pressure = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * (len(title.loose) + len(text.loose)) / max(typical, 1))

    def soft(count: float) -> float:
        return count * (SATURATION + 1) / (count + pressure) if count else 0.0

    def exact(term: str) -> float:
        return soft(text.exact.count(term) + (1 + TITLE_WEIGHT) * title.exact.count(term))

    def loose(term: str, more: float = TITLE_WEIGHT) -> float:
        return soft(text.loose.count(term) + (1 + more) * title.loose.count(term))

    total = 0.0
    for clue in plan.clues:
        total += clue.weight * _blend(clue, exact(clue.exact), loose(clue.loose, 0 if clue.trust else TITLE_WEIGHT))
        total += clue.weight * COMPLETION_WEIGHT * sum(loose(word) for word in clue.completions)
    together = pairs(title.exact) + pairs(text.exact), pairs(title.loose) + pairs(text.loose)
    for pair in plan.pairs:
        exact_pair, loose_pair = soft(together[0].count(pair.exact)), soft(together[1].count(pair.loose))
        total += PAIR_WEIGHT * pair.weight * _blend(pair, exact_pair, loose_pair)
    return total


def _blend(clue: Clue | Pair, exact: float, loose: float) -> float:
    return clue.trust * clue.exact_rarity * exact + (1 - clue.trust) * clue.rarity * loose
