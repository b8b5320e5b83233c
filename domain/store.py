"""The database as the desk sees it: one port per noun. Everything in one `Store` is one transaction.

The memory twin is SQLite in memory (docs/decisions/0005): the same code and the same SQL.

`get` raises NotFound; `find` returns None for what is not there, and of many only those that are there; `list` returns
many in a fixed order; `add` makes a row, `save` makes or changes one, `remove` takes it away. Where a row is claimed,
leased or recorded, the method says that instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from domain.article import Article, ArticleVersion
from domain.backup import GoodBackup
from domain.editorial import DeskSettings, Digest, ItemState, LogEntry, ReviewItem
from domain.message import Message
from domain.outbox import OutboxMessage
from domain.page import FetchedPage
from domain.people import FailedTries, Person, Role, SecondStep, Session
from domain.ports import GroupingInput, StoryAssignment
from domain.problems import Database as Trouble
from domain.running import Heartbeat
from domain.sources import Feed, FeedKind, HubSubscription, Source
from domain.stage import Outcome, Stage
from domain.story import ArticleHeader, Story, StoryMember, StoryState
from domain.taste import Preferences
from domain.visits import Blockage, FeedVisit, PastReading
from domain.warning_chain import StoredWarning


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlTarget:
    """An address to visit: a new entry, or an article to look at again."""

    id: int
    source_id: str
    url: str
    article_id: str = ""
    title: str = ""
    published_at: datetime | None = None
    due_at: datetime | None = None  # None: not visited again
    etag: str = ""
    last_modified: str = ""
    visits: int = 0
    failures: int = 0  # in a row
    last_message: Message | None = None  # None: it was read, or never visited
    content_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A worker's hold on rows. It ends by itself, on the database's own clock."""

    token: str
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedArticle:
    """A claimed row: the article, and its page while it still stands at `fetched`."""

    article: Article
    page: FetchedPage | None = None
    source_province: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What one step did to one article. Exactly one is recorded for each article, version and step."""

    article: Article  # as it stands after the step
    step: Stage  # the stage the step leads to
    outcome: Outcome
    reason: str = ""
    details: Mapping[str, Any] | None = None
    assignment: StoryAssignment | None = None
    retry_at: datetime | None = None  # of a retry


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    article_id: str
    step: Stage
    outcome: Outcome
    reason: str
    at: datetime
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    section: str = ""
    place: str = ""
    places: tuple[str, ...] = ()  # any of these: a name and its old units, "Vùng của ta"
    source: str = ""
    day: date | None = None
    state: StoryState = StoryState.OPEN
    limit: int = 15
    offset: int = 0


class Sources(Protocol):
    def get(self, source_id: str) -> Source: ...  # NotFound
    def save(self, source: Source) -> None: ...
    def remove(self, source_id: str) -> None: ...
    def list(self) -> list[Source]: ...


class Feeds(Protocol):
    def add(self, source_id: str, url: str, kind: FeedKind, rule: str, now: datetime) -> bool: ...
    def due(self, now: datetime, limit: int) -> list[Feed]: ...
    def save(self, feed: Feed) -> None: ...
    def make_due(self, feed_id: int, now: datetime) -> None: ...  # it is due at once
    def list(self, source_id: str) -> list[Feed]: ...


class HubSubscriptions(Protocol):
    """Subscriptions at hubs (WebSub): one a feed."""

    def find(self, feed_id: int) -> HubSubscription | None: ...
    def find_by_token(self, token: str) -> HubSubscription | None: ...
    def save(self, lease: HubSubscription) -> None: ...
    def list(self) -> list[HubSubscription]: ...


class CrawlQueue(Protocol):
    """Addresses to visit."""

    def find(self, urls: Sequence[str]) -> dict[str, CrawlTarget]: ...  # those that are known
    def save(self, targets: Sequence[CrawlTarget]) -> None: ...  # new ones have the id 0
    def due(self, now: datetime, limit: int, per_source: int = 20) -> list[CrawlTarget]: ...
    def schedule(self, article_id: str, due_at: datetime | None) -> None: ...  # at its pages, then; None: no more
    def count_waiting(self) -> int: ...
    def list_failing(self, source_id: str, limit: int) -> list[CrawlTarget]: ...  # at their last visit; next due first
    def list_of(self, article_id: str) -> list[CrawlTarget]: ...  # the addresses under which it was found
    def mark_read(self, article_ids: Sequence[str]) -> None: ...  # their pages hold their articles


class Arrivals(Protocol):
    """What the crawler does to articles."""

    def find(self, url: str) -> str | None: ...  # the article that stands at this address, or was first read there
    def save_page(self, kept_id: str, page: FetchedPage) -> None: ...  # to be read, in place of what it had
    def restart(self, discarded_id: str) -> None: ...  # it takes its first step again, if it was discarded there
    def withdraw(self, gone_id: str, at: datetime) -> None: ...  # unless it is withdrawn already


class Articles(Protocol):
    def get(self, article_id: str) -> Article: ...  # NotFound
    def find_by_url(self, urls: Sequence[str]) -> dict[str, Article]: ...  # by the canonical address where they stand
    def claim(
        self, stage: Stage, limit: int, now: datetime, *, lease: Lease, after: Sequence[Stage] = ()
    ) -> list[ClaimedArticle]:
        """Rows at `stage`, oldest first, that nobody has leased; none that came later than one still at `after`."""
        ...

    def claim_changed(self, limit: int, *, lease: Lease) -> list[ClaimedArticle]: ...  # past `fetched`; new bytes came
    def held(self, ids: Sequence[str], token: str) -> set[str]: ...  # still leased so; they stay so in this transaction
    def renew(self, leases: Sequence[Lease]) -> None: ...
    def release(self, tokens: Sequence[str]) -> None: ...
    def release_all(self) -> None: ...  # for who knows that every other worker is dead
    def record(self, results: Sequence[StepResult], now: datetime) -> None: ...  # and end their leases
    def add(self, added: Sequence[Article]) -> None: ...  # from NDJSON: they enter at `extracted`
    def last_fetched_at(self) -> datetime | None: ...
    def remove_pages(self, pages: Mapping[str, datetime]) -> None: ...  # by article, unless newer bytes have come


class Progress(Protocol):
    def counts(self) -> dict[Stage, int]: ...
    def outcomes(self, article_id: str) -> list[OutcomeRow]: ...
    def tries(self, article_ids: Sequence[str], step: Stage) -> dict[str, int]: ...  # of their present versions
    def stopped(self, outcome: Outcome, limit: int) -> list[tuple[Article, OutcomeRow]]: ...
    def by_day(self, source_id: str, since: datetime) -> dict[date, int]: ...
    def texts(self) -> Iterable[Article]: ...  # everything the index holds, for a rebuild


class Versions(Protocol):
    def replace(self, article: Article, before: ArticleVersion) -> None: ...  # the article as it stands now
    def list(self, article_id: str) -> list[ArticleVersion]: ...


class SearchMarks(Protocol):
    """Which version of each article search knows; the index is a copy that follows."""

    def behind(self, limit: int) -> list[Article]: ...  # understood, and search knows no or an earlier version
    def discarded(self, limit: int) -> list[str]: ...  # search still knows them
    def save(self, versions: Mapping[str, int]) -> None: ...  # 0: search knows it no more


class Stories(Protocol):
    def lock(self, story_ids: Sequence[str]) -> None: ...  # until the transaction ends; before they are read to change
    def get(self, story_id: str) -> Story: ...  # NotFound
    def states(self, story_ids: Sequence[str]) -> dict[str, StoryState]: ...
    def save(self, saved: Sequence[Story]) -> None: ...
    def members(self, story_ids: Sequence[str]) -> dict[str, list[Article]]: ...
    def ranking_members(self, story_ids: Sequence[str]) -> dict[str, list[StoryMember]]: ...  # earliest first, too
    def headers(self, story_id: str) -> list[ArticleHeader]: ...  # the same of one story, without their texts
    def remove(self, story_ids: Sequence[str]) -> None: ...  # whose articles are all in other stories now
    def rescore(self, scored: Sequence[Story]) -> None: ...  # score and terms only
    def placed(self, since: datetime) -> Iterable[tuple[GroupingInput, StoryAssignment]]: ...
    def list(self, wanted: QueueFilter) -> tuple[list[Story], int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouping:
    """An editor put this article into this story."""

    number: int  # grows
    article_id: str
    story_id: str


class Regroupings(Protocol):
    """What editors regrouped by hand: merged, split off, moved. The last word on an article counts."""

    def add(self, article_ids: Sequence[str], story_id: str, reason: Message, at: datetime) -> None: ...
    def last(self) -> int: ...  # the number of the latest
    def since(self, number: int) -> list[Regrouping]: ...
    def find(self, article_ids: Sequence[str]) -> dict[str, str]: ...  # article -> the story it was put into


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    key: int  # signed, 64 bits
    article_id: str
    day: int  # since 1970


class Bands(Protocol):
    """MinHash bands of the last weeks, which every worker shares."""

    def add(self, rows: Sequence[BandRow]) -> None: ...
    def near(self, keys: Sequence[int]) -> list[tuple[int, str]]: ...  # (key, article)
    def texts(self, article_ids: Iterable[str]) -> dict[str, GroupingInput]: ...
    def remove(self, before_day: int, first: int, last: int) -> int: ...  # rows with keys first..last


class StoryViews(Protocol):
    """Which stories each desk person has opened, and when last."""

    def save(self, story_id: str, person_id: int, at: datetime) -> None: ...
    def find(self, story_ids: Sequence[str]) -> dict[str, dict[int, datetime]]: ...  # story -> person -> when


class Warnings(Protocol):
    """Official warnings, one an article."""

    def get(self, article_id: str) -> StoredWarning: ...  # NotFound
    def find(self, article_id: str) -> StoredWarning | None: ...
    def of_sender(self, sender: str, since: datetime) -> list[StoredWarning]: ...  # sent since, or still to expire
    def save(self, kept: Sequence[StoredWarning]) -> None: ...
    def remove(self, article_id: str) -> None: ...
    def list(self, limit: int, *, holding: datetime | None = None) -> list[StoredWarning]: ...  # newest first


class Outbox(Protocol):
    """Messages to the desk's channels, one for each message and channel."""

    def add(self, messages: Sequence[OutboxMessage]) -> int: ...  # how many are new; a known one stays as it is
    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[OutboxMessage]: ...  # leased till their due_at
    def record(self, claimed: OutboxMessage, outcome: OutboxMessage) -> bool: ...  # False: the lease had run out
    def remove_done(self, before: datetime, limit: int) -> int: ...  # those that are done with and were made before
    def list(self, limit: int, due: datetime | None = None) -> list[OutboxMessage]: ...  # newest first


