"""How well one article answers a plan: BM25 over each field, and what is earned by presence alone."""

from collections import Counter
from collections.abc import Mapping

from index.query.plan import Merit, Plan

SATURATION = 1.2
LENGTH_SHARE = 0.75


def score(plan: Plan, counts: Mapping[str, Counter[str]], usual: Mapping[str, float]) -> float:
    """`counts`: how often each term stands in each field; `usual`: how many terms the field usually has."""
    return sum(_earned(merit, counts[merit.field], usual[merit.field]) for merit in plan.merits)


def _earned(merit: Merit, counts: Counter[str], usual: float) -> float:
    count = min(counts[merit.term], 1) if merit.field == "names" else counts[merit.term]
    if not count:
        return 0.0
    if merit.flat:
        return merit.weight * merit.rarity
    pressure = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * counts.total() / max(usual, 1))
    return merit.weight * merit.rarity * count * (SATURATION + 1) / (count + pressure)
