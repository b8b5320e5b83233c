"""The desk's own accounts. Passwords are argon2 hashes; none can be read back."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Select,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import RowMapping

from database.rows import add_new
from database.tables import Id, UTCDateTime, metadata
from domain.errors import Conflict, NotFound
from domain.people import Person, Role, Session
from domain.problems import Missing, Problem

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
    Column("seen_at", UTCDateTime),  # null: not used since it was opened
    Column("browser", String(40), nullable=False),  # a word or two, for its owner to know it by
)

second_steps = Table(
    "second_steps",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("secret", Text, nullable=False),  # sealed with the desk's key
    Column("last_step", BigInteger, nullable=False),  # half-minutes since 1970; a code is taken once
    Column("recovery", JSON, nullable=False),  # SHA-256 of the codes that are left
)

ID_LENGTH = 16  # of the hash of a session's token: names it, and opens nothing


class SqlPeople:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, person_id: int) -> Person:
        row = self.connection.execute(every().where(people.c.id == person_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.PERSON)
        return person_of(row)

    def lock(self, *person_ids: int) -> None:
        """Until the transaction ends; everybody when none is named. What merely refers to a person does not wait."""
        found = select(people.c.id).order_by(people.c.id).with_for_update(key_share=True)
        self.connection.execute(found.where(people.c.id.in_(person_ids)) if person_ids else found).all()

    def add(self, login: str, name: str, role: Role) -> Person:
        """A new account. The database decides: of several that add one login at the same time, one succeeds."""
        row = {"login": login, "name": name, "role": role.value, "active": True, "password_hash": ""}
        added = add_new(self.connection, people, row)
        if added is None:
            raise Conflict(Problem.LOGIN_TAKEN, login=login)
        return self.get(added)

    def save(self, login: str, name: str, role: Role, active: bool) -> Person:
        """Add an account, or change the one with this login."""
        values = {"name": name, "role": role.value, "active": active}
        done = self.connection.execute(update(people).where(people.c.login == login).values(values))
        if done.rowcount == 0:
            self.connection.execute(insert(people).values(values | {"login": login, "password_hash": ""}))
        row = self.connection.execute(every().where(people.c.login == login)).mappings().one()
        return person_of(row)

    def set_password(self, person_id: int, password_hash: str) -> None:
        self.connection.execute(update(people).where(people.c.id == person_id).values(password_hash=password_hash))

    def find_credentials(self, login: str, *, lock: bool = False) -> tuple[Person, str] | None:
        found = every().where(people.c.login == login)
        if lock:
            found = found.with_for_update(of=people, key_share=True)
        row = self.connection.execute(found).mappings().first()
        return (person_of(row), row["password_hash"]) if row else None

    def list(self) -> list[Person]:
        return [person_of(row) for row in self.connection.execute(every().order_by(people.c.id)).mappings()]


class SqlSessions:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, token_hash: str, person_id: int, csrf: str, expires_at: datetime, browser: str = "") -> None:
        row = {"token_hash": token_hash, "person_id": person_id, "csrf": csrf, "expires_at": expires_at}
        self.connection.execute(insert(sessions).values(row | {"browser": browser}))

    def find(self, token_hash: str, now: datetime) -> Session | None:
        found = _open(now).where(sessions.c.token_hash == token_hash)
        row = self.connection.execute(found).mappings().first()
        return _session_of(row) if row else None

    def list(self, person_id: int, now: datetime) -> list[Session]:
        found = _open(now).where(sessions.c.person_id == person_id)
        found = found.order_by(sessions.c.expires_at, sessions.c.token_hash)
        return [_session_of(row) for row in self.connection.execute(found).mappings()]

    def see(self, token_hash: str, at: datetime) -> None:
        self.connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=at))

    def remove(self, token_hash: str) -> None:
        self.connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def remove_all(self, person_id: int, but: str = "") -> None:
        theirs = (sessions.c.person_id == person_id) & (sessions.c.token_hash != but)
        self.connection.execute(delete(sessions).where(theirs))

    def remove_one(self, person_id: int, session_id: str) -> bool:
        if len(session_id) != ID_LENGTH:
            return False
        named = sessions.c.token_hash.startswith(session_id, autoescape=True)
        done = self.connection.execute(delete(sessions).where((sessions.c.person_id == person_id) & named))
        return done.rowcount > 0


def every() -> Select[tuple[object, ...]]:
    """People, with whether they have a second step."""
    has = second_steps.c.person_id.is_not(None).label("has_second_step")
    return select(people, has).join(second_steps, second_steps.c.person_id == people.c.id, isouter=True)


def _open(now: datetime) -> Select[tuple[object, ...]]:
    known = (sessions.c.token_hash, sessions.c.csrf, sessions.c.expires_at, sessions.c.seen_at, sessions.c.browser)
    found = every().add_columns(*known).join(sessions, sessions.c.person_id == people.c.id)
    return found.where(sessions.c.expires_at > now, people.c.active)


def _session_of(row: RowMapping) -> Session:
    return Session(
        person=person_of(row),
        csrf=row["csrf"],
        expires_at=row["expires_at"],
        id=row["token_hash"][:ID_LENGTH],
        seen_at=row["seen_at"],
        browser=row["browser"],
    )


def person_of(row: RowMapping) -> Person:
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        role=Role(row["role"]),
        active=row["active"],
        has_password=bool(row["password_hash"]),
        has_second_step=bool(row["has_second_step"]),
    )
