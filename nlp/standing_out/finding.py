"""From many series to what stands out in them, with false discoveries held over all of them together."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from domain.message import Message, say
from domain.standing_out import MAX_FALSE_SHARE, DailySeries, DayKind, Finding, LeftOut, Shape, StandingOut
from nlp.standing_out.habit import Days, common_rhythm, days_of, factors, rhythm
from nlp.standing_out.spikes import Expected, Spikes, expected, fits, spikes, unevenness
from nlp.standing_out.steps import Step, steps
from nlp.standing_out.tails import TAILS, adjusted

Floats = NDArray[np.float64]
Kinds = Callable[[date, int], Sequence[DayKind]]  # of so many days from the first

MIN_DAYS = 42  # usual days that were seen: below, no habit is known
_LEAST = 0.01  # chance: no series shows in a year how rare its greatest days are
_RARE = 2.0  # articles a day
_FAMILIES = 2  # spikes and changes share what may be false


def stand_out(
    all_series: Sequence[DailySeries], kinds: Kinds, *, since: date | None = None, q: float = MAX_FALSE_SHARE
) -> StandingOut:
    """Findings of all series, at most `q` of them false. With `since`, only days from then on are looked at.

    All series belong into one call: what is false is held over what was looked at together.
    """
    read = [(series, days_of(series, kinds(series.first, len(series.counts)))) for series in all_series]
    left_out = {series.key: _too_few(int(days.learns.sum())) for series, days in read if not _enough(days)}
    known = [(series, days) for series, days in read if _enough(days)]
    common = common_rhythm([days for _, days in known])
    found_steps = [steps(days, factors(days, rhythm(days, _flat(days), common))) for _, days in known]
    found_spikes = _spikes([days for _, days in known], found_steps, common)
    findings = [
        *_as_changes([series for series, _ in known], found_steps, since, q / _FAMILIES),
        *_as_spikes([series for series, _ in known], found_spikes, since, q / _FAMILIES),
    ]
    return StandingOut(findings=tuple(sorted(findings, key=lambda f: (f.day, f.q, f.key))), left_out=left_out)


def _enough(days: Days) -> bool:
    return int(days.learns.sum()) >= MIN_DAYS


def _too_few(seen: int) -> Message:
    return say(LeftOut.NOT_ENOUGH_DAYS, seen=seen, needed=MIN_DAYS)


def _flat(days: Days) -> Floats:
    return np.full(len(days.counts), days.clipped.sum() / int(days.learns.sum()))


def _spikes(all_days: Sequence[Days], found_steps: Sequence[Sequence[Step]], common: Floats) -> list[Spikes]:
    due = [expected(days, found, common) for days, found in zip(all_days, found_steps, strict=True)]
    spreads = _common_spreads(all_days, due)
    logs = [fits(days, at, spread) for days, at, spread in zip(all_days, due, spreads, strict=True)]
    each = zip(all_days, due, spreads, _chances(np.array(logs)), strict=True)
    return [spikes(days, at, spread, chances) for days, at, spread, chances in each]


def _common_spreads(all_days: Sequence[Days], due: Sequence[Expected]) -> list[float]:
    """How uneven the rate of a series with so many articles is usually, where its own days say little.

    Of rare articles many come together (variance and mean have a ratio), of frequent ones the rate varies by a share.
    """
    sums = []
    for days, at in zip(all_days, due, strict=True):
        off, weight = unevenness(days, at.means)
        known = (float(weight.sum()), float(at.means[days.learns].sum()), int(days.learns.sum()))
        sums.append((float(off.sum() - off.max()), *known))  # without its greatest day, which may be a finding
    own = [max(0.0, off / weight) for off, weight, _, _ in sums if weight > 1]
    share = float(np.median(own)) if own else 0.5
    rare = [(off, means) for off, _, means, days in sums if means < _RARE * days]
    together = max(0.0, sum(off for off, _ in rare) / max(sum(means for _, means in rare), 1.0))
    return [max(share, together * days / means) for _, _, means, days in sums]


def _chances(logs: Floats) -> Floats:
    """Of each of the tails, for each series: how well its own days fit it, and how many series fit it best."""
    if not len(logs):
        return logs
    best = np.bincount(logs.argmax(axis=1), minlength=TAILS) + 1
    own = softmax(logs + np.log(best / best.sum()), axis=1)
    return np.asarray((own + _LEAST) / (1 + TAILS * _LEAST))


def _as_changes(
    all_series: Sequence[DailySeries], found: Sequence[Sequence[Step]], since: date | None, q: float
) -> Iterator[Finding]:
    """A series without a candidate counts as one that was looked at all the same."""
    candidates = [
        (series, step)
        for series, own in zip(all_series, found, strict=True)
        for step in own
        if since is None or series.day(step.at) >= since
    ]
    untouched = len(all_series) - len({series.key for series, _ in candidates})
    qs = adjusted(np.array([step.p for _, step in candidates] + [1.0] * untouched))
    for (series, step), q_value in zip(candidates, qs, strict=False):
        if q_value <= q:
            yield Finding(
                key=series.key,
                shape=Shape.CHANGE,
                day=series.day(step.at),
                not_before=series.day(step.last_before + 1),
                count=step.since,
                habit=step.before,
                p=step.p,
                q=float(q_value) * _FAMILIES,
            )


def _as_spikes(
    all_series: Sequence[DailySeries], found: Sequence[Spikes], since: date | None, q: float
) -> Iterator[Finding]:
    looked = [
        (series, own, at)
        for series, own in zip(all_series, found, strict=True)
        for at in np.flatnonzero(~np.isnan(own.ps)).tolist()
        if since is None or series.day(at) >= since
    ]
    qs = adjusted(np.array([own.ps[at] for _, own, at in looked]))
    for number in np.flatnonzero(qs <= q).tolist():
        series, own, at = looked[number]
        day, count = series.day(at), series.counts[at] or 0
        yield Finding(
            key=series.key,
            shape=Shape.SPIKE,
            day=day,
            not_before=day,
            count=float(count),
            habit=float(own.expected[at]),
            p=float(own.ps[at]),
            q=float(qs[number]) * _FAMILIES,
        )
