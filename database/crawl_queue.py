"""Addresses to visit, as they were kept. What happens to them is decided in desk/sources/."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.engine import RowMapping

from database.hosts import may_be_asked
from database.rows import message_of, message_row
from database.sources import sources
from database.tables import Id, UTCDateTime, metadata
from domain.crawl_queue import CrawlTarget
from domain.hosts import MAX_HOST_CHARS, host_of
from domain.sources import SourceKind
from domain.visits import MAX_WAIT

# Queries say these in the same words, so that they use the small indexes on them.
FAILING = text("failures > 0")
WAITING = text("visits = 0 AND due_at IS NOT NULL")

crawl_queue = Table(
    "crawl_queue",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("host", String(MAX_HOST_CHARS), nullable=False, server_default=""),  # of the address
    Column("title", Text, nullable=False),
    Column("published_at", UTCDateTime),
    Column("due_at", UTCDateTime),  # null: not visited again
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("visits", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_message", JSON(none_as_null=True)),  # null: it was read
    Column("article_id", String(200), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("announced", JSON, nullable=False, server_default="{}"),  # a feed's id -> a mark of what it told last
    Index("ix_crawl_queue_article_id", "article_id"),
    Index("ix_crawl_queue_failing", "source_id", sqlite_where=FAILING, postgresql_where=FAILING),
    Index("ix_crawl_queue_waiting", "source_id", sqlite_where=WAITING, postgresql_where=WAITING),
    Index("ix_crawl_queue_source_id_due_at", "source_id", "due_at"),
)

NEWEST_FIRST = (func.coalesce(crawl_queue.c.published_at, crawl_queue.c.due_at).desc(), crawl_queue.c.id)
MAX_DUE_PER_SOURCE = 20
MAX_LOOKED_AT_PER_SOURCE = 100  # of those that are due: after an outage they may be all that is known
URLS_PER_QUERY = 500  # SQLite allows 32,766 bound values in one statement; PostgreSQL 65,535
PLAIN_COLUMNS = tuple(one.name for one in fields(CrawlTarget) if one.name not in {"id", "last_message"})


class SqlCrawlQueue:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, urls: Sequence[str]) -> dict[str, CrawlTarget]:
        """Locked on PostgreSQL until the transaction ends: crawlers read a target to write what became of it."""
        found: dict[str, CrawlTarget] = {}
        for start in range(0, len(urls), URLS_PER_QUERY):
            known = select(crawl_queue).where(crawl_queue.c.url.in_(urls[start : start + URLS_PER_QUERY]))
            locked = known.order_by(crawl_queue.c.id).with_for_update()
            found |= {row["url"]: _target_of(row) for row in self.connection.execute(locked).mappings()}
        return found

    def save(self, targets: Sequence[CrawlTarget]) -> None:
        if fresh := [_row_of(one) for one in targets if not one.id]:
            self.connection.execute(insert(crawl_queue), fresh)
        if known := [{"known_id": one.id} | _row_of(one) for one in targets if one.id]:
            values: dict[str, Any] = {name: bindparam(name) for name in (*PLAIN_COLUMNS, "host", "last_message")}
            wanted = update(crawl_queue).where(crawl_queue.c.id == bindparam("known_id")).values(values)
            self.connection.execute(wanted, known)

    def due(
        self, now: datetime, limit: int, per_source: int = MAX_DUE_PER_SOURCE, *, lease: str | None = None
    ) -> list[CrawlTarget]:
        """Targets that are due: warning services first, and of each source the newest articles first.

        They are the newest of the hundred that became due last: what has just been announced is among them.
        With a lease: without what stands on a host that rests, or that is held by another lease.
        """
        place = func.row_number().over(partition_by=sources.c.id, order_by=NEWEST_FIRST)
        ready = (
            select(
                crawl_queue.c.id,
                crawl_queue.c.due_at,
                place.label("place"),
                (sources.c.kind != SourceKind.WARNING_SERVICE.value).label("other"),
            )
            .select_from(sources)
            .join(crawl_queue, self._is_one_of(_became_due_last(now)), isouter=True)  # so SQLite walks sources first
            .where(sources.c.active, may_be_asked(crawl_queue.c.host, lease))
            .subquery()
        )
        order = (ready.c.other, ready.c.place, ready.c.due_at, ready.c.id)
        first = select(ready).where(ready.c.place <= per_source).order_by(*order).limit(limit).subquery()
        # So few are chosen before their rows are read: PostgreSQL would join all that are due with the whole table.
        rows = select(crawl_queue).join(first, first.c.id == crawl_queue.c.id)
        found = rows.order_by(first.c.other, first.c.place, first.c.due_at, first.c.id)
        return [_target_of(row) for row in self.connection.execute(found).mappings()]

    def _is_one_of(self, ids: Select[tuple[int]]) -> ColumnElement[bool]:
        """PostgreSQL walks the whole table for an IN that depends on another table, and an index for an array."""
        if self.connection.dialect.name == "sqlite":
            return crawl_queue.c.id.in_(ids)
        return crawl_queue.c.id == func.any(func.array(ids.scalar_subquery()))

    def schedule(self, article_id: str, due_at: datetime | None) -> None:
        values = {"due_at": due_at}
        self.connection.execute(update(crawl_queue).where(crawl_queue.c.article_id == article_id).values(values))

    def count_waiting(self) -> int:
        """How many addresses have never been visited yet."""
        return self.connection.execute(select(func.count()).select_from(crawl_queue).where(WAITING)).scalar_one()

    def list_failing(self, source_id: str, limit: int) -> list[CrawlTarget]:
        found = (
            select(crawl_queue)
            .where(crawl_queue.c.source_id == source_id, FAILING)
            .order_by(crawl_queue.c.due_at.is_(None), crawl_queue.c.due_at, crawl_queue.c.id)
            .limit(limit)
        )
        return [_target_of(row) for row in self.connection.execute(found).mappings()]

    def list_of(self, article_id: str) -> list[CrawlTarget]:
        found = select(crawl_queue).where(crawl_queue.c.article_id == article_id).order_by(crawl_queue.c.id)
        return [_target_of(row) for row in self.connection.execute(found).mappings()]

    def mark_read(self, article_ids: Sequence[str]) -> None:
        failed = crawl_queue.c.article_id.in_(article_ids) & FAILING
        self.connection.execute(update(crawl_queue).where(failed).values(failures=0, last_message=None))


def _became_due_last(now: datetime) -> Select[tuple[int]]:
    """Ids of a source, from an index of its own: a few rows, however many are due."""
    late, ahead = (
        select(crawl_queue.c.id)
        .where(crawl_queue.c.source_id == sources.c.id, when)
        .order_by(crawl_queue.c.due_at.desc(), *NEWEST_FIRST)
        .limit(MAX_LOOKED_AT_PER_SOURCE)
        .correlate(sources)
        .subquery()
        for when in (crawl_queue.c.due_at <= now, crawl_queue.c.due_at > now + MAX_WAIT)  # by a clock that ran ahead
    )
    return select(union_all(select(late.c.id), select(ahead.c.id)).subquery().c.id)


def _row_of(target: CrawlTarget) -> dict[str, Any]:
    plain = {name: getattr(target, name) for name in PLAIN_COLUMNS}
    return plain | {"host": host_of(target.url), "last_message": message_row(target.last_message)}


def _target_of(row: RowMapping | Mapping[str, Any]) -> CrawlTarget:
    plain = {name: row[name] for name in PLAIN_COLUMNS}
    return CrawlTarget(id=row["id"], **plain, last_message=message_of(row["last_message"]))
