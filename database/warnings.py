"""Warnings as their articles give them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Select,
    String,
    Table,
    Text,
    delete,
    select,
    union_all,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.rows import one_at_a_time, put
from database.tables import UTCDateTime, metadata
from domain.errors import NotFound
from domain.hazards import Hazard
from domain.problems import Missing
from domain.understanding import Span
from domain.warning import (
    UNSTATED_HOLDS,
    Certainty,
    MsgType,
    OfficialWarning,
    Reference,
    Severity,
    Status,
    Urgency,
    WarningPart,
)
from domain.warning_chain import ChainedWarning, StoredWarning

warnings = Table(
    "warnings",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("source_id", String(80), nullable=False),
    Column("sender", Text, nullable=False),
    Column("sent", UTCDateTime, nullable=False),
    Column("expires", UTCDateTime),
    Column("ended_at", UTCDateTime),  # by an Update or Cancel
    Column("warns", Boolean, nullable=False),  # no: an exercise, a draft, a Cancel
    Column("value", JSON, nullable=False),  # as it was read
    Column("follows", JSON, nullable=False),  # references, as the chain stands
    Index("ix_warnings_sender_sent", "sender", "sent"),
    Index("ix_warnings_sender_expires", "sender", "expires"),
    Index("ix_warnings_warns_expires", "warns", "expires"),
    Index("ix_warnings_sent", "sent", "article_id"),
)

replaced_warnings = Table(  # messages whose address holds another by now, and what they ended stays ended
    "replaced_warnings",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("sent", UTCDateTime, primary_key=True),
    Column("identifier", String(64), primary_key=True),  # its fingerprint: senders write what they like
    Column("sender", Text, nullable=False),
    Column("source_id", String(80), nullable=False),
    Column("value", JSON, nullable=False),
    Column("follows", JSON, nullable=False),
    Index("ix_replaced_warnings_sender_sent", "sender", "sent"),
)

ENUM_COLUMNS = {
    "hazard": Hazard, "msg_type": MsgType, "status": Status, "severity": Severity, "urgency": Urgency,
    "certainty": Certainty,
}  # fmt: skip
TIME_COLUMNS = ("sent", "onset", "expires", "next_bulletin")

WARNINGS = 0x63616E68  # "canh": PostgreSQL's lock on all chains


class SqlWarnings:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lock(self) -> None:
        """There is no row yet that readers of one chain could wait for."""
        one_at_a_time(self.connection, WARNINGS)

    def get(self, article_id: str) -> StoredWarning:
        warning = self.find(article_id)
        if warning is None:
            raise NotFound(Missing.WARNING)
        return warning

    def find(self, article_id: str) -> StoredWarning | None:
        row = self.connection.execute(_all().where(warnings.c.article_id == article_id)).mappings().first()
        return _kept_of(row) if row else None

    def of_sender(self, sender: str, since: datetime) -> list[StoredWarning]:
        """Sent since then, or still to expire: all that a new message may follow."""
        recent = _any_of(warnings.c.sender == sender, warnings.c.sent >= since, warnings.c.expires >= since)
        found = _all().where(recent).order_by(warnings.c.sent)
        return [_kept_of(row) for row in self.connection.execute(found).mappings()]

    def save(self, kept: Sequence[StoredWarning]) -> None:
        put(self.connection, warnings, [_kept_row(one) for one in kept])

    def remove(self, article_id: str) -> None:
        for table in (warnings, replaced_warnings):
            self.connection.execute(delete(table).where(table.c.article_id == article_id))

    def replaced(self, sender: str, since: datetime) -> Sequence[StoredWarning]:
        same = (replaced_warnings.c.sender == sender) & (replaced_warnings.c.sent >= since)
        found = select(replaced_warnings).where(same).order_by(replaced_warnings.c.sent)
        return [_linked_of(row) for row in self.connection.execute(found).mappings()]

    def replace(self, kept: Sequence[StoredWarning]) -> None:
        rows = [_kept_row(one) for one in kept]
        for row, one in zip(rows, kept, strict=True):
            row["identifier"] = sha256(one.as_read.identifier.encode()).hexdigest()
        names = [column.name for column in replaced_warnings.columns]
        put(self.connection, replaced_warnings, [{name: row[name] for name in names} for row in rows])

    def sent(self, since: datetime, until: datetime, limit: int) -> list[StoredWarning]:
        found = _all().where(warnings.c.sent >= since, warnings.c.sent < until)
        rows = self.connection.execute(found.order_by(warnings.c.sent, warnings.c.article_id).limit(limit)).mappings()
        return [_kept_of(row) for row in rows]

    def list(
        self, limit: int, *, holding: datetime | None = None, ends_after: datetime | None = None
    ) -> list[StoredWarning]:
        """Newest first: all, those that hold at a moment, or those that warn and do not end by themselves before it."""
        found = _all().order_by(warnings.c.sent.desc(), warnings.c.article_id).limit(limit)
        if ends_after:
            found = found.where(_any_of(warnings.c.warns, warnings.c.expires > ends_after, _unstated(ends_after)))
        if holding:
            found = found.where(
                _any_of(warnings.c.warns, warnings.c.expires > holding, _unstated(holding)),
                warnings.c.sent <= holding,
                warnings.c.ended_at.is_(None) | (warnings.c.ended_at > holding),
                articles.c.withdrawn_at.is_(None),
            )
        return [_kept_of(row) for row in self.connection.execute(found).mappings()]


def _any_of(same: ColumnElement[bool], *ways: ColumnElement[bool]) -> ColumnElement[bool]:
    """Each way by its own index: an OR between them would read all that are kept."""
    return warnings.c.article_id.in_(union_all(*(select(warnings.c.article_id).where(same, way) for way in ways)))


def _unstated(holding: datetime) -> ColumnElement[bool]:
    """Rows of 0.1.0 keep no end where the message states none."""
    return warnings.c.expires.is_(None) & (warnings.c.sent > holding - UNSTATED_HOLDS)


def _all() -> Select[Any]:
    kept = select(warnings, articles.c.withdrawn_at, articles.c.fetched_at)
    return kept.join(articles, articles.c.id == warnings.c.article_id)


def _kept_of(row: RowMapping) -> StoredWarning:
    kept = _linked_of(row)
    link = replace(kept.link, ended_at=row["ended_at"])
    return replace(kept, link=link, withdrawn=row["withdrawn_at"] is not None, read_at=row["fetched_at"])


def _linked_of(row: RowMapping) -> StoredWarning:
    read = _warning_of(row["value"])
    follows = tuple(_reference_of(reference) for reference in row["follows"])
    link = ChainedWarning(warning=replace(read, references=follows))
    return StoredWarning(article_id=row["article_id"], source_id=row["source_id"], link=link, as_read=read)


def _kept_row(kept: StoredWarning) -> dict[str, Any]:
    warning = kept.as_read
    return {
        "article_id": kept.article_id,
        "source_id": kept.source_id,
        "sender": warning.sender,
        "sent": warning.sent,
        "expires": warning.ends_at,
        "ended_at": kept.link.ended_at,
        "warns": warning.warns,
        "value": _plain(asdict(warning)),
        "follows": _plain([asdict(reference) for reference in kept.warning.references]),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _warning_of(value: Mapping[str, Any]) -> OfficialWarning:
    made = _read(value)
    made["references"] = tuple(_reference_of(reference) for reference in value["references"])
    made["evidence"] = tuple(Span(**span) for span in value["evidence"])
    made["parts"] = tuple(WarningPart(**_read(part)) for part in value.get("parts", ()))  # 0.1.0 keeps none
    return OfficialWarning(**made)


def _read(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a message and its parts have in common."""
    made = dict(value)
    made |= {name: word(value[name]) for name, word in ENUM_COLUMNS.items() if name in value}
    made |= {name: _moment(value[name]) for name in TIME_COLUMNS if name in value}
    made["codes"] = tuple(value["codes"])
    return made


def _reference_of(value: Mapping[str, Any]) -> Reference:
    return Reference(value["sender"], value["identifier"], _moment(value["sent"]))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
