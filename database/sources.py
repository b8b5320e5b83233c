"""Publishers, their feeds, and how each visit went."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    Text,
    column,
    delete,
    select,
    table,
    update,
)
from sqlalchemy.engine import RowMapping

from database.coverage_marks import mark_found
from database.hosts import may_be_asked
from database.rows import add_new, due, messages_of, messages_row, put
from database.tables import Id, UTCDateTime, metadata
from domain.errors import NotFound
from domain.hosts import MAX_HOST_CHARS, host_of
from domain.problems import Missing
from domain.sources import Feed, FeedKind, HubSubscription, Source, SourceDetails, SourceKind
from domain.visits import CLOCK_LEEWAY

sources = Table(
    "sources",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Text, nullable=False),
    Column("home_url", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("province", String(20), nullable=False),
    Column("reuse_delay_hours", Integer, nullable=False, server_default="0"),
    Column("checked_at", UTCDateTime),
    Column("active", Boolean, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("source_id", ForeignKey("sources.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("url", Text, nullable=False, unique=True),
    Column("host", String(MAX_HOST_CHARS), nullable=False, server_default=""),  # of the address
    Column("kind", String(20), nullable=False),
    Column("rule", Text, nullable=False),
    Column("due_at", UTCDateTime, nullable=False, index=True),
    Column("interval_seconds", Integer, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("penalty", Float, nullable=False),
    Column("last_visit_at", UTCDateTime),
    Column("last_good_at", UTCDateTime),
    Column("last_whole_at", UTCDateTime),
    Column("last_messages", JSON, nullable=False),
)

websub_subscriptions = Table(
    "websub_subscriptions",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("token", String(64), nullable=False, unique=True),  # the callback's own address
    Column("secret", String(64), nullable=False),  # the hub signs with it
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("asked_at", UTCDateTime),
    Column("expires_at", UTCDateTime),  # null: not yet confirmed by the hub
)


class SqlSources:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, source_id: str) -> Source:
        row = self.connection.execute(select(sources).where(sources.c.id == source_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.SOURCE, source=source_id)
        return _source_of(row)

    def save(self, source: Source) -> None:
        values: dict[str, Any] = {name: getattr(source, name) for name in Source.__dataclass_fields__}
        put(self.connection, sources, [values | {"kind": source.kind.value}])

    def add(self, source: Source) -> bool:
        """False when it is known, though somebody added it a moment ago: then nothing of it changes."""
        values: dict[str, Any] = {name: getattr(source, name) for name in Source.__dataclass_fields__}
        return add_new(self.connection, sources, values | {"kind": source.kind.value}) is not None

    def set_active(self, source_id: str, active: bool) -> bool:
        wanted = sources.c.id == source_id
        was = select(sources.c.active).where(wanted).with_for_update(key_share=True)
        if self.connection.execute(was).scalar() in (active, None):
            return False
        self.connection.execute(update(sources).where(wanted).values(active=active))
        return True

    def set_details(self, source_id: str, seen: SourceDetails, wanted: SourceDetails) -> bool:
        as_seen = (sources.c[name] == value for name, value in asdict(seen).items())
        changed = update(sources).where(sources.c.id == source_id, *as_seen).values(asdict(wanted))
        return self.connection.execute(changed).rowcount == 1

    def remove(self, source_id: str) -> None:
        """Its articles go with it, and are counted no more."""
        gone = table("articles", column("id", String), column("source_id", String))
        mark_found(self.connection, select(gone.c.id).where(gone.c.source_id == source_id))
        self.connection.execute(delete(sources).where(sources.c.id == source_id))

    def names(self) -> dict[str, str]:
        found = self.connection.execute(select(sources.c.id, sources.c.name).order_by(sources.c.id))
        return {row.id: row.name for row in found}

    def list(self) -> list[Source]:
        return [_source_of(row) for row in self.connection.execute(select(sources).order_by(sources.c.id)).mappings()]


class SqlFeeds:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, source_id: str, url: str, kind: FeedKind, rule: str, now: datetime) -> bool:
        """False when the address is polled already."""
        fresh = Feed(id=0, source_id=source_id, url=url, kind=kind, rule=rule, due_at=now)
        return add_new(self.connection, feeds, _feed_row(fresh)) is not None

    def due(self, now: datetime, limit: int, *, lease: str | None = None) -> list[Feed]:
        late = due(feeds.c.due_at, now)
        planned_ahead = feeds.c.last_visit_at > now + CLOCK_LEEWAY
        found = (
            select(feeds)
            .join(sources, sources.c.id == feeds.c.source_id)
            .where(late | planned_ahead, sources.c.active, may_be_asked(feeds.c.host, lease))
            .order_by(sources.c.kind != SourceKind.WARNING_SERVICE.value, feeds.c.due_at, feeds.c.id)
            .limit(limit)
        )
        return [_feed_of(row) for row in self.connection.execute(found).mappings()]

    def save(self, feed: Feed) -> None:
        self.connection.execute(update(feeds).where(feeds.c.id == feed.id).values(_feed_row(feed)))

    def make_due(self, feed_id: int, now: datetime) -> None:
        waiting = (feeds.c.id == feed_id) & (feeds.c.due_at > now)
        self.connection.execute(update(feeds).where(waiting).values(due_at=now))

    def list(self, source_id: str, *, to_change: bool = False) -> list[Feed]:
        found = select(feeds).where(feeds.c.source_id == source_id).order_by(feeds.c.id)
        wanted = found.with_for_update() if to_change else found
        return [_feed_of(row) for row in self.connection.execute(wanted).mappings()]

    def list_of(self, source_ids: Sequence[str]) -> Mapping[str, Sequence[Feed]]:
        wanted = select(feeds).where(feeds.c.source_id.in_(source_ids)).order_by(feeds.c.source_id, feeds.c.id)
        rows = self.connection.execute(wanted).mappings()
        return {source_id: tuple(map(_feed_of, own)) for source_id, own in groupby(rows, itemgetter("source_id"))}


class SqlHubSubscriptions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, feed_id: int) -> HubSubscription | None:
        """Locked on PostgreSQL until the transaction ends: what is found is about to be changed."""
        return self._one(
            select(websub_subscriptions).where(websub_subscriptions.c.feed_id == feed_id).with_for_update()
        )

    def find_by_token(self, token: str) -> HubSubscription | None:
        return self._one(select(websub_subscriptions).where(websub_subscriptions.c.token == token))

    def _one(self, wanted: Select[Any]) -> HubSubscription | None:
        row = self.connection.execute(wanted).mappings().first()
        return HubSubscription(**dict(row)) if row else None

    def save(self, lease: HubSubscription) -> None:
        put(
            self.connection,
            websub_subscriptions,
            [{name: getattr(lease, name) for name in HubSubscription.__dataclass_fields__}],
        )

    def list(self) -> list[HubSubscription]:
        """The subscriptions of active sources."""
        found = (
            select(websub_subscriptions)
            .join(feeds, feeds.c.id == websub_subscriptions.c.feed_id)
            .join(sources, sources.c.id == feeds.c.source_id)
            .where(sources.c.active)
            .order_by(websub_subscriptions.c.feed_id)
        )
        return [HubSubscription(**dict(row)) for row in self.connection.execute(found).mappings()]


def _source_of(row: RowMapping) -> Source:
    return Source(**(dict(row) | {"kind": SourceKind(row["kind"])}))


def _feed_of(row: RowMapping) -> Feed:
    values = {name: value for name, value in row.items() if name != "host"}
    return Feed(**(values | {"kind": FeedKind(row["kind"]), "last_messages": messages_of(row["last_messages"])}))


def _feed_row(feed: Feed) -> dict[str, Any]:
    values = {name: getattr(feed, name) for name in Feed.__dataclass_fields__ if name != "id"}
    values["host"] = host_of(feed.url)
    return values | {"kind": feed.kind.value, "last_messages": messages_row(feed.last_messages)}
