"""What logic says to people: a code with parameters. Words for it live in `messages/`, at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self


class Code(StrEnum):
    """A code of the catalogue, and beside it the parameters that its sentence needs: `PORT = "forbidden.port", "port"`.

    Every enum that derives from this one is walked by a test: both languages say each member, with these parameters.
    """

    fields: tuple[str, ...]

    def __new__(cls, code: str, *fields: str) -> Self:
        made = str.__new__(cls, code)
        made._value_ = code
        made.fields = fields
        return made


@dataclass(frozen=True, slots=True)
class Message:
    """A code that the catalogue knows, and what fills its sentence.

    `code` is stable and dotted by family: `problem.not-found`, `term.useful`, `visit.timeout`. Parameters are plain
    JSON values, dates and times in ISO 8601, enum members by value, or further messages; publishers' own words go in
    as they are.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.code, *sorted(self.params)))  # parameters may be lists; equal messages have equal names

    def as_json(self) -> dict[str, Any]:
        """The form that rows and the API keep."""
        return {"code": self.code, "params": {name: _plain(value) for name, value in self.params.items()}}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Message":
        return cls(stored["code"], {name: _revived(value) for name, value in stored.get("params", {}).items()})


def say(code: str, /, **params: Any) -> Message:
    """A message, briefly: `say(Flag.OLD, day=head.dated)`."""
    return Message(str(code), params)


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.as_json()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _revived(value: Any) -> Any:
    if isinstance(value, Mapping) and "code" in value:
        return Message.from_json(value)
    return [_revived(one) for one in value] if isinstance(value, list) else value
