"""One root for what can go wrong: a code, an HTTP status, and a message that the catalogue says to a person."""

from typing import Any, ClassVar

from domain.message import Code, Message, say
from domain.stage import StopReason


class DeskError(Exception):
    """The root. `code` and `status` are the class's; `why` is which of its problems this is, with its parameters.

    `message` is said as `error.<code>`, the class's sentence, into which `why` is put. `fields` are the parameters of
    that sentence itself; all others belong to `why`.
    """

    code: ClassVar[str] = "desk-error"
    status: ClassVar[int] = 500
    fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, why: Code | Message | None = None, /, **params: Any) -> None:
        own = {name: value for name, value in params.items() if name in self.fields}
        others = {name: value for name, value in params.items() if name not in self.fields}
        self.why: Message | None = say(why, **others) if isinstance(why, Code) else why
        self.message = say(f"error.{self.code}", **own, **({"why": self.why} if self.why else {}))
        super().__init__(f"{self.why.code if self.why else self.code} {params or ''}".strip())

    @property
    def title(self) -> Message:
        """A short title that all errors of the class share."""
        return say(f"title.{self.code}")

    @property
    def members(self) -> dict[str, Any]:
        """What the API tells of it beside the members of every problem (RFC 9457, 3.2), ready for JSON."""
        return {}


class BadInput(DeskError):
    code, status = "bad-input", 422


class NotFound(DeskError):
    code, status = "not-found", 404


class NaiveTime(DeskError):
    code, status = "naive-time", 422
    fields = ("what",)


class WrongStage(DeskError):
    code, status = "wrong-stage", 409
    fields = ("at", "wanted")


class RefusedSource(DeskError):
    """The address belongs to people talking, not to a publisher (design §1). Not a setting."""

    code, status = "refused-source", 422
    fields = ("url",)


class ForbiddenAddress(DeskError):
    """The address leads into our own network (loopback, private, link-local), or is not http(s)."""

    code, status = "forbidden-address", 422
    fields = ("url",)


class Unreachable(DeskError):
    """A service was away, not refusing: the worker tries again. `cause` is for the log."""

    code, status = "unreachable", 503

    def __init__(self, why: Code, /, *, cause: str = "", wait_seconds: int = 0) -> None:
        super().__init__(why)
        self.cause = cause
        self.wait_seconds = wait_seconds  # that the service asks for; 0: it does not say


class DatabaseAway(DeskError):
    """The database cannot be used for the moment; what is typed is kept, and parts try again."""

    code, status = "database-away", 503


class NotReady(DeskError):
    """A part that the desk needs does not work. `why` names the first such part."""

    code, status = "not-ready", 503


class Unusable(DeskError):
    """A desk, a copy of one, or the place for it cannot be used as it is: `why` says how."""

    code, status = "unusable", 503
    why: Message


class Busy(DeskError):
    """Other transactions held the database for longer than this one may wait. Nothing was changed."""

    code, status = "busy", 503


class TooLarge(DeskError):
    code, status = "too-large", 413
    fields = ("kilobytes",)


class TooSlow(DeskError):
    code, status = "too-slow", 408
    fields = ("seconds",)


class UnknownHost(DeskError):
    """The request was meant for another name than ours (RFC 9110, 15.5.20: Misdirected Request)."""

    code, status = "unknown-host", 421
    fields = ("host",)


class NotExtractable(DeskError):
    code, status = "not-extractable", 422


class NotSignedIn(DeskError):
    code, status = "not-signed-in", 401


class NotAllowed(DeskError):
    code, status = "not-allowed", 403


class SecondStepNeeded(DeskError):
    """An administrator of a desk with a public address does nothing before a second step is set up."""

    code, status = "second-step-needed", 403


class SamePerson(DeskError):
    code, status = "same-person", 409


class Conflict(DeskError):
    code, status = "conflict", 409


class TooManyTries(DeskError):
    code, status = "too-many-tries", 429
    fields = ("minutes",)


class TooOften(DeskError):
    """One caller asks for a public address more often than anybody needs."""

    code, status = "too-often", 429
    fields = ("seconds",)

    def __init__(self, *, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class Discard(Exception):
    """Raised by a step to stop an article here for a stated reason."""

    def __init__(self, reason: StopReason, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