class Heartbeats(Protocol):
    """Signs of life of the desk's processes."""

    def save(self, heartbeat: Heartbeat) -> None: ...
    def list(self) -> list[Heartbeat]: ...  # the latest last
    def remove(self, process: str, before: datetime) -> None: ...  # that process, and what was last heard of before
    def remove_beyond(self, after: datetime) -> None: ...  # what a clock that ran ahead has left


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


class People(Protocol):
    def get(self, person_id: int) -> Person: ...  # NotFound
    def save(self, login: str, name: str, role: Role, active: bool) -> Person: ...
    def set_password(self, person_id: int, password_hash: str) -> None: ...
    def find_credentials(self, login: str) -> tuple[Person, str] | None: ...
    def list(self) -> list[Person]: ...


class SourceHistory(Protocol):
    """What Nguồn tin judges a source by."""

    def readings(self, source_id: str, since: datetime) -> list[PastReading]: ...  # oldest first
    def add(self, visit: FeedVisit) -> None: ...  # kept for thirty days
    def visits(self, source_id: str, limit: int) -> list[FeedVisit]: ...  # the last ones of each feed, newest first
    def newest_visit(self) -> datetime | None: ...  # of all active sources, as their feeds remember it
    def failing(self) -> list[str]: ...  # active sources none of whose feeds was read at its last visit
    def block(self, source_id: str, why: Message, at: datetime) -> None: ...  # it answered so, again or for once
    def unblock(self, source_ids: Iterable[str]) -> None: ...  # an article of theirs was read
    def blockage(self, source_id: str) -> Blockage | None: ...


