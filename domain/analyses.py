"""What the program computes of the coverage once a day and keeps: what stands out, and the words of a period.

Only the newest of each kind is kept. Counts of publishers' articles; no person and no opinion (design §1).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.coverage import Kind
from domain.message import Message
from domain.standing_out import DailySeries, DayKind, Finding, StandingOut

PERIODS = (7, 28)  # days whose words are compared with as many days before


class AnalysisKind(StrEnum):
    FINDINGS = "findings"
    WORDS = "words"


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What a series counts the articles of."""

    kind: Kind
    value: str  # slug, code or id; "" of ALL

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.value}"

    @classmethod
    def of(cls, key: str) -> "Subject":
        kind, _, value = key.partition(":")
        return cls(Kind(kind), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A finding with what may explain it; that there is no cause does not say that there is none."""

    finding: Finding
    causes: tuple[Message, ...]

    @property
    def subject(self) -> Subject:
        return Subject.of(self.finding.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    first: date  # of the days whose habit was learnt
    since: date  # findings are of this day at the earliest
    last: date  # the last whole day
    tested: Mapping[Kind, int]  # how many series of each kind
    too_few: int  # series of which nothing can be said, because too few days were seen
    seen_days: int  # usual days that were seen of the series that is known longest
    needed_days: int
    blind_days: int  # since `since`, on which too little was seen of all sources together
    found: tuple[Explained, ...]

    @property
    def series(self) -> int:
        return sum(self.tested.values()) + self.too_few


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodWord:
    word: str
    articles: int  # of the period that hold it, among those that were read
    before: int  # the same of the period before
    z: float  # log-odds ratio / its standard deviation
    q: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """Some articles of a period stand for all of them."""

    read: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOfPeriod:
    days: int  # of the period, which ends with `last`, and of the one before it
    last: date
    own: Sampled
    before: Sampled
    words: tuple[PeriodWord, ...]  # strongest first

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How many articles hold each word, and how many there are."""

    holding: Counter[str]
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The newest of its kind."""

    at: datetime  # when it was computed
    basis: str  # of what: another one is due when this is no longer so
    articles: int  # that were counted then
    findings: Findings | None = None
    words: tuple[WordsOfPeriod, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    value: str
    day: date
    articles: int
    origins: int


@dataclass(frozen=True, slots=True)
class SampledText:
    id: str
    version: int
    title: str
    text: str
    published_at: datetime | None


class Statistics(Protocol):
    """Knows no store and no clock; numbers in, numbers out."""

    def stand_out(self, series: Sequence[DailySeries], kinds: "Kinds", since: date) -> StandingOut: ...
    def words(self, text: SampledText, publishers: Sequence[str]) -> frozenset[str]: ...  # that are no names of persons
    def compared(self, period: WordCounts, before: WordCounts) -> list[PeriodWord]: ...


class Kinds(Protocol):
    def __call__(self, first: date, number: int) -> Sequence[DayKind]: ...


class Analyses(Protocol):
    """One row a kind. Who computes claims it for a while; what comes after that is not written."""

    def find(self, kind: AnalysisKind) -> Analysis | None: ...
    def claim(self, kind: AnalysisKind, token: str, lasts: timedelta) -> bool:
        """Also to go on with what is ours. False while another process has it; the database's clock decides."""
        ...

    def release(self, kind: AnalysisKind, token: str) -> None: ...
    def save(self, kind: AnalysisKind, token: str, analysis: Analysis) -> bool: ...  # False: it is ours no longer


class CoverageDays(Protocol):
    """The daily counters as statistics need them: narrow, and many series at once."""

    def is_settled(self) -> bool: ...  # the counters have caught up with the articles, but for the last few
    def first_seen(self) -> date | None: ...  # the first day on which any source was seen
    def articles(self, first: date, last: date) -> int: ...
    def totals(self, kind: Kind, first: date, last: date) -> dict[str, int]: ...  # articles of whole weeks, by value
    def list(self, kind: Kind, values: Sequence[str], first: date, last: date) -> Iterable[DayCount]: ...
    def of_source(self, source_id: str, subject: Subject, first: date, last: date) -> dict[date, int]:
        """How many of the subject's articles were this source's, by day."""
        ...


class PeriodWords(Protocol):
    """The words of sampled articles, each article read once."""

    def sample(self, first: date, last: date, limit: int) -> tuple[list[str], int]:
        """Ids of so many articles of these days, always the same, and how many there are in all."""
        ...

    def unread(self, ids: Sequence[str], limit: int) -> list[SampledText]: ...  # as they stand now
    def save(self, words: Mapping[str, tuple[int, Iterable[str]]]) -> None: ...  # by article: its version, its words
    def counts(self, ids: Sequence[str]) -> WordCounts: ...
    def forget(self, kept: Sequence[str]) -> None: ...  # what was read of any other article
