"""Our own places. What was removed stays without its secrets, because the ledger names it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, Text, insert, select

from database.rows import message_of, message_row, messages_of, messages_row, save_unchanged
from database.tables import Id, UTCDateTime, metadata
from domain.errors import NotFound
from domain.outlets import OutletAccount, OutletKind
from domain.problems import Missing

outlets = Table(
    "outlets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("health", JSON),
    Column("checked_at", UTCDateTime),
    Column("expires_at", UTCDateTime),
    Column("trial", JSON, nullable=False),
    Column("removed_at", UTCDateTime),
    Column("revision", Integer, nullable=False),
)
STANDS = outlets.c.removed_at.is_(None)


class SqlOutletAccounts:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, outlet_id: int, *, lock: bool = False) -> OutletAccount:
        """`lock`: nobody else changes it before this transaction ends."""
        found = select(outlets).where((outlets.c.id == outlet_id) & STANDS)
        row = self.connection.execute(found.with_for_update() if lock else found).mappings().first()
        if row is None:
            raise NotFound(Missing.OUTLET)
        return _account(row)

    def named(self, outlet_id: int) -> OutletAccount:
        row = self.connection.execute(select(outlets).where(outlets.c.id == outlet_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.OUTLET)
        return _account(row)

    def add(self, account: OutletAccount) -> OutletAccount:
        made = self.connection.execute(insert(outlets).values(_row(account)).returning(outlets.c.id))
        return replace(account, id=made.scalar_one())

    def save(self, account: OutletAccount) -> OutletAccount:
        newer = replace(account, revision=account.revision + 1)
        save_unchanged(self.connection, outlets, account.id, account.revision, _row(newer))
        return newer

    def names(self) -> Mapping[int, str]:
        found = self.connection.execute(select(outlets.c.id, outlets.c.name))
        return {row.id: row.name for row in found}

    def list(self) -> list[OutletAccount]:
        found = select(outlets).where(STANDS).order_by(outlets.c.name, outlets.c.id)
        return [_account(row) for row in self.connection.execute(found).mappings()]


def _row(account: OutletAccount) -> dict[str, Any]:
    values = {name: getattr(account, name) for name in OutletAccount.__dataclass_fields__ if name != "id"}
    return values | {
        "kind": account.kind.value,
        "fields": dict(account.fields),
        "health": message_row(account.health),
        "trial": messages_row(account.trial),
    }


def _account(row: Mapping[Any, Any]) -> OutletAccount:
    return OutletAccount(
        **(
            dict(row)
            | {
                "kind": OutletKind(row["kind"]),
                "health": message_of(row["health"]),
                "trial": messages_of(row["trial"]),
            }
        )
    )
