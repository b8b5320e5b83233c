"""What asks for care before an article goes out: a flag, why it is raised, and the words that raised it.

Form and fact only (design §1). A flag is a hint: a person accepts it or says in a sentence why the item goes out all
the same. Only `BLOCKING` ones hold an item back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from domain.article import Article
from domain.log import Action
from domain.message import Code, Message
from domain.story import Flag
from domain.understanding import Span

BLOCKING = frozenset({Flag.WARNING_OVER, Flag.EMBARGO})


class Part(StrEnum):
    """Where a quoted span stands."""

    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"


class FlagReason(Code):
    """Why a flag is raised, and what to do about it."""

    TEASER_WITHHOLDS = "flag-reason.teaser-withholds"
    TEASER_REACTION = "flag-reason.teaser-reaction"
    TEASER_QUESTION = "flag-reason.teaser-question"
    TEASER_DENIED = "flag-reason.teaser-denied"
    TEASER_COUNT = "flag-reason.teaser-count", "promised", "told"
    UNNAMED_SOURCE = "flag-reason.unnamed-source"
    ADVERTORIAL_MARKED = "flag-reason.advertorial-marked", "mark"
    ADVERTORIAL_UNMARKED = "flag-reason.advertorial-unmarked"
    TIME_PASSED = "flag-reason.time-passed", "words", "until"
    EMBARGO = "flag-reason.embargo", "until"
    REUSE_DELAY = "flag-reason.reuse-delay", "until"
    IMAGE_UNCREDITED = "flag-reason.image-uncredited"
    IMAGE_CREDITS_NOBODY = "flag-reason.image-credits-nobody", "words"
    COUNTS_DISAGREE = "flag-reason.counts-disagree", "earlier", "earlier_at", "later", "later_at"
    NAMED_PERSON = "flag-reason.named-person"  # a child, a victim or a patient
    GIVEN_AWAY = "flag-reason.given-away"  # an initial, and school with class or named kin beside it
    IDENTITY_NUMBER = "flag-reason.identity-number"
    LICENCE_PLATE = "flag-reason.licence-plate"
    PRIVATE_PHONE = "flag-reason.private-phone"
    HOME_ADDRESS = "flag-reason.home-address"

    # by desk/story_flags.py, from what the store knows
    OLD = "flag-reason.old", "day"
    ADVERTORIAL = "flag-reason.advertorial", "reasons"
    PRIVACY = "flag-reason.privacy"
    ONE_ORIGIN = "flag-reason.one-origin", "number"
    ONE_ORIGIN_OF = "flag-reason.one-origin-of", "number", "origin"
    CHANGED = "flag-reason.changed", "version"
    CHANGED_SINCE = "flag-reason.changed-since", "read", "version"
    CORRECTED = "flag-reason.corrected"
    SIBLING_CORRECTED = "flag-reason.sibling-corrected", "source"
    WITHDRAWN = "flag-reason.withdrawn", "moment"
    SIBLING_WITHDRAWN = "flag-reason.sibling-withdrawn", "source", "moment"
    REFUTED = "flag-reason.refuted", "claim", "rating", "reviewer", "day"
    REFUTED_HEADLINE = "flag-reason.refuted-headline", "reviewer", "day"
    SHARED_BEFORE = "flag-reason.shared-before", "person", "moment", "where"
    SHARED_IN_DIGEST = "flag-reason.shared-in-digest", "person", "day", "where"
    WARNING_EXPIRED = "flag-reason.warning-expired", "moment"
    WARNING_CANCELLED = "flag-reason.warning-cancelled", "moment"
    WARNING_SUPERSEDED = "flag-reason.warning-superseded", "moment"


class PostedAt(Code):
    """Where a story was posted, beside the outlets' own names."""

    HERE = "posted-at.here", "places"
    ALSO = "posted-at.also", "places", "others"
    BY_HAND = "posted-at.by-hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagQuote:
    """The words that raised a flag, as they were written."""

    article_id: str
    part: Part
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedFlag:
    flag: Flag
    why: Message  # of FlagReason
    quotes: tuple[FlagQuote, ...] = ()

    @property
    def evidence(self) -> str:
        """Tells this raising from another: an answer holds for it, and a later change of the words asks again."""
        quoted = "\n".join(f"{one.article_id} {one.part} {one.span.quote}" for one in self.quotes)
        return sha256(f"{self.flag}\n{self.why.as_json()}\n{quoted}".encode()).hexdigest()[:24]


class Answer(StrEnum):
    ACCEPTED = "accepted"  # it is so, and was dealt with
    OVERRIDDEN = "overridden"  # it goes out all the same; why is said


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAnswer:
    """What a person said to a flag of an article, for whoever picks, reviews or posts it after them."""

    id: int
    article_id: str
    flag: Flag | str  # a plain string where another version of the program stored it
    evidence: str  # of the RaisedFlag that was answered
    answer: Answer
    sentence: str  # why; "" only where it was accepted
    by: int
    at: datetime


class FlagAction(Action):
    """What the log says that somebody answered to a flag."""

    ACCEPTED = "flag-accepted"
    OVERRIDDEN = "flag-overridden"
    ANSWER_TAKEN_BACK = "flag-answer-taken-back"


class FlagAnswers(Protocol):
    def add(self, answer: FlagAnswer) -> FlagAnswer: ...  # the later one of an article, flag and evidence stands
    def remove(self, answer_id: int) -> None: ...
    def of_articles(self, article_ids: Sequence[str]) -> list[FlagAnswer]: ...  # that stand, oldest first


class TextFlags(Protocol):
    """What an article's own text raises. Asked when somebody opens a card, never on the path of articles."""

    def read(self, article: Article) -> Sequence[RaisedFlag]: ...
