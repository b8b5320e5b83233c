"""Articles on one event, and the readable sum that ranks them (design §7)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.log import Action
from domain.message import Code, Message
from domain.page import ClaimReview
from domain.understanding import PlaceMention, Section, Signal


class StoryState(StrEnum):
    OPEN = "open"  # in the queue
    PICKED = "picked"  # an editor has taken it
    SHARED = "shared"
    SKIPPED = "skipped"  # still one tap away, under "Đã bỏ qua"


class Term(StrEnum):
    """What can add to a story's score, or take from it."""

    WARNING = "warning"  # from an official publisher; nobody's habits shift it
    USEFUL = "useful"
    NEAR = "near"
    NEIGHBOUR = "neighbour"
    ORIGINS = "origins"
    GOOD_NEWS = "good-news"
    SELDOM = "seldom"
    SHARED = "shared"
    OLD = "old"
    ADVERTORIAL = "advertorial"
    WITHDRAWN = "withdrawn"
    PREFERENCES = "preferences"
    NEW = "new"  # never stored: it moves with the clock


class TermEvidence(Code):
    """What shows a term."""

    SIGNAL = "evidence.signal", "reasons", "quotes"
    SIGNAL_UNQUOTED = "evidence.signal-unquoted", "reasons"
    NEAR = "evidence.near", "place"
    NEIGHBOUR = "evidence.neighbour", "place"
    ORIGINS = "evidence.origins", "number"
    SELDOM = "evidence.seldom"
    SHARED = "evidence.shared"
    OLD = "evidence.old", "day"
    WITHDRAWN = "evidence.withdrawn"
    PREFERENCES = "evidence.preferences", "habits"


class Flag(StrEnum):
    """Form only (design §1): how the text came about, never what it thinks."""

    OLD = "old"
    ADVERTORIAL = "advertorial"
    ONE_ORIGIN = "one-origin"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    PRIVACY = "privacy"
    REFUTED = "refuted"  # a fact-checker calls false what it tells
    # The rest is read when somebody opens a card, and is not stored with the story.
    SHARED_BEFORE = "shared-before"  # this page has posted the story
    TEASER = "teaser"  # the headline withholds, or promises what its own text does not tell
    UNNAMED_SOURCE = "unnamed-source"  # nobody stands for what it tells
    SOURCES_DISAGREE = "sources-disagree"  # on a number
    WARNING_OVER = "warning-over"  # expired, cancelled or superseded
    TIME_PASSED = "time-passed"  # "tối nay" of yesterday
    UNCREDITED_IMAGE = "uncredited-image"
    EMBARGO = "embargo"  # not to be published before an hour, or the publisher's reuse delay still runs


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTerm:
    """One term of the sum: what it is, how much it adds, and what shows it."""

    term: Term | str  # a plain string where another version of the program stored it
    value: float
    evidence: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHeader:
    """One article of a story, as a card names it."""

    id: str
    title: str
    dated: datetime
    assignment_reason: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """What the sum needs to know of an article; no text."""

    id: str
    source_id: str
    title: str
    lead: str
    version: int
    fetched_at: datetime
    dated: datetime
    section: Section | None
    second_section: Section | None
    places: tuple[PlaceMention, ...]
    signals: tuple[Signal, ...]
    claim_reviews: tuple[ClaimReview, ...]
    paragraphs: tuple[int, ...]
    copy_of: str
    origin: str
    withdrawn_at: datetime | None
    is_refuted: bool = False  # a person confirmed that it says what a published fact-check calls false or corrects


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    id: str  # the id of its first article
    head_id: str  # the article that stands for it
    title: str
    lead: str
    source_id: str  # of the head
    section: Section | None
    newest_at: datetime
    opened_at: datetime
    members: int
    origins: int  # texts of their own; copies of one agency item count once
    second_section: Section | None = None  # as its head has it
    state: StoryState = StoryState.OPEN
    score: float = 0.0  # the sum of the terms without "new", which moves with the clock
    terms: tuple[ScoreTerm, ...] = ()
    places: tuple[str, ...] = ()  # codes
    flags: tuple[Flag | str, ...] = field(default=())  # a plain string as in ScoreTerm


class StoryAction(Action):
    """What the log says that somebody did with a story."""

    SKIPPED = "skipped"
    OPEN = "open"
    MERGE_STORIES = "merge-stories"
    SPLIT_STORY = "split-story"
    MOVE_ARTICLE = "move-article"
    MORE_LIKE_THIS = "more-like-this"
    LESS_LIKE_THIS = "less-like-this"
    REGROUPED = "regrouped"  # by the program, the hourly regrouping
