"""What Nguồn tin judges a source by: its last answers, and how its articles were read."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.rows import message_row, messages_of, messages_row, put
from database.sources import feeds, sources
from database.tables import Id, UTCDateTime, metadata
from database.versions import versions
from domain.message import Message
from domain.visits import Blockage, FeedVisit, FetchError, PastReading

fetches = Table(
    "fetches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("messages", JSON, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Index("ix_fetches_feed_id_at", "feed_id", "at"),
)

blockages = Table(
    "blockages",
    metadata,
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("why", JSON, nullable=False),  # of the last answer
)

VISIT_RETENTION = timedelta(days=30)
PLAIN_COLUMNS = ("feed_id", "at", "status", "entries", "new")


class SqlSourceHistory:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def readings(self, source_id: str, since: datetime, today: datetime, limit: int) -> list[PastReading]:
        """As each was first read, because a page that is redesigned changes its old articles too.

        What was tried and not only fetched; an article that was refused as none has length 0. Telling the length of a
        text reads all of it, which is why they are few.
        """
        first = (versions.c.article_id == articles.c.id) & (versions.c.version == 1)
        tried = or_(articles.c.stage != "fetched", articles.c.stopped == "discarded")
        found = (
            select(
                articles.c.fetched_at.label("at"),
                func.coalesce(articles.c.published_at, articles.c.fetched_at).label("dated"),
                func.length(func.coalesce(versions.c.text, articles.c.text)).label("length"),
                (articles.c.title != "").label("title"),
                articles.c.published_at.is_not(None).label("date"),
                (articles.c.byline != "").label("byline"),
            )
            .outerjoin(versions, first)
            .where(articles.c.source_id == source_id, articles.c.fetched_at >= since, tried)
            .order_by(articles.c.fetched_at.desc())
            .limit(limit)
        )
        rows = [
            row
            for when in (articles.c.fetched_at > today, articles.c.fetched_at <= today)
            for row in self.connection.execute(found.where(when)).mappings()
        ]
        return [PastReading(**row) for row in reversed(rows)]

    def versions(self, source_id: str, before: datetime, limit: int) -> list[int]:
        here = (articles.c.source_id == source_id) & (articles.c.fetched_at < before) & (articles.c.stopped == "")
        found = select(articles.c.version).where(here).order_by(articles.c.fetched_at.desc()).limit(limit)
        return list(self.connection.execute(found).scalars())

    def ages(self, source_id: str, since: datetime, now: datetime) -> dict[int, int]:
        """Counted by the database: a page shows a few hundred sources, each with thousands of articles."""
        dated = func.coalesce(articles.c.published_at, articles.c.fetched_at)
        here = (articles.c.source_id == source_id) & (articles.c.fetched_at >= since)
        first = select(func.min(articles.c.fetched_at)).where(here).scalar_subquery()
        read = (articles.c.stage != "fetched") & (articles.c.stopped == "")
        age = self._age_in_days(dated, now).label("age")
        found = select(age, func.count()).where(here, read, dated >= first, dated <= now).group_by(age)
        return {int(row[0]): row[1] for row in self.connection.execute(found)}

    def _age_in_days(self, dated: ColumnElement[datetime], now: datetime) -> ColumnElement[int]:
        if self.connection.dialect.name == "sqlite":
            return cast(func.julianday(literal(now, UTCDateTime)) - func.julianday(dated), Integer)
        return func.floor(func.extract("epoch", literal(now, UTCDateTime) - dated) / 86400)

    def add(self, visit: FeedVisit) -> None:
        """A good visit marks its source as checked."""
        row = {name: getattr(visit, name) for name in PLAIN_COLUMNS}
        row |= {"error": visit.error or "", "messages": messages_row(visit.messages)}
        self.connection.execute(insert(fetches).values(row))
        old = (fetches.c.feed_id == visit.feed_id) & (fetches.c.at < visit.at - VISIT_RETENTION)
        self.connection.execute(delete(fetches).where(old))
        if visit.is_good:
            of_feed = select(feeds.c.source_id).where(feeds.c.id == visit.feed_id).scalar_subquery()
            self.connection.execute(update(sources).where(sources.c.id == of_feed).values(checked_at=visit.at))

    def newest_visit(self) -> datetime | None:
        newest = select(func.max(feeds.c.last_visit_at)).join(sources, sources.c.id == feeds.c.source_id)
        found: datetime | None = self.connection.execute(newest.where(sources.c.active)).scalar()
        return found

    def visits(self, source_id: str, limit: int) -> list[FeedVisit]:
        """Feed by feed, because so the index serves: a source may have a hundred thousand visits."""
        ids = self.connection.execute(select(feeds.c.id).where(feeds.c.source_id == source_id)).scalars()
        newest = (fetches.c.at.desc(), fetches.c.id.desc())
        rows = [
            row
            for feed_id in list(ids)
            for row in self.connection.execute(
                select(fetches).where(fetches.c.feed_id == feed_id).order_by(*newest).limit(limit)
            ).mappings()
        ]
        return [_visit_of(row) for row in sorted(rows, key=lambda row: (row["at"], row["id"]), reverse=True)]

    def failing(self) -> list[str]:
        found = (
            select(feeds.c.source_id)
            .join(sources, sources.c.id == feeds.c.source_id)
            .where(sources.c.active)
            .group_by(feeds.c.source_id)
            .having(func.min(feeds.c.failures) > 0)
            .order_by(feeds.c.source_id)
        )
        return list(self.connection.execute(found).scalars())

    def block(self, source_id: str, why: Message, at: datetime) -> None:
        row = {"source_id": source_id, "since": at, "answers": 1, "why": message_row(why)}
        put(self.connection, blockages, [row], since=blockages.c.since, answers=blockages.c.answers + 1)

    def unblock(self, source_ids: Iterable[str]) -> None:
        self.connection.execute(delete(blockages).where(blockages.c.source_id.in_(set(source_ids))))

    def blockage(self, source_id: str) -> Blockage | None:
        found = select(blockages).where(blockages.c.source_id == source_id)
        row = self.connection.execute(found).mappings().first()
        return Blockage(**{**row, "why": Message.from_json(row["why"])}) if row else None


def _visit_of(row: RowMapping) -> FeedVisit:
    error = FetchError(row["error"]) if row["error"] else None
    return FeedVisit(**{name: row[name] for name in PLAIN_COLUMNS}, error=error, messages=messages_of(row["messages"]))
