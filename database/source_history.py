"""What Nguồn tin judges a source by: its last answers, and how its articles were read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

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
    select,
    true,
    update,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.newest import ALWAYS, newest_of_each
from database.readings import READING_RETENTION, readings
from database.readings import forget as forget_readings
from database.rows import message_row, messages_of, messages_row, put
from database.sources import feeds, sources
from database.tables import Id, UTCDateTime, metadata
from domain.message import Message
from domain.visits import VISITS_SHOWN, Blockage, FeedVisit, FetchError, PastReading

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

VISIT_RETENTION = timedelta(days=7)  # a hot feed has a thousand a day; the last ones stay, however old
MOMENT = timedelta(microseconds=1)
READING_COLUMNS = tuple(PastReading.__dataclass_fields__)
PLAIN_COLUMNS = ("feed_id", "at", "status", "entries", "new")


class SqlSourceHistory:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def readings(
        self, source_ids: Sequence[str], since: datetime, today: datetime, limit: int
    ) -> dict[str, list[PastReading]]:
        found: dict[str, list[PastReading]] = {}
        for between in ((since, today), (today + MOMENT, ALWAYS[1])):
            newest = newest_of_each(self.connection, readings.c.source_id, sources.c.id, limit, between)
            rows = self.connection.execute(newest.where(sources.c.id.in_(source_ids))).mappings()
            for row in sorted(rows, key=itemgetter("at")):
                values = {name: row[name] for name in READING_COLUMNS}
                found.setdefault(row["source_id"], []).append(PastReading(**values))
        return found

    def versions(self, source_id: str, before: datetime, limit: int) -> list[int]:
        here = (articles.c.source_id == source_id) & (articles.c.fetched_at < before) & (articles.c.stopped == "")
        found = select(articles.c.version).where(here).order_by(articles.c.fetched_at.desc()).limit(limit)
        return list(self.connection.execute(found).scalars())

    def ages(self, source_ids: Sequence[str], since: datetime, now: datetime) -> dict[str, dict[int, int]]:
        """Counted by the database: a page shows a few hundred sources, each with thousands of articles."""
        own, age = readings.alias(), self._age_in_days(readings.c.dated, now).label("age")
        begun = select(func.min(own.c.at)).where(own.c.source_id == sources.c.id, own.c.at >= since).scalar_subquery()
        first = select(sources.c.id, begun.label("at")).where(sources.c.id.in_(source_ids)).cte("first")
        of_one = readings.c.source_id == first.c.id, readings.c.at >= first.c.at, readings.c.length > 0
        habit = readings.c.dated >= first.c.at, readings.c.dated <= now
        if self.connection.dialect.name == "sqlite":
            counted = select(first.c.id, age, func.count()).where(*of_one, *habit).group_by(first.c.id, age)
        else:
            of_each = select(age, func.count().label("number")).where(*of_one, *habit).group_by(age).lateral()
            counted = select(first.c.id, of_each).join(of_each, true())
        found: dict[str, dict[int, int]] = {}
        for source_id, days, number in self.connection.execute(counted):
            found.setdefault(source_id, {})[int(days)] = number
        return found

    def forget(self, now: datetime) -> None:
        forget_readings(self.connection, now - READING_RETENTION)

    def _age_in_days(self, dated: ColumnElement[datetime], now: datetime) -> ColumnElement[int]:
        if self.connection.dialect.name == "sqlite":
            return cast(func.julianday(literal(now, UTCDateTime)) - func.julianday(dated), Integer)
        return func.floor(func.extract("epoch", literal(now, UTCDateTime) - dated) / 86400)

    def add(self, visit: FeedVisit) -> None:
        """A good visit marks its source as checked."""
        row = {name: getattr(visit, name) for name in PLAIN_COLUMNS}
        row |= {"error": visit.error or "", "messages": messages_row(visit.messages)}
        self.connection.execute(insert(fetches).values(row))
        self._forget_visits(visit)
        if visit.is_good:
            of_feed = select(feeds.c.source_id).where(feeds.c.id == visit.feed_id).scalar_subquery()
            self.connection.execute(update(sources).where(sources.c.id == of_feed).values(checked_at=visit.at))

    def _forget_visits(self, latest: FeedVisit) -> None:
        """A feed that is asked twice a day or less keeps what its health is judged by, which is older than a week."""
        own = fetches.alias()
        newest = select(own.c.at).where(own.c.feed_id == latest.feed_id).order_by(own.c.at.desc())
        last_shown = newest.limit(1).offset(VISITS_SHOWN - 1).scalar_subquery()  # nothing where there are fewer
        old = (fetches.c.at < latest.at - VISIT_RETENTION) & (fetches.c.at < last_shown)
        self.connection.execute(delete(fetches).where(fetches.c.feed_id == latest.feed_id, old))

    def newest_visit(self) -> datetime | None:
        newest = select(func.max(feeds.c.last_visit_at)).join(sources, sources.c.id == feeds.c.source_id)
        found: datetime | None = self.connection.execute(newest.where(sources.c.active)).scalar()
        return found

    def visits(self, source_id: str, limit: int) -> list[FeedVisit]:
        return self.visits_of([source_id], limit).get(source_id, [])

    def visits_of(self, source_ids: Sequence[str], limit: int) -> dict[str, list[FeedVisit]]:
        """From the last but so many of each feed, because so the index serves: a source may have a hundred thousand."""
        newest = newest_of_each(self.connection, fetches.c.feed_id, feeds.c.id, limit)
        wanted = newest.add_columns(feeds.c.source_id).where(feeds.c.source_id.in_(source_ids))
        found: dict[str, list[FeedVisit]] = {}
        rows = self.connection.execute(wanted).mappings()
        for row in sorted(rows, key=lambda row: (row["at"], row["id"]), reverse=True):
            found.setdefault(row["source_id"], []).append(_visit_of(row))
        return found

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

    def blockages(self, source_ids: Sequence[str]) -> dict[str, Blockage]:
        found = self.connection.execute(select(blockages).where(blockages.c.source_id.in_(source_ids))).mappings()
        return {row["source_id"]: Blockage(**{**row, "why": Message.from_json(row["why"])}) for row in found}


def _visit_of(row: RowMapping) -> FeedVisit:
    error = FetchError(row["error"]) if row["error"] else None
    return FeedVisit(**{name: row[name] for name in PLAIN_COLUMNS}, error=error, messages=messages_of(row["messages"]))
