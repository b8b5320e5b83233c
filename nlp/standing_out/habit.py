"""What a series does when nothing happens: how much on which weekday, and how unevenly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.standing_out import DailySeries, DayKind

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WEEK = 7
_NEAR_DAYS = 7  # on both sides, for what is common around a day
_COMMON, _CLIP = 0.8, 1.5
_RARE = 0.98  # of all days; what is beyond is clipped, so that no day moves its own habit
_OWN_ARTICLES = 5.0  # a weekday, from which on a series' own rhythm weighs more than that of all
_SMOOTHING = 50.0  # articles, for the rhythm of all series together


@dataclass(frozen=True, slots=True)
class Days:
    """A series as arrays of its days."""

    key: str
    counts: Floats  # NaN where blind
    clipped: Floats  # without what is rare; 0 where nothing is learnt
    learns: Flags  # seen, and a usual day
    weekdays: NDArray[np.int64]
    like: Flags  # days × weekdays


def days_of(series: DailySeries, kinds: Sequence[DayKind]) -> Days:
    counts = np.array([np.nan if one is None else one for one in series.counts], dtype=np.float64)
    learns = ~np.isnan(counts) & np.array([kind.is_usual for kind in kinds], dtype=np.bool_)
    weekdays = (series.first.weekday() + np.arange(len(counts))) % WEEK
    like = np.zeros((len(counts), WEEK), dtype=np.bool_)
    for at, kind in enumerate(kinds):
        like[at, list(kind.like)] = True
    return Days(series.key, counts, _clipped(counts, learns), learns, weekdays, like)


def _clipped(counts: Floats, learns: Flags) -> Floats:
    seen = counts[learns]
    if not len(seen):
        return np.zeros_like(counts)
    near = np.lib.stride_tricks.sliding_window_view(seen, min(2 * _NEAR_DAYS + 1, len(seen)))
    common = np.partition(near, at := int(_COMMON * (near.shape[1] - 1)), axis=1)[:, at]
    common = common[(np.arange(len(seen)) - _NEAR_DAYS).clip(0, len(near) - 1)]
    most = np.maximum(_CLIP * common, max(1.0, float(np.quantile(seen, _RARE))))
    clipped = np.zeros_like(counts)
    clipped[learns] = np.minimum(seen, most)
    return clipped


def by_weekday(days: Days, values: Floats) -> Floats:
    """Sums of the days that are learnt from, Monday first."""
    return np.bincount(days.weekdays[days.learns], values[days.learns], minlength=WEEK).astype(np.float64)


def common_rhythm(all_days: Sequence[Days]) -> Floats:
    """How much more or less all series together have on each weekday; 1 is the mean."""
    articles, due = np.full(WEEK, _SMOOTHING), np.full(WEEK, _SMOOTHING)
    for days in all_days:
        seen = int(days.learns.sum())
        if seen:
            articles += by_weekday(days, days.clipped)
            due += by_weekday(days, np.full(len(days.counts), days.clipped.sum() / seen))
    return np.asarray(articles / due)


def rhythm(days: Days, levels: Floats, common: Floats) -> Floats:
    """The same of one series: its own where it has enough articles, else as all have it. `levels` are a usual day's."""
    due = by_weekday(days, levels)
    return np.asarray((by_weekday(days, days.clipped) + _OWN_ARTICLES * common) / (due + _OWN_ARTICLES))


def factors(days: Days, weekly: Floats) -> Floats:
    """What each day is due, as a multiple of the level: the busiest of the weekdays that it may be like."""
    return np.asarray(np.where(days.like, weekly, 0.0).max(axis=1))
