"""The ledger (Sổ tin đã đăng): what this page has posted, word for word, and what people were told of it since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.flags import FlagAnswer
from domain.log import Action
from domain.story import Flag
from domain.understanding import Section

BY_HAND = 0  # the outlet of what people copy and paste themselves: every desk has it


class PostingKind(StrEnum):
    ITEM = "item"
    DIGEST = "digest"
    FOLLOW_UP = "follow-up"  # on an earlier posting: what its source has changed since


class PostedAs(StrEnum):
    """How it reached its readers."""

    POST = "post"  # of its own
    EDIT = "edit"  # of the earlier post
    REPLY = "reply"  # under the earlier post
    REMOVAL = "removal"  # the earlier post was removed


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
    posted_as: PostedAs = PostedAs.POST
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
    PUT_BACK = "put-back-posting"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleNow:
    """What a posted article has become."""

    id: str
    title: str
    version: int
    withdrawn_at: datetime | None
    section: Section | None
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedArticle:
    """An article of a standing posting, as its readers were told of it last and as it is now."""

    posting_id: int  # the first of them, where follow-ups came after it
    posted_at: datetime  # of the last of them
    article_id: str
    version: int  # as the last of them told it
    latest: int  # now
    withdrawn_at: datetime | None
    story_id: str
    flags: tuple[Flag | str, ...]  # of its story, now
    sibling_at: datetime | None  # when another article of its story was corrected last
    warning_over_at: (
        datetime | None
    )  # when a later message ended the warning that it gives; its own hour, where it warns of nothing
    warned_at: datetime | None  # when that warning's sender sent a message last


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How often readers were told of an article, and when last."""

    last_at: datetime
    times: int  # postings that stand: each outlet, item, digest and follow-up is one


class Postings(Protocol):
    def get(self, posting_id: int) -> Posting: ...  # NotFound
    def of_ids(self, posting_ids: Sequence[int]) -> list[Posting]: ...  # those that are there
    def add(self, posting: Posting) -> Posting: ...
    def save(self, posting: Posting) -> Posting: ...  # Conflict when its revision is not the stored one; articles stay
    def of_item(self, item_id: int) -> list[Posting]: ...  # oldest first
    def of_day(self, day: date) -> list[Posting]: ...  # of that morning's digest, oldest first
    def of_stories(self, story_ids: Sequence[str], since: datetime) -> Mapping[str, list[Posting]]: ...  # that stand
    def following(self, posting_ids: Sequence[int]) -> list[Posting]: ...  # follow-ups on these, oldest first
    def watched(self, since: datetime) -> list[WatchedArticle]: ...  # of postings that stand
    def told(self, article_id: str) -> Telling | None: ...  # by postings that stand
    def now_of(self, article_ids: Sequence[str]) -> Mapping[str, ArticleNow]: ...  # of those that are still there
    def lock(self, posting_ids: Sequence[int]) -> None: ...  # until the transaction ends; before their tasks
    def list(  # newest first; posted at or after `since`, and before `until`
        self, limit: int, before: int = 0, since: datetime | None = None, until: datetime | None = None
    ) -> list[Posting]: ...
