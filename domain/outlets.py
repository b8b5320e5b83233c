"""Our own public places: what each takes and allows, what was sent there, and how it went.

A place is ours, and so is what is changed there: each verb that changes something takes what our own ledger holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.log import Action
from domain.message import Code, Message, say


class OutletKind(StrEnum):
    """Named to people as `outlet-kind.<value>`."""

    COPY_PASTE = "copy-paste"  # the default, always: a person pastes it and says where it stands
    TELEGRAM = "telegram"  # a channel, through a bot that administers it
    FACEBOOK = "facebook"  # a Page, through the Graph API
    ZALO = "zalo"  # an article of an Official Account
    WORDPRESS = "wordpress"
    PORTAL = "portal"  # a site of ours with the small REST interface of docs/outlets.md


class Verb(StrEnum):
    """What may be done with a post of ours after it went out."""

    EDIT = "edit"
    HIDE = "hide"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a platform allows, as its documentation says; docs/outlets.md names the page of each."""

    sends: bool = True  # False: a person does it
    verbs: frozenset[Verb] = frozenset()
    deletes_within: timedelta | None = None  # after that only a person can; None: at any time
    lists: bool = False  # own posts can be looked through, so an unknown outcome is resolved without a person
    reads_as_stranger: bool = False  # what is read back is what somebody without our token gets
    needs_picture: bool = False
    replies: bool = False  # a post may stand under an earlier one of ours, for whoever sees that


ABILITIES: Mapping[OutletKind, Abilities] = {
    OutletKind.COPY_PASTE: Abilities(sends=False),
    OutletKind.TELEGRAM: Abilities(
        verbs=frozenset((Verb.EDIT, Verb.DELETE)), deletes_within=timedelta(hours=48), replies=True
    ),
    OutletKind.FACEBOOK: Abilities(verbs=frozenset(Verb), lists=True),
    OutletKind.ZALO: Abilities(verbs=frozenset((Verb.EDIT, Verb.DELETE)), lists=True, needs_picture=True),
    OutletKind.WORDPRESS: Abilities(verbs=frozenset(Verb), lists=True, reads_as_stranger=True),
    OutletKind.PORTAL: Abilities(verbs=frozenset(Verb), lists=True, reads_as_stranger=True),
}


class OutletField(Code):
    """What a platform gave the person who connects a place, by the name that the form says."""

    CHANNEL = "outlet-field.channel"
    TOKEN = "outlet-field.token"  # noqa: S105 - a code
    PAGE = "outlet-field.page"
    APP = "outlet-field.app"
    APP_SECRET = "outlet-field.app-secret"  # noqa: S105 - a code
    REFRESH_TOKEN = "outlet-field.refresh-token"  # noqa: S105 - a code
    AUTHOR = "outlet-field.author"
    COVER = "outlet-field.cover"
    SITE = "outlet-field.site"
    USER = "outlet-field.user"
    PASSWORD = "outlet-field.password"  # noqa: S105 - a code

    @property
    def key(self) -> str:
        """Its name in a form and in what is kept."""
        return self.value.removeprefix("outlet-field.")


