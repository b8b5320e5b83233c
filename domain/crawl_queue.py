"""Addresses to visit, and what the crawler does to articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.message import Message
from domain.page import FetchedPage


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
    announced: Mapping[str, str] = field(default_factory=dict)  # by a feed's id: a mark of what it told last


class CrawlQueue(Protocol):
    """Addresses to visit."""

    def find(self, urls: Sequence[str]) -> dict[str, CrawlTarget]: ...  # those that are known, locked
    def save(self, targets: Sequence[CrawlTarget]) -> None: ...  # new ones have the id 0
    def due(
        self, now: datetime, limit: int, per_source: int = 20, *, lease: str | None = None
    ) -> list[CrawlTarget]: ...  # with a lease: on hosts that are awake, and free or held by it
    def schedule(self, article_id: str, due_at: datetime | None) -> None: ...  # all its addresses; None: never
    def count_waiting(self) -> int: ...
    def list_failing(self, source_id: str, limit: int) -> list[CrawlTarget]: ...  # at their last visit; next due first
    def list_of(self, article_id: str) -> list[CrawlTarget]: ...  # the addresses under which it was found
    def mark_read(self, article_ids: Sequence[str]) -> None: ...  # the articles were extracted from their pages


class Arrivals(Protocol):
    """What the crawler does to articles."""

    def find(self, url: str) -> str | None: ...  # the article that stands at this address, or was first read there
    def save_page(self, kept_id: str, page: FetchedPage) -> None: ...  # replaces the article's stored page
    def restart(self, discarded_id: str) -> None: ...  # back to the first step, if it was discarded at that step
    def withdraw(self, gone_id: str, at: datetime) -> None: ...  # unless it is withdrawn already
