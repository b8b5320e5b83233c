"""Nhật ký: who did what, when, and what it was before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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


class Log(Protocol):
    def add(self, entry: LogEntry) -> None: ...  # it has the id 0
    def began(self) -> datetime | None: ...  # when its first entry was written
    def list(self, limit: int, subject: str = "") -> list[LogEntry]: ...
    def titles(self, subjects: Sequence[str]) -> dict[str, str]: ...  # of those that are articles, stories or items
