"""How a visit to a publisher's server ended, and what we keep of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.message import Code, Message, say

# No visit is planned further ahead (desk/sources/polling.py). What is due later was planned by a clock that ran ahead.
MAX_WAIT = timedelta(days=2)
VISITS_SHOWN = 30  # of each feed: what screens show and health looks at
CLOCK_LEEWAY = timedelta(minutes=5)  # a visit that lies further ahead was made by such a clock


class FetchError(StrEnum):
    """Why a visit brought nothing to read."""

    DNS = "dns"
    TIMEOUT = "timeout"
    TLS = "tls"
    CONNECTION = "connection"
    REFUSED_BY_ROBOTS = "refused-by-robots"
    ROBOTS_UNAVAILABLE = "robots-unavailable"
    TOO_LARGE = "too-large"
    CROWDED = "crowded"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    FORBIDDEN_ADDRESS = "forbidden-address"
    REFUSED_SOURCE = "refused-source"
    NOT_HTML = "not-html"
    NOT_A_FEED = "not-a-feed"
    BLOCKED = "blocked"  # a captcha, a sign-in or a notice of maintenance instead of the page
    BAD_ENCODING = "bad-encoding"
    TOO_SLOW = "too-slow"  # the page came, but reading it took too long
    UNREADABLE = "unreadable"  # it ended the process that read it
    BAD_URL = "bad-url"
    HTTP_STATUS = "http-status"
    INTERNAL = "internal"

    @classmethod
    def _missing_(cls, _value: object) -> "FetchError":
        """INTERNAL for a stored error that this version does not know, because a later one stored it."""
        return cls.INTERNAL


class VisitMessage(Code):
    """What is reported about a visit beside its error; for each error there is a code `visit.<error>`."""

    READ = "visit.read"
    UNCHANGED = "visit.unchanged"
    ENTRIES = "visit.entries", "entries", "new"
    NO_ENTRIES = "visit.no-entries"
    CLAIMS = "visit.claims", "claims"
    SITEMAP_INDEX = "visit.sitemap-index", "sitemaps"
    MOVED = "visit.moved", "url"
    BLOCKED = "visit.blocked-by", "why"
    TTL = "visit.ttl", "minutes"
    SKIP_HOURS = "visit.skip-hours", "hours"
    SELDOM = "visit.seldom", "minutes"
    CHECKED = "visit.checked", "entries"
    LATER_PAGE = "visit.later-page", "page", "why"
    SIGN_IN_WANTED = "visit.status-401"
    FORBIDDEN = "visit.status-403"
    NOT_THERE = "visit.status-404"
    GONE = "visit.status-410"
    ASKED_TOO_OFTEN = "visit.status-429"
    DOWN = "visit.status-503"
    SERVER_FAILS = "visit.server-fails", "status"


_OF_STATUS = {
    401: VisitMessage.SIGN_IN_WANTED,
    403: VisitMessage.FORBIDDEN,
    404: VisitMessage.NOT_THERE,
    410: VisitMessage.GONE,
    429: VisitMessage.ASKED_TOO_OFTEN,
    503: VisitMessage.DOWN,
}


def visit_message(error: FetchError | None, status: int = 0) -> Message:
    """How the visit ended, for editors."""
    if error is None:
        return say(VisitMessage.UNCHANGED if status == 304 else VisitMessage.READ)
    if error is not FetchError.HTTP_STATUS:
        return say(f"visit.{error}")
    if status in _OF_STATUS:
        return say(_OF_STATUS[status])
    return say(VisitMessage.SERVER_FAILS if 500 <= status < 600 else f"visit.{error}", status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedVisit:
    """One answer at a feed's address: what polling and health decide by, and Nguồn tin shows."""

    feed_id: int
    at: datetime
    status: int = 0  # HTTP status; 0 when there was no answer
    error: FetchError | None = None
    entries: int = 0
    new: int = 0
    messages: tuple[Message, ...] = ()

    @property
    def is_good(self) -> bool:
        """The feed was read, or rightly has nothing new."""
        return self.error is None and self.status < 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockage:
    """A source that gives no articles: each page read since then was a captcha, a sign-in, a notice of maintenance."""

    source_id: str
    since: datetime
    answers: int
    why: Message  # of the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReading:
    """One article of a source, as it was first read: length 0 when the page held none."""

    at: datetime  # when we read it
    dated: datetime  # when it was published, as far as that is known
    length: int
    title: bool = True
    date: bool = True
    byline: bool = True


class SourceHistory(Protocol):
    """What Nguồn tin judges a source by."""

    def readings(
        self, source_ids: Sequence[str], since: datetime, today: datetime, limit: int
    ) -> dict[str, list[PastReading]]:
        """Of each source so many of the last ones before `today` began and of the last ones after, oldest first."""
        ...

    def ages(self, source_ids: Sequence[str], since: datetime, now: datetime) -> dict[str, dict[int, int]]:
        """How many articles of each are so many full days old, of those that came and are dated since then."""
        ...

    def forget(self, now: datetime) -> None: ...  # how articles were read a month ago

    def versions(self, source_id: str, before: datetime, limit: int) -> list[int]:
        """In which version each of the last articles stands that came before then, newest first."""
        ...

    def add(self, visit: FeedVisit) -> None: ...  # kept for thirty days
    def visits(self, source_id: str, limit: int) -> list[FeedVisit]: ...  # the last ones of each feed, newest first
    def visits_of(self, source_ids: Sequence[str], limit: int) -> dict[str, list[FeedVisit]]: ...  # the same of many
    def newest_visit(self) -> datetime | None: ...  # of all active sources, as their feeds remember it
    def failing(self) -> list[str]: ...  # active sources none of whose feeds was read at its last visit
    def block(self, source_id: str, why: Message, at: datetime) -> None: ...  # it answered so, again or for once
    def unblock(self, source_ids: Iterable[str]) -> None: ...  # an article of theirs was read
    def blockages(self, source_ids: Sequence[str]) -> dict[str, Blockage]: ...
