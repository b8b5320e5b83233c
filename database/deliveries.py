"""Texts on their way to our outlets. The database itself takes one that stands for each text and outlet."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import RowMapping

from database.clock import DatabaseTime
from database.editorial import items
from database.outlets import outlets
from database.people import people
from database.postings import postings, unanswered_of, unanswered_row
from database.rows import add_new, due, message_of, message_row, save_unchanged
from database.tables import Id, UTCDateTime, metadata
from database.tasks import tasks
from domain.deliveries import WAITING, Delivery, DeliveryState
from domain.errors import NotFound
from domain.outlets import Fitted, Sent
from domain.postings import PostedArticle, PostedAs
from domain.problems import Missing

STANDS = text("state IN ('planned', 'sending', 'needs-a-person', 'sent', 'invisible')")

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("item_id", ForeignKey(items.c.id), index=True),
    Column("task_id", ForeignKey(tasks.c.id), index=True),
    Column("task_revision", Integer, nullable=False, server_default="0"),
    Column("day", Date),
    Column("posted_as", String(12), nullable=False, server_default="post"),
    Column("target", JSON),
    Column("tells", JSON, nullable=False, server_default="[]"),
    Column("outlet", ForeignKey(outlets.c.id), nullable=False),
    Column("fitted", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("due_at", UTCDateTime, index=True),
    Column("planned_for", UTCDateTime),
    Column("leased_until", UTCDateTime),  # by the database's clock
    Column("asked_by", ForeignKey(people.c.id), nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("unanswered", JSON, nullable=False),
    Column("begun_at", UTCDateTime),
    Column("ticket", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("said", JSON),
    Column("sent", JSON),
    Column("posting", ForeignKey(postings.c.id), index=True),
    Column("revision", Integer, nullable=False),
    Index("uq_deliveries_standing", "item_id", "outlet", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
    Index(
        "uq_deliveries_follow_up", "task_id", "task_revision", unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    ),
    Index("uq_deliveries_digest", "day", "outlet", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
)
LONGEST = timedelta(days=370)  # ahead of which an hour was not chosen by anybody, but set by a clock that ran ahead


class SqlDeliveries:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, delivery_id: int) -> Delivery:
        row = self.connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.DELIVERY)
        return _delivery(row)

    def add(self, delivery: Delivery) -> Delivery | None:
        made = add_new(self.connection, deliveries, _row(delivery))
        return None if made is None else replace(delivery, id=made)

    def save(self, delivery: Delivery, lease: timedelta | None = None) -> Delivery:
        newer = replace(delivery, revision=delivery.revision + 1)
        values = _row(newer) | {"leased_until": DatabaseTime(lease) if lease is not None else None}
        save_unchanged(self.connection, deliveries, delivery.id, delivery.revision, values)
        return newer

    def claim(self, now: datetime, lease: timedelta) -> Delivery | None:
        """Lease the one that has waited longest. What its lease was for is told by its state when it runs out."""
        ready = (
            select(deliveries)
            .where(_ready(now))
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = self.connection.execute(ready).mappings().first()
        if row is None:
            return None
        ours = update(deliveries).where(deliveries.c.id == row["id"])
        self.connection.execute(ours.values(leased_until=DatabaseTime(lease)))
        return _delivery(row)

    def is_due(self, now: datetime) -> bool:
        return self.connection.execute(select(deliveries.c.id).where(_ready(now)).limit(1)).first() is not None

    def of_item(self, item_id: int) -> list[Delivery]:
        found = select(deliveries).where(deliveries.c.item_id == item_id).order_by(deliveries.c.id)
        return [_delivery(row) for row in self.connection.execute(found).mappings()]

    def of_tasks(self, task_ids: Sequence[int]) -> list[Delivery]:
        found = select(deliveries).where(deliveries.c.task_id.in_(set(task_ids))).order_by(deliveries.c.id)
        return [_delivery(row) for row in self.connection.execute(found).mappings()]

    def of_day(self, day: date) -> list[Delivery]:
        found = select(deliveries).where(deliveries.c.day == day).order_by(deliveries.c.id)
        return [_delivery(row) for row in self.connection.execute(found).mappings()]

    def between(self, since: datetime, until: datetime, limit: int) -> list[Delivery]:
        """What has begun stands where it began, and what failed where it was planned, until it is tried again."""
        has_failed = deliveries.c.state == DeliveryState.FAILED.value
        waits = deliveries.c.state.in_([state.value for state in WAITING])
        planned = func.coalesce(deliveries.c.planned_for, deliveries.c.asked_at, type_=UTCDateTime())
        at = func.coalesce(deliveries.c.begun_at, deliveries.c.due_at, type_=UTCDateTime())
        hour = case((has_failed, planned), else_=at)
        shown = waits | (has_failed & ~_tried_again())
        found = select(deliveries).where(shown, hour >= since, hour < until).order_by(hour, deliveries.c.id)
        return [_delivery(row) for row in self.connection.execute(found.limit(limit)).mappings()]

    def of_postings(self, posting_ids: Sequence[int]) -> Mapping[int, Delivery]:
        found = select(deliveries).where(deliveries.c.posting.in_(set(posting_ids)))
        return {row["posting"]: _delivery(row) for row in self.connection.execute(found).mappings()}


def _tried_again() -> ColumnElement[bool]:
    later = deliveries.alias()
    of_one = or_(*(later.c[name] == deliveries.c[name] for name in ("item_id", "task_id", "day")))
    same = of_one & (later.c.outlet == deliveries.c.outlet)
    return select(later.c.id).where(same, later.c.id > deliveries.c.id).exists()


def _ready(now: datetime) -> ColumnElement[bool]:
    free = deliveries.c.leased_until.is_(None) | (deliveries.c.leased_until <= DatabaseTime())
    return due(deliveries.c.due_at, now, LONGEST) & free


def _row(delivery: Delivery) -> dict[str, Any]:
    values = {name: getattr(delivery, name) for name in Delivery.__dataclass_fields__ if name != "id"}
    return values | {
        "state": delivery.state.value,
        "posted_as": delivery.posted_as.value,
        "target": asdict(delivery.target) if delivery.target else None,
        "tells": [asdict(article) for article in delivery.tells],
        "fitted": asdict(delivery.fitted),
        "unanswered": unanswered_row(delivery.unanswered),
        "said": message_row(delivery.said),
        "sent": asdict(delivery.sent) if delivery.sent else None,
    }


def _delivery(row: RowMapping) -> Delivery:
    values = dict(row)
    del values["leased_until"]
    fitted = values["fitted"]
    tuples = {"parts": tuple(fitted["parts"]), "tags_left_out": tuple(fitted["tags_left_out"])}
    return Delivery(
        **(
            values
            | {
                "state": DeliveryState(values["state"]),
                "posted_as": PostedAs(values["posted_as"]),
                "target": Sent(**values["target"]) if values["target"] else None,
                "tells": tuple(PostedArticle(**article) for article in values["tells"]),
                "fitted": Fitted(**(fitted | tuples)),
                "unanswered": unanswered_of(values["unanswered"]),
                "said": message_of(values["said"]),
                "sent": Sent(**values["sent"]) if values["sent"] else None,
            }
        )
    )
