"""Cần xử lý: what a source changed after this page had posted it, until somebody has dealt with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.log import Action


class TaskCause(StrEnum):
    """What happened at the source of something that this page posted."""

    CHANGED = "changed"  # numbers, dates, places, contacts, a reversed statement
    CORRECTED = "corrected"  # with the publisher's own notice
    WITHDRAWN = "withdrawn"
    REFUTED = "refuted"  # a fact-checker calls it false
    SIBLING_CORRECTED = "sibling-corrected"  # another article of the same story
    WARNING_OVER = "warning-over"  # cancelled or replaced


OF_THE_TEXT = (  # the graver last: one of them is open at most, and becomes what is graver
    TaskCause.SIBLING_CORRECTED,
    TaskCause.CHANGED,
    TaskCause.CORRECTED,
    TaskCause.WITHDRAWN,
)


class TaskState(StrEnum):
    OPEN = "open"
    IN_REVIEW = "in-review"  # a follow-up was written and waits for a second person
    APPROVED = "approved"  # to be posted
    DONE = "done"  # with proof
    DISMISSED = "dismissed"  # looked at: nothing to say


OPEN_TASKS = (TaskState.OPEN, TaskState.IN_REVIEW, TaskState.APPROVED)


class FollowUpKind(StrEnum):
    UPDATE = "update"  # Cập nhật
    CORRECTION = "correction"  # Đính chính
    REMOVED = "removed"  # Đã gỡ


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    id: int
    posting_id: int
    article_id: str
    cause: TaskCause
    mark: str  # which happening: the same one makes one task, however often it is found
    version: int  # of the article, up to which it counts
    opened_at: datetime
    state: TaskState = TaskState.OPEN
    follow_up: FollowUpKind | None = None
    text: str = ""  # of the follow-up
    written_by: int | None = None
    reviewed_by: int | None = None
    reviewed_at: datetime | None = None
    note: str = ""  # the reviewer's, or why nothing is to be said
    closed_by: int | None = None
    closed_at: datetime | None = None
    proof: int | None = None  # the posting that dealt with it
    revision: int = 1

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_TASKS


class TaskAction(Action):
    """What the log says that somebody did with a task."""

    OPENED = "task-opened"  # by the program
    MOVED_ON = "task-moved-on"  # by the program: the source has changed again
    DRAFTED = "follow-up-drafted"  # it is being written
    WRITTEN = "follow-up-written"
    TAKEN_BACK = "follow-up-taken-back"
    APPROVED = "follow-up-approved"
    UNDO_APPROVAL = "follow-up-undo-approval"
    RETURNED = "follow-up-returned"
    UNDO_RETURN = "follow-up-undo-return"
    DONE = "task-done"
    UNDO_DONE = "task-undo-done"
    DISMISSED = "task-dismissed"
    REOPENED = "task-reopened"


class Tasks(Protocol):
    def get(self, task_id: int) -> Task: ...  # NotFound
    def add(self, task: Task) -> Task | None: ...  # None: the same happening has one
    def save(self, task: Task) -> Task: ...  # Conflict when its revision is not the stored one
    def of_postings(self, posting_ids: Sequence[int]) -> list[Task]: ...  # oldest first
    def opened(self, since: datetime, until: datetime, limit: int) -> list[Task]: ...  # then, oldest first
    def count_open(self) -> int: ...
    def list(  # newest first; `before`: an id, for the page after it
        self, states: Sequence[TaskState], limit: int, before: int = 0
    ) -> list[Task]: ...
