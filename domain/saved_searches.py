"""Searches that people keep, who follows them and how, and what they found as it came in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from domain.article import Article
from domain.log import Action
from domain.message import Code
from domain.search import Query

MAX_OF_PERSON, MAX_OF_DESK = 50, 10_000  # saved searches
MAX_QUERY_CHARS, MAX_NAME_CHARS = 1000, 80
MAX_HITS_A_DAY = 200  # of one search; more are counted, and not kept
MAX_HITS = 2_000  # of one search, the newest: it tells of fifty stories, and of a week at most
HITS_KEPT = timedelta(days=90)


class FoundBy(Code):
    """By what of an article a saved search found it."""

    WORDS = "found-by.words", "words"
    PLACES = "found-by.places", "codes"
    PLACE = "found-by.place", "place"
    SOURCE = "found-by.source", "source"
    SECTION = "found-by.section", "section"
    FILTERS = "found-by.filters"  # nothing in it had to stand: only what must not, or days


class Rhythm(StrEnum):
    """How often a follower is told."""

    AT_ONCE = "at-once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    id: int  # 0: not yet added
    name: str
    text: str  # as typed
    section: str = ""
    source: str = ""
    shared: bool = False  # with the desk: everybody sees it and may follow it
    owner: int
    feed_token: str  # the secret part of its feeds' address
    changed_at: datetime
    revision: int = 1
    last_hit: int = 0  # its newest hit's number
    counted_day: str = ""  # in Vietnam, "2026-11-26"
    counted: int = 0  # articles that it found on that day, also those beyond MAX_HITS_A_DAY

    @property
    def query(self) -> Query:
        return Query(text=self.text, section=self.section, source=self.source, whole=True)

    def found_on(self, day: str) -> int:
        return self.counted if self.counted_day == day else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """One person follows one search."""

    search_id: int
    person_id: int
    rhythm: Rhythm
    at: time = time(17)  # in Vietnam: of a day or a week, and when silence is told
    weekday: int = 0  # Monday
    silence: bool = False  # is also told, once a day or week, that nothing came
    paused_until: datetime | None = None
    told_to: int = 0  # the newest hit they were told of
    seen_to: int = 0  # the newest hit that stood on the search's page when they last opened it
    told_at: datetime | None = None
    next_at: datetime | None = None  # when they are told next; None: as it comes
    silence_at: datetime | None = None  # when those who are told more often than daily hear that nothing came


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedHit:
    """An article that a search found as it came in or changed, and by what."""

    number: int = 0  # 0: not yet added; the hits of a search are counted up
    search_id: int
    article_id: str
    at: datetime
    version: int
    words: tuple[str, ...] = ()  # as published
    places: tuple[str, ...] = ()
    source: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """One story that a search found: its first article that was found, and why."""

    hit: SavedHit
    story_id: str  # "" while its article waits to be placed
    title: str
    url: str
    source_id: str
    dated: datetime
    articles: int  # of the story, that this search found
    warning: bool = False  # an official warning is among these articles

    @property
    def placed(self) -> str:
        """The story's id; where it stands alone or waits, its article's."""
        return self.story_id or self.hit.article_id


class SavedSearches(Protocol):
    def get(self, search_id: int) -> SavedSearch: ...  # NotFound
    def find_by_token(self, token: str) -> SavedSearch | None: ...
    def list(self, person_id: int) -> list[SavedSearch]: ...  # theirs and shared ones, by name
    def count(self, person_id: int | None = None) -> int: ...
    def lock(self) -> None: ...  # whoever else adds one waits
    def add(self, search: SavedSearch) -> SavedSearch: ...
    def save(self, search: SavedSearch) -> None: ...  # its next revision; Conflict when it changed since it was read
    def remove(self, search_id: int) -> None: ...  # with its followers and hits
    def full(self, day: str) -> set[int]: ...  # what these find is counted on that day, and kept no more
    def stamp(self) -> str: ...  # another one as soon as another query is kept
    def queries(self) -> dict[int, Query]: ...


class SavedHits(Protocol):
    def add(self, hits: Sequence[SavedHit], day: str) -> int: ...  # how many are new; those of removed searches are not
    def stories(self, search_id: int, limit: int, after: int = 0) -> list[FoundStory]:
        """The newest first; with `after`, those of which no hit up to that number was found, or that warn since."""
        ...

    def found_by(self, search_ids: Sequence[int], stories: Sequence[str]) -> Mapping[str, Sequence[int]]: ...

    def numbers(self, search_ids: Sequence[int], since: datetime) -> Mapping[int, int]: ...  # of stories, by search
    def remove_before(self, moment: datetime, limit: int) -> None: ...
    def behind(self, limit: int) -> list[Article]: ...  # versions not yet asked against the saved searches
    def mark(self, articles: Iterable[Article]) -> None: ...  # asked


class ToldStories(Protocol):
    """Of which stories people were told by what they follow, whichever of their searches found it."""

    def told(self, person_id: int, stories: Sequence[str]) -> Mapping[str, bool]: ...  # True: also that it warns
    def tell(self, person_id: int, told: Mapping[str, bool], at: datetime) -> None: ...  # article -> whether it warns
    def remove_before(self, moment: datetime) -> None: ...


class Follows(Protocol):
    def find(self, search_id: int, person_id: int) -> Follow | None: ...
    def of_person(self, person_id: int) -> list[Follow]: ...
    def save(self, follow: Follow) -> None: ...
    def remove(self, search_id: int, person_id: int | None = None) -> None: ...  # None: all but its owner's
    def unseen(self) -> Mapping[int, int]: ...  # articles by person, of all they follow: without who has seen all
    def waiting(self, now: datetime) -> list[Follow]: ...  # of people who work here: there may be something to tell


class SavedSearchAction(Action):
    """What the log says of searches that the desk shares; those that a person keeps for themselves are theirs."""

    SHARE_SEARCH = "share-search"
    UNSHARE_SEARCH = "unshare-search"
    CHANGE_SEARCH = "change-search"
    REMOVE_SEARCH = "remove-search"
    SEARCH_FEED = "search-feed"
