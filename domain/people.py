"""Who works at the desk. These are the desk's own accounts, the only persons Điểm Tin keeps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ANALYST = "analyst"  # reads only


class Act(StrEnum):
    READ = "read"
    PICK = "pick"  # pick, write, share, put the digest in order
    REVIEW = "review"
    MANAGE = "manage"  # sources, people, settings


MAY: dict[Role, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset(Act),
    Role.EDITOR: frozenset({Act.READ, Act.PICK, Act.REVIEW}),
    Role.REVIEWER: frozenset({Act.READ, Act.REVIEW}),
    Role.ANALYST: frozenset({Act.READ}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    login: str
    name: str
    role: Role
    active: bool = True
    has_password: bool = False
    has_second_step: bool = False

    def may(self, act: Act) -> bool:
        return self.active and act in MAY[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    person: Person
    csrf: str
    expires_at: datetime
    id: str = ""  # names it to its owner; opens nothing
    seen_at: datetime | None = None  # None: not since it was opened
    browser: str = ""  # a word or two


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedTries:
    """At the door, within some time."""

    number: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStep:
    """What a person's authenticator app and they share beside the password."""

    secret: str  # sealed
    last_step: int = 0  # half-minutes since 1970: a code is taken once, and none before it any more
    recovery: tuple[str, ...] = ()  # SHA-256 of the codes that are left
