"""What a report says: one value, from which the screen, paper, Word and CSV are made. Numbers are lengths of its lists.

Where a figure is None we were blind or not yet running: that is not 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from domain.postings import PostingKind
from domain.reports import Period, SectionCount
from domain.tasks import TaskCause
from domain.understanding import Section


class PeriodState(StrEnum):
    AHEAD = "ahead"  # it has not begun
    BEFORE_DESK = "before-desk"  # the desk did not run yet
    RUNNING = "running"  # it goes on: the figures are those of now
    OVER = "over"


MOST_OUTLETS = 8  # that have a row of their own on paper
WITHOUT_FIGURES = (PeriodState.AHEAD, PeriodState.BEFORE_DESK)


class TaskEnd(StrEnum):
    """What came of a change at the source of something that we had posted."""

    CORRECTED = "corrected"  # our readers were told
    DISMISSED = "dismissed"  # looked at: nothing to say
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPosting:
    id: int
    at: datetime
    kind: PostingKind
    outlet: int
    titles: tuple[str, ...]  # of its articles, as they stood then
    article_ids: tuple[str, ...]
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What was shared, and where."""

    postings: Sequence[ReportedPosting]  # oldest first; those taken back, too
    outlets: Mapping[int, str]  # that stand in it, those with the most first; "": by hand
    is_cut: bool = False  # there were more than a report holds

    def of(self, kind: PostingKind | None = None, outlet: int | None = None) -> list[ReportedPosting]:
        return [
            one
            for one in self.postings
            if one.stands and kind in (None, one.kind) and (outlet is None or outlet == one.outlet)
        ]

    def elsewhere(self, kind: PostingKind | None = None) -> list[ReportedPosting]:
        """At the outlets that have no row of their own on paper."""
        others = set(list(self.outlets)[MOST_OUTLETS:])
        return [one for one in self.of(kind) if one.outlet in others]

    @property
    def taken_back(self) -> list[ReportedPosting]:
        return [one for one in self.postings if not one.stands]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTask:
    id: int
    cause: TaskCause
    title: str  # of the article, as we posted it
    changed_at: datetime  # when we saw that the source had changed
    end: TaskEnd
    corrected_at: datetime | None = None

    @property
    def took(self) -> timedelta | None:
        return max(self.corrected_at - self.changed_at, timedelta()) if self.corrected_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedWarning:
    article_id: str
    headline: str
    source_name: str
    sent: datetime
    posting: int | None = None  # the first that told of it
    posted_at: datetime | None = None

    @property
    def took(self) -> timedelta | None:
        return max(self.posted_at - self.sent, timedelta()) if self.posted_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    tasks: Sequence[ReportedTask]  # oldest first
    is_cut: bool = False

    def of(self, end: TaskEnd) -> list[ReportedTask]:
        return [one for one in self.tasks if one.end is end]

    @property
    def median(self) -> timedelta | None:
        return middle(self.tasks)

    @property
    def slowest(self) -> timedelta | None:
        return longest(self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Official warnings for our area."""

    warnings: Sequence[ReportedWarning]  # oldest first
    is_cut: bool = False

    def of(self, *, posted: bool) -> list[ReportedWarning]:
        return [one for one in self.warnings if (one.posting is not None) is posted]

    @property
    def median(self) -> timedelta | None:
        return middle(self.warnings)

    @property
    def slowest(self) -> timedelta | None:
        return longest(self.warnings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStory:
    """One story to know, in its publisher's words."""

    story_id: str
    article_id: str
    section: Section | None
    title: str
    sentence: str  # as the publisher wrote it; "" where there is none beside the title
    credit: str  # Theo <báo>, <giờ> ngày <ngày>
    url: str
    articles: int  # of the story
    was_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageWeek:
    week: Period
    counts: Mapping[Section | None, SectionCount] | None  # None: we were blind, or it has not begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What publishers wrote on our area, by week and section."""

    weeks: Sequence[CoverageWeek]
    sections: Sequence[Section | None]  # that occur
    sums: Mapping[Section | None, SectionCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSeen:
    """One source, and how long of the period we could not see what it published."""

    id: str
    name: str
    blind: timedelta | None  # None: no record is left that tells


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    period: Period
    at: datetime  # when it was made
    state: PeriodState
    began: datetime | None = None  # when the desk began, if within the period
    shared: Shared | None = None  # None, as all below: the desk did not run
    corrections: Corrections | None = None
    passed: Passed | None = None
    stories: Sequence[ToldStory] = ()
    coverage: Coverage | None = None  # None also where nobody has said which area is ours
    sources: Sequence[SourceSeen] | None = None

    @property
    def blind_sources(self) -> list[SourceSeen]:
        return blind(self.sources or ())

    @property
    def unknown_sources(self) -> list[SourceSeen]:
        return unknown(self.sources or ())

    @property
    def is_cut(self) -> bool:
        """There was more than a report holds."""
        return any(part is not None and part.is_cut for part in (self.shared, self.corrections, self.passed))


def blind(sources: Sequence[SourceSeen]) -> list[SourceSeen]:
    """Longest first."""
    return sorted((one for one in sources if one.blind), key=lambda one: (-(one.blind or timedelta()), one.name))


def unknown(sources: Sequence[SourceSeen]) -> list[SourceSeen]:
    return [one for one in sources if one.blind is None]


def middle(ended: Sequence[ReportedTask] | Sequence[ReportedWarning]) -> timedelta | None:
    took = [one.took for one in ended if one.took is not None]
    return timedelta(seconds=median(one.total_seconds() for one in took)) if took else None


def longest(ended: Sequence[ReportedTask] | Sequence[ReportedWarning]) -> timedelta | None:
    return max((one.took for one in ended if one.took is not None), default=None)
