"""Reports of a month or a week: their periods, and what the database counts for them (design §1: no opinions)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.errors import BadInput
from domain.problems import Problem
from domain.story import Story
from domain.times import monday_of, start_of
from domain.understanding import Section

WEEK = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2000, 2099
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


class PeriodKind(StrEnum):
    MONTH = "month"
    WEEK = "week"  # of ISO 8601: from Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A calendar month or an ISO week in Vietnam's time."""

    kind: PeriodKind
    first: date
    last: date  # inclusive

    @property
    def name(self) -> str:
        """As addresses write it: 2026-10 or 2026-W43."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.first:%Y-%m}"
        return f"{self.first:%G-W%V}"

    @property
    def since(self) -> datetime:
        return start_of(self.first)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return start_of(self.last + timedelta(days=1))

    @property
    def weeks(self) -> tuple["Period", ...]:
        """Its ISO weeks, the first and the last cut to its own days."""
        found, at = [], self.first
        while at <= self.last:
            sunday = monday_of(at) + timedelta(days=6)
            found.append(Period(kind=PeriodKind.WEEK, first=at, last=min(sunday, self.last)))
            at = sunday + timedelta(days=1)
        return tuple(found)

    @property
    def before(self) -> "Period":
        return _around(self.kind, self.first - timedelta(days=1))

    @property
    def after(self) -> "Period":
        return _around(self.kind, self.last + timedelta(days=1))


def month_named(name: str) -> Period:
    """2026-10; BadInput for what is no month of this century."""
    found = _MONTH.fullmatch(name)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or not 1 <= int(found[2]) <= 12:
        raise BadInput(Problem.MONTH)
    return month_of(date(int(found[1]), int(found[2]), 1))


def week_named(name: str) -> Period:
    """2026-W43; BadInput for what is no week of this century. A year has 52 or 53."""
    found = _WEEK.fullmatch(name)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise BadInput(Problem.WEEK)
    try:
        return week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError as error:
        raise BadInput(Problem.WEEK) from error


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Period(kind=PeriodKind.MONTH, first=first, last=following - timedelta(days=1))


def week_of(day: date) -> Period:
    monday = monday_of(day)
    return Period(kind=PeriodKind.WEEK, first=monday, last=monday + timedelta(days=6))


def _around(kind: PeriodKind, day: date) -> Period:
    return month_of(day) if kind is PeriodKind.MONTH else week_of(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Of which units, when, and of which section; None: of all."""

    codes: Collection[str]
    since: datetime
    until: datetime
    section: Section | str | None = None  # "" : unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCount:
    section: Section | None
    articles: int  # published in that time and not withdrawn
    stories: int  # first reported in that time


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """A line of the list behind a number."""

    id: str
    title: str
    source_id: str
    dated: datetime


class Reports(Protocol):
    """What no other port counts. Nothing is stored for a report."""

    def began(self) -> datetime | None: ...  # when the first article came
    def counts(self, wanted: Covered) -> list[SectionCount]: ...
    def stories(self, wanted: Covered, limit: int, offset: int) -> list[Story]: ...  # newest first
    def articles(self, wanted: Covered, limit: int, offset: int) -> list[ReadArticle]: ...  # newest first
    def best(self, since: datetime, until: datetime, per_section: int) -> Sequence[Story]:
        """Of each section those with the highest score among the stories first reported then, best first."""
        ...
