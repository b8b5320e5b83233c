"""A warning from an official bulletin, as CAP 1.2 says it: what, where, how grave, from when until when."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.errors import BadInput
from domain.hazards import Hazard
from domain.problems import Unreadable
from domain.times import aware
from domain.understanding import Span


class MsgType(StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Status(StrEnum):
    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    SYSTEM = "System"
    TEST = "Test"
    DRAFT = "Draft"


class Severity(StrEnum):
    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Urgency(StrEnum):
    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    FUTURE = "Future"
    PAST = "Past"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """An article that may give a warning. `source` names the sender, the same each time."""

    title: str
    text: str
    published_at: datetime | None = None
    source: str = ""
    source_province: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message that this one updates or cancels."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialWarning:
    """One message. `level` is 1 to 5 as in Decision 18/2021/QĐ-TTg, None when the bulletin states none."""

    identifier: str
    sender: str
    sent: datetime
    hazard: Hazard
    event: str  # in the bulletin's words: "bão số 5"
    headline: str
    status: Status = Status.ACTUAL
    msg_type: MsgType = MsgType.ALERT
    references: tuple[Reference, ...] = ()
    area: str = ""  # as the bulletin describes it
    codes: tuple[str, ...] = ()  # official codes of the units named, docs/places.md
    severity: Severity = Severity.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    level: int | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    next_bulletin: datetime | None = None
    description: str = ""
    instruction: str = ""  # sentences as the source wrote them
    url: str = ""
    evidence: tuple[Span, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.identifier or not self.sender:
            raise BadInput(Unreadable.WARNING_WITHOUT_SENDER)
        if self.level is not None and not 1 <= self.level <= 5:
            raise BadInput(Unreadable.WARNING_LEVEL)
        for what in ("sent", "onset", "expires", "next_bulletin"):
            moment = getattr(self, what)
            if moment is not None:
                aware(moment, what)

    @property
    def reference(self) -> Reference:
        return Reference(self.sender, self.identifier, self.sent)
