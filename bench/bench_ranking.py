"""NDCG@15 of what three made-up editors are shown (bench/newsdays.py says how they and their news are made).

The desk's taste beside newest-first, most-covered-first and the fixed sum, each with editors of its own who see only
that ranking and decide on what they see; the mean over the days after the fifth, each day over what that desk could
still be shown. 12 draws of news and editors from seeds that were used for nothing else; the rate was looked at on
seeds 0 to 2, where 0.2 did a little better than the 0.12 that was kept, because habits should shift slowly.
"""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from math import log2
from statistics import mean, median, stdev

from bench.newsdays import SHOWN_FOR, START, TASTES, days, editor, total
from desk.ranking import preferences
from desk.ranking.preferences import with_preferences
from domain.preferences import Preferences
from domain.story import Story

SEEDS = tuple(range(100, 112))
DAYS, LEARNING, SHOWN = 60, 5, 15
WRONG = 0.1
Rank = Callable[[Story, datetime, Preferences], float]

RANKINGS: dict[str, Rank] = {
    "Điểm Tin: the sum with what was learnt": lambda story, now, learnt: total(with_preferences(story, learnt), now),
    "peer: the fixed sum": lambda story, now, learnt: total(story, now),
    "peer: newest first": lambda story, now, learnt: story.newest_at.timestamp(),
    "peer: most covered first": lambda story, now, learnt: story.members,
}


def run(seeds: Sequence[int] = SEEDS) -> dict[str, object]:
    found = {
        name: {own: [mean(_lived(rank, seed, strength)) for seed in seeds] for own, strength in TASTES.items()}
        for name, rank in RANKINGS.items()
    }
    ours, fixed = list(found.values())[:2]
    ahead = [one - other for own in TASTES for one, other in zip(ours[own], fixed[own], strict=True)]
    return {
        "days": DAYS,
        "judged": f"days {LEARNING + 1} to {DAYS}",
        "draws": len(seeds),
        "NDCG@15": {
            name: {"mean": round(mean(mean(each) for each in by.values()), 4)}
            | {own: round(mean(each), 4) for own, each in by.items()}
            for name, by in found.items()
        },
        "ahead of the fixed sum, mean": round(mean(ahead), 4),
        "ahead of the fixed sum, standard error": round(stdev(ahead) / len(ahead) ** 0.5, 4) if len(ahead) > 1 else 0,
        "ahead in draws": f"{sum(one > 0 for one in ahead)} of {len(ahead)}",
    }


def _lived(rank: Rank, seed: int, strength: float) -> list[float]:
    """One editor's days with one ranking: NDCG@15 of each day after the first ones."""
    news, own, mood = random.Random(seed), random.Random(seed + 10_000), random.Random(seed + 20_000)
    person, learnt = editor(own, strength), Preferences()
    pool: list[tuple[Story, float]] = []
    gains: list[float] = []
    for day, fresh in enumerate(days(news, DAYS)):
        now = START + timedelta(days=day + 1)
        pool = [pair for pair in [*pool, *fresh] if now - pair[0].newest_at <= SHOWN_FOR]
        likings = {story.id: person.likes(story, hidden, now) for story, hidden in pool}
        shown = sorted((story for story, _ in pool), key=lambda s: rank(s, now, learnt), reverse=True)[:SHOWN]
        if day >= LEARNING:
            gains.append(_ndcg([likings[story.id] for story in shown], list(likings.values())))
        bar = sorted(likings.values())[-max(1, len(likings) // 9)]
        for story in shown:
            liked = (likings[story.id] >= bar) != (mood.random() < WRONG)
            learnt = preferences.with_update(learnt, with_preferences(story, learnt), liked, now)
        decided = {story.id for story in shown}
        pool = [pair for pair in pool if pair[0].id not in decided]
    return gains


def _ndcg(shown: Sequence[float], every: Sequence[float]) -> float:
    middle = median(every)

    def gain(likings: Sequence[float]) -> float:
        return sum(max(0.0, liking - middle) / log2(at + 2) for at, liking in enumerate(likings))

    best = gain(sorted(every, reverse=True)[:SHOWN])
    return gain(shown) / best if best else 0.0
