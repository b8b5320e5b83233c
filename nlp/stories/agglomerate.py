"""Merging from the bottom up, on log-odds of pairs: a cluster is as sure as its average and its weakest pair."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Scores = NDArray[np.float64]
Labels = NDArray[np.int64]

MAX_ITEMS = 1200  # items merged at once; a larger component is first cut at a stricter score
STRICTER_BY = 0.5
NEVER_SCORE = -1e9
MIN_HOME_LOG_ODDS, MIN_LEAD_LOG_ODDS = -1.0, 2.0  # log-odds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pairs:
    """The promising pairs among `count` items, each once, with its score."""

    count: int
    left: Labels
    right: Labels
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    join: float  # what a merge must reach
    lone: float  # what two single items need beyond it
    weakest: float  # 0..1, the say of the weakest pair


def clusters(pairs: Pairs, square: Callable[[Labels], Scores], levels: Levels) -> Labels:
    """For each item the first item of its cluster. `square` gives the scores of all pairs of some items."""
    labels = np.arange(pairs.count)
    for items in _components(pairs, levels.join):
        links = square(items)
        for group in settled(links, merged(links, levels)):
            labels[items[group]] = items[group[0]]
    return labels


def merged(links: Scores, levels: Levels) -> list[list[int]]:
    """Groups of two and more, each sorted. `links` is square and symmetric."""
    average, lowest = links.copy(), links.copy()
    for square in (average, lowest):
        np.fill_diagonal(square, NEVER_SCORE)
    groups, needed = [[at] for at in range(len(links))], np.full(links.shape, levels.lone)
    while len(groups) > 1:
        value = (1 - levels.weakest) * average + levels.weakest * lowest - needed
        one, other = sorted(int(at) for at in np.unravel_index(int(np.argmax(value)), value.shape))
        if value[one, other] < levels.join:
            break
        sizes = len(groups[one]), len(groups[other])
        row = (average[one] * sizes[0] + average[other] * sizes[1]) / sum(sizes)
        average[one] = average[:, one] = row
        lowest[one] = lowest[:, one] = np.minimum(lowest[one], lowest[other])
        for square in (average, lowest):
            square[other] = square[:, other] = NEVER_SCORE
        needed[one] = needed[:, one] = 0
        groups[one] += groups[other]
        groups[other] = []
    return [sorted(group) for group in groups if len(group) > 1]


def settled(links: Scores, groups: list[list[int]]) -> list[list[int]]:
    """One odd sentence keeps an article out of a cluster by its weakest pair: let single items into a cluster
    that is likely on the whole and clearly likelier than any other place."""
    if not groups:
        return groups
    single = np.setdiff1d(np.arange(len(links)), np.concatenate(groups))
    homes = np.stack([links[single][:, group].mean(axis=1) for group in groups], axis=1)
    among = links[np.ix_(single, single)].copy()
    np.fill_diagonal(among, NEVER_SCORE)
    places = np.concatenate([homes, among], axis=1)
    best = np.argmax(homes, axis=1) if len(single) else np.empty(0, np.int64)
    grown = [list(group) for group in groups]
    for row, (item, home) in enumerate(zip(single.tolist(), best.tolist(), strict=True)):
        likely, places[row, home] = places[row, home], NEVER_SCORE
        if likely >= MIN_HOME_LOG_ODDS and likely - places[row].max() >= MIN_LEAD_LOG_ODDS:
            grown[home].append(item)
    return [sorted(group) for group in grown]


def _components(pairs: Pairs, join: float) -> Iterator[Labels]:
    """Each set of items linked by scores of `join` and more."""
    left, right, scores = pairs.left, pairs.right, pairs.scores
    todo = [(np.arange(len(scores)), join)]
    while todo:
        among, cut = todo.pop()
        near = among[scores[among] >= cut]
        graph = coo_array((np.ones(len(near)), (left[near], right[near])), shape=(pairs.count, pairs.count))
        _, part = connected_components(graph, directed=False)
        order = np.argsort(part[left[near]], kind="stable")
        bounds = np.flatnonzero(np.diff(part[left[near]][order])) + 1
        for linked in np.split(near[order], bounds) if len(near) else ():
            items = np.unique(np.concatenate([left[linked], right[linked]]))
            if len(items) <= MAX_ITEMS:
                yield items
            else:
                todo.append((linked, cut + STRICTER_BY))
