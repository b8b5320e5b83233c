"""What publishers wrote on our area, by week and section, and how long we could not see a source."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from desk.coverage.series import SEEN_ENOUGH
from desk.reports.values import Coverage, CoverageWeek, SourceSeen
from domain.reports import Covered, Period, SectionCount
from domain.store import Store
from domain.times import day_of, start_of
from domain.understanding import Section

DAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=62)  # further than zeros are written down of the days before a source was added
WORTH_TELLING = timedelta(hours=1)  # of a whole month; shorter pauses are the rhythm of visits
Counts = dict[Section | None, SectionCount]


def of_area(store: Store, period: Period, began: datetime, now: datetime, codes: Collection[str]) -> Coverage:
    """`began`: the desk. A week that ended before, has not begun, or of which nothing could be seen has no figures."""
    seen = store.sights.shares("", period.first, period.last)

    def counts(week: Period) -> Counts | None:
        if week.until <= began or now < week.since:
            return None
        counted = store.reports.counts(Covered(codes=codes, since=week.since, until=week.until))
        return {one.section: one for one in counted} if counted or _was_seen(week, seen, now) else None

    weeks = [CoverageWeek(week=one, counts=counts(one)) for one in period.weeks]
    found = [week.counts for week in weeks if week.counts]
    sections = [one for one in (*Section, None) if any(one in counts for counts in found)]
    return Coverage(
        weeks=weeks,
        sections=sections,
        sums={one: _sum(one, [counts[one] for counts in found if one in counts]) for one in sections},
    )


def _was_seen(week: Period, seen: Mapping[date, float], now: datetime) -> bool:
    """Enough of it that finding nothing says something."""
    days = _days(week.first, min(week.last, day_of(now)))
    return sum(seen.get(day, 0.0) for day in days) >= SEEN_ENOUGH * len(days)


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


def _sum(section: Section | None, counts: Sequence[SectionCount]) -> SectionCount:
    """Weeks do not overlap, and a story begins once: both add up."""
    return SectionCount(
        section=section,
        articles=sum(one.articles for one in counts),
        stories=sum(one.stories for one in counts),
    )


def sources_seen(store: Store, period: Period, now: datetime) -> list[SourceSeen]:
    """Of the days since the source was first read: what came before was no fault of it."""
    return [
        SourceSeen(id=one.id, name=one.name, blind=_blind(_seen(store, one.id, period), period, now))
        for one in store.sources.list()
        if one.active
    ]


def _seen(store: Store, source_id: str, period: Period) -> dict[date, float]:
    return store.sights.shares(source_id, period.first - LOOKED_BACK, period.last)


def _blind(seen: Mapping[date, float], period: Period, now: datetime) -> timedelta | None:
    """None where nothing was written down."""
    since = _ours_since(seen, period.first)
    if since is None or max(seen) < period.first:
        return None
    lengths = {day: min(start_of(day) + DAY, now) - start_of(day) for day in _days(since, max(seen))}
    blind = sum((max(length, timedelta()) * (1 - seen.get(day, 0.0)) for day, length in lengths.items()), timedelta())
    return blind if blind >= WORTH_TELLING else timedelta()


def _ours_since(seen: Mapping[date, float], first: date) -> date | None:
    """The first day from `first` on that tells of the source. Zeros before it was read for the first time do not."""
    begun = min(seen, default=None)
    if begun is None or seen[begun] > 0 or begun == first - LOOKED_BACK:
        return begun and max(begun, first)
    read = [day for day, share in seen.items() if share > 0]
    return max(min(read) + DAY, first) if read else None
