"""One published text, and how far along the desk's path it has come."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from domain.errors import WrongStage
from domain.message import Message
from domain.page import ClaimReview, PublishedCorrection
from domain.ports import GroupingInput
from domain.stage import Stage
from domain.times import aware
from domain.understanding import OtherChoice, PlaceMention, Section, SectionChoice, Signal


def article_id(url: str) -> str:
    """16 hex digits from the address the page was first read at; stable for good."""
    return sha256(url.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    id: str
    source_id: str
    url: str
    stage: Stage
    fetched_at: datetime
    version: int = 1  # grows when the publisher changes the text
    title: str = ""
    lead: str = ""
    text: str = ""  # begins with the lead; paragraphs joined by "\n"; NFC
    published_at: datetime | None = None
    modified_at: datetime | None = None
    byline: str = ""  # kept as text, for attribution; never indexed
    publisher_section: str = ""
    image_url: str = ""
    image_credit: str | None = None  # as the page says whose it is; None where nobody has looked
    language: str = ""
    section: Section | None = None  # the editor's where one chose, else the program's
    second_section: Section | None = None  # the program's, where it may as well be this one
    is_section_chosen: bool = False  # by an editor, who may choose "chưa rõ" as well
    places: tuple[PlaceMention, ...] = ()
    summary: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    claim_reviews: tuple[ClaimReview, ...] = ()
    corrections: tuple[PublishedCorrection, ...] = ()  # the publisher's own words
    extraction_warnings: tuple[Message, ...] = ()
    paragraphs: tuple[int, ...] = ()  # marks of its long paragraphs: desk/ranking/independent_sources.py
    story_id: str = ""
    assignment_reason: Message | None = None  # why it belongs to its story
    copy_of: str = ""
    origin: str = ""
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        aware(self.fetched_at, f"article {self.id}")
        if self.published_at is not None:
            aware(self.published_at, f"article {self.id}")

    def moved_to(self, stage: Stage) -> "Article":
        if stage is not self.stage.next:  # nothing skips a stage
            raise WrongStage(article=self.id, at=self.stage, wanted=stage)
        return replace(self, stage=stage)

    @property
    def dated(self) -> datetime:
        """When it was published, or else when we first saw it."""
        return self.published_at or self.fetched_at

    @property
    def section_choice(self) -> SectionChoice:
        """What an editor chose; PROGRAM where nobody did."""
        if not self.is_section_chosen:
            return OtherChoice.PROGRAM
        return self.section or OtherChoice.UNCLEAR

    def candidate(self) -> GroupingInput:
        """The part of the article that grouping may see."""
        return GroupingInput(
            id=self.id,
            title=self.title,
            text=self.text,
            published_at=self.dated,
            source_id=self.source_id,
            places=tuple(place.code for place in self.places),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """The text as it stood before the publisher changed it."""

    article_id: str
    version: int
    seen_at: datetime
    title: str
    text: str
    grade: str = ""  # how the next version differs: domain.versions.Grade
