"""A text that saves itself while a person types: what the browser knows of it, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Typed(Generic[T]):
    """A person's text on its way into the database."""

    mine: T
    base: T | None  # what the person started from; None: only its revision is known
    revision: int
    sent: tuple[T, ...] = ()  # sent before, and the answer never came
    by_itself: bool = False  # nobody pressed a button

    def start(self, stored: T, revision: int) -> T | None:
        """What the person's changes are changes of. A save whose answer was lost may have arrived all the same."""
        if stored in self.sent:
            return stored
        return stored if self.base is None and revision == self.revision else self.base


class Outcome(StrEnum):
    SAVED = "saved"
    MERGED = "merged"  # with what somebody else has done meanwhile
    TOUCHING = "touching"  # somebody else has changed the same place: a person decides, and nothing is saved
    APPROVED = "approved"  # or otherwise decided on: typing alone does not undo that, and nothing is saved


@dataclass(frozen=True, kw_only=True)
class Kept(Generic[T]):
    """What became of a text."""

    outcome: Outcome
    stored: T  # as the database has it now
    by: int | None  # who wrote what was stored before; None: the program, or nobody
    joined: T  # what is stored, or both versions in one where they touch
