"""What a person of the desk wants to be told, at which of their own addresses, and when they want quiet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Protocol

from domain.outbox import Channel
from domain.times import VIETNAM


class OwnKind(StrEnum):
    """What somebody may be told of."""

    TO_REVIEW = "to-review"
    RETURNED = "returned"
    APPROVED = "approved"
    CORRECTION = "correction"
    SAVED = "saved"  # what searches found that they follow
    WARNING = "warning"  # of an authority, for our area: the only kind that breaks the quiet


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotices:
    """One person's wishes. Their addresses are sealed, as the desk's are."""

    person_id: int
    channels: tuple[Channel, ...] = ()
    wanted: Mapping[OwnKind, tuple[str, ...]] = field(default_factory=dict)  # kind -> keys of channels
    quiet_from: time = time(21, 30)  # in Vietnam; the same as `quiet_until`: never quiet
    quiet_until: time = time(6)

    def at(self, kind: OwnKind) -> tuple[Channel, ...]:
        """The channels that are to be told of this kind. Who follows a search wants to hear, unless they said no."""
        keys = self.wanted.get(kind, [channel.key for channel in self.channels] if kind is OwnKind.SAVED else ())
        return tuple(channel for channel in self.channels if channel.key in keys)

    def is_quiet(self, moment: datetime) -> bool:
        now = moment.astimezone(VIETNAM).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= now < self.quiet_until
        return now >= self.quiet_from or now < self.quiet_until


class OwnNoticesOfPeople(Protocol):
    def find(self, person_id: int) -> OwnNotices: ...  # the default where none is
    def save(self, wishes: OwnNotices) -> None: ...
    def list(self) -> list[OwnNotices]: ...  # of who still works here
    def told(self, person_id: int, events: Sequence[str]) -> set[str]: ...  # those of them that they know of
    def tell(self, person_id: int, events: Sequence[str], at: datetime) -> set[str]: ...  # those that are new to them
