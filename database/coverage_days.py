"""The daily counters as statistics read them: narrow rows of many series at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from database.coverage import STATE, coverage_articles, coverage_counts, coverage_weeks
from database.coverage_marks import coverage_marks
from database.coverage_sight import coverage_sight
from database.editorial import settings
from database.rows import pieces
from domain.analyses import DayCount, Subject
from domain.coverage import Grain, Kind
from domain.times import day_of, monday_of, start_of

MAX_BEHIND = 500  # articles that changed and are not counted yet; more are no ordinary minute


class SqlCoverageDays:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def is_settled(self) -> bool:
        state = self.connection.execute(select(settings.c.value).where(settings.c.key == STATE)).scalar()
        if not state or state["walked"] is not None or self.connection.execute(select(coverage_weeks).limit(1)).all():
            return False
        behind = select(coverage_marks.c.id).limit(MAX_BEHIND + 1)
        return len(self.connection.execute(behind).all()) <= MAX_BEHIND

    def first_seen(self) -> date | None:
        return self.connection.execute(select(func.min(coverage_sight.c.day)).where(coverage_sight.c.seen > 0)).scalar()

    def articles(self, first: date, last: date) -> int:
        of_all = (coverage_counts.c.kind == Kind.ALL.value) & (coverage_counts.c.value == "")
        found = select(func.sum(coverage_counts.c.articles)).where(of_all, *_days(first, last))
        return self.connection.execute(found).scalar() or 0

    def totals(self, kind: Kind, first: date, last: date) -> dict[str, int]:
        within = coverage_counts.c.start.between(monday_of(first), last)
        weekly = (coverage_counts.c.kind == kind.value) & (coverage_counts.c.grain == Grain.WEEK.value)
        found = select(coverage_counts.c.value, func.sum(coverage_counts.c.articles).label("number"))
        rows = self.connection.execute(found.where(weekly, within).group_by(coverage_counts.c.value))
        return {row.value: row.number for row in rows}

    def list(self, kind: Kind, values: Sequence[str], first: date, last: date) -> Iterator[DayCount]:
        columns = [coverage_counts.c[name] for name in ("value", "start", "articles", "origins")]
        for some in pieces(values):
            of = (coverage_counts.c.kind == kind.value) & coverage_counts.c.value.in_(some)
            for value, start, number, origins in self.connection.execute(
                select(*columns).where(of, *_days(first, last))
            ):
                yield DayCount(value=value, day=start, articles=number, origins=origins)

    def of_source(self, source_id: str, subject: Subject, first: date, last: date) -> dict[date, int]:
        within = (coverage_articles.c.dated >= start_of(first)) & (
            coverage_articles.c.dated < start_of(last + timedelta(days=1))
        )
        columns = [coverage_articles.c[name] for name in ("dated", "sections", "places")]
        rows = self.connection.execute(select(*columns).where(within, coverage_articles.c.source_id == source_id))
        return dict(Counter(day_of(row.dated) for row in rows if _is_of(subject, row.sections, row.places)))


def _days(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return coverage_counts.c.grain == Grain.DAY.value, coverage_counts.c.start.between(first, last)


def _is_of(subject: Subject, sections: Sequence[str], places: Sequence[str]) -> bool:
    if subject.kind is Kind.SECTION:
        return subject.value in sections
    return subject.kind is not Kind.PLACE or subject.value in places
