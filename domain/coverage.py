"""How much publishers wrote, day by day: counts of articles and stories, never of what anybody thinks (design §1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.times import monday_of

LONG_AGO, FAR_AHEAD = datetime(1976, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)  # no clock is right beyond
WEEK = timedelta(days=7)


class Kind(StrEnum):
    """What articles are counted by. There is no kind for persons or opinions, and none may be added."""

    ALL = "all"
    SECTION = "section"
    PLACE = "place"  # a unit of any level, with the articles of all that lies in it
    SOURCE = "source"


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"  # from Monday

    @property
    def days(self) -> int:
        return 7 if self is Grain.WEEK else 1

    def start(self, day: date) -> date:
        """Of the day or week that this day is in."""
        return monday_of(day) if self is Grain.WEEK else day


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedArticle:
    """What is counted of an article that stands in a story and was not withdrawn."""

    id: str
    dated: datetime
    story_id: str
    source_id: str
    sections: tuple[str, ...] = ()  # both, where it may as well be the second
    places: tuple[str, ...] = ()  # codes, each with the codes above it
    copy_of: str = ""
    origin: str = ""
    paragraphs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One day or week of one section, place or source."""

    kind: Kind
    value: str  # slug, code or id; "" of ALL
    grain: Grain
    start: date
    articles: int
    stories: int  # with an article of that time
    begun: int  # of these, those whose first article of all is of that time
    origins: int  # articles that speak for themselves, story by story: copies and one press release count once
    first_at: datetime  # the first report: its article, and when
    first_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    articles: int
    last: date  # the latest day or week with any


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Articles that changed since they were counted."""

    ids: Sequence[str]
    now: Sequence[CountedArticle]  # those of them that count, with the codes of the units that they name
    before: Mapping[str, CountedArticle]  # as they were counted
    marks: Sequence[int] = ()  # that told of it
    walked: str | None = None  # the last id, where all articles are walked


@dataclass(frozen=True, slots=True, kw_only=True)
class DirtyWeek:
    """A week that must be counted anew, as it was at one moment."""

    start: date
    turn: int
    articles: Sequence[CountedArticle]
    running: frozenset[str]  # stories that had begun before it
    counts: Sequence[Count]  # as they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Which share of a day the desk could have seen what the source published: 0..1."""

    source_id: str
    day: date
    seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A visit to one feed."""

    feed_id: int
    at: datetime
    is_good: bool


class Counters(Protocol):
    """Daily counters. Whoever changes an article leaves a mark in the same transaction (docs/decisions/0043)."""

    def behind(self, limit: int) -> Changes: ...  # whoever else counts waits until the transaction ends
    def keep(self, changes: Changes, counted: Sequence[CountedArticle]) -> int: ...  # returns how many differed
    def dirty(self) -> DirtyWeek | None: ...  # the latest of them
    def save(self, week: DirtyWeek, counts: Sequence[Count]) -> bool:
        """False when anybody has counted since the week was read: then nothing is written, and it stays dirty."""
        ...

    def begin_anew(self) -> None: ...  # walk all articles, and count every week
    def list(self, kind: Kind, values: Sequence[str], grain: Grain, first: date, last: date) -> list[Count]: ...
    def totals(
        self, kind: Kind, values: Sequence[str], grain: Grain, first: date, last: date
    ) -> Mapping[str, Total]: ...  # of those with any
    def count(self) -> int: ...  # of the articles that are counted
    def stories(self, article_ids: Sequence[str]) -> dict[str, str]: ...  # of those that count


class Sights(Protocol):
    """When we could see. A day without a row is one on which the source was not yet read: we were blind."""

    def looks(self, source_id: str, since: datetime) -> list[Look]: ...  # in their order, of all its feeds
    def feeds(self) -> Mapping[str, Sequence[int]]: ...  # of every source
    def begun(self, source_id: str) -> datetime | None: ...  # when the first of its articles came
    def kept(self) -> Mapping[str, date]: ...  # the last day of each source
    def save(self, sights: Sequence[Sight]) -> None: ...
    def shares(self, source_id: str, first: date, last: date) -> dict[date, float]:
        """Of one source; "": the mean of all."""
        ...

    def of_sources(self, source_ids: Sequence[str], first: date, last: date) -> Mapping[str, Mapping[date, float]]: ...


def countable(moment: datetime) -> datetime:
    """The moment, or the nearest that a calendar has room for: pages tell dates of the years 1 and 9999."""
    return min(max(moment, LONG_AGO), FAR_AHEAD)
