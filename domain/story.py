"""Articles on one event, and the readable sum that ranks them (design §7)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.understanding import Section


class StoryState(StrEnum):
    OPEN = "open"  # in the queue
    PICKED = "picked"  # an editor has taken it
    SHARED = "shared"
    SKIPPED = "skipped"  # still one tap away, under "Dưới vạch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTerm:
    """One term of the sum: what it is, how much it adds, and what shows it."""

    name: str  # useful | near | new | origins | good-news | seldom | shared | flags
    label: str  # Vietnamese, short
    value: float
    evidence: str = ""  # Vietnamese sentence, with the quoted words


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHeader:
    """One article of a story, as a card names it."""

    id: str
    title: str
    dated: datetime
    kinship: str


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
    state: StoryState = StoryState.OPEN
    score: float = 0.0  # the sum of the parts without "new", which moves with the clock
    parts: tuple[ScoreTerm, ...] = ()
    places: tuple[str, ...] = ()  # codes
    flags: tuple[str, ...] = field(default=())  # form only: old, advertorial, correction, one-origin, privacy
