"""Searches that people keep, and who follows them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.engine import RowMapping

from database.people import people
from database.rows import one_at_a_time, put, save_unchanged
from database.tables import Id, UTCDateTime, metadata
from domain.errors import NotFound
from domain.problems import Missing
from domain.saved_searches import MAX_HITS_A_DAY, Follow, Rhythm, SavedSearch
from domain.search import Query

ADDING = 0x5A7E_5EA2  # of one_at_a_time
MAX_PEOPLE = 10_000  # follows that are looked at in one go

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("section", String(40), nullable=False),
    Column("source", String(200), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("owner", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("feed_token", String(40), nullable=False, unique=True),
    Column("changed_at", UTCDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("last_hit", Integer, nullable=False),
    Column("counted_day", String(10), nullable=False),  # in Vietnam
    Column("counted", Integer, nullable=False),
)

follows = Table(
    "follows",
    metadata,
    Column("search_id", ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("rhythm", String(12), nullable=False),
    Column("at", String(5), nullable=False),  # in Vietnam
    Column("weekday", Integer, nullable=False),
    Column("silence", Boolean, nullable=False),
    Column("paused_until", UTCDateTime),
    Column("told_to", Integer, nullable=False),
    Column("seen_to", Integer, nullable=False, server_default="0"),
    Column("told_at", UTCDateTime),
    Column("next_at", UTCDateTime),
    Column("silence_at", UTCDateTime),
)

COUNTS = ("last_hit", "counted_day", "counted")  # written where hits are added, and nowhere else


class SqlSavedSearches:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, search_id: int) -> SavedSearch:
        row = self.connection.execute(select(saved_searches).where(saved_searches.c.id == search_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.SAVED_SEARCH)
        return SavedSearch(**row)

    def find_by_token(self, token: str) -> SavedSearch | None:
        found = select(saved_searches).where(saved_searches.c.feed_token == token)
        row = self.connection.execute(found).mappings().first()
        return SavedSearch(**row) if row and token else None

    def list(self, person_id: int) -> list[SavedSearch]:
        mine = or_(saved_searches.c.owner == person_id, saved_searches.c.shared)
        found = select(saved_searches).where(mine).order_by(saved_searches.c.name, saved_searches.c.id)
        return [SavedSearch(**row) for row in self.connection.execute(found).mappings()]

    def count(self, person_id: int | None = None) -> int:
        counted = select(func.count()).select_from(saved_searches)
        if person_id is not None:
            counted = counted.where(saved_searches.c.owner == person_id)
        return self.connection.execute(counted).scalar_one()

    def lock(self) -> None:
        one_at_a_time(self.connection, ADDING)

    def add(self, search: SavedSearch) -> SavedSearch:
        wanted = insert(saved_searches).values(_row(search)).returning(saved_searches.c.id)
        return replace(search, id=self.connection.execute(wanted).scalar_one())

    def save(self, search: SavedSearch) -> None:
        values = {name: value for name, value in _row(search).items() if name not in COUNTS}
        values |= {"revision": search.revision + 1}
        save_unchanged(self.connection, saved_searches, search.id, search.revision, values)

    def remove(self, search_id: int) -> None:
        self.connection.execute(delete(saved_searches).where(saved_searches.c.id == search_id))

    def full(self, day: str) -> set[int]:
        columns = saved_searches.c
        found = select(columns.id).where(columns.counted_day == day, columns.counted >= MAX_HITS_A_DAY)
        return set(self.connection.execute(found).scalars())

    def stamp(self) -> str:
        """An id may be given again, but not at the same moment."""
        columns = saved_searches.c
        told = select(func.count(), func.max(columns.changed_at), func.sum(columns.revision), func.max(columns.id))
        return repr(tuple(self.connection.execute(told.select_from(saved_searches)).one()))

    def queries(self) -> dict[int, Query]:
        found = select(saved_searches).order_by(saved_searches.c.id)
        return {row["id"]: SavedSearch(**row).query for row in self.connection.execute(found).mappings()}


class SqlFollows:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, search_id: int, person_id: int) -> Follow | None:
        same = (follows.c.search_id == search_id) & (follows.c.person_id == person_id)
        row = self.connection.execute(select(follows).where(same)).mappings().first()
        return _follow(row) if row else None

    def of_person(self, person_id: int) -> list[Follow]:
        found = select(follows).where(follows.c.person_id == person_id).order_by(follows.c.search_id)
        return [_follow(row) for row in self.connection.execute(found).mappings()]

    def save(self, follow: Follow) -> None:
        values = {name.name: getattr(follow, name.name) for name in fields(Follow)}
        put(self.connection, follows, [values | {"rhythm": follow.rhythm.value, "at": f"{follow.at:%H:%M}"}])

    def remove(self, search_id: int, person_id: int | None = None) -> None:
        whose = follows.c.person_id == person_id
        if person_id is None:
            owner = select(saved_searches.c.owner).where(saved_searches.c.id == search_id).scalar_subquery()
            whose = follows.c.person_id != owner
        self.connection.execute(delete(follows).where(follows.c.search_id == search_id, whose))

    def unseen(self) -> Mapping[int, int]:
        """Counted from the searches' own numbers: no hit and no article is looked at."""
        new = saved_searches.c.last_hit - follows.c.seen_to
        counted = (
            select(follows.c.person_id, func.sum(new))
            .join(saved_searches, saved_searches.c.id == follows.c.search_id)
            .where(new > 0)
            .group_by(follows.c.person_id)
        )
        return {row[0]: int(row[1]) for row in self.connection.execute(counted)}

    def waiting(self, now: datetime) -> list[Follow]:
        columns = follows.c
        news = columns.next_at.is_(None) & (columns.told_to < saved_searches.c.last_hit)
        due = or_(news, columns.next_at <= now, columns.silence_at <= now)
        awake = or_(columns.paused_until.is_(None), columns.paused_until <= now)
        found = (
            select(follows)
            .join(saved_searches, saved_searches.c.id == columns.search_id)
            .join(people, people.c.id == columns.person_id)
            .where(people.c.active, due, awake)
            .order_by(columns.person_id, columns.search_id)
            .limit(MAX_PEOPLE)
        )
        return [_follow(row) for row in self.connection.execute(found).mappings()]


def _row(search: SavedSearch) -> Mapping[str, Any]:
    return {name.name: getattr(search, name.name) for name in fields(SavedSearch) if name.name != "id"}


def _follow(row: RowMapping) -> Follow:
    values: dict[str, Any] = dict(row)
    return Follow(**values | {"rhythm": Rhythm(row["rhythm"]), "at": time.fromisoformat(row["at"])})
