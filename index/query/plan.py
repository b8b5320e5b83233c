"""How a parsed query is matched and weighed: the same plan for every engine, so that they agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Protocol

from index.query.bonds import halves
from index.query.numbers import is_surely_one, telephones
from index.query.parser import Parsed
from index.query.small_words import asking_words, fillers
from index.tokens import Token

MAX_FALLBACK = 30  # articles that hold only some of the words: the best of them are shown
MAX_WORDS_THAT_MUST_STAND = 3  # needed words; the best answer to a longer query may lack some
TYPED_WEIGHT = 0.8  # of a word's weight, what only the spelling as typed earns
FILLER_WEIGHT = 0.7
QUESTION_WORD_WEIGHT = 0.05
HALF_WEIGHT = 0.7  # of a syllable inside a word of two
TITLE_WEIGHT = 0.5  # what a word of the title is worth beyond its being in the article
PAIR_WEIGHT = 0.4
PAIR_WITH_FILLER_WEIGHT = 0.25
QUOTED_PAIR_TIMES = 2  # two neighbours that were typed in quotation marks
NAME_WEIGHT = 0.4  # a word typed with a capital, and written with one
COMPLETION_WEIGHT = 0.3
RAREST_WEIGHT = 0.3  # what the rarest word earns by standing there at all
# In short texts a word counts because it is there; in long ones how often it stands there says what they are about.
SHORT_WORDS, LONG_WORDS = 100, 300  # usual length of an article up to which, and from which, that is so
FLAT_SHARE = 0.5  # of a word's weight in short texts
PAIR_SHORT_WEIGHT, FLAT_PAIR_WEIGHT = 0.1, 0.3  # what two neighbours earn in short texts: by count, by presence


class Vocabulary(Protocol):
    """What the index knows of its own words."""

    def size(self) -> int: ...

    def usual_words(self) -> float:
        """How many words an article usually has."""
        ...

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
    """One word to look for. `4D` is one word of two pieces, however it is published: `4D`, `4-D`, `4 D`."""

    pieces: tuple[Token, ...]
    weight: float  # a question word weighs little
    rarity: float
    needed: bool  # counts towards what a match must hold; a filler or question word does not
    completions: tuple[str, ...] = ()

    @property
    def loose(self) -> str:
        return self.pieces[0].loose if len(self.pieces) == 1 else ""

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """(field, term): where all of them stand, the word stands."""
        if len(self.pieces) == 1:
            return (("loose", self.loose),)
        return tuple(("loose_pairs", f"{a.loose}_{b.loose}") for a, b in pairwise(self.pieces))


@dataclass(frozen=True, slots=True)
class Merit:
    """What an article earns by holding `term` in `field`."""

    field: str
    term: str
    weight: float
    rarity: float
    flat: bool = False  # earned once: not more often in an article that says it often, nor less in a long one


@dataclass(frozen=True, slots=True)
class Plan:
    parsed: Parsed
    clues: tuple[Clue, ...]
    merits: tuple[Merit, ...]
    neighbours: tuple[str, ...]  # two words as typed, one beside the other
    marked: bool  # typed with marks
    wide: bool  # an article may lack some of the words, and still be the best answer
    whole: bool  # an article must hold all words, however few do

    @property
    def enough(self) -> int:
        """How many articles must hold all needed words; with fewer, those that hold only some are shown too."""
        number = sum(clue.needed for clue in self.clues)
        return 0 if number < 2 or self.whole else MAX_FALLBACK if self.wide else 1


def plan(parsed: Parsed, words: Vocabulary) -> Plan:
    return _Planner(parsed, AllKnown(words) if parsed.whole else words).plan()


def unweighed(parsed: Parsed) -> Plan:
    """What a query that must hold whole matches, without what makes one article better than another."""
    return _Planner(parsed, AllKnown()).plan(weighed=False)


@dataclass(frozen=True, slots=True)
class AllKnown:
    """A vocabulary that holds every word, so that what matches depends on nothing but the query and the article."""

    words: Vocabulary | None = None  # for weights; None: all words weigh the same

    def size(self) -> int:
        return self.words.size() if self.words else 1

    def usual_words(self) -> float:
        return self.words.usual_words() if self.words else 0.0

    def frequency(self, kind: str, term: str) -> int:
        return max(self.words.frequency(kind, term), 1) if self.words else 1

    def spellings(self, loose: str) -> Sequence[tuple[str, int]]:
        return self.words.spellings(loose) if self.words else ()

    def completions(self, _prefix: str) -> Sequence[str]:
        return ()


class _Planner:
    def __init__(self, parsed: Parsed, words: Vocabulary) -> None:
        self.parsed, self.words = parsed, words
        self.size = max(words.size(), 1)
        self.units = list(_units(parsed, words))
        self.asks = asking_words([u[0].loose if len(u) == 1 else "" for u in self.units])
        self.small = [
            a or (len(u) == 1 and u[0].exact in fillers()) for a, u in zip(self.asks, self.units, strict=True)
        ]
        if all(self.small):  # only small words were typed, so the person means them
            self.small = self.asks = [False] * len(self.units)
        self.marked = any(t.accented for u in self.units for t in u)
        usual = words.usual_words()
        self.short = min(max((LONG_WORDS - usual) / (LONG_WORDS - SHORT_WORDS), 0.0), 1.0)

    def plan(self, *, weighed: bool = True) -> Plan:
        clues = tuple(self._clue(at) for at in range(len(self.units)))
        needed = sum(c.needed for c in clues)
        return Plan(
            self.parsed,
            clues,
            tuple(self._all_merits(clues)) if weighed else (),
            tuple(f"{a.loose}_{b.loose}" for at, a, b in self._beside() if not self._asked(at)),
            self.marked,
            not self.parsed.whole and (needed > MAX_WORDS_THAT_MUST_STAND or (needed > 1 and any(self.asks))),
            self.parsed.whole,
        )

    def _all_merits(self, clues: Sequence[Clue]) -> Iterator[Merit]:
        trust = TYPED_WEIGHT if self.marked else 0.0
        for kind, share in (("exact", trust), ("loose", 1 - trust)):
            if share:
                yield from self._of(kind, share)
        yield from (*self._names(), *self._completed(clues), *self._rarest(clues))

    def _clue(self, at: int) -> Clue:
        unit = self.units[at]
        weight = QUESTION_WORD_WEIGHT if self.asks[at] else FILLER_WEIGHT if self.small[at] else 1.0
        known = Clue(unit, weight, 0.0, not self.small[at], self._completions(unit))
        return Clue(unit, weight, max(self._rarity(*t) for t in known.terms), known.needed, known.completions)

    def _of(self, kind: str, share: float) -> Iterator[Merit]:
        """What the words and their neighbours earn in their exact, or in their loose form."""
        apart = [
            self._asked(at) or (self.small[at] and self.small[at + 1]) or len(a) > 1 or len(b) > 1
            for at, (a, b) in enumerate(pairwise(self.units))
        ]
        half = halves(kind, [_form(u[0], kind) for u in self.units], apart, self.words)
        for at, unit in enumerate(self.units):
            asks, small = self.asks[at], self.small[at]
            plain = QUESTION_WORD_WEIGHT if asks else FILLER_WEIGHT if small else HALF_WEIGHT if half[at] else 1.0
            weight = share * plain
            if len(unit) > 1:
                for a, b in pairwise(unit):
                    yield from self._merits(f"{kind}_pairs", f"{_form(a, kind)}_{_form(b, kind)}", weight)
                continue
            flat = 0.0 if small else weight * FLAT_SHARE * self.short
            yield from self._merits(kind, _form(unit[0], kind), weight - flat, flat)
            if kind == "exact" or not self.marked:
                yield from self._merits(f"title_{kind}", _form(unit[0], kind), weight * TITLE_WEIGHT)
        for at, a, b in self._beside():
            if not self._asked(at):
                weight, flat = self._pair_weights(at, a, b)
                yield from self._merits(
                    f"{kind}_pairs", f"{_form(a, kind)}_{_form(b, kind)}", share * weight, share * flat
                )

    def _pair_weights(self, at: int, a: Token, b: Token) -> tuple[float, float]:
        times = QUOTED_PAIR_TIMES if any(a in q and b in q for q in self.parsed.quoted) else 1
        if self.small[at] or self.small[at + 1]:
            return PAIR_WITH_FILLER_WEIGHT * times, 0.0
        return (
            PAIR_WEIGHT + (PAIR_SHORT_WEIGHT - PAIR_WEIGHT) * self.short
        ) * times, FLAT_PAIR_WEIGHT * self.short * times

    def _names(self) -> Iterator[Merit]:
        """The words whose capital means a name. The first word has one anyway; when all have one, it tells nothing."""
        large = [self.parsed.text[u[0].start].isupper() for u in self.units]
        if all(large):
            return
        for at, unit in enumerate(self.units):
            if at and large[at] and not self.small[at] and len(unit) == 1:
                yield from self._merits("names", unit[0].loose, NAME_WEIGHT)

    def _completed(self, clues: Sequence[Clue]) -> Iterator[Merit]:
        for clue in clues:
            for word in clue.completions:
                yield from self._merits("loose", word, clue.weight * COMPLETION_WEIGHT)

    def _rarest(self, clues: Sequence[Clue]) -> Iterator[Merit]:
        """The bonus for the rarest word, so that missing it costs more than common neighbours earn."""
        known = [c for c in clues if c.needed and c.loose and self.words.frequency("loose", c.loose)]
        if len(known) > 1:
            rarest = max(known, key=lambda c: c.rarity)
            yield from self._merits("loose", rarest.loose, 0.0, RAREST_WEIGHT)

    def _merits(self, field: str, term: str, weight: float, flat: float = 0.0) -> Iterator[Merit]:
        if not self.words.frequency(field, term):
            return
        rarity = self._rarity(field, term)
        if weight > 0:
            yield Merit(field, term, weight, rarity)
        if flat > 0:
            yield Merit(field, term, flat, rarity, flat=True)

    def _beside(self) -> Iterator[tuple[int, Token, Token]]:
        """Neighbouring words: the first one's place, its last piece and the other's first piece."""
        for at, (a, b) in enumerate(pairwise(self.units)):
            yield at, a[-1], b[0]

    def _asked(self, at: int) -> bool:
        return self.asks[at] or self.asks[at + 1]

    def _rarity(self, field: str, term: str) -> float:
        df = self.words.frequency(field, term)
        return log(1 + max(self.size - df + 0.5, 0) / (df + 0.5))

    def _completions(self, unit: Sequence[Token]) -> tuple[str, ...]:
        """Longer words, if this one stands at the very end and may still be being typed."""
        token = unit[-1]
        if not self.parsed.unfinished or token.end != len(self.parsed.text) or len(unit) > 1 or len(token.loose) < 2:
            return ()
        return tuple(w for w in self.words.completions(token.loose) if w != token.loose)


def _form(token: Token, kind: str) -> str:
    return token.exact if kind == "exact" else token.loose


def _units(parsed: Parsed, words: Vocabulary) -> Iterator[tuple[Token, ...]]:
    """The typed words: a telephone number is one, and so are letters and digits without a blank between them.

    Where no article holds them so, each piece is a word, but those of a number that can be nothing else.
    """
    typed = list(parsed.positive)
    numbers = [n for n in telephones(parsed.text) if is_surely_one(n) or words.frequency("loose", n.loose)]
    while typed:
        number = next((n for n in numbers if n.start <= typed[0].start < n.end), None)
        if number:
            yield (number,)
            typed = [t for t in typed if not number.start <= t.start < number.end]
            continue
        count = 1
        while count < len(typed) and typed[count].start == typed[count - 1].end:
            count += 1
        unit, typed = tuple(typed[:count]), typed[count:]
        known = all(words.frequency("loose_pairs", f"{a.loose}_{b.loose}") for a, b in pairwise(unit))
        yield from [unit] if known else [(piece,) for piece in unit]
