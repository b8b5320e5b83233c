"""What fact-checkers and publishers have published of claims: the claim, the verdict as worded, and what it matches.

Claims only. Who said a claim is left out when it is read, opinions and judgements of persons are not kept (design §1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.article import Article
from domain.flags import Part
from domain.log import Action
from domain.understanding import Span
from domain.verdicts import Direction


class ClaimKind(StrEnum):
    FACT_CHECK = "fact-check"  # schema.org ClaimReview
    CORRECTION = "correction"  # a publisher's own words on an article of its own (schema.org correction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One published claim with its verdict, or one published correction."""

    id: str
    kind: ClaimKind
    claim: str  # as its fact-checker worded it; of a correction the title of the article
    verdict: str  # as worded; of a correction its words
    direction: Direction
    publisher: str
    url: str  # where it was published
    source_id: str
    article_id: str = ""  # the article of ours that published it; "": it came by a feed of claims
    published_at: datetime | None = None
    seen_at: datetime

    @property
    def refutes(self) -> bool:
        return self.direction in REFUTING


REFUTING = (Direction.CONTRADICTS, Direction.CORRECTS)


class Relation(StrEnum):
    """How an article stands to a claim."""

    REPEATS = "repeats"  # it says the same
    DENIES = "denies"  # it says that it is not so, and so goes with a check that contradicts it
    RELATED = "related"  # of the same matter; another place, day, number or subject
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the program says of one claim and one article, with the sentence that says it."""

    relation: Relation
    score: float  # share of the claim's words by weight, 0..1
    part: Part
    span: Span
    is_sure: bool = False  # beyond the higher threshold: likely enough to be told as one matter once a person confirms


class MatchState(StrEnum):
    """What a person says of a claim and an article."""

    CONFIRMED = "confirmed"  # the article says what the claim says
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecision:
    """A person's word on one claim and one article, with the sentence that they had before them."""

    claim_id: str
    article_id: str
    state: MatchState
    part: Part
    span: Span
    decided_by: int
    decided_at: datetime


class Claims(Protocol):
    """Published claims. Each is found by the keys that its matcher gave it."""

    def get(self, claim_id: str) -> Claim: ...  # NotFound
    def save(self, kept: Mapping[Claim, Sequence[int]]) -> None: ...  # made or changed, each with its keys
    def of_articles(self, article_ids: Sequence[str]) -> list[Claim]: ...  # that these published, latest first
    def remove(self, claim_ids: Sequence[str]) -> None: ...  # with what people said of them
    def near(self, keys: Sequence[int], limit: int) -> list[Claim]:
        """Fact-checks with any of these keys, those with most of them first; none whose article was withdrawn."""
        ...

    def list(self, limit: int, kind: ClaimKind | None = None) -> list[Claim]: ...  # the latest seen first


class ClaimDecisions(Protocol):
    """What people say of claims and articles: one word on each pair."""

    def find(self, claim_id: str, article_id: str) -> ClaimDecision | None: ...
    def add(self, decision: ClaimDecision) -> bool: ...  # False, and nothing is changed, where somebody has decided
    def remove(self, claim_id: str, article_id: str) -> bool: ...  # False where there is none
    def of_articles(self, article_ids: Sequence[str]) -> list[ClaimDecision]: ...  # in the order they were made
    def stories(self, claim_ids: Sequence[str]) -> list[str]: ...  # in which a person confirmed any of these


class ClaimMatcher(Protocol):
    """Reads claims and articles. Holds nothing and decides nothing: people do."""

    def keys(self, claim: str) -> tuple[int, ...]: ...  # by which articles find it; none for what cannot be checked
    def text_keys(self, article: Article) -> tuple[int, ...]: ...
    def is_short(self, article: Article) -> bool: ...  # says too little to be matched by itself
    def compare(self, claims: Sequence[str], article: Article) -> Sequence[Match]: ...


class ClaimAction(Action):
    """What the log says that somebody did with a claim and an article."""

    CONFIRM_CLAIM = "confirm-claim"
    REJECT_CLAIM = "reject-claim"
    UNDO_CLAIM = "undo-claim"
