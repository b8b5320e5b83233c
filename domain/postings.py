"""The ledger (Sổ tin đã đăng): what this page has posted, word for word, and what people were told of it since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.flags import FlagAnswer
from domain.log import Action
from domain.story import Flag

BY_HAND = 0  # the outlet of what people copy and paste themselves: every desk has it


class PostingKind(StrEnum):
    ITEM = "item"
    DIGEST = "digest"
    FOLLOW_UP = "follow-up"  # on an earlier posting: what its source has changed since


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedArticle:
    """An article of a posting as it stood then. Today's title never stands over yesterday's post."""

    article_id: str
    version: int
    title: str
    source_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredFlag:
    """A flag that stood on the card and that nobody had answered when the item went out."""

    flag: Flag | str
    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    id: int
    kind: PostingKind
    text: str  # as posted
    posted_by: int
    posted_at: datetime
    articles: tuple[PostedArticle, ...]
    item_id: int | None = None
    day: date | None = None  # of a digest
    follows: int | None = None  # the posting that a follow-up is on
    outlet: int = BY_HAND
    address: str = ""  # where it can be read; "" until somebody says
    answers: tuple[FlagAnswer, ...] = ()  # what people said to its flags
    unanswered: tuple[UnansweredFlag, ...] = ()
    taken_back_by: int | None = None  # the mark was a mistake, or the post was removed
    taken_back_at: datetime | None = None
    reason: str = ""  # why it was taken back
    revision: int = 1  # for two tabs

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None


class PostingAction(Action):
    """What the log says that somebody did with a posting."""

    POSTED = "posted"
    ADDRESSED = "addressed"
    TAKE_BACK = "take-back-posting"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedArticle:
    """An article of a standing posting, as it was posted and as it is now."""

    posting_id: int
    posted_at: datetime
    article_id: str
    version: int  # as posted
    latest: int  # now
    withdrawn_at: datetime | None
    story_id: str
    flags: tuple[Flag | str, ...]  # of its story, now


class Postings(Protocol):
    def get(self, posting_id: int) -> Posting: ...  # NotFound
    def add(self, posting: Posting) -> Posting: ...
    def save(self, posting: Posting) -> Posting: ...  # Conflict when its revision is not the stored one; articles stay
    def of_item(self, item_id: int) -> list[Posting]: ...  # oldest first
    def of_day(self, day: date) -> list[Posting]: ...  # of that morning's digest, oldest first
    def of_stories(self, story_ids: Sequence[str], since: datetime) -> Mapping[str, list[Posting]]: ...  # that stand
    def watched(self, since: datetime) -> list[WatchedArticle]: ...  # of postings that stand
    def list(self, limit: int, before: int = 0, since: datetime | None = None) -> list[Posting]: ...  # newest first
