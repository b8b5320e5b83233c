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

    def may(self, act: Act) -> bool:
        return self.active and act in MAY[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    person: Person
    csrf: str
    expires_at: datetime
