"""Summaries made of the publishers' own sentences: none rewritten, none said twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.standing import leans, stands_alone
from nlp.words import rarity, syllable_ids
from vietnamese.sentences import sentences as split

SENTENCES = 2  # at most, for a card; a story asks for 3

MIN_SYLLABLES, MAX_SYLLABLES = 6, 90  # syllables: shorter ones are captions and bylines, longer ones are lists
MAX_SENTENCES_READ = 40  # sentences of one text that are considered
USUAL_SYLLABLES = 32.0  # syllables: the larger, the more often two sentences are better than one
SAME_LIKENESS = 0.55  # likeness of two sentences that say one thing

# The chance that a syllable stands in an editor's lead: a logistic sum of plain figures (docs/decisions/0024).
BASE, IN_TITLE, OFTEN, WIDELY, LATE = -2.75, 3.4, 0.7, 2.0, -1.0
LATEST_SENTENCE = 10
SECOND_TIME = 0.25  # what a syllable that is said twice adds
LEANING = 0.02  # what a pair loses for a sentence whose first words lean on what stood before

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    text: int  # which of the texts
    place: int  # which of its sentences
    sentence: str
    numbers: syllable_ids.Hashes


class ExtractiveSummariser:
    """The Summariser of domain.ports."""

    def summarise(
        self, texts: Sequence[str], *, sentences: int = SENTENCES, titles: Sequence[str] = ()
    ) -> tuple[str, ...]:
        return tuple(sentence for _, sentence in self.pick(texts, sentences, titles))

    def pick(
        self, texts: Sequence[str], sentences: int = SENTENCES, titles: Sequence[str] = ()
    ) -> tuple[tuple[int, str], ...]:
        """(which text, sentence) in reading order; fewer than asked for when the rest would only repeat."""
        pieces = [piece for at, text in enumerate(texts) for piece in _pieces(at, text, set(titles))]
        if not pieces or sentences < 1:
            return ()
        chosen = _choose(_judged(pieces, titles), sentences)
        return tuple((pieces[at].text, pieces[at].sentence) for at in sorted(chosen))


def _pieces(at: int, text: str, titles: set[str]) -> list[_Piece]:
    whole = [one for one in split(text) if one.strip() and one.strip() not in titles][:MAX_SENTENCES_READ]
    pieces = [_Piece(at, place, one, syllable_ids.numbers(one)) for place, one in enumerate(whole)]
    fit = [one for one in pieces if MIN_SYLLABLES <= len(one.numbers) <= MAX_SYLLABLES and stands_alone(one.sentence)]
    return fit or pieces[:1]


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    counts: Scores  # of each syllable in each sentence
    chance: Scores  # of each syllable to stand in the lead
    lengths: Scores  # in syllables
    alike: Scores  # of each two sentences
    leans: NDArray[np.bool_]

    def value(self, chosen: Sequence[int]) -> float:
        """How much of a lead these are hoped to meet, as F1; -1 when one repeats another."""
        if any(self.alike[chosen[-1], chosen[:-1]] >= SAME_LIKENESS):
            return -1.0
        said = self.counts[chosen].sum(axis=0)
        hits = self.chance[said > 0].sum() + SECOND_TIME * self.chance[said > 1].sum()
        lost = LEANING if self.leans[chosen].any() else 0.0
        return float(2 * hits / (self.lengths[chosen].sum() + USUAL_SYLLABLES) - lost)

    def pairs(self) -> Scores:
        """`value` of each two, at once."""
        said = (self.counts > 0).astype(np.float64)
        once, twice = said * self.chance, (self.counts > 1) * self.chance
        shared, mixed = once @ said.T, twice @ said.T
        hits = once.sum(axis=1)[:, None] + once.sum(axis=1) - shared
        again = twice.sum(axis=1)[:, None] + twice.sum(axis=1) + shared - mixed - mixed.T
        values = 2 * (hits + SECOND_TIME * again) / (self.lengths[:, None] + self.lengths + USUAL_SYLLABLES)
        values = values - LEANING * (self.leans[:, None] | self.leans)
        return np.asarray(np.where(self.alike >= SAME_LIKENESS, -1.0, values), np.float64)


def _judged(pieces: Sequence[_Piece], titles: Sequence[str]) -> _Judged:
    numbers = [one.numbers for one in pieces]
    terms, counts = _counted(numbers)
    head = [syllable_ids.numbers(title) for title in titles]
    places = np.array([one.place for one in pieces], np.float64)
    said = counts > 0
    first = np.where(said, np.minimum(places, LATEST_SENTENCE)[:, None], LATEST_SENTENCE).min(axis=0)
    sums = BASE + OFTEN * np.log1p(counts.sum(axis=0)) + WIDELY * said.mean(axis=0) + LATE * first / LATEST_SENTENCE
    if head:
        sums += IN_TITLE * np.isin(terms, np.concatenate(head))
    return _Judged(
        counts=counts,
        chance=np.asarray(1 / (1 + np.exp(-sums)), np.float64),
        lengths=np.array([len(one) for one in numbers], np.float64),
        alike=_alike(terms, counts),
        leans=np.array([leans(one.sentence) for one in pieces]),
    )


def _counted(numbers: Sequence[syllable_ids.Hashes]) -> tuple[syllable_ids.Hashes, Scores]:
    terms, places = np.unique(np.concatenate(numbers), return_inverse=True)
    counts = np.zeros((len(numbers), len(terms)))
    np.add.at(counts, (np.repeat(np.arange(len(numbers)), [len(one) for one in numbers]), places), 1.0)
    return terms, counts


def _alike(terms: syllable_ids.Hashes, counts: Scores) -> Scores:
    """Cosines of the sentences' syllables, weighed by rarity."""
    known = rarity.background()
    bags = np.log1p(counts) * rarity.rarity(known.count(terms), known.documents)
    bags /= np.maximum(np.sqrt((bags**2).sum(axis=1, keepdims=True)), 1e-9)
    return np.asarray(bags @ bags.T, np.float64)


def _choose(judged: _Judged, count: int) -> list[int]:
    """The one or two by which most of a lead is hoped to be met; for more, then what adds most."""
    every = range(len(judged.lengths))
    chosen = [max(every, key=lambda one: judged.value([one]))]
    if count > 1 and len(judged.lengths) > 1:
        pairs = np.triu(judged.pairs() + 2, 1) - 2  # each pair once
        one, other = map(int, np.unravel_index(pairs.argmax(), pairs.shape))
        if pairs[one, other] > judged.value(chosen):
            chosen = [one, other]
    while len(chosen) < count and count > SENTENCES:
        more = max((at for at in every if at not in chosen), key=lambda at: judged.value([*chosen, at]), default=None)
        if more is None or judged.value([*chosen, more]) < 0:
            break
        chosen.append(more)
    return chosen
