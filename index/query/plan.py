"""How a parsed query is matched and weighed: the same plan for every engine, so that they agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from typing import Protocol

from index.query.parser import Parsed
from index.tokens import Token, tokens

MIN_HITS = 10
MAX_FALLBACK = 30  # articles that hold only some of the words: the best of them are shown
_QUESTIONS = tuple(
    tuple(words.split())
    for words in (
        "la gi", "la ai", "la bao nhieu", "bao nhieu", "bao gio", "bao lau", "bao xa", "khi nao", "luc nao",
        "o dau", "tu dau", "noi nao", "the nao", "nhu the nao", "tai sao", "vi sao", "lam sao", "ra sao",
        "do dau", "ai la", "gi", "nhung gi", "cai gi", "dieu gi", "nguoi nao", "nam nao", "ngay nao", "thang nao",
        "nuoc nao", "thanh pho nao", "may gio", "phai khong", "hay khong", "co phai",
    )
)  # fmt: skip
_FILLERS = (
    "là của và các những một được trong cho với có này đó đã bị ở tại từ đến về khi thì mà như để vào ra do bởi "
    "theo nào ai gì đâu sao hay hoặc cũng rất sẽ đang rồi trên dưới"
)
TYPED_WEIGHT = 0.8  # of a word's weight, what only the spelling as typed earns
FILLER_WEIGHT = 0.8  # weight of a filler; leaving fillers out cost 0.4 points on the proxy questions
QUESTION_WORD_WEIGHT = 0.05
RESTORED_WEIGHT = 0.0  # a guess is for «ý bạn là»: in ranking its errors cost more than it earns (bench_search)


class Vocabulary(Protocol):
    """What the index knows of its own words."""

    def size(self) -> int: ...

    def frequency(self, kind: str, term: str) -> int:
        """In how many documents `term` stands; kinds: exact, loose, exact_pairs, loose_pairs."""
        ...

    def spellings(self, loose: str) -> Sequence[tuple[str, int]]:
        """How a syllable is published, in lower case, and in how many documents; the most frequent first."""
        ...

    def completions(self, prefix: str) -> Sequence[str]:
        """Loose words that begin so, the most frequent first."""
        ...


@dataclass(frozen=True, slots=True)
class Clue:
    """One word to look for."""

    loose: str
    exact: str
    weight: float  # a question word weighs little
    trust: float  # share of the weight that only the exact spelling earns
    rarity: float  # idf of the loose form
    exact_rarity: float
    needed: bool  # counts towards what a match must hold; a filler or question word does not
    completions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    loose: str
    exact: str
    weight: float
    trust: float
    rarity: float
    exact_rarity: float


@dataclass(frozen=True, slots=True)
class Plan:
    parsed: Parsed
    clues: tuple[Clue, ...]
    pairs: tuple[Pair, ...]
    enough: int  # when fewer articles hold all the needed words, the search is read more widely


def plan(parsed: Parsed, words: Vocabulary, restored: Sequence[str] | None = None) -> Plan:
    """`restored` are the exact forms that were guessed for words typed without marks."""
    typed = parsed.positive
    exact = [t.exact for t in typed] if restored is None else list(restored)
    marked = any(t.accented for t in typed)
    trust = TYPED_WEIGHT if marked else RESTORED_WEIGHT if restored is not None else 0.0
    asking = _asking([t.loose for t in typed])
    small = [a or (e in _fillers()) for a, e in zip(asking, exact, strict=True)]
    if all(small):  # only small words were typed: they are what is meant
        small = asking = [False] * len(typed)
    size = max(words.size(), 1)

    def rarity(kind: str, term: str) -> float:
        df = words.frequency(kind, term)
        return log(1 + max(size - df + 0.5, 0) / (df + 0.5))

    def clue(at: int, token: Token) -> Clue:
        return Clue(
            loose=token.loose,
            exact=exact[at],
            weight=QUESTION_WORD_WEIGHT if asking[at] else FILLER_WEIGHT if small[at] else 1.0,
            trust=trust,
            rarity=rarity("loose", token.loose),
            exact_rarity=rarity("exact", exact[at]),
            needed=not small[at],
            completions=_completions(parsed, token, words),
        )

    def pair(one: Clue, other: Clue) -> Pair:
        loose, known = f"{one.loose}_{other.loose}", f"{one.exact}_{other.exact}"
        weight = min(one.weight, other.weight)
        return Pair(loose, known, weight, trust, rarity("loose_pairs", loose), rarity("exact_pairs", known))

    clues = tuple(clue(at, token) for at, token in enumerate(typed))
    return Plan(
        parsed,
        clues,
        tuple(pair(a, b) for a, b in pairwise(clues)),
        _enough(sum(c.needed for c in clues), asked=any(asking)),
    )


def _completions(parsed: Parsed, token: Token, words: Vocabulary) -> tuple[str, ...]:
    """Longer words, if this one stands at the very end and may still be being typed."""
    if not parsed.unfinished or token.end != len(parsed.text) or len(token.loose) < 2:
        return ()
    return tuple(w for w in words.completions(token.loose) if w != token.loose)


def _enough(words: int, *, asked: bool) -> int:
    """Two or three words are all meant, if any article holds them; a question may say more than its answer does."""
    if words < 2:
        return 0
    return MIN_HITS if asked or words > 3 else 1


def _asking(loose: Sequence[str]) -> list[bool]:
    """Which words only ask: `là gì`, `khi nào`. They are not in the text that answers."""
    asking = [False] * len(loose)
    for at in range(len(loose)):
        for words in _QUESTIONS:
            if tuple(loose[at : at + len(words)]) == words:
                asking[at : at + len(words)] = [True] * len(words)
    return asking


@cache
def _fillers() -> frozenset[str]:
    return frozenset(t.exact for t in tokens(_FILLERS))
