"""What editors do with articles: the item under review, the ledger, the digest, the log, the desk's own settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.outbox import Channel


class ItemState(StrEnum):
    PICKED = "picked"  # waiting for a second person
    APPROVED = "approved"
    RETURNED = "returned"  # the reviewer asks for a change
    REJECTED = "rejected"
    SHARED = "shared"


OPEN_STATES = (ItemState.PICKED, ItemState.APPROVED, ItemState.RETURNED)  # a story has one such item at most


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One article on its way to the page: picked by one person, checked by another, shared."""

    id: int
    article_id: str
    story_id: str
    state: ItemState
    caption: str
    picked_by: int
    picked_at: datetime
    written_by: int | None = None  # who wrote the caption last; neither they nor the picker may approve it
    article_version: int = 1  # what the people looked at; a later version is told
    reviewed_by: int | None = None
    reviewed_at: datetime | None = None
    note: str = ""  # the reviewer's
    shared_by: int | None = None
    shared_at: datetime | None = None
    post: str = ""  # the text as shared, with its attribution
    revision: int = 1  # for two tabs: a change to an older revision is refused

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Action(StrEnum):
    """What the log says that somebody did."""

    PICK = "pick"
    WRITE = "write"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    SHARE = "share"
    SKIPPED = "skipped"
    OPEN = "open"
    DIGEST = "digest"
    DIGEST_BUILT = "digest-built"
    DIGEST_APPROVED = "digest-approved"
    DIGEST_SENT = "digest-sent"
    DIGEST_FEED = "digest-feed"
    MERGE_STORIES = "merge-stories"
    SPLIT_STORY = "split-story"
    MOVE_ARTICLE = "move-article"
    MORE_LIKE_THIS = "more-like-this"
    LESS_LIKE_THIS = "less-like-this"
    RESET_TASTE = "reset-taste"
    ADD_PERSON = "add-person"
    CHANGE_PERSON = "change-person"
    SET_PASSWORD = "set-password"  # noqa: S105 - no password
    INVITE = "invite"
    WITHDRAW_LINK = "withdraw-link"
    SIGN_INS_FAILED = "sign-ins-failed"
    SECOND_STEP_ON = "second-step-on"
    SECOND_STEP_OFF = "second-step-off"
    RECOVERY_CODE = "recovery-code"
    REREAD_FAILED = "reread-failed"
    INDEX_FAILED = "index-failed"
    ADD_SOURCE = "add-source"
    SOURCE_ACTIVE = "source-active"
    TRY_NOW = "try-now"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """Append-only: who did what, when, and what it was before and after."""

    id: int  # 0: not yet added
    at: datetime
    who: str  # the desk person's name as it was then; "diemtin" for the program
    action: str  # an Action, or what another version of the program called it
    subject: str  # "item:12", "source:baolaocai-vn"
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    article_id: str
    text: str  # the publisher's own sentence, unless `edited`
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Điểm tin sáng of one day."""

    day: date
    opening: str
    lines: tuple[DigestLine, ...]
    revision: int = 0  # 0: proposed, not yet saved
    saved_at: datetime | None = None
    saved_by: int | None = None  # None: by the program, at its hour
    approved_by: int | None = None  # a second person; any change asks for it anew
    approved_at: datetime | None = None
    sent_at: datetime | None = None  # to the desk's channels, once


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Set once by an administrator; kept in the database."""

    name: str = "Ánh Dương"
    area: tuple[str, ...] = ("15",)  # place codes of "vùng của ta"; 15 = Lào Cai
    solo: bool = False  # chế độ một người: one person may approve their own pick, and every screen says so
    digest_opening: str = "Chào buổi sáng! Điểm tin sáng {day}:"
    post_limit: int = 2000  # characters
    channels: tuple[Channel, ...] = ()  # where notices go
    digest_at: str = "05:30"  # in Vietnam: when Điểm tin sáng builds itself; before noon
    digest_send: bool = False  # tự gửi điểm tin, once a second person has approved it
    feed_token: str = ""  # the secret part of the digest's feed addresses; "": there are no feeds
