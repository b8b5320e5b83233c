"""How a parsed query is matched and weighed: the same plan for every engine, so that they agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, log
from typing import Protocol

from index.query import Parsed
from index.tokens import Token, tokens

FEW = 10  # a long query that finds fewer than this is read more widely
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
TRUST_TYPED = 0.8  # of a word's weight, what only the spelling as typed earns
TRUST_RESTORED = 0.0  # a guess is for «ý bạn là»: in ranking its errors cost more than it earns (bench_search)


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
    completions: tuple[str, ...] = ()

    @property
    def needed(self) -> bool:
        return self.weight >= 0.5


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
    needed: int  # how many of the needed clues a match must hold
    loosened: int  # the same when too little is found; equal to `needed` when it may not be loosened
    enough: int  # found fewer than this: loosen


def plan(parsed: Parsed, words: Vocabulary, restored: Sequence[str] | None = None) -> Plan:
    """`restored` are the exact forms that were guessed for words typed without marks."""
    typed = parsed.positive[:64]
    exact = [t.exact for t in typed] if restored is None else list(restored)
    marked = any(t.accented for t in typed)
    trust = TRUST_TYPED if marked else TRUST_RESTORED if restored is not None else 0.0
    weights = _weights([t.loose for t in typed], exact, known=marked or restored is not None)
    size = max(words.size(), 1)
    last = len(typed) - 1

    def rarity(kind: str, term: str) -> float:
        df = words.frequency(kind, term)
        return log(1 + (size - df + 0.5) / (df + 0.5))

    def clue(at: int, token: Token) -> Clue:
        open_end = parsed.unfinished and token.end == len(parsed.text) and len(token.loose) > 1
        more = tuple(w for w in words.completions(token.loose) if w != token.loose) if open_end else ()
        return Clue(
            token.loose, exact[at], weights[at], trust, rarity("loose", token.loose), rarity("exact", exact[at]), more
        )

    def pair(at: int) -> Pair:
        loose, known = f"{typed[at].loose}_{typed[at + 1].loose}", f"{exact[at]}_{exact[at + 1]}"
        return Pair(
            loose, known, min(weights[at], weights[at + 1]), trust,
            rarity("loose_pairs", loose), rarity("exact_pairs", known),
        )  # fmt: skip

    clues = tuple(clue(at, token) for at, token in enumerate(typed))
    if clues and not any(c.needed for c in clues):  # only small words were typed: they are what is meant
        clues = tuple(_heavier(c) for c in clues)
    needed = sum(c.needed for c in clues)
    return Plan(
        parsed, clues, tuple(pair(at) for at in range(last)), _must(needed), min(needed, 1), 1 if needed < 4 else FEW
    )


def _heavier(clue: Clue) -> Clue:
    return Clue(clue.loose, clue.exact, 1.0, clue.trust, clue.rarity, clue.exact_rarity, clue.completions)


def _must(words: int) -> int:
    """Two or three words: all of them. A sentence: a good part of it."""
    if words <= 3:
        return words
    return ceil(words * (0.7 if words <= 6 else 0.4))


def _weights(loose: list[str], exact: list[str], *, known: bool) -> list[float]:
    """Question words ask for what is not in the text; fillers are everywhere."""
    weights = [0.3 if known and e in _fillers() else 1.0 for e in exact]
    for at in range(len(loose)):
        for words in _QUESTIONS:
            if tuple(loose[at : at + len(words)]) == words and len(loose) > len(words) + 1:
                weights[at : at + len(words)] = [0.1] * len(words)
    return weights


@cache
def _fillers() -> frozenset[str]:
    return frozenset(t.exact for t in tokens(_FILLERS))
