"""The articles of the last days, kept so that the likely kin of a new one are found without reading them all."""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, repeat

import numpy as np
from numpy.typing import NDArray

from domain.ports import GroupingInput
from nlp.stories import duplicates, features
from nlp.stories import score as story_score
from nlp.stories.facts import Facts, facts
from nlp.stories.score import Scores
from nlp.words import rarity
from nlp.words.syllable_ids import Hashes

PROBE_TERMS = 24  # heaviest terms through which an article is found
MAX_ARTICLES_PER_TERM = 300  # articles of one term that are looked at, the latest
MAX_COMPARED = 32  # articles that are compared in full
_LOW_BITS = np.uint32((1 << 13) - 1)

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Remembered:
    id: str
    title: str
    published_at: datetime
    places: tuple[str, ...]
    features: features.Features
    facts: Facts
    probes: tuple[int, ...]
    mark: int  # of the text it was read from


class Window:
    def __init__(self) -> None:
        self._held: dict[str, Remembered] = {}
        self._by_term: dict[int, list[str]] = {}  # in the order they came; lists, for most hold one
        self._by_time: list[tuple[datetime, str]] = []

    def __len__(self) -> int:
        return len(self._held)

    def __getitem__(self, article_id: str) -> Remembered:
        return self._held[article_id]

    def same(self, article: GroupingInput) -> Remembered | None:
        """What is remembered of this very text, so that it need not be read again."""
        held = self._held.get(article.id)
        return held if held is not None and held.mark == _mark(article) else None

    def read(self, article: GroupingInput) -> Remembered:
        counted = features.count(features.full_text(article.title, article.text))
        rare = self._rare(counted.body[0])
        body = features.weighed(counted.body, rare, keep=features.MAX_TERMS)
        of_lead = rare[np.searchsorted(counted.body[0], counted.lead[0])]  # its terms are the body's, too
        lead = features.weighed(counted.lead, of_lead, keep=features.MAX_LEAD_TERMS)
        heaviest = np.argsort(-body.weights, kind="stable")[:PROBE_TERMS]
        return Remembered(
            id=article.id,
            title=article.title or article.text.strip().partition("\n")[0][:120],
            published_at=article.published_at,
            places=article.places,
            features=features.Features(
                body=body, lead=lead, dates=counted.dates, figures=counted.figures, signed=counted.signed
            ),
            facts=facts(article.title, article.text, article.published_at),
            probes=tuple(body.terms[heaviest].tolist()),
            mark=_mark(article),
        )

    def _rare(self, terms: NDArray[np.uint32]) -> rarity.Weights:
        """The background's word, and what the window has seen since: a storm's name is rare only at first."""
        known = rarity.background()
        held = map(self._by_term.get, terms.tolist(), repeat(()))
        seen = np.fromiter(map(len, held), np.float32, len(terms))
        return rarity.rarity(known.count(terms) + seen + 1, known.documents + len(self._held) + 1)

    def add(self, new: Remembered) -> None:
        self._held[new.id] = new
        heapq.heappush(self._by_time, (new.published_at, new.id))
        for term in new.probes:
            self._by_term.setdefault(term, []).append(new.id)

    def older_than(self, moment: datetime) -> list[str]:
        """Forget these, and say which they were."""
        gone: list[str] = []
        while self._by_time and self._by_time[0][0] < moment:
            _, article_id = heapq.heappop(self._by_time)
            gone.append(article_id)
            for term in self._held.pop(article_id).probes:
                held = self._by_term[term]
                held.remove(article_id)  # the oldest stands near the front
                if not held:
                    del self._by_term[term]
        return gone

    def near(self, new: Remembered) -> list[Remembered]:
        """The articles that share most of the heaviest terms."""
        votes: Counter[str] = Counter()
        for term in new.probes:
            held = self._by_term.get(term)
            if held:
                votes.update(islice(reversed(held), MAX_ARTICLES_PER_TERM))
        return [self._held[one] for one, _ in votes.most_common(MAX_COMPARED) if one != new.id]

    def said(self, new: Remembered, others: Sequence[Remembered]) -> Scores:
        """Log-odds of `new` with each of `others`, before what speaks against them."""
        if not others:
            return np.empty(0)
        mine, theirs = new.features, [one.features for one in others]
        odds = story_score.log_odds(
            body=_dots(mine.body, [one.body for one in theirs]),
            lead=_dots(mine.lead, [one.lead for one in theirs]),
            dates=(
                _common(mine.dates, [one.dates for one in theirs]),
                np.array([min(len(mine.dates), len(one.dates)) for one in theirs], np.float64),
            ),
            figures=(
                _common(mine.figures, [one.figures for one in theirs]),
                np.sqrt([len(mine.figures) * len(one.figures) for one in theirs]),
            ),
        )
        whole: Scores = odds + np.array(_besides(new, others))
        return whole


def _besides(new: Remembered, others: Sequence[Remembered]) -> list[float]:
    """What time, places and copied sentences add, for each of the others."""
    mine = set(new.places)
    alike = duplicates.similarities(new.features.signed, np.array([one.features.signed for one in others]))
    copied = (alike >= duplicates.MIN_COPY_SHARE).tolist()
    found = []
    for other, is_copy in zip(others, copied, strict=True):
        days = abs((new.published_at - other.published_at).total_seconds()) / 86400
        odds = story_score.PER_DAY * max(0.0, days - 1)
        if mine and other.places:
            odds += story_score.OTHER_PLACES if mine.isdisjoint(other.places) else story_score.PLACES
        found.append(odds + story_score.COPY if is_copy else odds)
    return found


def _dots(mine: features.Terms, others: Sequence[features.Terms]) -> Scores:
    """How alike one bag is to each of the others, in one pass."""
    shared, at = _shared(mine.terms, [one.terms for one in others])
    weights = np.concatenate([one.weights for one in others])[shared].astype(np.float64)
    return _sums(shared, weights * mine.weights[at], [len(one.terms) for one in others])


def _common(mine: Hashes, others: Sequence[Hashes]) -> Scores:
    shared, _ = _shared(mine, others)
    return _sums(shared, np.ones(len(shared)), [len(one) for one in others])


def _shared(mine: Hashes, others: Sequence[Hashes]) -> tuple[Places, Places]:
    """Where the others, one behind the other, hold something of mine, and where mine stands.

    A sieve by the lowest bits drops most of them, so that few are searched for.
    """
    every = np.concatenate(others)
    sieve = np.zeros(_LOW_BITS + 1, bool)
    sieve[mine & _LOW_BITS] = True
    likely = np.flatnonzero(sieve[(every & _LOW_BITS).astype(np.intp)])  # other integers are turned into it slowly
    at = np.searchsorted(mine, every[likely])
    at[at == len(mine)] = 0
    met = mine[at] == every[likely]
    return likely[met], at[met]


def _sums(places: Places, values: Scores, lengths: Sequence[int]) -> Scores:
    """For each of the others the sum of its values, which stand at these places."""
    owner = np.searchsorted(np.cumsum(lengths), places, side="right")
    return np.bincount(owner, values, len(lengths)).astype(np.float64)


def _mark(article: GroupingInput) -> int:
    return hash((article.title, article.text, article.published_at, article.places))
