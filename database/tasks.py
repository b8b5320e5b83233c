"""Cần xử lý: one row for each happening at the source of a posting."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.engine import RowMapping

from database.people import people
from database.postings import postings
from database.rows import add_new, save_unchanged
from database.tables import Id, UTCDateTime, metadata
from domain.errors import NotFound
from domain.problems import Missing
from domain.tasks import OPEN_TASKS, FollowUpKind, Task, TaskCause, TaskState

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("posting_id", ForeignKey(postings.c.id), nullable=False),
    Column("article_id", String(200), nullable=False),
    Column("cause", String(20), nullable=False),
    Column("mark", String(240), nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("follow_up", String(12)),
    Column("text", Text, nullable=False),
    Column("written_by", ForeignKey(people.c.id)),
    Column("reviewed_by", ForeignKey(people.c.id)),
    Column("reviewed_at", UTCDateTime),
    Column("note", Text, nullable=False),
    Column("closed_by", ForeignKey(people.c.id)),
    Column("closed_at", UTCDateTime),
    Column("proof", ForeignKey(postings.c.id)),
    Column("revision", Integer, nullable=False),
    Index("uq_tasks_happening", "posting_id", "article_id", "mark", unique=True),
)


class SqlTasks:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get(self, task_id: int) -> Task:
        row = self.connection.execute(select(tasks).where(tasks.c.id == task_id)).mappings().first()
        if row is None:
            raise NotFound(Missing.TASK)
        return _task_of(row)

    def add(self, task: Task) -> Task | None:
        """Add it. The database decides: of several that find the same happening at once, one succeeds."""
        added = add_new(self.connection, tasks, _row(task))
        return None if added is None else replace(task, id=added)

    def save(self, task: Task) -> Task:
        """Write it unless somebody changed it since it was read."""
        newer = replace(task, revision=task.revision + 1)
        save_unchanged(self.connection, tasks, task.id, task.revision, _row(newer))
        return newer

    def of_postings(self, posting_ids: Sequence[int]) -> list[Task]:
        return self._read(select(tasks).where(tasks.c.posting_id.in_(posting_ids)).order_by(tasks.c.id))

    def opened(self, since: datetime, until: datetime, limit: int) -> list[Task]:
        found = select(tasks).where(tasks.c.opened_at >= since, tasks.c.opened_at < until)
        return self._read(found.order_by(tasks.c.opened_at, tasks.c.id).limit(limit))

    def count_open(self) -> int:
        wanted = select(func.count()).where(tasks.c.state.in_([state.value for state in OPEN_TASKS]))
        return self.connection.execute(wanted).scalar_one()

    def _read(self, wanted: Select[Any]) -> list[Task]:
        return [_task_of(row) for row in self.connection.execute(wanted).mappings()]

    def list(self, states: Sequence[TaskState], limit: int, before: int = 0) -> list[Task]:
        found = select(tasks).where(tasks.c.state.in_([state.value for state in states]))
        if before:
            found = found.where(tasks.c.id < before)
        return self._read(found.order_by(tasks.c.id.desc()).limit(limit))


def _row(task: Task) -> dict[str, Any]:
    values = {name: getattr(task, name) for name in Task.__dataclass_fields__ if name != "id"}
    follow_up = task.follow_up.value if task.follow_up else None
    return values | {"cause": task.cause.value, "state": task.state.value, "follow_up": follow_up}


def _task_of(row: RowMapping) -> Task:
    return Task(
        **(
            dict(row)
            | {
                "cause": TaskCause(row["cause"]),
                "state": TaskState(row["state"]),
                "follow_up": FollowUpKind(row["follow_up"]) if row["follow_up"] else None,
            }
        )
    )
