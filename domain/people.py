"""Who works at the desk. These are the desk's own accounts, the only persons Điểm Tin keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.log import Action


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
    id: str = ""  # lets its owner point to it; grants nothing
    seen_at: datetime | None = None  # None: not since it was opened
    browser: str = ""  # a word or two


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """A one-time link that nobody has used yet."""

    until: datetime
    sealed: str = ""  # its token, for who may show it again; "": it was shown once only


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedTries:
    """Failed sign-ins within some time."""

    number: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStep:
    """What a person's authenticator app and they share beside the password."""

    secret: str  # sealed
    last_step: int = 0  # half-minutes since 1970 of the last code used; that code and older ones are refused
    recovery: tuple[str, ...] = ()  # SHA-256 of the codes that are left


class People(Protocol):
    def get(self, person_id: int) -> Person: ...  # NotFound
    def lock(self, *person_ids: int) -> None: ...  # until the transaction ends; everybody when none is named
    def add(self, login: str, name: str, role: Role) -> Person: ...  # Conflict for a login that is taken
    def save(self, login: str, name: str, role: Role, active: bool) -> Person: ...
    def set_password(self, person_id: int, password_hash: str) -> None: ...
    def find_credentials(self, login: str, *, lock: bool = False) -> tuple[Person, str] | None: ...
    def list(self) -> list[Person]: ...


class Sessions(Protocol):
    """Secrets are kept as SHA-256 only."""

    def add(self, token_hash: str, person_id: int, csrf: str, expires_at: datetime, browser: str = "") -> None: ...
    def find(self, token_hash: str, now: datetime) -> Session | None: ...
    def remove(self, token_hash: str) -> None: ...
    def remove_all(self, person_id: int, but: str = "") -> None: ...  # but the one with this hash
    def remove_one(self, person_id: int, session_id: str) -> bool: ...  # of theirs
    def see(self, token_hash: str, at: datetime) -> None: ...
    def list(self, person_id: int, now: datetime) -> list[Session]: ...  # the latest last


class SecondSteps(Protocol):
    """At most one for each person."""

    def find(self, person_id: int) -> SecondStep | None: ...  # locks it until the transaction ends
    def save(self, person_id: int, step: SecondStep) -> None: ...
    def remove(self, person_id: int) -> bool: ...


class SignIns(Protocol):
    """One-time links, and tries that failed."""

    def add_link(self, token_hash: str, person_id: int, expires_at: datetime, sealed: str = "") -> None: ...
    def redeem(self, token_hash: str, now: datetime) -> Person | None: ...
    def find_link(self, token_hash: str, now: datetime) -> Person | None: ...
    def spend_links(self, person_id: int, at: datetime) -> bool: ...  # all that are open; whether there was one
    def list_links(self, now: datetime) -> dict[int, OpenLink]: ...  # person -> the one that lasts longest
    def count_unlogged(self, start: str, before: datetime) -> dict[str, int]: ...  # by key; marks them as logged
    def add_failures(self, keys: Sequence[str], at: datetime) -> None: ...

    def count_failures(
        self, keys: Sequence[str], since: datetime, until: datetime, *, lock: bool = False
    ) -> dict[str, FailedTries]:
        """The failures of each key. `lock` makes others who lock the same keys wait until the transaction ends."""
        ...


class PersonAction(Action):
    """What the log says of an account."""

    ADD_PERSON = "add-person"
    CHANGE_PERSON = "change-person"
    SET_PASSWORD = "set-password"  # noqa: S105 - no password
    INVITE = "invite"
    WITHDRAW_LINK = "withdraw-link"
    SIGN_INS_FAILED = "sign-ins-failed"
    SECOND_STEP_ON = "second-step-on"
    SECOND_STEP_OFF = "second-step-off"
    RECOVERY_CODE = "recovery-code"
