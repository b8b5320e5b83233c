"""Our own CAP messages, as they were sent."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, Text, delete, insert, select, update
from sqlalchemy.engine import RowMapping

from database.rows import one_at_a_time
from database.tables import UTCDateTime, metadata
from domain.cap_messages import CapMessage
from domain.errors import NotFound
from domain.problems import Missing
from domain.warning import MsgType, Status

cap_messages = Table(
    "cap_messages",
    metadata,
    Column("identifier", String(80), primary_key=True),
    Column("sender", String(253), nullable=False),
    Column("sent", UTCDateTime, nullable=False),
    Column("status", String(20), nullable=False),
    Column("msg_type", String(20), nullable=False),
    Column("key", String(64), nullable=False),
    Column("article_id", String(200), nullable=False),  # may be gone
    Column("source", Text, nullable=False),  # the publisher's name
    Column("digest", String(64), nullable=False),
    Column("headline", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("expires", UTCDateTime, nullable=False, index=True),
    Column("ended_at", UTCDateTime),
    Column("content", Text, nullable=False),
)

OURS = 0x63617021  # "cap!": PostgreSQL's lock on all of them


class SqlCapMessages:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lock(self) -> None:
        one_at_a_time(self.connection, OURS)

    def get(self, identifier: str) -> CapMessage:
        found = select(cap_messages).where(cap_messages.c.identifier == identifier)
        row = self.connection.execute(found).mappings().first()
        if row is None:
            raise NotFound(Missing.WARNING)
        return _message_of(row)

    def list(self, now: datetime) -> list[CapMessage]:
        found = (
            select(cap_messages)
            .where(cap_messages.c.expires > now, cap_messages.c.ended_at.is_(None))
            .order_by(cap_messages.c.sent.desc(), cap_messages.c.identifier)
        )
        return [_message_of(row) for row in self.connection.execute(found).mappings()]

    def add(self, messages: Sequence[CapMessage]) -> None:
        if messages:
            self.connection.execute(insert(cap_messages), [asdict(one) for one in messages])

    def end(self, identifiers: Sequence[str], now: datetime) -> None:
        ended = update(cap_messages).where(cap_messages.c.identifier.in_(identifiers))
        self.connection.execute(ended.values(ended_at=now))

    def forget(self, before: datetime) -> None:
        self.connection.execute(delete(cap_messages).where(cap_messages.c.expires < before))


def _message_of(row: RowMapping) -> CapMessage:
    read = {"status": Status(row["status"]), "msg_type": MsgType(row["msg_type"])}
    return CapMessage(**(dict(row) | read))
