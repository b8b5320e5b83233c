"""Nhật ký, and the titles of what its entries are about."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import JSON, Column, Connection, Index, Select, String, Table, Text, func, insert, select

from database.articles import articles
from database.editorial import items
from database.stories import stories
from database.tables import Id, UTCDateTime, metadata
from domain.log import EVERYTHING, About, LogEntry, LogFilter
from domain.times import start_of

MAX_NAMES = 500
NUMBER = re.compile(r"[0-9]{1,18}")  # an id that the database can hold
log = Table(
    "log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(260), nullable=False, index=True),
    Column("kind", String(120), nullable=False),  # the noun of the subject
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    # The latest come first by their id, which every way of asking has as its last column.
    Index("ix_log_at_id", "at", "id"),
    Index("ix_log_who_id", "who", "id"),
    Index("ix_log_kind_id", "kind", "id"),
    Index("ix_log_who_kind_id", "who", "kind", "id"),
)
ENTRY = [log.c[name] for name in LogEntry.__dataclass_fields__]


class SqlLog:
    """Append-only: there is no method that changes or removes an entry."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, entry: LogEntry) -> None:
        row = {name: value for name, value in asdict(entry).items() if name != "id"}
        self.connection.execute(insert(log).values(row | {"kind": entry.subject.partition(":")[0]}))

    def began(self) -> datetime | None:
        return self.connection.execute(select(log.c.at).order_by(log.c.id).limit(1)).scalar()

    def names(self) -> list[str]:
        """One look into the index for each name, however many entries there are."""
        first = select(func.min(log.c.who).label("who")).cte("names", recursive=True)
        following = select(func.min(log.c.who)).where(log.c.who > first.c.who).scalar_subquery()
        every = first.union_all(select(following).where(first.c.who.is_not(None)))
        found = self.connection.execute(select(every.c.who).where(every.c.who.is_not(None)).limit(MAX_NAMES))
        return list(found.scalars())

    def list(self, limit: int, subject: str = "", wanted: LogFilter = EVERYTHING) -> list[LogEntry]:
        found = select(*ENTRY).order_by(log.c.id.desc()).limit(limit)
        if subject:
            found = found.where(log.c.subject == subject)
        if wanted.who:
            found = found.where(log.c.who == wanted.who)
        if wanted.kind:
            found = found.where(log.c.kind == wanted.kind)
        if wanted.before:
            found = found.where(log.c.id < wanted.before)
        if wanted.day:
            found = self._of_day(found, wanted.day)
        return [LogEntry(**dict(row)) for row in self.connection.execute(found).mappings()]

    def _of_day(self, found: Select[tuple[object, ...]], day: date) -> Select[tuple[object, ...]]:
        """Between the first and the last id of the day: read from any of the indexes, they are few."""
        start = start_of(day)
        within = (log.c.at >= start) & (log.c.at < start + timedelta(days=1))
        number = log.c.id + 0  # else PostgreSQL walks all ids from either end until it meets the day
        first, last = self.connection.execute(select(func.min(number), func.max(number)).where(within)).one()
        return found.where(log.c.id.between(first or 0, last or 0), within)

    def about(self, subjects: Sequence[str]) -> dict[str, About]:
        """Each in one reading of its table by ids. What is gone, or is no article, story or item, is left out."""
        of_items = select(items.c.id, articles.c.title, articles.c.id.label("article_id"))
        told: dict[str, About] = {}
        for kind, found, key in (
            ("article", select(articles.c.id, articles.c.title, articles.c.id.label("article_id")), articles.c.id),
            ("story", select(stories.c.id, stories.c.title, stories.c.head_id.label("article_id")), stories.c.id),
            ("item", of_items.join(articles, articles.c.id == items.c.article_id), items.c.id),
        ):
            ids = [one.partition(":")[2] for one in subjects if one.startswith(f"{kind}:")]
            wanted = [int(one) for one in ids if NUMBER.fullmatch(one)] if kind == "item" else ids
            for row in self.connection.execute(found.where(key.in_(wanted))):
                told[f"{kind}:{row.id}"] = About(title=row.title, article_id=row.article_id)
        return told