class Sessions(Protocol):
    """Secrets are kept as SHA-256 only."""

    def add(self, token_hash: str, person_id: int, csrf: str, expires_at: datetime, browser: str = "") -> None: ...
    def find(self, token_hash: str, now: datetime) -> Session | None: ...
    def remove(self, token_hash: str) -> None: ...
    def remove_all(self, person_id: int, but: str = "") -> None: ...  # but the one with this hash
    def remove_one(self, person_id: int, session_id: str) -> bool: ...  # of theirs
    def see(self, token_hash: str, at: datetime) -> None: ...
    def list(self, person_id: int, now: datetime) -> list[Session]: ...  # the latest last


class SecondSteps(Protocol):
    """One a person, at most."""

    def find(self, person_id: int) -> SecondStep | None: ...  # and locked until the transaction ends
    def save(self, person_id: int, step: SecondStep) -> None: ...
    def remove(self, person_id: int) -> bool: ...


class SignIns(Protocol):
    """One-time links, and tries that failed."""

    def add_link(self, token_hash: str, person_id: int, expires_at: datetime) -> None: ...
    def redeem(self, token_hash: str, now: datetime) -> Person | None: ...
    def find_link(self, token_hash: str, now: datetime) -> Person | None: ...
    def spend_links(self, person_id: int, at: datetime) -> bool: ...  # all that are open; whether there was one
    def list_links(self, now: datetime) -> dict[int, datetime]: ...  # person -> until when their link is open
    def count_unlogged(self, start: str, before: datetime) -> dict[str, int]: ...  # by key; from then on logged
    def add_failures(self, keys: Sequence[str], at: datetime) -> None: ...

    def count_failures(
        self, keys: Sequence[str], since: datetime, until: datetime, *, lock: bool = False
    ) -> dict[str, FailedTries]:
        """For each key. `lock`: nobody else who asks so is answered for these keys until the transaction ends."""
        ...