SECRET_FIELDS = frozenset((OutletField.TOKEN, OutletField.APP_SECRET, OutletField.REFRESH_TOKEN, OutletField.PASSWORD))
FIELDS: Mapping[OutletKind, tuple[OutletField, ...]] = {
    OutletKind.COPY_PASTE: (),
    OutletKind.TELEGRAM: (OutletField.TOKEN, OutletField.CHANNEL),
    OutletKind.FACEBOOK: (OutletField.PAGE, OutletField.TOKEN),
    OutletKind.ZALO: (
        OutletField.APP,
        OutletField.APP_SECRET,
        OutletField.TOKEN,
        OutletField.REFRESH_TOKEN,
        OutletField.AUTHOR,
        OutletField.COVER,
    ),
    OutletKind.WORDPRESS: (OutletField.SITE, OutletField.USER, OutletField.PASSWORD),
    OutletKind.PORTAL: (OutletField.SITE, OutletField.TOKEN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as it was written once and approved, for every outlet."""

    text: str  # a line `a | b | c` is a table's row
    credit: str  # "Theo <báo>, <giờ> ngày <ngày>"
    link: str  # to the publisher's page
    title: str = ""  # "": the text's first line serves where a title is needed
    tags: tuple[str, ...] = ()
    picture: str = ""  # an https address


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A post as one outlet takes it: exactly what will be sent, and what a preview shows."""

    title: str = ""  # "" where the platform has none: the text says it
    summary: str = ""
    parts: tuple[str, ...]  # in order: paragraphs in the outlet's own form (plain, HTML), credit, link and tags
    link: str  # for the platform's preview of the link
    picture: str = ""
    left_out: int = 0  # characters of the text that did not fit
    tags_left_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A post of ours, as the ledger keeps it. Nothing else can be edited, hidden, deleted or replied to."""

    id: str  # the platform's
    address: str = ""  # where people see it; "" when the platform tells none
    captioned: bool = False  # Telegram: its text is the caption of a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sending, written down before it begins, so that it can be looked for if nobody heard how it ended."""

    key: str  # the ledger's; the same for every try of the same post at the same outlet: letters, digits, dashes
    fitted: Fitted
    at: datetime  # when sending first began
    ticket: str = ""  # under which the platform answers for it while it works on it (Zalo)
    reply_to: Sent | None = None  # a post of ours; only where the platform's abilities say so


class OutletOutcome(Code):
    """How a verb went. After PENDING and UNKNOWN a post is sent again only when `read_back` says NOT_THERE."""

    DONE = "outlet.done"
    INVISIBLE = "outlet.invisible", "why"  # it is there, and strangers do not see it
    PENDING = "outlet.pending", "retry_at"  # the platform works on it; read back then
    RATE_LIMITED = "outlet.rate-limited", "retry_at"  # nothing was done
    TOKEN_EXPIRED = "outlet.token-expired"  # noqa: S105 - a code; nothing was done
    REFUSED = "outlet.refused", "words"  # in the platform's words
    MOVED = "outlet.moved", "host"  # redirected, which is never followed
    INSIDE = "outlet.inside"  # the address leads into our own network
    UNREACHABLE = "outlet.unreachable"  # nothing arrived
    NOT_THERE = "outlet.not-there"
    UNKNOWN = "outlet.unknown", "retry_at"  # it may have been done: read back then, before anything is sent again
    NEEDS_A_PERSON = "outlet.needs-a-person"  # it may have been done, and only a person can look
    CANNOT = "outlet.cannot"  # the platform has no such verb


class Unseen(Code):
    """Why strangers do not see a post that is there."""

    UNPUBLISHED = "unseen.unpublished"
    HIDDEN = "unseen.hidden"
    HELD = "unseen.held"  # moderation or a filter holds it
    PRIVATE = "unseen.private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one verb."""

    outcome: OutletOutcome
    sent: Sent | None = None  # with DONE and INVISIBLE, of a post that still is there
    params: Mapping[str, object] = field(default_factory=dict)  # of the outcome's sentence
    seen: str = ""  # read back: the text or HTML that is shown now
    ticket: str = ""  # with PENDING: for the attempt

    @property
    def message(self) -> Message:
        return say(self.outcome, **self.params)

    @property
    def retry_at(self) -> datetime | None:
        at = self.params.get("retry_at")
        return at if isinstance(at, datetime) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether an outlet can be sent to."""

    outcome: OutletOutcome  # DONE: its token is good and may publish
    name: str = ""  # how the platform calls the place
    params: Mapping[str, object] = field(default_factory=dict)
    expires_at: datetime | None = None  # of the token; None: never, or not told
    sealed: str = ""  # new secrets in place of the old, which do not work any more: to be kept before anything else


class OutletTrial(Code):
    """What became of a test post: each step with how it went."""

    POSTED = "outlet-trial.posted", "said"
    SEEN = "outlet-trial.seen", "said"
    DELETED = "outlet-trial.deleted", "said"
    LEFT = "outlet-trial.left"  # nobody knows whether it still is there
    TITLE = "outlet-trial.title"  # of the test post itself
    TEXT = "outlet-trial.text"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletAccount:
    """One of our places. Its secrets are sealed: reading the database does not reveal them."""

    id: int  # as postings name it; domain.postings.BY_HAND is no account
    kind: OutletKind
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)  # what is no secret: a channel's name, a page's number
    sealed: str = ""
    place: str = ""  # how the platform calls it
    health: Message | None = None  # of the last check; None: not checked yet
    checked_at: datetime | None = None
    expires_at: datetime | None = None  # of the token
    trial: tuple[Message, ...] = ()  # of OutletTrial: the last test post
    removed_at: datetime | None = None  # the ledger still names it; its secrets are gone
    revision: int = 1

    @property
    def is_healthy(self) -> bool:
        return self.health is not None and self.health.code == OutletOutcome.DONE


class OutletAction(Action):
    """What the log says that somebody did with an outlet."""

    CONNECT = "connect-outlet"
    RECONNECT = "reconnect-outlet"
    TRY = "try-outlet"
    REMOVE = "remove-outlet"


class OutletAccounts(Protocol):
    def get(self, outlet_id: int, *, lock: bool = False) -> OutletAccount: ...  # NotFound, also of one that was removed
    def add(self, account: OutletAccount) -> OutletAccount: ...
    def save(self, account: OutletAccount) -> OutletAccount: ...  # Conflict when its revision is not the stored one
    def named(self, outlet_id: int) -> OutletAccount: ...  # NotFound; one that was removed has kept its name
    def list(self) -> list[OutletAccount]: ...  # of those that were not removed, by their names
    def names(self) -> Mapping[int, str]: ...  # also of those that were removed: the ledger names them


class Outlet(Protocol):
    """One of our own places. It reaches posts of ours alone, and reads nobody else's."""

    def publish(self, attempt: Attempt) -> Result:
        """Send it once. UNKNOWN and PENDING are resolved by `read_back` of the same attempt, never by sending again."""
        ...

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        """Doing it twice is harmless, so UNKNOWN may be tried again."""
        ...

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        """Hide or delete it. NOT_THERE: it is gone already. Doing it twice is harmless."""
        ...

    def read_back(self, what: Sent | Attempt) -> Result:
        """What strangers see of it. An attempt is looked for among our own posts: NOT_THERE means it never went out."""
        ...

    def check(self) -> Health:
        """Ask whether the token is good and may publish. Nothing is posted."""
        ...


class Outlets(Protocol):
    """Fits posts to kinds of outlets, and opens ours."""

    def fit(self, post: Post, kind: OutletKind) -> Fitted:
        """Raise BadInput when what must not be cut is longer than the outlet takes."""
        ...

    def keep(self, kind: OutletKind, typed: Mapping[str, str]) -> tuple[Mapping[str, str], str]:
        """What is no secret, and the rest sealed. Raise BadInput when a field is missing or leads inside."""
        ...

    def open(self, account: OutletAccount) -> Outlet:
        """Raise BadInput when another key has sealed it, or nobody but a person can post there."""
        ...
