"""Daily counters: marks of what changed, the narrow rows that are counted, dirty weeks, and the counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    delete,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.coverage_marks import coverage_marks
from database.editorial import settings
from database.rows import SECTION_COLUMNS, insert_into, pieces, put, sections_of
from database.tables import UTCDateTime, metadata
from domain.coverage import WEEK, Changes, Count, CountedArticle, DirtyWeek, Grain, Kind, Total, countable
from domain.times import day_of, monday_of, start_of

coverage_articles = Table(  # what is counted: narrow, because a week's are read each time one of them changes
    "coverage_articles",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("dated", UTCDateTime, nullable=False, index=True),
    Column("story_id", String(200), nullable=False, index=True),
    Column("source_id", String(80), nullable=False),
    Column("sections", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("copy_of", String(200), nullable=False),
    Column("origin", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False),
)

coverage_weeks = Table(  # that must be counted anew
    "coverage_weeks",
    metadata,
    Column("start", Date, primary_key=True),
)

coverage_counts = Table(
    "coverage_counts",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("value", String(80), primary_key=True),
    Column("grain", String(8), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("articles", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("begun", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("first_at", UTCDateTime, nullable=False),
    Column("first_id", String(200), nullable=False),
    Index("ix_coverage_counts_start", "start"),
)

STATE = "coverage"  # the settings' row: how often anything was counted, and how far all articles were walked
COUNTS = (articles.c.stopped == "") & (articles.c.story_id != "") & articles.c.withdrawn_at.is_(None)
READ = ("id", "story_id", "source_id", "copy_of", "origin")
LISTS = ("sections", "places", "paragraphs")


class SqlCounters:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def behind(self, limit: int) -> Changes:
        walked: str | None = self._locked()["walked"]
        if walked is not None:
            further = select(articles.c.id).where(articles.c.id > walked).order_by(articles.c.id).limit(limit)
            ids = self.connection.execute(further).scalars().all()
            return self._changes(ids, walked=ids[-1]) if ids else self._changes(self._orphans())
        told = select(coverage_marks.c.id, coverage_marks.c.article_id).order_by(coverage_marks.c.id).limit(limit)
        rows = self.connection.execute(told).all()
        return self._changes(sorted({row.article_id for row in rows}), marks=[row.id for row in rows])

    def _orphans(self) -> Sequence[str]:
        """What is counted and has no article any more: looked for at the end of a walk."""
        gone = ~exists().where(articles.c.id == coverage_articles.c.id)
        return self.connection.execute(select(coverage_articles.c.id).where(gone)).scalars().all()

    def _changes(self, ids: Sequence[str], *, marks: Sequence[int] = (), walked: str | None = None) -> Changes:
        columns = [articles.c[name] for name in (*READ, *SECTION_COLUMNS, "places", "paragraphs")]
        standing = select(*columns, articles.c.published_at, articles.c.fetched_at).where(COUNTS)
        now = [_counted_of(row) for row in self._of(standing, articles.c.id, ids)]
        before = [kept_of(row) for row in self._of(select(coverage_articles), coverage_articles.c.id, ids)]
        return Changes(ids=ids, now=now, before={one.id: one for one in before}, marks=marks, walked=walked)

    def keep(self, changes: Changes, counted: Sequence[CountedArticle]) -> int:
        now = {one.id: one for one in counted}
        changed = [one for one in counted if one != changes.before.get(one.id)]
        gone = [one for one in changes.before.values() if one.id not in now]
        was = [changes.before[one.id] for one in changed if one.id in changes.before]
        put(self.connection, coverage_articles, [asdict(one) | _lists(one) for one in changed])
        for ids in pieces([one.id for one in gone]):
            self.connection.execute(delete(coverage_articles).where(coverage_articles.c.id.in_(ids)))
        touched = [*changed, *gone, *was]
        self._make_dirty(
            {monday_of(day_of(one.dated)) for one in touched} | self._weeks({one.story_id for one in touched})
        )
        for marks in pieces(changes.marks):
            self.connection.execute(delete(coverage_marks).where(coverage_marks.c.id.in_(marks)))
        if changes.ids or self._state()["walked"] is not None:
            self._turn(walked=changes.walked)
        return len(changed) + len(gone)

    def _weeks(self, story_ids: Iterable[str]) -> set[date]:
        """In which these stories have articles: another of them may be the first one now."""
        of_story = coverage_articles.c.story_id
        found = self._of(select(coverage_articles.c.dated), of_story, sorted(story_ids))
        return {monday_of(day_of(row["dated"])) for row in found}

    def _make_dirty(self, weeks: Iterable[date]) -> None:
        if rows := [{"start": week} for week in sorted(weeks)]:
            self.connection.execute(insert_into(self.connection, coverage_weeks).on_conflict_do_nothing(), rows)

    def dirty(self) -> DirtyWeek | None:
        state = self._state()  # first: what is read after it is at least as new
        latest = select(coverage_weeks.c.start).order_by(coverage_weeks.c.start.desc()).limit(1)
        start: date | None = self.connection.execute(latest).scalar()
        if start is None or state["walked"] is not None:
            return None
        begin = start_of(start)
        within = (coverage_articles.c.dated >= begin) & (coverage_articles.c.dated < start_of(start + WEEK))
        earlier = coverage_articles.alias()
        began = exists().where(earlier.c.story_id == coverage_articles.c.story_id, earlier.c.dated < begin)
        running = select(coverage_articles.c.story_id).where(within, began).distinct()
        rows = self.connection.execute(select(coverage_articles).where(within)).mappings()
        return DirtyWeek(
            start=start,
            turn=state["turn"],
            articles=[kept_of(row) for row in rows],
            running=frozenset(self.connection.execute(running).scalars()),
            counts=self._within(start),
        )

    def save(self, week: DirtyWeek, counts: Sequence[Count]) -> bool:
        stands, kept = {_key(one): one for one in week.counts}, {_key(one) for one in counts}
        changed = [_row(one) for one in counts if stands.get(_key(one)) != one]
        gone = [_row(one) for key, one in stands.items() if key not in kept]
        state = self._locked()
        if state["turn"] != week.turn or state["walked"] is not None:
            return False
        put(self.connection, coverage_counts, changed)
        for row in gone:
            same = (coverage_counts.c[name] == row[name] for name in ("kind", "value", "grain", "start"))
            self.connection.execute(delete(coverage_counts).where(*same))
        self.connection.execute(delete(coverage_weeks).where(coverage_weeks.c.start == week.start))
        self._turn(walked=None)
        return True

    def _within(self, week: date) -> list[Count]:
        within = (coverage_counts.c.start >= week) & (coverage_counts.c.start < week + WEEK)
        return [_count_of(row) for row in self.connection.execute(select(coverage_counts).where(within)).mappings()]

    def begin_anew(self) -> None:
        self._locked()
        starts = self.connection.execute(select(coverage_counts.c.start).distinct()).scalars()
        self._make_dirty({monday_of(start) for start in starts})
        self._turn(walked="")

    def list(self, kind: Kind, values: Sequence[str], grain: Grain, first: date, last: date) -> list[Count]:
        within = (coverage_counts.c.start >= first) & (coverage_counts.c.start <= last)
        found = select(coverage_counts).where(coverage_counts.c.grain == grain.value, within)
        in_order = found.order_by(coverage_counts.c.value, coverage_counts.c.start)
        return [_count_of(row) for row in self._of_kind(in_order, kind, values)]

    def totals(self, kind: Kind, values: Sequence[str], grain: Grain, first: date, last: date) -> Mapping[str, Total]:
        within = coverage_counts.c.start.between(_written_out(first), _written_out(last))
        number, latest = func.sum(coverage_counts.c.articles), func.max(coverage_counts.c.start)
        found = select(coverage_counts.c.value, number.label("number"), latest.label("latest"))
        summed = found.where(coverage_counts.c.grain == grain.value, within).group_by(coverage_counts.c.value)
        rows = self._of_kind(summed, kind, values)
        return {row["value"]: Total(articles=row["number"], last=row["latest"]) for row in rows}

    def _of_kind(self, found: Select[Any], kind: Kind, values: Sequence[str]) -> Iterable[RowMapping]:
        return self._of(found.where(coverage_counts.c.kind == kind.value), coverage_counts.c.value, values)

    def count(self) -> int:
        return self.connection.execute(select(func.count()).select_from(coverage_articles)).scalar_one()

    def stories(self, article_ids: Sequence[str]) -> dict[str, str]:
        found = select(coverage_articles.c.id, coverage_articles.c.story_id)
        return {row["id"]: row["story_id"] for row in self._of(found, coverage_articles.c.id, article_ids)}

    def _of(self, found: Select[Any], column: Column[Any], ids: Sequence[str]) -> Iterable[RowMapping]:
        for some in pieces(ids):
            yield from self.connection.execute(found.where(column.in_(some))).mappings()

    def _state(self) -> dict[str, Any]:
        """Nothing was ever counted: all articles are walked first."""
        value = self.connection.execute(select(settings.c.value).where(settings.c.key == STATE)).scalar()
        return dict(value) if value else {"turn": 0, "walked": ""}

    def _locked(self) -> dict[str, Any]:
        """Whoever counts holds the row until the transaction ends: no two of them write from what one of them read."""
        wanted = insert_into(self.connection, settings).on_conflict_do_nothing()
        self.connection.execute(wanted, [{"key": STATE, "value": None}])
        self.connection.execute(select(settings.c.key).where(settings.c.key == STATE).with_for_update()).all()
        return self._state()

    def _turn(self, *, walked: str | None) -> None:
        value = {"turn": self._state()["turn"] + 1, "walked": walked}
        put(self.connection, settings, [{"key": STATE, "value": value}])


def _counted_of(row: RowMapping) -> CountedArticle:
    """From its article. The places are the units that it names, and their present provinces."""
    sections = sections_of(row)
    named = {code for place in row["places"] for code in (place["code"], place["province"]) if code}
    return CountedArticle(
        **{name: row[name] for name in READ},
        dated=countable(row["published_at"] or row["fetched_at"]),
        sections=tuple(dict.fromkeys(one.value for one in (sections.first, sections.second) if one)),
        places=tuple(sorted(named)),
        paragraphs=tuple(row["paragraphs"]),
    )


def kept_of(row: RowMapping) -> CountedArticle:
    return CountedArticle(**{**row, **{name: tuple(row[name]) for name in LISTS}})


def _lists(one: CountedArticle) -> dict[str, Any]:
    return {name: list(getattr(one, name)) for name in LISTS}


def _count_of(row: RowMapping) -> Count:
    return Count(**{**row, "kind": Kind(row["kind"]), "grain": Grain(row["grain"])})


def _row(one: Count) -> dict[str, Any]:
    return asdict(one) | {"kind": one.kind.value, "grain": one.grain.value}


def _written_out(day: date) -> ColumnElement[date]:
    """In the statement itself: a plan that PostgreSQL keeps for any two days takes every time for a short one."""
    return literal(day, Date, literal_execute=True)


def _key(one: Count) -> tuple[Any, ...]:
    return one.kind, one.value, one.grain, one.start
