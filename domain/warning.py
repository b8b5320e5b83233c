"""A warning from an official bulletin, as CAP 1.2 says it: what, where, how grave, from when until when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import BadInput
from domain.hazards import Hazard
from domain.problems import Unreadable
from domain.times import aware
from domain.understanding import Span

UNSTATED_HOLDS = timedelta(hours=24)  # a message that states no end: an old one must never look current


class MsgType(StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"
    ACK = "Ack"
    ERROR = "Error"


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
    """An earlier message that this one updates or cancels. A broken one may lack its sender and its time."""

    sender: str
    identifier: str
    sent: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningPart:
    """One `info` of a message that has several: what it says of its own areas."""

    hazard: Hazard
    event: str
    headline: str
    area: str = ""
    codes: tuple[str, ...] = ()
    severity: Severity = Severity.UNKNOWN
    urgency: Urgency = Urgency.UNKNOWN
    certainty: Certainty = Certainty.UNKNOWN
    level: int | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    next_bulletin: datetime | None = None
    description: str = ""
    instruction: str = ""
    url: str = ""

    @property
    def gravity(self) -> int:
        return _gravity(self.level, self.severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialWarning:
    """One message. `level` is 1 to 5 as in Decision 18/2021/QĐ-TTg, None when the bulletin states none.

    Of a message with several parts the gravest leads: headline, hazard, severity and level are its own. Areas, codes,
    description and instruction are those of all parts.
    """

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
    all_clear: bool = False  # CAP's responseType AllClear
    parts: tuple[WarningPart, ...] = ()  # () when there is one part only

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

    @property
    def is_receipt(self) -> bool:
        """Whether it only answers another message."""
        return self.msg_type in (MsgType.ACK, MsgType.ERROR)

    @property
    def is_over(self) -> bool:
        """Whether it says that a danger has passed. It then ends what it follows and warns of nothing itself."""
        past = self.all_clear or self.urgency is Urgency.PAST
        return self.msg_type is MsgType.CANCEL or (past and not self.is_receipt)

    @property
    def warns(self) -> bool:
        """Whether it warns of a real danger: it is no exercise, test, draft, acknowledgement or all-clear."""
        return self.status is Status.ACTUAL and not self.is_receipt and not self.is_over

    @property
    def gravity(self) -> int:
        """A number for sorting, 1 to 5: the stated level, or else one derived from the severity; 0 without either."""
        return max([_gravity(self.level, self.severity), *(part.gravity for part in self.parts)])

    @property
    def ends_at(self) -> datetime:
        """When the last of its parts ends."""
        stated = [(part.onset, part.expires) for part in self.parts] or [(self.onset, self.expires)]
        return max(self._end(onset, expires) for onset, expires in stated)

    def codes_at(self, now: datetime) -> tuple[str, ...]:
        """The parts that are in force then; all parts when none is."""
        holding = [part.codes for part in self.parts if now < self._end(part.onset, part.expires)]
        if not holding:
            return self.codes
        return () if () in holding else tuple(dict.fromkeys(code for codes in holding for code in codes))

    def _end(self, onset: datetime | None, expires: datetime | None) -> datetime:
        """When it ends. Without a stated end it lasts a day from when it was sent; no warning ends before it begins."""
        end = self.sent + UNSTATED_HOLDS
        return expires or (end if onset is None or onset < end else onset + UNSTATED_HOLDS)


_BY_SEVERITY = {Severity.EXTREME: 4, Severity.SEVERE: 3, Severity.MODERATE: 2, Severity.MINOR: 1}


def _gravity(level: int | None, severity: Severity) -> int:
    return level or _BY_SEVERITY.get(severity, 0)
