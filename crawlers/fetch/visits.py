"""What is asked of the crawler, and what comes back: plain frozen values, nothing of Scrapy in them."""

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from crawlers.fetch.guard import DEFAULT_PORTS, Guard
from domain.message import Message
from domain.times import aware
from domain.visits import FetchError

MEGABYTE = 1024 * 1024
Kind = Literal["feed", "page", "picture"]
Lookup = Callable[[str], Sequence[str]]


def lookup(host: str) -> list[str]:
    """The IP addresses of a host, by the system's resolver, in its order. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchJob:
    key: str  # the caller's own; comes back untouched
    url: str
    kind: Kind = "page"
    etag: str = ""
    last_modified: str = ""
    unconditional: bool = False  # some sites answer 304 wrongly: ask once a day without validators
    pages: int = 1  # of one article, at most
    crawl_delay: float = 0.0  # seconds, a floor above robots.txt and the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One visit's end. `error` is None when there is something to read, or rightly nothing new (304)."""

    key: str
    url: str
    final_url: str
    moved_to: str = ""  # where the address has moved for good: 301 and 308 from its first step on
    fetched_at: datetime
    status: int = 0  # 0: no answer
    headers: Mapping[str, str] = field(default_factory=dict)  # lower-case names, see KEPT_HEADERS
    content: bytes = b""
    refusal: bytes = b""  # the page that came with a status instead, for what it says: a captcha, maintenance
    error: FetchError | None = None
    message: Message
    retry_after_seconds: int | None = None
    answer_seconds: float = 0.0  # from the question to the answer's headers, at the last address

    def __post_init__(self) -> None:
        aware(self.fetched_at, "fetched_at")

    @property
    def lasting_url(self) -> str:
        """The address to ask the next time; what is only led elsewhere for now is asked where it was."""
        return self.moved_to or self.url


KEPT_HEADERS = (
    "etag",
    "last-modified",
    "retry-after",
    "cache-control",
    "age",
    "expires",
    "link",
    "content-type",
    "content-language",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """How politely, how much and how long. Read once by app/settings.py and passed down."""

    contact_url: str = "https://github.com/diemtin/diemtin"
    user_agent: str = "DiemTin/0.1 (+{contact_url})"
    delay: float = 1.0  # seconds between two requests to one host, never less in the open
    own_delay: float = 0.0  # the same for the loopback servers in `allow`: sample newsroom, benches
    concurrency: int = 64  # hosts at a time; never more than one request per host
    timeout: float = 45.0  # seconds for one whole request, to the last byte
    feed_limit: int = 16 * MEGABYTE
    page_limit: int = 8 * MEGABYTE
    picture_limit: int = 600_000  # bytes
    held_limit: int = 96 * MEGABYTE  # bytes of unfinished bodies held at one time
    redirects: int = 5
    robots_seconds: float = 24 * 3600.0  # how long a robots.txt is believed (RFC 9309)
    poll_seconds: float = 1.0  # how often next_jobs and stop are asked
    grace: float = 5.0  # how long visits on their way may take to come home after stop
    verify_tls: bool = True
    allow: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = DEFAULT_PORTS
    lookup: Lookup = lookup
    rules_read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)  # by single visits, by site

    @property
    def guard(self) -> Guard:
        return Guard(allow=self.allow, ports=self.ports)

    @property
    def agent(self) -> str:
        return self.user_agent.format(contact_url=self.contact_url)

    def limit(self, kind: str) -> int:
        limits = {"feed": self.feed_limit, "robots": MEGABYTE // 2, "picture": self.picture_limit}
        return limits.get(kind, self.page_limit)
