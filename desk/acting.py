"""Who acts, on which transaction, and when: the first thing that every use case is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk import log
from domain.errors import NotAllowed
from domain.log import Action, LogEntry
from domain.people import Act, Person
from domain.problems import Problem
from domain.store import Store

STRETCH = timedelta(hours=1)  # of writing that saves itself, under one entry of the log


@dataclass(frozen=True, kw_only=True)
class Acting:
    """One request, or one command on the machine itself."""

    store: Store
    person: Person | None  # None: the machine's own command line, which may do everything (docs/decisions/0014)
    now: datetime

    @property
    def by(self) -> int:
        """The person's id, for actions that need a responsible person. Raise NotAllowed for the command line."""
        if self.person is None:
            raise NotAllowed(Problem.ROLE)
        return self.person.id

    def may(self, act: Act) -> None:
        """Every use case asks this before it acts. Raise NotAllowed."""
        if self.person is not None and not self.person.may(act):
            raise NotAllowed(Problem.ROLE)

    def log(self, action: Action, subject: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Append one entry to Nhật ký under this person's name."""
        who = self.person.name if self.person else log.PROGRAM
        entry = LogEntry(id=0, at=self.now, who=who, action=action, subject=subject, before=before, after=after)
        log.append(self.store, entry)

    def goes_on(self, action: Action, subject: str) -> bool:
        """The newest entry of the subject says already that this person has begun to do this, not long ago."""
        newest = self.store.log.list(1, subject)
        who = self.person.name if self.person else log.PROGRAM
        return any(one.who == who and one.action == action and self.now - one.at < STRETCH for one in newest)


@dataclass(frozen=True, kw_only=True)
class SeenItem:
    """An item as the person saw it. Use cases raise Conflict when it has changed since."""

    id: int
    revision: int
