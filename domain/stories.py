"""The queue of stories in the store, and what holds stories together: regroupings, bands, views."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from domain.article import Article
from domain.message import Message
from domain.ports import GroupingInput, StoryAssignment
from domain.story import ArticleHeader, Story, StoryMember, StoryState


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


class Stories(Protocol):
    def lock(self, story_ids: Sequence[str]) -> None: ...  # until the transaction ends; before they are read to change
    def get(self, story_id: str) -> Story: ...  # NotFound
    def states(self, story_ids: Sequence[str]) -> dict[str, StoryState]: ...
    def save(self, saved: Sequence[Story]) -> None: ...
    def members(self, story_ids: Sequence[str]) -> dict[str, list[Article]]: ...
    def ranking_members(self, story_ids: Sequence[str]) -> dict[str, list[StoryMember]]: ...  # earliest first, too
    def heads_dated(self, story_ids: Sequence[str]) -> dict[str, datetime]: ...  # the articles that stand on the cards
    def pictured(self, story_ids: Sequence[str]) -> frozenset[str]: ...  # whose card's article has a picture
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
class Move:
    """The program puts an article into another story, and says why."""

    article_id: str
    before: str  # the story it leaves
    into: str
    reason: Message


class StoryWindow(Protocol):
    """The stories of the last days, for who looks at all of them at once."""

    def articles(self, since: datetime, limit: int) -> list[GroupingInput]: ...  # the latest that stand in stories
    def stories(self, article_ids: Sequence[str]) -> dict[str, str]: ...  # article -> the story it stands in now
    def members(self, story_ids: Sequence[str]) -> dict[str, frozenset[str]]: ...  # also those before the window
    def held(self, story_ids: Sequence[str]) -> set[str]:
        """Those with which a person has done anything: looked, decided, picked, moved articles, told in a digest."""
        ...

    def move(self, moves: Sequence[Move]) -> set[str]:
        """Returns the articles that were moved: not those that stand elsewhere by now, or are being read again."""
        ...


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
