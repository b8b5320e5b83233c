"""The memory twin: it keeps what was sent, and can be made to fail as platforms do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.outlets import (
    Attempt,
    Fitted,
    Health,
    OutletAccount,
    OutletKind,
    OutletOutcome,
    Post,
    Result,
    Sent,
    Unseen,
    Verb,
)
from outlets.asking import DONE, NOT_THERE, invisible, not_found, rate_limited, refused, unknown
from outlets.fitting import fit


class Fault(StrEnum):
    """What happens to the requests that follow."""

    AWAY = "away"  # nothing arrives
    LOST = "lost"  # it is carried out, and no answer comes
    SWALLOWED = "swallowed"  # it is not carried out, and no answer comes
    BROKEN = "broken"  # carried out, and half an answer comes
    TOO_MANY = "too-many"
    EXPIRED = "expired"
    REFUSED = "refused"
    HELD = "held"  # it is carried out, and strangers do not see it


@dataclass
class MemoryOutlet:
    clock: Callable[[], datetime]
    fault: Fault | None = None
    posts: dict[str, Fitted] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # id by the attempt's key
    replies: dict[str, str] = field(default_factory=dict)  # id of what it is under
    unseen: dict[str, Unseen] = field(default_factory=dict)

    def publish(self, attempt: Attempt) -> Result:
        if failed := self._failed():
            return failed
        number = str(len(self.keys) + 1)
        if self.fault is not Fault.SWALLOWED:
            self.posts[number], self.keys[attempt.key] = attempt.fitted, number
            if attempt.reply_to:
                self.replies[number] = attempt.reply_to.id
        if self.fault is Fault.HELD:
            self.unseen[number] = Unseen.HELD
        return self._ended(Result(outcome=OutletOutcome.DONE, sent=self._sent(number)), changes=True)

    def edit(self, sent: Sent, fitted: Fitted) -> Result:
        if failed := self._failed():
            return failed
        if sent.id not in self.posts:
            return NOT_THERE
        self.posts[sent.id] = fitted
        return self._ended(Result(outcome=OutletOutcome.DONE, sent=sent), changes=False)

    def withdraw(self, sent: Sent, verb: Verb) -> Result:
        if failed := self._failed():
            return failed
        if sent.id not in self.posts:
            return NOT_THERE
        if verb is Verb.HIDE:
            self.unseen[sent.id] = Unseen.HIDDEN
        else:
            del self.posts[sent.id]
        return self._ended(DONE, changes=False)

    def read_back(self, what: Sent | Attempt) -> Result:
        if failed := self._failed():
            return failed
        number = what.id if isinstance(what, Sent) else self.keys.get(what.key, "")
        if number not in self.posts:
            nothing = NOT_THERE if isinstance(what, Sent) else not_found(what.at, self.clock())
            return self._ended(nothing, changes=False)
        sent, text = self._sent(number), self.posts[number].text
        shown = Result(outcome=OutletOutcome.DONE, sent=sent, seen=text)
        if number in self.unseen:
            shown = invisible(self.unseen[number], sent, text)
        return self._ended(shown, changes=False)

    def check(self) -> Health:
        result = self._failed() or self._ended(DONE, changes=False)
        return Health(outcome=result.outcome, params=result.params)

    def _failed(self) -> Result | None:
        match self.fault:
            case Fault.AWAY:
                return Result(outcome=OutletOutcome.UNREACHABLE)
            case Fault.TOO_MANY:
                return rate_limited(self.clock() + timedelta(minutes=1))
            case Fault.EXPIRED:
                return Result(outcome=OutletOutcome.TOKEN_EXPIRED)
            case Fault.REFUSED:
                return refused("no")
            case _:
                return None

    def _ended(self, result: Result, *, changes: bool) -> Result:
        if self.fault in (None, Fault.HELD):
            return result
        return unknown(self.clock()) if changes else Result(outcome=OutletOutcome.UNREACHABLE)

    def _sent(self, number: str) -> Sent:
        return Sent(id=number, address=f"memory://{number}")


@dataclass
class MemoryOutlets:
    """Implements domain.outlets.Outlets; one outlet for each account's id."""

    clock: Callable[[], datetime]
    made: dict[int, MemoryOutlet] = field(default_factory=dict)

    def fit(self, post: Post, kind: OutletKind) -> Fitted:
        return fit(post, kind)

    def keep(self, kind: OutletKind, typed: Mapping[str, str]) -> tuple[Mapping[str, str], str]:  # noqa: ARG002
        return dict(typed), ""

    def open(self, account: OutletAccount) -> MemoryOutlet:
        return self.made.setdefault(account.id, MemoryOutlet(clock=self.clock))
