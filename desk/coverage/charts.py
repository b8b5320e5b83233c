"""How much was written over time, of a section, place, source or search: what a chart shows, and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.coverage.series import Axis, Numbers, Point, by_week, series
from domain.coverage import FAR_AHEAD, LONG_AGO, Count, Grain, Kind
from domain.errors import BadInput, NotFound
from domain.ports import Gazetteer, SearchIndex
from domain.problems import Missing, Problem
from domain.search import Query
from domain.store import Store
from domain.times import start_of

MAX_SERIES, MAX_SEARCHES = 40, 2  # in one chart
MAX_STEPS = 1_100  # days or weeks: three years by day
MAX_SEARCH_STORIES = 1_000  # articles whose stories are counted; of more, nobody waits for it
USUAL_STEPS = 28
SEARCH = "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is laid side by side: every value is a series; without any, all articles are one."""

    everything: bool = False  # all articles beside the rest
    sections: Sequence[str] = ()
    places: Sequence[str] = ()  # codes
    sources: Sequence[str] = ()
    searches: Sequence[str] = ()  # as typed into the search box

    @property
    def counted(self) -> dict[Kind, Sequence[str]]:
        found = {Kind.SECTION: self.sections, Kind.PLACE: self.places, Kind.SOURCE: self.sources}
        is_alone = not any((*found.values(), self.searches))
        everything: dict[Kind, Sequence[str]] = {Kind.ALL: ("",)} if self.everything or is_alone else {}
        return {kind: tuple(dict.fromkeys(values)) for kind, values in (everything | found).items() if values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    of: str  # all, section, place, source or search
    value: str
    name: str  # of a place or source
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    index: SearchIndex
    gazetteer: Gazetteer

    def of(self, store: Store, asked: Asked, axis: Axis) -> list[Series]:
        """In the order: all, sections, places, sources, searches. Raise BadInput, NotFound, Unreachable."""
        _within_limits(asked, axis)
        names = self._names(store, asked)
        seen = _Seen(store, axis)
        found = [
            Series(
                of=kind.value, value=value, name=names.get(value, ""), points=series(axis, counts, seen.of(kind, value))
            )
            for kind, values in asked.counted.items()
            for value, counts in counts_of(store, kind, values, axis).items()
        ]
        for text in asked.searches:
            points = series(axis, self._searched(store, text, axis), seen.of(Kind.ALL, ""))
            found.append(Series(of=SEARCH, value=text, name="", points=points))
        return found

    def _names(self, store: Store, asked: Asked) -> dict[str, str]:
        names = {source: store.sources.get(source).name for source in asked.sources}
        for place in asked.places:
            names[place] = self.gazetteer.label(place)
            if names[place] == place:
                raise NotFound(Missing.PLACE, place=place)
        return names

    def _searched(self, store: Store, text: str, axis: Axis) -> Mapping[date, Numbers]:
        first, last = axis.span
        within = Query(text=text, since=start_of(first), until=start_of(last + timedelta(days=1)))
        found = self.index.by_day(within, MAX_SEARCH_STORIES)
        days = {day: number for day, number in found.days.items() if first <= day <= last}
        articles = by_week(days) if axis.grain is Grain.WEEK else days
        stories = None if found.ids is None else _stories(store, found.ids, axis)
        return {
            start: Numbers(articles=number, stories=None if stories is None else len(stories.get(start, ())))
            for start, number in articles.items()
        }


@dataclass(frozen=True, slots=True)
class _Seen:
    store: Store
    axis: Axis
    known: dict[str, Mapping[date, float]] = field(default_factory=dict)

    def of(self, kind: Kind, value: str) -> Mapping[date, float]:
        """Of a source its own; whatever else is written of may be written by any."""
        source = value if kind is Kind.SOURCE else ""
        if source not in self.known:
            self.known[source] = self.store.sights.shares(source, *self.axis.span)
        return self.known[source]


def _within_limits(asked: Asked, axis: Axis) -> None:
    """Before any work."""
    if not LONG_AGO.date() < axis.first <= axis.last < FAR_AHEAD.date():
        raise BadInput(Problem.COVERAGE_DATES)
    number = sum(map(len, asked.counted.values())) + len(asked.searches)
    steps = (axis.last - axis.first).days // axis.grain.days
    if number > MAX_SERIES or len(asked.searches) > MAX_SEARCHES or steps >= MAX_STEPS:
        raise BadInput(Problem.COVERAGE_TOO_MUCH, series=MAX_SERIES, searches=MAX_SEARCHES, steps=MAX_STEPS)


def counts_of(store: Store, kind: Kind, values: Sequence[str], axis: Axis) -> dict[str, dict[date, Numbers]]:
    found: dict[str, dict[date, Numbers]] = {value: {} for value in values}
    for one in store.counters.list(kind, values, axis.grain, *axis.span):
        found[one.value][one.start] = _numbers(one)
    return found


def _numbers(one: Count) -> Numbers:
    return Numbers(
        articles=one.articles,
        stories=one.stories,
        begun=one.begun,
        origins=one.origins,
        first_at=one.first_at,
        first_id=one.first_id,
    )


def _stories(store: Store, ids: Mapping[str, date], axis: Axis) -> dict[date, set[str]]:
    """What search has found already and no story holds yet stands alone."""
    placed = store.counters.stories(list(ids))
    found: dict[date, set[str]] = {}
    for id_, day in ids.items():
        found.setdefault(axis.grain.start(day), set()).add(placed.get(id_, id_))
    return found
