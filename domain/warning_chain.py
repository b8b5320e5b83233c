"""Which warnings follow which, and which hold. As in CAP 1.2, Update and Cancel end what they refer to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from domain.warning import MsgType, OfficialWarning, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainedWarning:
    """A message with what it refers to, and when a later message ended it."""

    warning: OfficialWarning
    ended_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Sent, not expired, not ended, not for exercise; a Cancel itself warns of nothing."""
        warning = self.warning
        return (
            warning.status is Status.ACTUAL
            and warning.msg_type is not MsgType.CANCEL
            and warning.sent <= now
            and (warning.expires is None or now < warning.expires)
            and (self.ended_at is None or now < self.ended_at)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredWarning:
    """The warning that an article gives: one an article, as it was read, and as the chain stands."""

    article_id: str
    source_id: str
    link: ChainedWarning  # its warning refers to what it follows
    as_read: OfficialWarning  # with the references that the source itself stated, from which chains are made anew
    withdrawn: bool = False  # the publisher has taken the article back

    @property
    def warning(self) -> OfficialWarning:
        return self.link.warning

    @property
    def from_cap(self) -> bool:
        """A bulletin shows the words that made it a warning; a CAP message needs none."""
        return not self.as_read.evidence

    def holds(self, now: datetime) -> bool:
        return not self.withdrawn and self.link.holds(now)


def _chained(warnings: Iterable[OfficialWarning]) -> tuple[OfficialWarning, ...]:
    """In order of sending; an Update or Cancel without references points to what it follows."""
    chained: list[OfficialWarning] = []
    matters: defaultdict[tuple[str, str], list[OfficialWarning]] = defaultdict(list)
    for warning in sorted(warnings, key=lambda w: w.sent):
        same = matters[warning.sender, warning.hazard]
        if warning.msg_type is not MsgType.ALERT and not warning.references:
            before = next((w for w in reversed(same) if _same_matter(w, warning)), None)
            if before:
                warning = replace(warning, references=(before.reference,))
        same.append(warning)
        chained.append(warning)
    return tuple(chained)


def linked(warnings: Iterable[OfficialWarning]) -> tuple[ChainedWarning, ...]:
    """All of them, chained, in order of sending. What an exercise or draft refers to stands."""
    chained = _chained(warnings)
    ends: dict[tuple[str, str], datetime] = {}
    for warning in reversed(chained):  # the earliest end is written last
        if warning.msg_type is not MsgType.ALERT and warning.status is Status.ACTUAL:
            ends.update({(_bare(r.sender), r.identifier): warning.sent for r in warning.references})
    return tuple(ChainedWarning(warning=w, ended_at=ends.get((_bare(w.sender), w.identifier))) for w in chained)


def _bare(sender: str) -> str:
    """A reference cannot hold a comma or a space: CAP 1.2 lets senders write something else there."""
    return sender.replace(",", "_").replace(" ", "_")


def _same_matter(one: OfficialWarning, other: OfficialWarning) -> bool:
    if one.msg_type is MsgType.CANCEL or one.status is not other.status:
        return False
    return one.event == other.event and (not one.codes or not other.codes or bool({*one.codes} & {*other.codes}))


class Warnings(Protocol):
    """Official warnings, one an article."""

    def get(self, article_id: str) -> StoredWarning: ...  # NotFound
    def find(self, article_id: str) -> StoredWarning | None: ...
    def of_sender(self, sender: str, since: datetime) -> list[StoredWarning]: ...  # sent since, or still to expire
    def save(self, kept: Sequence[StoredWarning]) -> None: ...
    def remove(self, article_id: str) -> None: ...
    def list(self, limit: int, *, holding: datetime | None = None) -> list[StoredWarning]: ...  # newest first
