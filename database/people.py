"""The desk's own accounts. Passwords are argon2 hashes, tokens SHA-256; neither can be read back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from database.tables import failed_sign_ins, invites, people, sessions
from domain.errors import NotFound
from domain.people import Person, Role, Session
from domain.problems import Missing

SIGN_INS = 0x6469656F  # "dieo": the first number of PostgreSQL's locks on those who try; the second is theirs


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, person_id: int) -> Person:
        row = self.connection.execute(select(people).where(people.c.id == person_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.PERSON)
        return _person_of(row)

    def save(self, login: str, name: str, role: Role, active: bool) -> Person:
        """Add an account, or change the one with this login."""
        values = {"name": name, "role": role.value, "active": active}
        done = self.connection.execute(update(people).where(people.c.login == login).values(values))
        if done.rowcount == 0:
            self.connection.execute(insert(people).values(values | {"login": login, "password_hash": ""}))
        row = self.connection.execute(select(people).where(people.c.login == login)).mappings().one()
        return _person_of(row)

    def set_password(self, person_id: int, password_hash: str) -> None:
        self.connection.execute(update(people).where(people.c.id == person_id).values(password_hash=password_hash))

    def find_credentials(self, login: str) -> tuple[Person, str] | None:
        row = self.connection.execute(select(people).where(people.c.login == login)).mappings().first()
        return (_person_of(row), row["password_hash"]) if row else None

    def list(self) -> list[Person]:
        return [_person_of(row) for row in self.connection.execute(select(people).order_by(people.c.id)).mappings()]


class SqlSessions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, token_hash: str, person_id: int, csrf: str, expires_at: datetime) -> None:
        row = {"token_hash": token_hash, "person_id": person_id, "csrf": csrf, "expires_at": expires_at}
        self.connection.execute(insert(sessions).values(row))

    def find(self, token_hash: str, now: datetime) -> Session | None:
        found = (
            select(people, sessions.c.csrf, sessions.c.expires_at)
            .join(sessions, sessions.c.person_id == people.c.id)
            .where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now, people.c.active)
        )
        row = self.connection.execute(found).mappings().first()
        return Session(person=_person_of(row), csrf=row["csrf"], expires_at=row["expires_at"]) if row else None

    def remove(self, token_hash: str) -> None:
        self.connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def remove_all(self, person_id: int) -> None:
        self.connection.execute(delete(sessions).where(sessions.c.person_id == person_id))


class SqlSignIns:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add_link(self, token_hash: str, person_id: int, expires_at: datetime) -> None:
        row = {"token_hash": token_hash, "person_id": person_id, "expires_at": expires_at}
        self.connection.execute(insert(invites).values(row))

    def redeem(self, token_hash: str, now: datetime) -> Person | None:
        """The person this one-time link belongs to; the link is spent."""
        person = self.find_link(token_hash, now)
        if person is None:
            return None
        unspent = (invites.c.token_hash == token_hash) & invites.c.used_at.is_(None)
        done = self.connection.execute(update(invites).where(unspent).values(used_at=now))
        return person if done.rowcount == 1 else None

    def find_link(self, token_hash: str, now: datetime) -> Person | None:
        found = (
            select(people)
            .join(invites, invites.c.person_id == people.c.id)
            .where(invites.c.token_hash == token_hash, invites.c.used_at.is_(None))
            .where(invites.c.expires_at > now, people.c.active)
        )
        row = self.connection.execute(found).mappings().first()
        return _person_of(row) if row else None

    def add_failures(self, keys: Sequence[str], at: datetime) -> None:
        self.connection.execute(insert(failed_sign_ins), [{"key": key, "at": at} for key in keys])
        self.connection.execute(delete(failed_sign_ins).where(failed_sign_ins.c.at < at - timedelta(days=1)))

    def count_failures(self, keys: Sequence[str], since: datetime, *, lock: bool = False) -> dict[str, int]:
        """SQLite has one writer at a time anyway."""
        if lock and self.connection.dialect.name == "postgresql":
            for key in sorted(keys):  # in one order, so that two never wait for each other
                self.connection.execute(select(func.pg_advisory_xact_lock(SIGN_INS, func.hashtext(key))))
        found = select(failed_sign_ins.c.key, func.count().label("number")).group_by(failed_sign_ins.c.key)
        found = found.where(failed_sign_ins.c.key.in_(keys), failed_sign_ins.c.at >= since)
        return dict.fromkeys(keys, 0) | {row.key: row.number for row in self.connection.execute(found)}


def _person_of(row: RowMapping) -> Person:
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        active=row["active"],
        has_password=bool(row["password_hash"]),
    )
