"""What was understood of an article's text. Every judgement carries the evidence that made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.message import Code, Message


class Section(StrEnum):
    """Chuyên mục. Each is tied to an IPTC media topic where one exists (decision 0015)."""

    POLITICS_SOCIETY = "chinh-tri-xa-hoi"
    LIFE = "doi-song"
    SCIENCE = "khoa-hoc"
    BUSINESS = "kinh-doanh"
    LAW = "phap-luat"
    HEALTH = "suc-khoe"
    WORLD = "the-gioi"
    SPORT = "the-thao"
    CULTURE = "van-hoa"
    COMPUTING = "vi-tinh"


class OtherChoice(StrEnum):
    """What an editor may choose beside the ten sections."""

    UNCLEAR = "chua-ro"
    PROGRAM = "may"  # what the program judges, as before anybody chose


SectionChoice = Section | OtherChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a publisher tells of an article beside its text; "" where it tells nothing."""

    province: str = ""  # code of the province that it serves
    section: str = ""  # in its own words: "Y tế"
    url: str = ""


NOTHING = Told()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the article's text: text[start:end] == quote."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """An administrative unit named in the text, by its official code. Offsets are into the text."""

    code: str  # "10" province, "10.xxxxx" see docs/places.md
    name: str  # the unit's official name
    province: str  # code of the present province it lies in
    start: int
    end: int


class SignalKind(StrEnum):
    """Form and service only. There is no kind for opinion, stance or feeling, and none may be added (design §1)."""

    USEFUL = "useful"  # service information a reader can act on
    GOOD_NEWS = "good-news"  # people helping, things achieved, heritage, learning
    WARNING = "warning"  # weather, flood, disease, scam: from an official bulletin
    OLD = "old"
    ADVERTORIAL = "advertorial"
    CORRECTION = "correction"
    PRIVACY = "privacy"  # asks an editor to leave a child's or victim's name out


class SignalReason(Code):
    """What the evidence of a signal shows, for the editor."""

    PHONE = "signal.phone"
    OPENING_HOURS = "signal.opening-hours"
    DEADLINE = "signal.deadline"
    PROCEDURE = "signal.procedure"
    HEALTH_SCHEDULE = "signal.health-schedule"
    OUTAGE = "signal.outage"
    TRANSPORT = "signal.transport"
    FORECAST = "signal.forecast"
    SAFETY_ADVICE = "signal.safety-advice"
    SCAM = "signal.scam"
    SUPPORT = "signal.support"
    PEOPLE_HELPING = "signal.people-helping"
    ACHIEVEMENT = "signal.achievement"
    HERITAGE = "signal.heritage"
    LEARNING = "signal.learning"
    SPONSORED = "signal.sponsored"
    ORDERING = "signal.ordering"
    PRICE = "signal.price"
    SALES_PRAISE = "signal.sales-praise"
    NEWSROOM_CORRECTION = "signal.newsroom-correction"
    NAMED_VULNERABLE = "signal.named-vulnerable"  # a child or a victim
    BULLETIN = "signal.bulletin", "hazard"
    BULLETIN_LEVEL = "signal.bulletin-level", "hazard", "level"
    CAP_MESSAGE = "signal.cap-message", "hazard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    kind: SignalKind
    reasons: tuple[Message, ...] = ()  # of SignalReason
    weight: float = 1.0  # 0..1
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """Everything the analyzer says of one article."""

    language: str  # BCP 47, "und" when unknown
    section: Section | None  # None: "chưa rõ"
    second_section: Section | None = None  # as likely as to be shown beside the first
    sections: Mapping[str, float] = field(default_factory=dict)  # slug -> calibrated score, sums to 1
    places: tuple[PlaceMention, ...] = ()
    summary: tuple[str, ...] = ()  # sentences as published
    signals: tuple[Signal, ...] = ()
