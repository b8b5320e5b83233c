"""Articles as work: claimed with a lease, taken one step further, and exactly one outcome recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from domain.article import Article, ArticleVersion
from domain.page import FetchedPage
from domain.ports import StoryAssignment
from domain.stage import Outcome, Stage
from domain.understanding import SectionChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A worker's claim on rows. It expires by itself, by the database's own clock."""

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


class Articles(Protocol):
    def get(self, article_id: str) -> Article: ...  # NotFound
    def find_by_url(self, urls: Sequence[str]) -> dict[str, Article]: ...  # by the canonical address where they stand
    def find_by_title(self, source_ids: Sequence[str], titles: Sequence[str], since: datetime) -> list[Article]:
        """Articles of these sources with any of these titles since `since` that are not withdrawn, oldest first."""
        ...

    def of_source(self, source_id: str, since: datetime, limit: int) -> list[Article]:
        """Articles of the source that were fetched since and not stopped, the newest fetched first."""
        ...

    def claim(
        self, stage: Stage, limit: int, now: datetime, *, lease: Lease, after: Sequence[Stage] = ()
    ) -> list[ClaimedArticle]:
        """Rows at `stage`, oldest first, that nobody has leased; none that came later than one still at `after`."""
        ...

    def waits_since(self, stage: Stage, now: datetime) -> datetime | None: ...  # the first to claim there was fetched
    def claim_changed(self, limit: int, *, lease: Lease) -> list[ClaimedArticle]: ...  # past `fetched`; new bytes came
    def held(self, ids: Sequence[str], token: str) -> set[str]: ...  # still leased so; they stay so in this transaction
    def renew(self, leases: Sequence[Lease]) -> None: ...
    def release(self, tokens: Sequence[str]) -> None: ...
    def release_all(self) -> None: ...  # only for a caller who knows that no other worker lives
    def release_standing(self, stage: Stage) -> None: ...  # whoever has them; a late result is dropped
    def record(self, results: Sequence[StepResult], now: datetime) -> None: ...  # and end their leases
    def add(self, added: Sequence[Article]) -> None: ...  # from NDJSON: they enter at `extracted`
    def lock_identities(self) -> None: ...  # one at a time says which pages are the same article; before any row
    def lock(self, article_id: str) -> None: ...  # until the transaction ends; before it is read to change
    def choose_section(self, article_id: str, choice: SectionChoice) -> None: ...  # an editor's: nothing else writes it
    def last_fetched_at(self) -> datetime | None: ...
    def remove_pages(self, pages: Mapping[str, datetime]) -> None: ...  # by article, unless newer bytes have come


MAX_COUNTED_ARTICLES = 100_000  # at a stage; beyond it nobody needs the number, and counting a million takes a while


class Progress(Protocol):
    def counts(self) -> dict[Stage, int]: ...  # up to MAX_COUNTED_ARTICLES at each
    def outcomes(self, article_id: str) -> list[OutcomeRow]: ...
    def recorded_since(self, steps: Sequence[Stage], since: datetime) -> bool: ...  # any outcome of these
    def tries(self, article_ids: Sequence[str], step: Stage) -> dict[str, int]: ...  # of their present versions
    def stopped(self, outcome: Outcome, limit: int) -> list[tuple[Article, OutcomeRow]]: ...
    def by_day(self, source_ids: Sequence[str], since: datetime) -> dict[str, dict[date, int]]: ...  # that came
    def texts(self) -> Iterable[Article]: ...  # everything the index holds, for a rebuild


class Versions(Protocol):
    def replace(self, article: Article, before: ArticleVersion) -> None: ...  # the article as it stands now
    def list(self, article_id: str) -> list[ArticleVersion]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchMark:
    """What search knows of an article: which version of its text, under which choice of an editor."""

    article_id: str
    version: int
    choice: SectionChoice

    @classmethod
    def of(cls, article: Article) -> "SearchMark":
        return cls(article_id=article.id, version=article.version, choice=article.section_choice)


MAX_COUNTED_MARKS = 10_000  # of articles that search lacks: to count them is to look at each


class SearchMarks(Protocol):
    """Which version of each article the search index holds. The index is a copy that follows the database."""

    def behind(self, limit: int) -> list[Article]: ...  # understood, and search knows no or an earlier version
    def discarded(self, limit: int) -> list[str]: ...  # search still knows them
    def count(self) -> int: ...  # of both, up to MAX_COUNTED_MARKS
    def save(self, known: Iterable[SearchMark]) -> None: ...  # passes over what an editor has changed meanwhile
    def remove(self, article_ids: Sequence[str]) -> None: ...  # search knows them no more
    def engine(self) -> str: ...  # whose marks these are
    def follow(self, engine: str) -> str: ...  # from now on they are this engine's; returns whose they were
