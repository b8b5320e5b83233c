"""Summaries made of the publishers' own sentences: none rewritten, none said twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.words import rarity, syllable_ids
from vietnamese.sentences import sentences as split

SENTENCES = 2  # what serves a reader best by ROUGE against editors' leads; a card may ask for 3, a digest for 1

MIN_SYLLABLES, MAX_SYLLABLES = 6, 90  # syllables: shorter ones are captions and bylines, longer ones are lists
MAX_SENTENCES_READ = 40  # sentences of one text that are considered
SHORT_SYLLABLES = 5.0  # syllables: the smaller, the more a summary of few words is worth
SAME_LIKENESS = 0.55  # likeness of two sentences that say one thing
REPETITION_LOSS = 1.0  # how much of a sentence is lost when what it says is already said

# The share of a sentence's syllables that an editor would put into the lead. Scalars set by hand on 1,500 articles;
# bench_summaries reports others.
BASE, EARLY, FIRST = 0.08, 0.12, -0.035  # EARLY / place in the text; FIRST takes back a little from the first
TITLE, CENTRE, OPENING = 0.22, 0.03, 0.05  # times the likeness to title, all texts, the first two sentences
LONG, PER_LONG = 40, -0.02  # for each 20 syllables above 40

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
        alike, worth = _judge(pieces, titles)
        chosen = _choose(worth, np.array([len(one.numbers) for one in pieces], np.float64), alike, sentences)
        return tuple((pieces[at].text, pieces[at].sentence) for at in sorted(chosen))


def _pieces(at: int, text: str, titles: set[str]) -> list[_Piece]:
    whole = [one for one in split(text) if one.strip() and one.strip() not in titles][:MAX_SENTENCES_READ]
    pieces = [_Piece(at, place, one, syllable_ids.numbers(one)) for place, one in enumerate(whole)]
    fit = [
        one for one in pieces if MIN_SYLLABLES <= len(one.numbers) <= MAX_SYLLABLES and not one.sentence.endswith("?")
    ]
    return fit or pieces[:1]


def _judge(pieces: Sequence[_Piece], titles: Sequence[str]) -> tuple[Scores, Scores]:
    """How alike each two sentences are, and how many syllables of each an editor would keep."""
    heads = [syllable_ids.numbers(title) for title in titles if title.strip()]
    bags = _bags([one.numbers for one in pieces], heads)
    rows, head = bags[: len(pieces)], bags[len(pieces) :]
    places = np.array([one.place for one in pieces], np.float64)
    opening = _unit(rows[places < 2].sum(axis=0)) if (places < 2).any() else rows[0]
    titled = (rows @ head.T).max(axis=1) if len(head) else rows @ opening * 0.5
    lengths = np.array([len(one.numbers) for one in pieces], np.float64)
    rate = BASE + EARLY / (places + 1) + FIRST * (places == 0) + TITLE * titled
    rate += CENTRE * (rows @ _unit(rows.sum(axis=0))) + OPENING * (places >= 2) * (rows @ opening)
    rate += PER_LONG * np.maximum(0, lengths - LONG) / 20
    return rows @ rows.T, np.maximum(rate, 0.01) * lengths


def _bags(found: Sequence[syllable_ids.Hashes], heads: Sequence[syllable_ids.Hashes]) -> Scores:
    """One row of length 1 for each: single syllables, weighed by rarity."""
    every = [*found, *heads]
    terms, places = np.unique(np.concatenate(every), return_inverse=True)
    owners = np.repeat(np.arange(len(every)), [len(one) for one in every])
    bags = np.zeros((len(every), len(terms)))
    np.add.at(bags, (owners, places), 1.0)
    known = rarity.background()
    bags = np.log1p(bags) * rarity.rarity(known.count(terms), known.documents)
    lengths = np.sqrt((bags**2).sum(axis=1, keepdims=True))
    return np.asarray(bags / np.maximum(lengths, 1e-9), np.float64)


def _unit(row: Scores) -> Scores:
    return np.asarray(row / max(float(np.sqrt(row @ row)), 1e-9), np.float64)


def _choose(worth: Scores, lengths: Scores, alike: Scores, count: int) -> list[int]:
    """Add the best sentence until there are `count`, then exchange while that helps."""
    chosen: list[int] = []
    while len(chosen) < count:
        value, best = (
            max((_value([*chosen, at], worth, lengths, alike), at) for at in range(len(worth)) if at not in chosen)
            if len(chosen) < len(worth)
            else (-1.0, -1)
        )
        if value < 0:
            break
        chosen.append(best)
    for _ in range(2 * count):
        options = [
            [*chosen[:place], at, *chosen[place + 1 :]]
            for place in range(len(chosen))
            for at in range(len(worth))
            if at not in chosen
        ]
        better = max(options, key=lambda one: _value(one, worth, lengths, alike), default=chosen)
        if _value(better, worth, lengths, alike) <= _value(chosen, worth, lengths, alike) + 1e-9:
            break
        chosen = better
    return chosen


def _value(chosen: list[int], worth: Scores, lengths: Scores, alike: Scores) -> float:
    """What an editor would keep of these, against their length; -1 when one repeats another."""
    kept = worth[chosen[0]]
    for at in range(1, len(chosen)):
        nearest = alike[chosen[at], chosen[:at]].max()
        if nearest >= SAME_LIKENESS:
            return -1.0
        kept += worth[chosen[at]] * (1 - REPETITION_LOSS * nearest)
    return float(2 * kept / (lengths[chosen].sum() + SHORT_SYLLABLES))
