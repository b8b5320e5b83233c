"""What stands out in the coverage: days and changes beyond a series' habit. Counts of articles, never of opinions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.message import Code, Message, say

MAX_FALSE_SHARE = 0.05  # q: the share of false ones among all that is found, over all series together


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySeries:
    """One count for each day from `first` on. Three states: a number, 0, and None where the desk was blind."""

    key: str
    first: date
    counts: Sequence[int | None]

    def day(self, at: int) -> date:
        return self.first + timedelta(days=at)


@dataclass(frozen=True, slots=True)
class DayKind:
    """How a day may behave, whatever its weekday."""

    like: frozenset[int]  # weekdays, Monday 0; the busiest of them is what is expected
    is_usual: bool = True  # else no habit is taken from it: days off, days worked instead, the days around Tết


class Shape(StrEnum):
    SPIKE = "spike"  # one day
    CHANGE = "change"  # from this day on


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    key: str
    shape: Shape
    day: date
    not_before: date  # of a change: the day after the last one seen that was as before; else the day itself
    count: float  # articles of that day; of a change, articles a usual day since
    habit: float  # articles that were to be expected; of a change, articles a usual day before
    p: float
    q: float

    @property
    def times(self) -> float:
        """Its size × its own habit; a habit of less than one article in a hundred days counts as that."""
        return self.count / max(self.habit, 0.01)


class LeftOut(Code):
    """Why nothing is said of a series."""

    NOT_ENOUGH_DAYS = "standing-out.not-enough-days", "seen", "needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOut:
    findings: tuple[Finding, ...]  # by day
    left_out: Mapping[str, Message]  # of LeftOut, by the key of the series


class Cause(Code):
    """What may explain a finding without any news in it."""

    SOURCE_ADDED = "cause.source-added", "source", "day"
    SOURCE_BACK = "cause.source-back", "source", "day"
    SOURCE_GONE = "cause.source-gone", "source", "day"
    SOURCE_BLIND = "cause.source-blind", "source", "day"  # from that day on we could not read it
    ONE_RELEASE = "cause.one-release", "articles", "origins"
    HOLIDAY = "cause.holiday", "holiday", "day"


class Rate(Code):
    """About how many articles, as people say it."""

    A_DAY = "rate.a-day", "number"
    A_WEEK = "rate.a-week", "number"
    SELDOM = "rate.seldom"  # less than one a week


class Since(Code):
    ON = "standing-out.on", "day"
    BETWEEN = "standing-out.between", "first", "last"  # of the days between nothing is known


class FindingText(Code):
    """A finding in a sentence; of what it is, stands before it."""

    SPIKE = "standing-out.spike", "day", "count", "habit"
    MORE = "standing-out.more", "since", "habit", "count"
    FEWER = "standing-out.fewer", "since", "habit", "count"


def told(finding: Finding) -> Message:
    if finding.shape is Shape.SPIKE:
        return say(
            FindingText.SPIKE, day=finding.day, count=round(finding.count), habit=_rate(finding.habit, finding.habit)
        )
    since = say(Since.ON, day=finding.day)
    if finding.not_before < finding.day:
        since = say(Since.BETWEEN, first=finding.not_before, last=finding.day)
    least = min(finding.habit, finding.count)
    code = FindingText.MORE if finding.count > finding.habit else FindingText.FEWER
    return say(code, since=since, habit=_rate(finding.habit, least), count=_rate(finding.count, least))


_DAILY = 2.0  # articles a day: of fewer people think by the week


def _rate(number: float, least: float) -> Message:
    """`least`: of the numbers that stand side by side, so that all are said by the day or by the week."""
    if least >= _DAILY:
        return say(Rate.A_DAY, number=round(number))
    weekly = round(number * 7)
    return say(Rate.A_WEEK, number=weekly) if weekly else say(Rate.SELDOM)
