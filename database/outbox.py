"""Messages on their way to the desk's channels."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, Integer, String, Table, Text, delete, select, update
from sqlalchemy.engine import RowMapping

from database.rows import add_new, insert_into
from database.rows import due as rows_due
from database.tables import UTCDateTime, metadata
from domain.message import Message
from domain.outbox import LONGEST_HOLD, URGENT_KIND, Format, OutboxMessage

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(64), primary_key=True),  # its key; the sealed address stands in the settings
    Column("kind", String(24), nullable=False),
    Column("about", String(200), nullable=False),
    Column("subject", JSON, nullable=False),  # a code with parameters
    Column("body", JSON, nullable=False),  # codes with parameters, a line each
    Column("texts", JSON, nullable=False),  # finished texts, by format
    Column("url", Text, nullable=False),
    Column("created_at", UTCDateTime, nullable=False, index=True),
    Column("due_at", UTCDateTime, index=True),  # null: done with
    Column("until", UTCDateTime),
    Column("tries", Integer, nullable=False),
    Column("sent_at", UTCDateTime),
    Column("outcome", JSON, nullable=False),  # of the last try: a code with parameters, or empty
)

held_channels = Table(
    "held_channels",
    metadata,
    Column("channel", String(64), primary_key=True),  # its key
    Column("until", UTCDateTime, nullable=False),
)

COLUMNS = tuple(one.name for one in fields(OutboxMessage))


class SqlOutbox:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, messages: Sequence[OutboxMessage]) -> int:
        """Add those that are not known yet, because a message goes to a channel only once."""
        return sum(add_new(self.connection, outbox, _row(message)) is not None for message in messages)

    def claim(self, now: datetime, limit: int, lease: timedelta, *, urgent: bool | None = None) -> list[OutboxMessage]:
        """Lease the messages that are due: nobody else gets them before the lease ends at their new `due_at`.

        Those for a channel that did not take the last one come last: it may hang, and others must not wait for it.
        """
        tried = outbox.alias()
        failing = select(tried.c.channel).where(tried.c.due_at.is_not(None), tried.c.tries > 0)
        ready = (
            select(outbox)
            .where(_due(now), *_only(urgent))
            .order_by(outbox.c.channel.in_(failing), outbox.c.due_at, outbox.c.id, outbox.c.channel)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        messages = [_message_of(row) for row in self.connection.execute(ready).mappings()]
        return [self._leased(message, now + lease) for message in messages]

    def _leased(self, message: OutboxMessage, until: datetime) -> OutboxMessage:
        same = (outbox.c.id == message.id) & (outbox.c.channel == message.channel)
        self.connection.execute(update(outbox).where(same).values(due_at=until))
        return replace(message, due_at=until)

    def hold(self, channel: str, until: datetime, now: datetime) -> None:
        """Of two that were asked to wait, the later end counts. What is over is forgotten."""
        self.connection.execute(delete(held_channels).where(held_channels.c.until <= now))
        wanted = insert_into(self.connection, held_channels).values(channel=channel, until=until)
        later = held_channels.c.until < wanted.excluded.until
        kept = wanted.on_conflict_do_update(
            index_elements=[held_channels.c.channel], set_={"until": wanted.excluded.until}, where=later
        )
        self.connection.execute(kept)

    def record(self, claimed: OutboxMessage, outcome: OutboxMessage) -> bool:
        """Record how a claimed message fared. False: the lease ran out and somebody else has taken it up."""
        same = (outbox.c.id == claimed.id) & (outbox.c.channel == claimed.channel)
        leased = same & (outbox.c.due_at == claimed.due_at)
        return self.connection.execute(update(outbox).where(leased).values(_row(outcome))).rowcount == 1

    def remove_done(self, before: datetime, limit: int) -> int:
        """Remove old messages. Those that are still to be sent stay, however old they are."""
        done = select(outbox.c.id, outbox.c.channel).where(outbox.c.created_at < before, outbox.c.due_at.is_(None))
        rows = self.connection.execute(done.order_by(outbox.c.created_at).limit(limit)).all()
        for row in rows:
            same = (outbox.c.id == row.id) & (outbox.c.channel == row.channel) & outbox.c.due_at.is_(None)
            self.connection.execute(delete(outbox).where(same))
        return len(rows)

    def list(self, limit: int, due: datetime | None = None, *, urgent: bool | None = None) -> list[OutboxMessage]:
        """Newest first; or, with a moment given, those that are due then."""
        rows = select(outbox).order_by(outbox.c.created_at.desc(), outbox.c.id, outbox.c.channel).limit(limit)
        if due:
            rows = select(outbox).where(_due(due), *_only(urgent)).limit(limit)
        return [_message_of(row) for row in self.connection.execute(rows).mappings()]


def _due(now: datetime) -> ColumnElement[bool]:
    """A hold beyond the longest does not count: a clock that ran ahead set it."""
    until = held_channels.c.until
    held = select(held_channels.c.channel).where(until > now, until <= now + LONGEST_HOLD)
    return rows_due(outbox.c.due_at, now) & outbox.c.channel.not_in(held)


def _only(urgent: bool | None) -> list[ColumnElement[bool]]:
    if urgent is None:
        return []
    return [outbox.c.kind == URGENT_KIND if urgent else outbox.c.kind != URGENT_KIND]


def _row(message: OutboxMessage) -> dict[str, Any]:
    return {name: getattr(message, name) for name in COLUMNS} | {
        "subject": message.subject.as_json(),
        "body": [line.as_json() for line in message.body],
        "texts": dict(message.texts),
        "outcome": message.outcome.as_json() if message.outcome else {},
    }


def _message_of(row: RowMapping) -> OutboxMessage:
    return OutboxMessage(
        **dict(row)
        | {
            "subject": Message.from_json(row["subject"]),
            "body": tuple(Message.from_json(line) for line in row["body"]),
            "texts": {Format(name): text for name, text in row["texts"].items()},
            "outcome": Message.from_json(row["outcome"]) if row["outcome"] else None,
        }
    )
