"""What is put into the search index and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from domain.message import Code, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as the index sees it. No names of persons."""

    id: str
    title: str
    text: str
    source: str = ""  # source slug
    section: str = ""  # section slug
    second_section: str = ""  # it is found under both
    places: tuple[str, ...] = ()  # codes, each with the codes above it
    published_at: datetime | None = None


COUNTED_EXACTLY = 10_000


class Order(StrEnum):
    BEST = "best"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a person typed, and the filters that the screen adds. Parsing is lenient and never fails."""

    text: str
    order: Order = Order.BEST
    limit: int = 10
    offset: int = 0
    source: str = ""
    section: str = ""
    place: str = ""
    since: datetime | None = None
    until: datetime | None = None
    whole: bool = False  # only what holds all of it: nothing is guessed, mended or completed; as saved searches match


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    id: str
    score: float
    title_marks: tuple[tuple[int, int], ...] = ()  # (start, end) in the title as published
    snippet: str = ""  # a piece of the text in the publisher's spelling
    snippet_marks: tuple[tuple[int, int], ...] = ()


class QueryNotice(Code):
    """Tells how a query was read, when it was not read as it was written."""

    SIGNS_ONLY = "search.signs-only"
    QUOTES_FOUND_NOTHING = "search.quotes-found-nothing"
    QUOTES_IN_LONG_QUERY = "search.quotes-in-long-query"
    MINUS_IN_TEXT = "search.minus-in-text", "word"
    DATE_UNREADABLE = "search.date-unreadable", "typed"
    PLACE_UNKNOWN = "search.place-unknown", "typed"
    SOURCE_UNKNOWN = "search.source-unknown", "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    hits: tuple[Hit, ...]
    total: int  # beyond COUNTED_EXACTLY about so many, and so are the facets' counts
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # section|place|source|day -> value -> count
    did_you_mean: str = ""
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """How many articles hold all of a query, day by day of Vietnam; none is counted by a sample."""

    days: Mapping[date, int] = field(default_factory=dict)
    ids: Mapping[str, date] | None = field(default_factory=dict)  # None where more than were wanted


class Match(NamedTuple):
    """An article that a saved search finds, and what of the article it was found by. One article has hundreds."""

    search_id: int
    document_id: str
    words: tuple[str, ...] = ()  # as published, in the order in which they were typed
    places: tuple[str, ...] = ()  # codes
    source: str = ""  # slug, where the search asks for a source
    section: str = ""  # slug, where the search asks for a section
