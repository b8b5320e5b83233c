"""Nhật ký: who did what, when, and what it was before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol


class Action(StrEnum):
    """What somebody did, as the log names it. Each noun derives its own enum beside its values, e.g. `StoryAction`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Append-only: who did what, when, and what it was before and after."""

    id: int  # 0: not yet added
    at: datetime
    who: str  # the desk person's name as it was then; "diemtin" for the program
    action: str  # an Action, or what another version of the program called it
    subject: str  # "item:12", "source:baolaocai-vn"
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


class LogKind(StrEnum):
    """What an entry is about: the noun of its subject, before the colon."""

    ITEM = "item"
    DIGEST = "digest"
    STORY = "story"
    ARTICLE = "article"
    SOURCE = "source"
    PERSON = "person"
    DESK = "desk"
    POSTING = "posting"
    TASK = "task"
    OUTLET = "outlet"
    SAVED_SEARCH = "saved-search"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which entries are wanted. What is left empty does not matter."""

    who: str = ""
    kind: LogKind | None = None
    day: date | None = None  # in Vietnam
    before: int = 0  # an entry's id: only those that were added before it


EVERYTHING = LogFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an entry is about, where it still exists: an article, a story or an item."""

    title: str
    article_id: str  # the article to open; of a story the one that stands for it


class Log(Protocol):
    def add(self, entry: LogEntry) -> None: ...  # it has the id 0
    def began(self) -> datetime | None: ...  # when its first entry was written
    def names(self) -> list[str]: ...  # everybody who stands in it, also who has left
    def list(self, limit: int, subject: str = "", wanted: LogFilter = EVERYTHING) -> list[LogEntry]: ...  # latest first
    def about(self, subjects: Sequence[str]) -> dict[str, About]: ...
