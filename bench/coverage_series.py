"""Made-up daily counts of a year, by generators that know nothing of the model that is measured on them.

`negative binomial` was tuned on, in another year and from other seeds. Two reports before this one showed too many
false ones under the power laws of `stories and copies` and `heavy days`, so the model got a third tail and the
unevenness of rare articles, the last tried on `stories and copies` of 2025. All are reported from seeds that were not
used before; nothing was changed for `contagion`, `two moods` and `uneven days`.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import gamma

import numpy as np
from numpy.typing import NDArray

from domain.standing_out import DailySeries, DayKind

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Random = np.random.Generator

PRESS = (1.0, 1.05, 1.05, 1.0, 1.0, 0.7, 0.55)
OFFICES = (1.1, 1.1, 1.1, 1.1, 1.0, 0.15, 0.1)
WEEKEND = (0.05, 0.05, 0.05, 0.05, 0.2, 1.5, 3.0)
TET, DAY_OFF = 0.3, 0.6  # of what the weekday would have
WORKED = 1.0  # of a Monday


def rates(random: Random, first: date, kinds: Sequence[DayKind]) -> Floats:
    """Articles a day that are due: a level, a week and days off, the whole slowly wandering."""
    week = (PRESS, PRESS, OFFICES, WEEKEND)[random.choice(4, p=[0.5, 0.2, 0.25, 0.05])]
    level = float(np.exp(random.normal(0.7, 1.6)).clip(0.02, 80))
    wander = np.exp(np.cumsum(random.normal(0, 0.006, len(kinds))))
    days = np.array([_of_day(week, first + timedelta(days=at), kind) for at, kind in enumerate(kinds)])
    return np.asarray(level * wander * days)


def _of_day(week: Sequence[float], day: date, kind: DayKind) -> float:
    usual = week[day.weekday()]
    if kind.is_usual:
        return usual
    if len(kind.like) > 2:
        return week[0] * WORKED
    return usual * (TET if day.month in (1, 2) else DAY_OFF)


def negative_binomial(random: Random, due: Floats) -> Counts:
    shape = 1 / float(np.exp(random.uniform(np.log(0.01), np.log(0.5))))
    return random.poisson(due * random.gamma(shape, 1 / shape, len(due))).astype(np.int64)


def stories_and_copies(random: Random, due: Floats) -> Counts:
    """Events a day, each told by some publishers; a few by many (a zeta law, at most 30)."""
    tail = float(random.uniform(2.2, 3.5))
    mean = float(np.minimum(random.zipf(tail, 20_000), 30).mean())
    events = random.poisson(due / mean)
    return np.array([np.minimum(random.zipf(tail, n), 30).sum() if n else 0 for n in events], dtype=np.int64)


def contagion(random: Random, due: Floats) -> Counts:
    """Each article brings others in the days after; shuffling undoes the order and leaves the uneven days."""
    share, found = float(random.uniform(0.2, 0.7)), np.zeros(len(due), dtype=np.int64)
    for at in range(len(due)):
        back = found[max(0, at - 3) : at]
        excited = float(back @ np.array([0.2, 0.3, 0.5])[-len(back) :]) if len(back) else float(due[0])
        usual = due[at] / max(float(due.mean()), 1e-9)
        found[at] = random.poisson((1 - share) * due[at] + share * excited * min(usual, 2.0))
    return found


def heavy_days(random: Random, due: Floats) -> Counts:
    """News days by a power law: the rate is due × a Pareto draw of tail 3.5 to 6."""
    tail = float(random.uniform(3.5, 6))
    return random.poisson(due * (random.pareto(tail, len(due)) + 1) * (tail - 1) / tail).astype(np.int64)


def two_moods(random: Random, due: Floats) -> Counts:
    """Quiet and busy spells that change at random, and days on which half of the articles are missing."""
    busy, mood, found = float(random.uniform(1.2, 2.5)), False, np.zeros(len(due), dtype=np.int64)
    for at, rate in enumerate(due):
        mood ^= bool(random.random() < 0.15)
        lost = 0.5 if random.random() < 0.04 else 1.0
        found[at] = random.poisson(rate * lost * (busy if mood else 0.8))
    return found


def uneven_days(random: Random, due: Floats) -> Counts:
    """The rate is due × a Weibull draw of shape 1 to 3, and in one series of three articles come in pairs."""
    shape = float(random.uniform(1, 3))
    drawn = random.weibull(shape, len(due))
    pairs = 2 if random.random() < 1 / 3 else 1
    return random.poisson(due * drawn / gamma(1 + 1 / shape) / pairs).astype(np.int64) * pairs


GENERATORS: dict[str, Callable[[Random, Floats], Counts]] = {
    "negative binomial": negative_binomial,
    "stories and copies": stories_and_copies,
    "contagion": contagion,
    "heavy days": heavy_days,
    "two moods": two_moods,
    "uneven days": uneven_days,
}


def shuffled(random: Random, counts: Counts, first: date, kinds: Sequence[DayKind]) -> Counts:
    """The same days in another order, each among those of its weekday and kind: nothing is there to be found."""
    alike: dict[tuple[int, DayKind], list[int]] = {}
    for at, kind in enumerate(kinds):
        alike.setdefault(((first + timedelta(days=at)).weekday(), kind), []).append(at)
    mixed = counts.copy()
    for places in alike.values():
        mixed[places] = counts[random.permutation(places)]
    return mixed


def spiked(random: Random, counts: Counts, at: int, size: int) -> Counts:
    """So many days' articles on one day: those of other days of the same weekday are put on top."""
    others = [day for day in range(at % 7, len(counts), 7) if day != at]
    planted = counts.copy()
    planted[at] += counts[random.choice(others, size - 1, replace=False)].sum()
    return planted


def stepped(random: Random, counts: Counts, at: int, size: float) -> Counts:
    """From that day on `size` × as many: other days of the same weekday on top, or fewer articles of each day.

    Days are taken from all of the year: `counts` should be without any order.
    """
    planted = counts.copy()
    if size < 1:
        planted[at:] = random.binomial(counts[at:], size)
        return planted
    rest = size - 1
    while rest > 0:
        for day in range(at, len(counts)):
            planted[day] += random.binomial(counts[int(random.choice(range(day % 7, len(counts), 7)))], min(1.0, rest))
        rest -= 1
    return planted


def as_series(key: str, first: date, counts: Counts) -> DailySeries:
    return DailySeries(key=key, first=first, counts=[int(one) for one in counts])
