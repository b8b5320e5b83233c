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
class Device:
    """A browser that is told: what its person knows it by. One that is gone stays until they have seen that."""

    key: str  # of its channel
    browser: str  # in words; "" unknown
    since: datetime
    gone_at: datetime | None = None  # its push service said that it is not reached there any more


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNotices:
    """One person's wishes. Their addresses are sealed, as the desk's are."""

    person_id: int
    channels: tuple[Channel, ...] = ()
    wanted: Mapping[OwnKind, tuple[str, ...]] = field(default_factory=dict)  # kind -> keys of channels
    devices: tuple[Device, ...] = ()
    quiet_from: time = time(21, 30)  # in Vietnam; the same as `quiet_until`: never quiet
    quiet_until: time = time(6)

    def at(self, kind: OwnKind) -> tuple[Channel, ...]:
        """The channels that are to be told of this kind. Who follows a search wants to hear, unless they said no."""
        keys = self.wanted.get(kind, [channel.key for channel in self.channels] if kind is OwnKind.SAVED else ())
        return tuple(channel for channel in self.channels if channel.key in keys)

    def device(self, key: str) -> Device | None:
        """The browser that stands behind this channel, if it is one."""
        return next((device for device in self.devices if device.key == key), None)

    @property
    def gone(self) -> tuple[Device, ...]:
        return tuple(device for device in self.devices if device.gone_at)

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
