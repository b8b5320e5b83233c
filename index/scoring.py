"""How well one article answers a plan: BM25 over exact and loose words, neighbouring pairs, title and coverage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.plan import Clue, Pair, Plan
from index.tokens import forms, pairs, words

SATURATION = 1.2
LENGTH_SHARE = 0.6
TYPICAL_LENGTH = 300
TITLE = 1.5  # a word of the title counts this many times more
PAIRS = 0.8
COMPLETION = 0.3
COVERAGE = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    saturation: float = SATURATION
    length_share: float = LENGTH_SHARE
    title: float = TITLE
    pairs: float = PAIRS
    coverage: float = COVERAGE


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one article, in matching form."""

    title: tuple[list[str], list[str]]  # exact, loose
    text: tuple[list[str], list[str]]

    @classmethod
    def of(cls, title: str, text: str) -> "Reading":
        return cls(forms(words(title)), forms(words(text)))


def score(plan: Plan, read: Reading, typical: float = TYPICAL_LENGTH, w: Weights = Weights()) -> float:
    if not plan.clues:
        return 0.0
    length = len(read.text[0]) + len(read.title[0])
    pressure = w.saturation * (1 - w.length_share + w.length_share * length / max(typical, 1))

    def soft(count: float) -> float:
        return count * (w.saturation + 1) / (count + pressure) if count else 0.0

    def times(kind: int, terms: Sequence[str]) -> float:
        return sum(read.text[kind].count(x) + w.title * read.title[kind].count(x) for x in terms)

    total, held, wanted = 0.0, 0.0, 0.0
    for clue in plan.clues:
        loose = soft(times(1, (clue.loose,)))
        exact = soft(times(0, (clue.exact,))) if clue.trust else 0.0
        if clue.completions and not loose:
            loose = COMPLETION * soft(times(1, clue.completions))
        total += clue.weight * _blend(clue, exact, loose)
        wanted += clue.weight * clue.rarity
        held += clue.weight * clue.rarity * (1.0 if exact or (loose and not clue.trust) else 0.5 if loose else 0.0)
    total += w.pairs * _pairs(plan, read, soft)
    return total * (1 - w.coverage + w.coverage * held / wanted) if wanted else total


def _blend(clue: Clue | Pair, exact: float, loose: float) -> float:
    return clue.trust * clue.exact_rarity * exact + (1 - clue.trust) * clue.rarity * loose


def _pairs(plan: Plan, read: Reading, soft: Callable[[float], float]) -> float:
    if not plan.pairs:
        return 0.0
    exact = pairs(read.text[0]) + pairs(read.title[0])
    loose = pairs(read.text[1]) + pairs(read.title[1])
    return sum(
        pair.weight * _blend(pair, soft(exact.count(pair.exact)) if pair.trust else 0.0, soft(loose.count(pair.loose)))
        for pair in plan.pairs
    )
