"""Items under review, the ledger of what was shared, digests, the log, the desk's settings."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    select,
    text,
    update,
)
from sqlalchemy.engine import RowMapping

from database.articles import articles
from database.channels import channel_of, channel_row
from database.people import people
from database.rows import add_new, insert_into, put, save_unchanged
from database.tables import Id, UTCDateTime, metadata
from domain.backup import GoodBackup
from domain.editorial import OPEN_STATES, DeskKind, DeskSettings, Digest, DigestLine, ItemState, ReviewItem
from domain.errors import Conflict, NotFound
from domain.holidays import OwnDay
from domain.preferences import Preferences, PreferenceUpdate
from domain.problems import Missing, Problem

OPEN_ITEM = text("state IN ('draft', 'picked', 'approved', 'returned')")  # a story has one at most

items = Table(
    "items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article_id", ForeignKey("articles.id"), nullable=False),
    Column("story_id", String(200), nullable=False, index=True),
    Column("state", String(12), nullable=False, index=True),
    Column("caption", Text, nullable=False),
    Column("picked_by", ForeignKey("people.id"), nullable=False),
    Column("picked_at", UTCDateTime, nullable=False),
    Column("written_by", ForeignKey("people.id")),
    Column("article_version", Integer, nullable=False),
    Column("reviewed_by", ForeignKey("people.id")),
    Column("reviewed_at", UTCDateTime),
    Column("note", Text, nullable=False),
    Column("shared_by", ForeignKey("people.id")),
    Column("shared_at", UTCDateTime),
    Column("post", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("uq_items_open_story_id", "story_id", unique=True, sqlite_where=OPEN_ITEM, postgresql_where=OPEN_ITEM),
)

digests = Table(
    "digests",
    metadata,
    Column("day", Date, primary_key=True),
    Column("opening", Text, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("saved_at", UTCDateTime, nullable=False),
    Column("saved_by", ForeignKey("people.id")),  # NULL: by the program
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", UTCDateTime),
    Column("sent_at", UTCDateTime),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
)


CHANGED = ("desk", "preferences")  # settings that are read, changed and written; JSON's null: not set yet


class SqlItems:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, item_id: int) -> ReviewItem:
        row = self.connection.execute(select(items).where(items.c.id == item_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.ITEM)
        return _item_of(row)

    def add(self, item: ReviewItem) -> ReviewItem:
        """Add the item. The database decides: of several that open one for a story at the same time, one succeeds."""
        added = add_new(self.connection, items, _item_row(item))
        if added is None:
            raise Conflict(Problem.ALREADY_PICKED, person=self._who_opened(item.story_id))
        return replace(item, id=added)

    def _who_opened(self, story_id: str) -> str:
        opened = items.c.state.in_([state.value for state in OPEN_STATES]) & (items.c.story_id == story_id)
        found = select(people.c.name).join(items, items.c.picked_by == people.c.id).where(opened)
        return self.connection.execute(found).scalar() or "?"

    def save(self, item: ReviewItem) -> ReviewItem:
        """Write the item unless somebody changed it since it was read, so that two tabs do not undo each other."""
        newer = replace(item, revision=item.revision + 1)
        save_unchanged(self.connection, items, item.id, item.revision, _item_row(newer))
        return newer

    def of_stories(self, story_ids: Sequence[str]) -> dict[str, list[ReviewItem]]:
        """The items of each story, oldest first; a story without items has an empty list."""
        found = select(items).where(items.c.story_id.in_(story_ids)).order_by(items.c.id)
        grouped: dict[str, list[ReviewItem]] = {story_id: [] for story_id in story_ids}
        for row in self.connection.execute(found).mappings():
            grouped[row["story_id"]].append(_item_of(row))
        return grouped

    def shared_sources(self, last: int) -> frozenset[str]:
        """The sources of the last posts in the ledger."""
        found = (
            select(articles.c.source_id)
            .join(items, items.c.article_id == articles.c.id)
            .where(items.c.state == ItemState.SHARED.value)
            .order_by(items.c.id.desc())
            .limit(last)
        )
        return frozenset(self.connection.execute(found).scalars())

    def list(self, states: Sequence[ItemState], limit: int) -> list[ReviewItem]:
        found = select(items).where(items.c.state.in_([state.value for state in states]))
        rows = self.connection.execute(found.order_by(items.c.id.desc()).limit(limit)).mappings()
        return [_item_of(row) for row in rows]


class SqlDigests:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, day: date) -> Digest | None:
        row = self.connection.execute(select(digests).where(digests.c.day == day)).mappings().first()
        return _digest_of(row) if row else None

    def save(self, digest: Digest) -> Digest:
        """Write the digest unless it has changed. One statement decides, since worker and editor may begin at once."""
        newer = replace(digest, revision=digest.revision + 1)
        row = asdict(newer) | {"lines": [asdict(line) for line in newer.lines]}
        if digest.revision:
            seen = (digests.c.day == digest.day) & (digests.c.revision == digest.revision)
            wanted = update(digests).where(seen).values(row).returning(digests.c.day)
            day = self.connection.execute(wanted).scalar()
        else:
            day = add_new(self.connection, digests, row)
        if day is None:
            raise Conflict(Problem.CHANGED_ELSEWHERE)
        return newer

    def list(self, limit: int) -> list[Digest]:
        found = select(digests).order_by(digests.c.day.desc()).limit(limit)
        return [_digest_of(row) for row in self.connection.execute(found).mappings()]


class SqlSettings:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lock(self) -> None:
        """Also what nobody has set yet: a row that is not there cannot be locked, and two would begin at once."""
        wanted = insert_into(self.connection, settings).on_conflict_do_nothing()
        self.connection.execute(wanted, [{"key": key, "value": None} for key in CHANGED])
        self.connection.execute(select(settings.c.key).order_by(settings.c.key).with_for_update()).all()

    def get(self) -> DeskSettings:
        value = self.connection.execute(select(settings.c.value).where(settings.c.key == "desk")).scalar()
        if not value:
            return DeskSettings()
        channels = tuple(channel_of(channel, "desk") for channel in value["channels"])
        kind = DeskKind(value.get("kind", DeskKind.OTHER))  # 0.1.0 knew none
        own_days = tuple(OwnDay(**(one | {"day": date.fromisoformat(one["day"])})) for one in value.get("own_days", ()))
        made = {"kind": kind, "area": tuple(value["area"]), "channels": channels, "own_days": own_days}
        return DeskSettings(**(value | made))

    def save(self, desk: DeskSettings) -> None:
        own_days = [asdict(one) | {"day": one.day.isoformat()} for one in desk.own_days]
        channels = [channel_row(channel) for channel in desk.channels]
        value = asdict(desk) | {"area": list(desk.area), "channels": channels, "own_days": own_days}
        put(self.connection, settings, [{"key": "desk", "value": value}])

    def preferences(self) -> Preferences:
        value = self.connection.execute(select(settings.c.value).where(settings.c.key == "preferences")).scalar()
        if not value:
            return Preferences()
        return Preferences(
            bias=value["usual"],
            coefficients=value["coefficients"],
            revision=value["lessons"],
            recent=tuple(PreferenceUpdate(**update) for update in value["recent"]),
            since=datetime.fromisoformat(value["since"]) if value["since"] else None,
        )

    def save_preferences(self, learnt: Preferences) -> None:
        """Under the names that 0.1.0 gave these values."""
        value = {
            "usual": learnt.bias,
            "coefficients": dict(learnt.coefficients),
            "lessons": learnt.revision,
            "recent": [asdict(update) for update in learnt.recent],
            "since": learnt.since.isoformat() if learnt.since else None,
        }
        put(self.connection, settings, [{"key": "preferences", "value": value}])

    def last_backup(self) -> GoodBackup | None:
        value = self.connection.execute(select(settings.c.value).where(settings.c.key == "backup")).scalar()
        return GoodBackup(**(value | {"at": datetime.fromisoformat(value["at"])})) if value else None

    def save_backup(self, backup: GoodBackup) -> None:
        value = asdict(backup) | {"at": backup.at.isoformat()}
        put(self.connection, settings, [{"key": "backup", "value": value}])


def _item_of(row: RowMapping) -> ReviewItem:
    return ReviewItem(**(dict(row) | {"state": ItemState(row["state"])}))


def _item_row(item: ReviewItem) -> dict[str, Any]:
    values = {name: getattr(item, name) for name in ReviewItem.__dataclass_fields__ if name != "id"}
    return values | {"state": item.state.value}


def _digest_of(row: RowMapping) -> Digest:
    return Digest(**(dict(row) | {"lines": tuple(DigestLine(**line) for line in row["lines"])}))
