"""Nhật ký, and the titles of what its entries are about."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import JSON, Column, Connection, String, Table, Text, insert, select

from database.articles import articles
from database.editorial import items
from database.stories import stories
from database.tables import Id, UTCDateTime, metadata
from domain.log import LogEntry

log = Table(
    "log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(120), nullable=False, index=True),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
)


class SqlLog:
    """Append-only: there is no method that changes or removes an entry."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, entry: LogEntry) -> None:
        row = {name: value for name, value in asdict(entry).items() if name != "id"}
        self.connection.execute(insert(log).values(row))

    def began(self) -> datetime | None:
        return self.connection.execute(select(log.c.at).order_by(log.c.id).limit(1)).scalar()

    def list(self, limit: int, subject: str = "") -> list[LogEntry]:
        found = select(log).order_by(log.c.id.desc()).limit(limit)
        if subject:
            found = found.where(log.c.subject == subject)
        return [LogEntry(**dict(row)) for row in self.connection.execute(found).mappings()]

    def titles(self, subjects: Sequence[str]) -> dict[str, str]:
        of_items = select(items.c.id, articles.c.title).join(articles, articles.c.id == items.c.article_id)
        told: dict[str, str] = {}
        for kind, found, key in (
            ("article", select(articles.c.id, articles.c.title), articles.c.id),
            ("story", select(stories.c.id, stories.c.title), stories.c.id),
            ("item", of_items, items.c.id),
        ):
            ids = [one.partition(":")[2] for one in subjects if one.startswith(f"{kind}:")]
            wanted = [int(one) for one in ids if one.isdecimal()] if kind == "item" else ids
            for row in self.connection.execute(found.where(key.in_(wanted))):
                told[f"{kind}:{row.id}"] = row.title
        return told
