"""Which published claim an article repeats, or denies, and in which sentence. Words weigh by how rare they are."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from domain.claims import Match, Relation
from domain.flags import Part
from domain.understanding import Span
from nlp.claims import denial
from nlp.claims.particulars import particulars
from nlp.claims.texts import ClaimForm, Piece, Text, syllables
from nlp.cues import lower
from nlp.places.gazetteer import PROVINCE
from nlp.places.scan import scan

MIN_SYLLABLES = 40  # of title and text: a shorter one says too little to be told from others by itself
WINDOW = 3  # sentences that may say it together
LONE = 0.55  # what a syllable counts that stands there without its neighbour
AROUND = 0.6  # what a syllable counts that stands in the title or the first sentence only
DENIED, SUGGEST, SURE = 0.58, 0.66, 0.80  # shares of the claim's weight
# Shares of the claim's weight: a run of its words that a passage lacks, which denies it, repeats it, or surely does.
DENIAL_LACKS, LACKS, SURELY_LACKS = 0.25, 0.20, 0.10
NEAR = 0.25  # share of the claim's weight that a sentence holds whose negations count
BEFORE, BEHIND = 2, 6  # sentences around the first of a passage whose words of refutation count

Value = TypeVar("Value")


def is_short(text: Text) -> bool:
    """Too little to be told from others by itself."""
    return sum(len(piece.syllables) for piece in text.pieces) < MIN_SYLLABLES


def compare(claim: ClaimForm, text: Text) -> Match:
    """How the article stands to the claim. Most pairs are told apart by a look at its words, before any sentence."""
    most = _most(claim, text)
    if most < DENIED or not _named(claim, text):
        title = Span(0, len(text.title), text.title)
        relation = Relation.UNRELATED if most < DENIED else Relation.RELATED
        return Match(relation=relation, score=round(most, 3), part=Part.TITLE, span=title)
    best, at = 0.0, 0
    for start in range(len(text.pieces)):
        share = _share(claim, text.pieces[start : start + WINDOW], text.frame)
        if share > best + 1e-6:
            best, at = share, start
    window = text.pieces[at : at + WINDOW]
    shown = max(window, key=lambda piece: _share(claim, [piece], frozenset()))
    relation = _relation(claim, text, at, best)
    span = Span(shown.start, shown.start + len(shown.text), shown.text)
    sure = relation is Relation.REPEATS and best >= SURE and _lacks(claim, window) <= SURELY_LACKS
    return Match(relation=relation, score=round(best, 3), part=shown.part, span=span, is_sure=sure)


def _most(claim: ClaimForm, text: Text) -> float:
    """What no passage of the article can exceed."""
    found = sum(one for word, one in zip(claim.syllables, claim.weights, strict=True) if one and word in text.words)
    return found / (sum(claim.weights) or 1.0)


def _share(claim: ClaimForm, window: Sequence[Piece], frame: frozenset[str]) -> float:
    single = frozenset().union(*(piece.single for piece in window))
    pairs = frozenset().union(*(piece.pairs for piece in window))
    found = total = 0.0
    said = claim.syllables
    for at, (word, one) in enumerate(zip(said, claim.weights, strict=True)):
        if not one:
            continue
        total += one
        beside = (at and (said[at - 1], word) in pairs) or (at + 1 < len(said) and (word, said[at + 1]) in pairs)
        if beside:
            found += one
        elif word in single:
            found += one * LONE
        elif word in frame:
            found += one * AROUND
    return found / total if total else 0.0


def _relation(claim: ClaimForm, text: Text, at: int, share: float) -> Relation:
    window = text.pieces[at : at + WINDOW]
    lacks = _lacks(claim, window)
    if share < DENIED or lacks > DENIAL_LACKS or _is_other(claim, text, window):
        return Relation.RELATED
    if _denied(claim, text, at):
        return Relation.DENIES
    return Relation.REPEATS if share >= SUGGEST and lacks <= LACKS else Relation.RELATED


def _named(claim: ClaimForm, text: Text) -> bool:
    """Each name of the claim stands in the article; else it is another place or subject.

    A province goes without saying where the article names places in it, beside another name of the claim.
    """
    absent = [name for name in claim.names if f" {' '.join(syllables(lower(name)))} " not in text.low]
    if not absent:
        return True
    told = {unit.province for name in absent for one in scan(name) for unit in one.units if unit.level == PROVINCE}
    return len(absent) == 1 and len(claim.names) > 1 and bool(told & text.provinces)


def _is_other(claim: ClaimForm, text: Text, window: Sequence[Piece]) -> bool:
    """Another number of the same things, another day, year or hour, or another one of the same name."""
    mine, near = claim.facts, particulars("\n".join(piece.text for piece in window))
    amounts, numbered = _by_kind(near.amounts), _by_kind((number, kind) for kind, number in near.numbered)
    return (
        any(_differs(value, amounts.get(unit), (value, unit) in text.facts.amounts) for value, unit in mine.amounts)
        or any(
            _differs(number, numbered.get(kind), True)
            for kind, number in mine.numbered
            if f" {number} " not in text.low
        )
        or _apart(mine.days, text.facts.days)
        or _apart(mine.years, text.facts.years)
        or _apart(mine.hours, near.hours)
    )


def _by_kind(pairs: Iterable[tuple[Value, str]]) -> dict[str, set[Value]]:
    found: dict[str, set[Value]] = {}
    for value, kind in pairs:
        found.setdefault(kind, set()).add(value)
    return found


def _differs(value: Value, others: set[Value] | None, elsewhere: bool) -> bool:
    """The passage counts the same things otherwise, or the article never says the number."""
    return value not in others if others else not elsewhere


def _apart(mine: frozenset[Value], others: frozenset[Value]) -> bool:
    return bool(mine and others) and mine.isdisjoint(others)


def _lacks(claim: ClaimForm, window: Sequence[Piece]) -> float:
    """The largest part that the claim says at a stretch and the passage lacks: «ngừng bán», where it tells a price."""
    single = frozenset().union(*(piece.single for piece in window))
    longest = run = 0.0
    for word, one in zip(claim.syllables, claim.weights, strict=True):
        run = 0.0 if one and word in single else run + one
        longest = max(longest, run)
    return longest / (sum(claim.weights) or 1.0)


def _denied(claim: ClaimForm, text: Text, at: int) -> bool:
    """By the words around the passage, in the title and at the end, where a check tells what it has come to."""
    pieces = text.pieces
    around = (pieces[0], *pieces[max(1, at - BEFORE) : at + BEHIND], *pieces[-1:])
    if not denial.refutes(claim.low) and any(denial.refutes(piece.low) for piece in around):
        return True
    if denial.is_answered(
        claim.low, claim.content, " . ".join(piece.low for piece in (pieces[0], *pieces[at : at + WINDOW]))
    ):
        return True
    every = bool(denial.negated(claim.low))  # what a claim denies may be denied anywhere near
    near = [piece.low for piece in around if every or _share(claim, [piece], frozenset()) > NEAR]
    return denial.turned(claim.low, claim.content, " . ".join(near))
