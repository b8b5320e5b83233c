"""The numbers of bench_report by plain SQL, on the articles themselves and the tables of the desk's own work."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bench.pouring import plain
from bench.report_rows import AREA
from database.engine import SqlDatabase
from domain.reports import Period

Counts = dict[tuple[object, ...], int]
OURS = f"""{{places}} LIKE '%"{AREA}"%' AND stopped = '' AND withdrawn_at IS NULL"""
POSTED = """SELECT outlet, kind, count(*) FROM postings WHERE posted_at >= :since AND posted_at < :until
    AND taken_back_at IS NULL GROUP BY 1, 2"""
TAKEN_BACK = """SELECT count(*) FROM postings WHERE posted_at >= :since AND posted_at < :until
    AND taken_back_at IS NOT NULL"""
TASKS = """SELECT CASE state WHEN 'done' THEN 'corrected' WHEN 'dismissed' THEN 'dismissed' ELSE 'open' END, count(*)
    FROM tasks WHERE opened_at >= :since AND opened_at < :until GROUP BY 1"""
WARNINGS = f"""SELECT count(*) FROM warnings WHERE sent >= :since AND sent < :until
    AND {{value}} LIKE '%"{AREA}"%'"""
ARTICLES = f"""SELECT section, count(*) FROM articles WHERE {OURS} AND published_at >= :since AND published_at < :until
    GROUP BY 1"""
STORIES = f"""SELECT section, count(*) FROM (
    SELECT min(section) AS section, min(published_at) AS at FROM articles WHERE {OURS} GROUP BY story_id
    ) AS firsts WHERE at >= :since AND at < :until GROUP BY 1"""
AS_TEXT = {
    "sqlite": {"places": "places", "value": "value"},
    "postgresql": {"places": "places\\:\\:text", "value": "value\\:\\:text"},
}


@dataclass
class _Counting:
    connection: Connection
    found: Counts = field(default_factory=dict)

    def count(self, sql: str, period: Period, *key: object) -> None:
        kind = self.connection.dialect.name
        bound = {name: _bound(at, kind) for name, at in (("since", period.since), ("until", period.until))}
        for row in self.connection.execute(text(sql.format(**AS_TEXT[kind])), bound):
            if row[-1]:
                self.found[*key, *row[:-1]] = row[-1]


def counted_plainly(database: SqlDatabase, period: Period) -> Counts:
    with database.engine.connect() as connection:
        counting = _Counting(connection)
        for name, sql in {"posted": POSTED, "taken back": TAKEN_BACK, "tasks": TASKS, "warnings": WARNINGS}.items():
            counting.count(sql, period, name)
        for week in period.weeks:
            counting.count(ARTICLES, week, "articles", str(week.first))
            counting.count(STORIES, week, "stories", str(week.first))
        return counting.found


def _bound(at: datetime, kind: str) -> Any:
    """SQLite holds times as text, in UTC."""
    return plain(at) if kind == "sqlite" else at
