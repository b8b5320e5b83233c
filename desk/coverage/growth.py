"""How one story grows: its articles hour by hour, by day or week once it is older, and which speak for themselves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desk.coverage.series import SEEN_ENOUGH
from desk.ranking.independent_sources import origins
from domain.coverage import countable
from domain.store import Store
from domain.story import StoryMember
from domain.times import VIETNAM, day_of, monday_of, start_of

MAX_STEPS = 72  # three days by hour, ten weeks by day; of weeks the last so many
GROWING = timedelta(days=1)  # since its newest article
SeenBetween = Callable[[date, date], Mapping[date, float]]
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def length(self) -> timedelta:
        return {Unit.HOUR: HOUR, Unit.DAY: DAY, Unit.WEEK: WEEK}[self]

    def start(self, at: datetime) -> datetime:
        """Of the hour, day or week in Vietnam that this moment is in."""
        if self is Unit.HOUR:
            return at.astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0)
        return start_of(day_of(at) if self is Unit.DAY else monday_of(day_of(at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    start: datetime
    articles: int
    own: int  # of these, the first of what speaks for itself; all of them together are the story's independent origins
    is_blind: bool = False  # nothing came, and we saw too little


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    unit: Unit
    steps: tuple[Step, ...]
    first: StoryMember
    articles: int
    origins: int
    earlier: int  # articles before the first step
    is_growing: bool


def members(store: Store, story_id: str) -> list[StoryMember]:
    """Those that were not withdrawn, earliest first."""
    return [one for one in store.stories.ranking_members([story_id])[story_id] if one.withdrawn_at is None]


def growth(store: Store, story_id: str, now: datetime) -> Growth | None:
    """None where every article of it was withdrawn."""
    together = members(store, story_id)
    return grown(together, now, lambda first, last: store.sights.shares("", first, last)) if together else None


def grown(together: Sequence[StoryMember], now: datetime, seen_between: SeenBetween) -> Growth:
    """`together`: at least one, earliest first."""
    first, last = countable(together[0].dated), countable(together[-1].dated)
    is_growing = now - last < GROWING
    end = max(now, last) if is_growing else last
    unit, starts = _starts(first, end)
    seen = seen_between(day_of(starts[0]), day_of(starts[-1]) + timedelta(days=6))
    return Growth(
        unit=unit,
        steps=tuple(_steps(together, unit, starts, seen, day_of(now))),
        first=together[0],
        articles=len(together),
        origins=len(origins(together)),
        earlier=sum(countable(one.dated) < starts[0] for one in together),
        is_growing=is_growing,
    )


def within(together: Sequence[StoryMember], unit: Unit, at: datetime | None, *, own: bool) -> list[StoryMember]:
    """What the step around `at` counts, or all of it; `own`: those that speak for themselves."""
    counted = origins(together) if own else together
    return [one for one in counted if at is None or unit.start(countable(one.dated)) == unit.start(at)]


def _starts(first: datetime, end: datetime) -> tuple[Unit, list[datetime]]:
    for unit in Unit:
        begin = unit.start(first)
        number = (unit.start(end) - begin) // unit.length + 1
        if number <= MAX_STEPS:
            break
    skipped = max(0, number - MAX_STEPS)
    return unit, [begin + unit.length * at for at in range(skipped, number)]


def _steps(
    together: Sequence[StoryMember], unit: Unit, starts: Sequence[datetime], seen: Mapping[date, float], today: date
) -> Iterator[Step]:
    number = dict.fromkeys(starts, 0)
    own = dict.fromkeys(starts, 0)
    for counted, into in ((together, number), (origins(together), own)):
        for one in counted:
            start = unit.start(countable(one.dated))
            if start in into:
                into[start] += 1
    for start in starts:
        days = [day_of(start) + timedelta(days=n) for n in range(7 if unit is Unit.WEEK else 1)]
        shares = [seen.get(day, 0.0) for day in days if day <= today]
        is_blind = not number[start] and (not shares or sum(shares) / len(shares) < SEEN_ENOUGH)
        yield Step(start=start, articles=number[start], own=own[start], is_blind=is_blind)
