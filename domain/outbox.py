"""Messages on their way to the desk's own channels: `desk/` plans them, `alerts/` sends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.message import Code, Message

URGENT_KIND = "warning"  # an official warning does not wait behind other news
SIGNING_OVERLAP = timedelta(hours=24)  # in which a receiver takes the new key over


LONGEST_HOLD = timedelta(hours=6)  # for which a service's wish to be left alone is obeyed

# Schemes of the kinds whose receiver is somebody's own: it can be judged before anything is sent, and is signed to.
WEBHOOKS = frozenset({"form", "forms", "json", "jsons", "xml", "xmls"})


class Format(StrEnum):
    """The form of text that a kind of channel accepts."""

    PLAIN = "plain"  # a title and plain text: webhooks, and whatever is not named below
    TELEGRAM_HTML = "telegram-html"
    ZALO = "zalo"
    EMAIL = "email"  # HTML, of which the plain part is made when it is sent
    PUSH = "push"  # a title, a few lines and an address, each apart: browsers


class Delivery(Code):
    """How the last attempt to send ended."""

    SENT = "delivery.sent"
    AWAY = "delivery.away"  # tried again later
    ANSWERED = "delivery.answered", "status"  # a test: the service answered, and did not take it
    SILENT = "delivery.silent"  # a test: no answer
    FAILED = "delivery.failed", "error"  # our bug or the library's: tried again later
    GAVE_UP = "delivery.gave-up", "tries"
    EXPIRED = "delivery.expired"
    REFUSED = "delivery.refused"
    INSIDE = "delivery.inside"  # the address leads into our own network
    LOCKED = "delivery.locked"  # the address was sealed with another key
    GONE = "delivery.gone"  # its push service knows the browser no more: the address was taken away
    REMOVED = "delivery.removed"  # the channel is not in the settings any more


class Told(Code):
    """What the channels are told, by kind of news."""

    WARNING_ALERT = "notice.warning.alert", "headline"
    WARNING_UPDATE = "notice.warning.update", "headline"
    WARNING_CANCEL = "notice.warning.cancel", "headline"
    WARNING_HAZARD = "notice.warning.hazard", "hazard"
    WARNING_LEVEL = "notice.warning.hazard-level", "hazard", "level"
    WARNING_AREA = "notice.warning.area", "area"
    WARNING_EXPIRES = "notice.warning.expires", "expires"
    WARNING_INSTRUCTION = "notice.warning.instruction", "words"
    SOURCE = "notice.source", "source"
    DIGEST = "notice.digest", "day", "desk"
    NO_ARTICLES = "notice.no-articles", "since"
    NO_ARTICLES_HELP = "notice.no-articles.help"
    DIGEST_UNAPPROVED = "notice.digest-unapproved", "day"
    DIGEST_MISSING = "notice.digest-missing", "day"
    DIGEST_HELP = "notice.digest-late.help"
    NO_BACKUP = "notice.no-backup"
    OWN_TO_REVIEW = "notice.own.to-review", "person", "title"
    OWN_HELPED = "notice.own.helped", "person", "title"
    OWN_RETURNED = "notice.own.returned", "person", "title"
    OWN_APPROVED = "notice.own.approved", "person", "title"
    OWN_TASK = "notice.own.task", "cause", "title"
    OWN_FOLLOW_UP = "notice.own.follow-up", "person", "title"
    OWN_NOT_SENT = "notice.own.not-sent", "place", "title"
    OWN_IN_DOUBT = "notice.own.in-doubt", "place", "title"
    SAVED_STORY = "notice.saved.story", "title", "searches", "reasons"
    SAVED_MANY = "notice.saved.many", "number"
    SAVED_MORE = "notice.saved.more", "number"
    SAVED_NONE_TODAY = "notice.saved.none-today", "search"
    SAVED_NONE_SINCE = "notice.saved.none-since", "search", "since"
    SAVED_TOLD_BEFORE = "notice.saved.told-before", "search", "number"
    SAVED_NONE = "notice.saved.none", "number"
    SAVED_TOO_MANY = "notice.saved.too-many", "search", "number", "most"
    OUTLET_TOKEN = "notice.outlet-token", "name"
    OUTLET_TOKEN_HELP = "notice.outlet-token.help"  # noqa: S105 - a code
    TEST = "notice.test"
    TEST_TEXT = "notice.test-text"
    OWN_MANY = "notice.own.many", "number"
    OWN_MORE = "notice.own.more", "number"


URGENT = frozenset({Told.WARNING_ALERT, Told.WARNING_UPDATE})  # wakes a telephone that saves its battery
OF_ONE_THING = frozenset({Told.OWN_TASK, Told.OWN_FOLLOW_UP})  # a later one at the same address takes its place


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key follows from the desk's own secret key and from this salt: the salt alone tells nobody anything."""

    salt: str
    until: datetime | None = None  # it was renewed, and signs beside the new one until then


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One of the desk's own addresses. It holds passwords, so it is sealed: reading the database does not reveal it."""

    key: str  # tells two addresses apart; made with the secret key, so that no password can be guessed from it
    kind: str  # "tgram", "mailto", "json"
    sealed: str
    signing: tuple[SigningKey, ...] = ()  # of webhooks; the newest first

    def renewed(self, salt: str, now: datetime) -> "Channel":
        """With another key. The one of before still signs for a while; an even older one no more."""
        before = replace(self.signing[0], until=now + SIGNING_OVERLAP)
        return replace(self, signing=(SigningKey(salt=salt), before))

    @property
    def masked(self) -> str:
        """How people see it, on screens and in the log."""
        return f"{self.kind}://…{self.key[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """One message to one channel. `due_at` None: sent, or given up."""

    id: str  # the idempotency key: the same news has the same id, and goes to a channel once
    channel: str  # its key
    kind: str  # "warning", "digest"
    about: str = ""  # what it tells of: an article's id, a day
    subject: Message
    body: tuple[Message, ...] = ()  # our own words, a line each; they are said when it is sent
    texts: Mapping[Format, str] = field(default_factory=dict)  # what people wrote and approved, finished, by format
    url: str = ""
    created_at: datetime
    due_at: datetime | None
    until: datetime | None = None  # after that it is not news any more
    tries: int = 0
    sent_at: datetime | None = None
    outcome: Message | None = None  # of the last try


class Outbox(Protocol):
    """Messages to the desk's channels, one for each message and channel."""

    def add(self, messages: Sequence[OutboxMessage]) -> int: ...  # how many are new; a known one stays as it is
    def claim(
        self, now: datetime, limit: int, lease: timedelta, *, urgent: bool | None = None
    ) -> list[OutboxMessage]:  # leased till their due_at; with `urgent` only those that are, or only the others
        ...
    def hold(self, channel: str, until: datetime, now: datetime) -> None: ...  # nothing is due there before then
    def record(self, claimed: OutboxMessage, outcome: OutboxMessage) -> bool: ...  # False: the lease had run out
    def remove_done(self, before: datetime, limit: int) -> int: ...  # those that are done with and were made before
    def list(
        self, limit: int, due: datetime | None = None, *, urgent: bool | None = None
    ) -> list[OutboxMessage]: ...  # newest first; or those due, with `urgent` as above
