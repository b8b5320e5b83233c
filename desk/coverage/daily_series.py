"""From daily counters to the series that are tested: a number, 0, or None where we were blind.

Articles are tested, not independent origins: a finding's number is then the length of the list that it opens, and one
release that many copied is told beside it as its cause. To test both would double what is looked at for little new.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.coverage.series import SEEN_ENOUGH
from domain.analyses import DayCount, Subject
from domain.coverage import Kind
from domain.ports import Gazetteer
from domain.standing_out import DailySeries
from domain.store import Store

MAX_DAYS = 365  # of habit
MAX_OF = {Kind.SECTION: 40, Kind.SOURCE: 120}
MAX_AREA_PLACES, MAX_OTHER_PLACES = 100, 80  # those with the most articles
MIN_ARTICLES = (
    5  # of the whole time; of fewer nothing could be told, and each series that is looked at costs the others
)
STILL_READ = timedelta(days=14)  # a source that was not seen for so long at the end is not waited for
ONE_DAY = timedelta(days=1)

Shares = Mapping[date, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    first: date
    last: date

    @property
    def all(self) -> Sequence[date]:
        return [self.first + n * ONE_DAY for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """All series, with what explains them."""

    days: Days
    series: tuple[DailySeries, ...]
    counts: Mapping[str, Mapping[date, DayCount]]  # by the series' key
    seen: Mapping[str, Shares]  # by source
    seen_together: Shares


def counted(store: Store, gazetteer: Gazetteer, days: Days) -> Counted:
    subjects = list(_chosen(store, gazetteer, days))
    counts: dict[str, dict[date, DayCount]] = {subject.key: {} for subject in subjects}
    for kind in Kind:
        values = [subject.value for subject in subjects if subject.kind is kind]
        for one in store.coverage_days.list(kind, values, days.first, days.last):
            counts[Subject(kind, one.value).key][one.day] = one
    seen = store.sights.of_sources([*store.sources.names()], days.first, days.last)
    together = seen_together(seen, store.coverage_days.totals(Kind.SOURCE, days.first, days.last), days)
    series = tuple(
        DailySeries(
            key=subject.key,
            first=days.first,
            counts=daily(counts[subject.key], _sight(subject, seen, together), days),
        )
        for subject in subjects
    )
    return Counted(days=days, series=series, counts=counts, seen=seen, seen_together=together)


def daily(counts: Mapping[date, DayCount], seen: Shares, days: Days) -> list[int | None]:
    """A day of which too little was seen has no number, also where some articles came: they are not all."""
    return [
        None if seen.get(day, 0.0) < SEEN_ENOUGH else counts[day].articles if day in counts else 0 for day in days.all
    ]


def seen_together(seen: Mapping[str, Shares], articles: Mapping[str, int], days: Days) -> dict[date, float]:
    """Which share of each day was seen, each source weighing what it usually writes, from its first day to its last.

    That a source was not there yet is no blindness here: what it brings is found, and it is named as the cause.
    """
    spans = {source: span for source, own in seen.items() if (span := read_from_to(own, days.last))}
    weights = {
        source: (articles.get(source, 0) + 1) / max(STILL_READ.days, (last - first).days + 1)
        for source, (first, last) in spans.items()
    }
    return {day: _share(day, seen, spans, weights) for day in days.all}


def _share(
    day: date, seen: Mapping[str, Shares], spans: Mapping[str, tuple[date, date]], weights: Mapping[str, float]
) -> float:
    read = [source for source, (first, last) in spans.items() if first <= day <= last]
    whole = sum(weights[source] for source in read)
    return sum(weights[source] * seen[source].get(day, 0.0) for source in read) / whole if whole else 0.0


def read_from_to(seen: Shares, last: date) -> tuple[date, date] | None:
    """From the first day on which a source was seen to the last; to `last` where that is not long ago."""
    good = [day for day, share in seen.items() if share >= SEEN_ENOUGH]
    if not good:
        return None
    return min(good), last if last - max(good) < STILL_READ else max(good)


def _sight(subject: Subject, seen: Mapping[str, Shares], together: Shares) -> Shares:
    return seen.get(subject.value, {}) if subject.kind is Kind.SOURCE else together


def _chosen(store: Store, gazetteer: Gazetteer, days: Days) -> Iterator[Subject]:
    """What is worth testing; of each kind those with the most articles."""
    yield Subject(Kind.ALL, "")
    for kind, limit in MAX_OF.items():
        yield from (Subject(kind, value) for value in _most(_enough(store, kind, days), limit))
    places = _enough(store, Kind.PLACE, days)
    area = gazetteer.area(store.settings.get().area)
    ours = {code: number for code, number in places.items() if not area.isdisjoint(gazetteer.lineage(code))}
    others = {code: number for code, number in places.items() if code not in ours}
    for some, limit in ((ours, MAX_AREA_PLACES), (others, MAX_OTHER_PLACES)):
        yield from (Subject(Kind.PLACE, code) for code in _most(some, limit))


def _enough(store: Store, kind: Kind, days: Days) -> dict[str, int]:
    totals = store.coverage_days.totals(kind, days.first, days.last)
    return {value: number for value, number in totals.items() if number >= MIN_ARTICLES}


def _most(totals: Mapping[str, int], limit: int) -> list[str]:
    return sorted(totals, key=lambda value: (-totals[value], value))[:limit]