class Log(Protocol):
    def add(self, entry: LogEntry) -> None: ...  # it has the id 0
    def began(self) -> datetime | None: ...  # when its first entry was written
    def list(self, limit: int, subject: str = "") -> list[LogEntry]: ...


class Settings(Protocol):
    def get(self) -> DeskSettings: ...
    def save(self, settings: DeskSettings) -> None: ...
    def lock(self) -> None: ...  # until the transaction ends; after the stories, never before
    def preferences(self) -> Preferences: ...
    def save_preferences(self, learnt: Preferences) -> None: ...
    def last_backup(self) -> GoodBackup | None: ...
    def save_backup(self, backup: GoodBackup) -> None: ...


class Store(Protocol):
    """One transaction over every noun."""

    @property
    def sources(self) -> Sources: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def websub_subscriptions(self) -> HubSubscriptions: ...
    @property
    def source_history(self) -> SourceHistory: ...
    @property
    def crawl_queue(self) -> CrawlQueue: ...
    @property
    def arrivals(self) -> Arrivals: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def progress(self) -> Progress: ...
    @property
    def versions(self) -> Versions: ...
    @property
    def search_marks(self) -> SearchMarks: ...
    @property
    def stories(self) -> Stories: ...
    @property
    def regroupings(self) -> Regroupings: ...
    @property
    def bands(self) -> Bands: ...
    @property
    def story_views(self) -> StoryViews: ...
    @property
    def warnings(self) -> Warnings: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def heartbeats(self) -> Heartbeats: ...
    @property
    def items(self) -> Items: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def people(self) -> People: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def second_steps(self) -> SecondSteps: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def log(self) -> Log: ...
    @property
    def settings(self) -> Settings: ...


class Database(Protocol):
    """Opens transactions: committed on leaving the block, rolled back on an error."""

    @property
    def writers(self) -> int: ...  # transactions that write, open at once in one process
    def trouble(self, error: Exception) -> Trouble | None: ...  # what of the database an error tells
    def read(self) -> AbstractContextManager[Store]: ...
    def write(  # Busy after so long; durable: survives a power cut
        self, wait_seconds: float = ..., *, durable: bool = ...
    ) -> AbstractContextManager[Store]: ...
