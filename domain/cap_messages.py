"""Our own CAP messages: what this desk hands on of publishers' warnings for its area, each frozen once it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.message import Code
from domain.warning import MsgType, Reference, Status


class CapWords(Code):
    """What our feed and our messages say beside the publishers' own words."""

    TITLE = "cap.title", "desk"
    CANCELLED = "cap.cancelled", "headline"
    STALE = "cap.stale", "read_at"
    UNREAD = "cap.unread"
    NOTE_CANCELLED = "cap.note-cancelled", "source"
    NOTE_SUPERSEDED = "cap.note-superseded", "source"
    NOTE_WITHDRAWN = "cap.note-withdrawn", "source"
    NOTE_ENDED = "cap.note-ended", "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """What our message adds to a publisher's warning: whose it is, when they sent it, and why it is cancelled."""

    source: str
    published_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapMessage:
    """One message of ours as it was sent. Nothing of it changes but `ended_at`."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    key: str  # of the publisher's message, `key_of_message`
    article_id: str
    source: str  # the publisher's name
    digest: str  # of what it says
    headline: str
    area: str
    expires: datetime  # a Cancel: until when what it cancels would have held
    content: str  # the CAP document
    ended_at: datetime | None = None  # by a later message of ours

    @property
    def reference(self) -> Reference:
        return Reference(self.sender, self.identifier, self.sent)


class CapMessages(Protocol):
    """Messages of ours, newest first."""

    def lock(self) -> None: ...  # until the transaction ends: who sends one reads the others
    def get(self, identifier: str) -> CapMessage: ...  # NotFound
    def list(self, now: datetime) -> list[CapMessage]: ...  # neither ended nor expired then
    def add(self, messages: Sequence[CapMessage]) -> None: ...
    def end(self, identifiers: Sequence[str], now: datetime) -> None: ...
    def forget(self, before: datetime) -> None: ...  # those that expired before then
