"""Whether the cause that was planted is named beside a finding, and none beside news.

A section told by six sources for a year of days; in it a source is added (it brings as many articles as all others), is
blind for four weeks while the sum goes on without it, or is lost; a release is copied 59 times on one day; a day at
Tết is busy. Of `news` the section itself doubles or has five days' articles on one day, and beside it something
unrelated happens to a source on that day: one small source is added.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from app.public_holidays import VietnamHolidays
from bench.coverage_series import Counts, Random, as_series
from desk.coverage.causes import Origins, SourceDays, causes
from desk.coverage.day_kinds import day_kinds
from desk.holidays import DaysOff
from domain.standing_out import Cause
from nlp.standing_out.finding import stand_out

FIRST, DAYS, SOURCES, DRAWS = date(2026, 1, 1), 300, 6, 25
TET = (date(2026, 2, 18) - FIRST).days
LONG_AGO = date(2020, 1, 1)
OFF = DaysOff(public=VietnamHolidays(), own={})
By = dict[str, Counts]


@dataclass(frozen=True)
class Planted:
    by_source: By
    at: int
    sources: Sequence[SourceDays] = ()
    copies: int = 0


def of_causes() -> dict[str, object]:
    wanted: dict[str, tuple[Callable[[Random, int], Planted], Cause | None]] = {
        "a source added": (_added, Cause.SOURCE_ADDED),
        "a source back after four blind weeks": (_back, Cause.SOURCE_BACK),
        "a source gone": (_gone, Cause.SOURCE_GONE),
        "one release copied": (_copied, Cause.ONE_RELEASE),
        "a busy day at Tết": (_at_tet, Cause.HOLIDAY),
        "news: twice as many from then on": (_doubled, None),
        "news: five days' articles on one day": (_busy, None),
    }
    return {name: _told(make, cause, seed) for seed, (name, (make, cause)) in enumerate(wanted.items())}


def _told(make: Callable[[Random, int], Planted], cause: Cause | None, seed: int) -> str:
    found = right = 0
    for draw in range(DRAWS):
        random = np.random.default_rng([20261127, seed, draw])
        planted = make(random, int(random.integers(100, 200)))
        total = np.sum(list(planted.by_source.values()), axis=0)
        findings = stand_out([as_series("a", FIRST, total)], lambda first, days: day_kinds(OFF, first, days)).findings
        near = [one for one in findings if abs((one.day - FIRST).days - planted.at) <= 7]
        if near:
            found += 1
            articles = int(total[planted.at])
            origins = Origins(articles=articles, origins=articles - planted.copies, usual_share=0.9)
            named = causes(near[0], sources=planted.sources, origins=origins, days_off=OFF)
            right += [one.code for one in named] == ([cause] if cause else [])
    return f"found {found} of {DRAWS}, {'with just this cause' if cause else 'with no cause'}: {right}"


def _day(at: int) -> date:
    return FIRST + timedelta(days=at)


def _section(random: Random) -> By:
    return {str(n): random.negative_binomial(5, 5 / (5 + 2.5), DAYS).astype(np.int64) for n in range(SOURCES)}


def _source(name: str, by: By, first: date = LONG_AGO, last: date | None = None) -> SourceDays:
    return SourceDays(source=name, first=first, last=last, articles={_day(n): int(by[name][n]) for n in range(DAYS)})


def _all(by: By) -> list[SourceDays]:
    return [_source(name, by) for name in by]


def _added(random: Random, at: int) -> Planted:
    by = _section(random)
    others = _all(by)
    by["new"] = np.where(np.arange(DAYS) >= at, random.poisson(15, DAYS), 0)
    return Planted(by, at, [*others, _source("new", by, _day(at))])


def _back(random: Random, at: int) -> Planted:
    by = _section(random)
    others = _all(by)
    days = np.arange(DAYS)
    by["back"] = np.where((days >= at) | (days < at - 28), random.poisson(15, DAYS), 0)
    blind = ((_day(at - 28), _day(at - 1)),)
    its = {_day(n): int(by["back"][n]) for n in range(DAYS)}
    return Planted(by, at, [*others, SourceDays(source="back", first=LONG_AGO, blind=blind, articles=its)])


def _gone(random: Random, at: int) -> Planted:
    by = _section(random)
    others = _all(by)
    by["gone"] = np.where(np.arange(DAYS) < at, random.poisson(15, DAYS), 0)
    return Planted(by, at, [*others, _source("gone", by, last=_day(at - 1))])


def _copied(random: Random, at: int) -> Planted:
    by = _section(random)
    by["0"][at] += 60
    return Planted(by, at, _all(by), copies=58)


def _at_tet(random: Random, _: int) -> Planted:
    by = _section(random)
    by["1"][TET] += 60
    return Planted(by, TET, _all(by))


def _doubled(random: Random, at: int) -> Planted:
    by, more = _section(random), _section(random)
    for name, counts in by.items():
        counts[at:] += more[name][at:]
    return Planted(by, at, _with_small(random, by, at))


def _busy(random: Random, at: int) -> Planted:
    by = _section(random)
    for counts in by.values():
        counts[at] += 10
    return Planted(by, at, _with_small(random, by, at))


def _with_small(random: Random, by: By, at: int) -> list[SourceDays]:
    others = _all(by)
    by["small"] = np.where(np.arange(DAYS) >= at, random.poisson(1, DAYS), 0)
    return [*others, _source("small", by, _day(at))]
