"""What editors do with articles: the item under review, the ledger, the digest, the log, the desk's own settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.backup import GoodBackup
from domain.holidays import OwnDay
from domain.log import Action
from domain.outbox import Channel
from domain.preferences import Preferences


class ItemState(StrEnum):
    DRAFT = "draft"  # its writer's own: nobody else reads it or decides on it
    IN_REVIEW = "picked"  # sent, waiting for a reviewer; the code is of 0.1.0, in which a pick was sent at once
    APPROVED = "approved"
    RETURNED = "returned"  # to its writer, with a sentence on what to change
    REJECTED = "rejected"
    SHARED = "shared"
    UNPICKED = "unpicked"  # its writer gave it up before anybody decided


OPEN_STATES = (  # a story has one such item at most
    ItemState.DRAFT,
    ItemState.IN_REVIEW,
    ItemState.APPROVED,
    ItemState.RETURNED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One article on its way to the page: picked and written by one person, checked by another, shared."""

    id: int
    article_id: str
    story_id: str
    state: ItemState
    caption: str
    picked_by: int  # its writer: the draft is theirs, and what is returned goes back to them
    picked_at: datetime
    written_by: int | None = None  # who changed the caption last, and so may not approve it; None: its writer
    article_version: int = 1  # what people looked at; the screens tell when there is a later one
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

    @property
    def last_writer(self) -> int:
        return self.written_by or self.picked_by


class ReviewAction(Action):
    """What the log says that somebody did with an item."""

    PICK = "pick"
    WRITE = "write"
    SEND = "send"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    SHARE = "share"
    UNPICK = "unpick"
    REPICK = "repick"
    TAKE_BACK = "take-back"
    UNDO_HELP = "undo-help"
    UNDO_APPROVAL = "undo-approval"
    UNDO_RETURN = "undo-return"
    UNDO_REJECTION = "undo-rejection"
    UNDO_SHARE = "undo-share"


class DigestAction(Action):
    """What the log says of Điểm tin sáng."""

    DIGEST = "digest"
    DIGEST_BUILT = "digest-built"
    DIGEST_APPROVED = "digest-approved"
    DIGEST_SENT = "digest-sent"
    DIGEST_FEED = "digest-feed"


class DeskAction(Action):
    """What the log says of the desk itself."""

    SETTINGS = "settings"
    RESET_PREFERENCES = "reset-taste"
    REREAD_FAILED = "reread-failed"
    INDEX_FAILED = "index-failed"
    WALL_OPENED = "wall-opened"
    WALL_CLOSED = "wall-closed"
    KEY_RENEWED = "key-renewed"
    MATCHING_FAILED = "matching-failed"


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
    approved_by: int | None = None  # a second person; any change needs a new approval
    approved_at: datetime | None = None
    sent_at: datetime | None = None  # to the desk's channels, once


class DeskKind(StrEnum):
    """Whose page it is. It decides which publishers are proposed first."""

    COMMUNE = "commune"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    RED_CROSS = "red-cross"
    NEWSROOM = "newsroom"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """Set once by an administrator; kept in the database."""

    name: str = ""  # "": nobody has set the desk up yet
    kind: DeskKind = DeskKind.OTHER
    area: tuple[str, ...] = ()  # place codes of "vùng của ta"
    solo: bool = False  # chế độ một người: one person may approve their own pick, and every screen says so
    digest_opening: str = "Chào buổi sáng! Điểm tin sáng {day}:"
    post_limit: int = 2000  # characters
    channels: tuple[Channel, ...] = ()  # where notices go
    digest_at: str = "05:30"  # in Vietnam: when Điểm tin sáng builds itself; before noon
    digest_send: bool = False  # tự gửi điểm tin, once a second person has approved it
    share_again_days: int = 30  # for so long the same story is said to have been posted already
    post_distance_minutes: int = 60  # two posts at one place that are nearer are told; 0: none is
    own_days: tuple[OwnDay, ...] = ()  # days off, or worked, that the state's calendar does not know so
    publish_warnings: bool = False  # as CAP 1.2, for everybody
    wall_token: str = ""  # the secret part of the wall's address; "": there is none
    feed_token: str = ""  # the secret part of the digest's feed addresses; "": there are no feeds

    @property
    def is_set_up(self) -> bool:
        """Whether it knows whose page it is and where. Until then every screen says so."""
        return bool(self.name and self.area)


class Items(Protocol):
    def get(self, item_id: int) -> ReviewItem: ...  # NotFound
    def add(self, item: ReviewItem) -> ReviewItem: ...
    def save(self, item: ReviewItem) -> ReviewItem: ...  # Conflict when its revision is not the stored one
    def of_stories(self, story_ids: Sequence[str]) -> dict[str, list[ReviewItem]]: ...
    def shared_sources(self, last: int) -> frozenset[str]: ...  # of the last posts in the ledger
    def list(self, states: Sequence[ItemState], limit: int) -> list[ReviewItem]: ...


class Digests(Protocol):
    def find(self, day: date) -> Digest | None: ...
    def save(self, digest: Digest) -> Digest: ...  # Conflict when its revision is not the stored one
    def list(self, limit: int) -> list[Digest]: ...  # the latest first


class Settings(Protocol):
    def get(self) -> DeskSettings: ...
    def save(self, settings: DeskSettings) -> None: ...
    def lock(self) -> None: ...  # until the transaction ends; after the stories, never before
    def preferences(self) -> Preferences: ...
    def save_preferences(self, learnt: Preferences) -> None: ...
    def last_backup(self) -> GoodBackup | None: ...
    def save_backup(self, backup: GoodBackup) -> None: ...
