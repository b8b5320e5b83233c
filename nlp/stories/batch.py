"""Stories of a whole batch at once: every article is known, so the order they came in does not matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from nlp.stories import agglomerate, features
from nlp.stories import score as story_score
from nlp.stories.agglomerate import Labels
from nlp.stories.clashes import clash
from nlp.stories.facts import Facts, facts
from nlp.stories.score import Scores
from nlp.words import rarity, syllable_ids

PROBE_TERMS, MIN_LIKENESS = 40, 0.02  # pairs are looked for through the heaviest terms only
ROWS_AT_ONCE, PAIRS_AT_ONCE = 500, 2_000  # at a time: pairs are compared by copies of their rows


def labels(
    titles: Sequence[str],
    texts: Sequence[str],
    published: Sequence[datetime | None],
    known: Sequence[Facts | None] | None = None,
) -> Labels:
    """For each text the place of its story's first text. `known`: facts that were read before."""
    if not texts:
        return np.empty(0, np.int64)
    batch = read(titles, texts, published, known or [None] * len(texts))
    left, right = batch.near()
    odds = batch.pairs(left, right)
    return agglomerate.clusters(
        agglomerate.Pairs(count=len(texts), left=left, right=right, scores=odds),
        batch.square,
        agglomerate.Levels(
            join=story_score.MIN_JOIN_LOG_ODDS,
            lone=story_score.LONE_LOG_ODDS,
            weakest=story_score.WEAKEST_PAIR_SHARE,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """One row an article."""

    body: csr_array
    probes: csr_array  # the heaviest terms of `body`
    lead: csr_array
    dates: csr_array
    figures: csr_array
    days: Scores  # nan: unknown
    facts: Sequence[Facts]
    published: Sequence[datetime | None]

    def near(self) -> tuple[Labels, Labels]:
        """Pairs that share enough of their heaviest terms, each once."""
        found = [np.empty(0, np.int64)]
        turned, count = self.body.T.tocsr(), self.body.shape[0]
        for at in range(0, count, ROWS_AT_ONCE):
            block = (self.probes[at : at + ROWS_AT_ONCE] @ turned).tocoo()
            one, other = (
                block.row[block.data > MIN_LIKENESS].astype(np.int64) + at,
                block.col[block.data > MIN_LIKENESS],
            )
            low, high = np.minimum(one, other), np.maximum(one, other)
            found.append((low * count + high)[low != high])
        keys = np.unique(np.concatenate(found))
        return keys // count, keys % count

    def pairs(self, left: Labels, right: Labels) -> Scores:
        parts = [slice(at, at + PAIRS_AT_ONCE) for at in range(0, len(left), PAIRS_AT_ONCE)]
        return np.concatenate([np.empty(0), *(self._pairs(left[part], right[part]) for part in parts)])

    def _pairs(self, left: Labels, right: Labels) -> Scores:
        def common(held: csr_array) -> Scores:
            return np.asarray(held[left].multiply(held[right]).sum(axis=1), np.float64).ravel()

        sizes = [np.diff(held.indptr) for held in (self.dates, self.figures)]
        odds = self._odds(
            [common(held) for held in (self.body, self.lead, self.dates, self.figures)],
            np.minimum(sizes[0][left], sizes[0][right]),
            np.sqrt(sizes[1][left] * sizes[1][right]),
            np.abs(self.days[left] - self.days[right]),
        )
        against = [self._clash(one, other) for one, other in zip(left.tolist(), right.tolist(), strict=True)]
        return story_score.clipped(odds, np.array(against))

    def square(self, items: Labels) -> Scores:
        """Each of `items` with each."""

        def common(held: csr_array) -> Scores:
            return np.asarray((held[items] @ held[items].T).toarray(), np.float64)

        sizes = [np.diff(held.indptr)[items] for held in (self.dates, self.figures)]
        odds = self._odds(
            [common(held) for held in (self.body, self.lead, self.dates, self.figures)],
            np.minimum.outer(sizes[0], sizes[0]),
            np.sqrt(np.multiply.outer(sizes[1], sizes[1])),
            np.abs(np.subtract.outer(self.days[items], self.days[items])),
        )
        against = np.zeros_like(odds)
        for one, other in zip(*np.nonzero(np.triu(odds > story_score.MIN_LOG_ODDS, 1)), strict=True):
            against[one, other] = against[other, one] = self._clash(int(items[one]), int(items[other]))
        return story_score.clipped(odds, against)

    def _clash(self, one: int, other: int) -> float:
        return clash(self.facts[one], self.facts[other], self.published[one], self.published[other])

    @staticmethod
    def _odds(common: list[Scores], fewer: Scores, sizes: Scores, apart: Scores) -> Scores:
        body, lead, dates, figures = common
        odds = story_score.log_odds(body=body, lead=lead, dates=(dates, fewer), figures=(figures, sizes))
        return odds + story_score.PER_DAY * np.nan_to_num(np.maximum(apart - 1, 0))


def read(
    titles: Sequence[str],
    texts: Sequence[str],
    published: Sequence[datetime | None],
    known_facts: Sequence[Facts | None],
) -> Batch:
    counted = [features.count(features.full_text(*both)) for both in zip(titles, texts, strict=True)]
    known = rarity.background()
    vocabulary, own = np.unique(np.concatenate([one.body[0] for one in counted]), return_counts=True)
    counts = known.count(vocabulary) + own.astype(np.float32)
    rare = rarity.rarity(counts, known.documents + len(texts))

    def bags(kind: str, keep: int) -> csr_array:
        held = [getattr(one, kind) for one in counted]
        places = [np.searchsorted(vocabulary, terms) for terms, _ in held]
        return _rows(
            [features.weighed((at, bag[1]), rare[at], keep=keep) for at, bag in zip(places, held, strict=True)],
            len(vocabulary),
        )

    body = bags("body", 0)
    return Batch(
        body=body,
        probes=_heaviest(body),
        lead=bags("lead", 0),
        dates=_marks([one.dates for one in counted]),
        figures=_marks([one.figures for one in counted]),
        days=np.array([moment.timestamp() / 86400 if moment else np.nan for moment in published]),
        facts=[
            had or facts(title, text, at)
            for had, title, text, at in zip(known_facts, titles, texts, published, strict=True)
        ],
        published=published,
    )


def _rows(bags: Sequence[features.Terms], width: int) -> csr_array:
    ends = np.cumsum([0, *(len(bag.terms) for bag in bags)])
    terms = np.concatenate([bag.terms for bag in bags])
    return csr_array((np.concatenate([bag.weights for bag in bags]), terms, ends), shape=(len(bags), width))


def _heaviest(body: csr_array) -> csr_array:
    """The same with all but the heaviest terms of each row set aside."""
    kept = np.ones(len(body.data), bool)
    for start, end in zip(body.indptr[:-1], body.indptr[1:], strict=True):
        if end - start > PROBE_TERMS:
            light = np.argpartition(body.data[start:end], end - start - PROBE_TERMS)[: end - start - PROBE_TERMS]
            kept[start + light] = False
    ends = np.concatenate([[0], np.cumsum(kept)])[body.indptr]
    return csr_array((body.data[kept], body.indices[kept], ends), shape=body.shape)


def _marks(held: Sequence[syllable_ids.Hashes]) -> csr_array:
    every, places = np.unique(np.concatenate(held), return_inverse=True)
    ends = np.cumsum([0, *(len(one) for one in held)])
    ones: NDArray[np.float32] = np.ones(len(places), np.float32)
    return csr_array((ones, places, ends), shape=(len(held), max(1, len(every))))
