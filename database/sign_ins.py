"""Who comes to the door: one-time links as SHA-256 only, tries that failed, and the second step."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from database.people import every, people, person_of, second_steps
from database.rows import put
from database.tables import Id, UTCDateTime, metadata
from domain.people import FailedTries, OpenLink, Person, SecondStep

invites = Table(
    "invites",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("used_at", UTCDateTime),
    Column("sealed", Text, nullable=False, server_default=""),  # the token; "" once the link is spent
)

failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(160), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("logged", Boolean, nullable=False),  # already counted in Sổ ghi
    Index("ix_failed_sign_ins_key_at", "key", "at"),
)

SIGN_INS = 0x6469656F  # "dieo": the first number of PostgreSQL's locks on those who try; the second is theirs


class SqlSignIns:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add_link(self, token_hash: str, person_id: int, expires_at: datetime, sealed: str = "") -> None:
        row = {"token_hash": token_hash, "person_id": person_id, "expires_at": expires_at, "sealed": sealed}
        self.connection.execute(insert(invites).values(row))

    def redeem(self, token_hash: str, now: datetime) -> Person | None:
        """The person this one-time link belongs to; the link is spent."""
        person = self.find_link(token_hash, now)
        if person is None:
            return None
        unspent = (invites.c.token_hash == token_hash) & invites.c.used_at.is_(None)
        done = self.connection.execute(update(invites).where(unspent).values(used_at=now, sealed=""))
        return person if done.rowcount == 1 else None

    def find_link(self, token_hash: str, now: datetime) -> Person | None:
        found = (
            every()
            .join(invites, invites.c.person_id == people.c.id)
            .where(invites.c.token_hash == token_hash, invites.c.used_at.is_(None))
            .where(invites.c.expires_at > now, people.c.active)
        )
        row = self.connection.execute(found).mappings().first()
        return person_of(row) if row else None

    def spend_links(self, person_id: int, at: datetime) -> bool:
        unspent = (invites.c.person_id == person_id) & invites.c.used_at.is_(None)
        return self.connection.execute(update(invites).where(unspent).values(used_at=at, sealed="")).rowcount > 0

    def list_links(self, now: datetime) -> dict[int, OpenLink]:
        unspent = invites.c.used_at.is_(None) & (invites.c.expires_at > now)
        found = select(invites).where(unspent).order_by(invites.c.expires_at, invites.c.token_hash)
        return {
            row.person_id: OpenLink(until=row.expires_at, sealed=row.sealed) for row in self.connection.execute(found)
        }

    def count_unlogged(self, start: str, before: datetime) -> dict[str, int]:
        table = failed_sign_ins
        wanted = table.c.logged.is_(False) & (table.c.at < before) & table.c.key.startswith(start, autoescape=True)
        found = select(table.c.key, func.count().label("number")).where(wanted).group_by(table.c.key)
        counted = {row.key: row.number for row in self.connection.execute(found.order_by(table.c.key))}
        if counted:
            self.connection.execute(update(table).where(wanted).values(logged=True))
        return counted

    def add_failures(self, keys: Sequence[str], at: datetime) -> None:
        self.connection.execute(insert(failed_sign_ins), [{"key": key, "at": at, "logged": False} for key in keys])
        self.connection.execute(delete(failed_sign_ins).where(failed_sign_ins.c.at < at - timedelta(days=1)))

    def count_failures(
        self, keys: Sequence[str], since: datetime, until: datetime, *, lock: bool = False
    ) -> dict[str, FailedTries]:
        """Lock these keys until the transaction ends. SQLite needs nothing: it has one writer at a time anyway."""
        if lock and self.connection.dialect.name == "postgresql":
            for key in sorted(keys):  # in one order, so that two never wait for each other
                self.connection.execute(select(func.pg_advisory_xact_lock(SIGN_INS, func.hashtext(key))))
        table = failed_sign_ins
        found = select(table.c.key, func.count().label("number"), func.max(table.c.at).label("last_at"))
        found = found.where(table.c.key.in_(keys), table.c.at.between(since, until)).group_by(table.c.key)
        counted = self.connection.execute(found)
        return dict.fromkeys(keys, FailedTries()) | {
            row.key: FailedTries(number=row.number, last_at=row.last_at) for row in counted
        }


class SqlSecondSteps:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, person_id: int) -> SecondStep | None:
        found = select(second_steps).where(second_steps.c.person_id == person_id).with_for_update()
        row = self.connection.execute(found).mappings().first()
        if row is None:
            return None
        return SecondStep(secret=row["secret"], last_step=row["last_step"], recovery=tuple(row["recovery"]))

    def save(self, person_id: int, step: SecondStep) -> None:
        values = {"secret": step.secret, "last_step": step.last_step, "recovery": list(step.recovery)}
        put(self.connection, second_steps, [values | {"person_id": person_id}])

    def remove(self, person_id: int) -> bool:
        mine = second_steps.c.person_id == person_id
        return self.connection.execute(delete(second_steps).where(mine)).rowcount > 0
