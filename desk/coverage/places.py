"""How many articles name each place in a time: what a map and its table show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.coverage.series import SEEN_ENOUGH, State
from domain.coverage import WEEK, Grain, Kind
from domain.store import Store
from domain.times import monday_of

ONE_DAY = timedelta(days=1)
Span = tuple[Grain, date, date]  # the first and the last start


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCounts:
    """An article that names several places counts for each of them, and for all that these lie in."""

    articles: Mapping[str, int]  # by code, of those that any article names
    seen: float  # which share of the time we could see: 0..1, over all sources, as any may write of any place
    blind_days: int  # of which we saw too little

    @property
    def is_seen(self) -> bool:
        return self.seen >= SEEN_ENOUGH

    def state(self, code: str) -> State:
        """A single day of sight leaves no place blind that was written of."""
        if self.articles.get(code):
            return State.VALUE
        return State.NOTHING if self.is_seen else State.BLIND


def counted(store: Store, codes: Sequence[str], first: date, last: date) -> PlaceCounts:
    """Both days are part of it."""
    found: dict[str, int] = {}
    for grain, begin, end in _spans(first, last):
        for code, total in store.counters.totals(Kind.PLACE, codes, grain, begin, end).items():
            found[code] = found.get(code, 0) + total.articles
    shares = store.sights.shares("", first, last)
    days = [shares.get(first + ONE_DAY * n, 0.0) for n in range((last - first).days + 1)]
    return PlaceCounts(
        articles=found, seen=sum(days) / len(days), blind_days=sum(share < SEEN_ENOUGH for share in days)
    )


def _spans(first: date, last: date) -> Iterator[Span]:
    """Whole weeks as weeks, which are a seventh of the rows, and the days before and after them."""
    monday = monday_of(first + 6 * ONE_DAY)
    after = monday_of(last + ONE_DAY)
    if monday >= after:
        yield Grain.DAY, first, last
        return
    yield Grain.WEEK, monday, after - WEEK
    if first < monday:
        yield Grain.DAY, first, monday - ONE_DAY
    if after <= last:
        yield Grain.DAY, after, last
