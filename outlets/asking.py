"""What an answer, or its absence, means for a verb; each platform adds what its own codes mean."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from domain.errors import ForbiddenAddress
from domain.message import say
from domain.outlets import OutletOutcome, Result, Sent, Unseen
from outlets.line import Answer, Line, NotSent, Request, Unclear

LOOK_AGAIN = timedelta(minutes=2)  # an unknown outcome is looked for then, not at once: platforms take a while to show
LOOKED_FOR = timedelta(minutes=15)  # after that "not there" is believed
CLOCK_SKEW = timedelta(minutes=5)  # between theirs and ours
MAX_WORDS = 300  # of a platform's explanation
Judge = Callable[[Answer], Result]
DONE = Result(outcome=OutletOutcome.DONE)
NOT_THERE = Result(outcome=OutletOutcome.NOT_THERE)
NEEDS_A_PERSON = Result(outcome=OutletOutcome.NEEDS_A_PERSON)
CANNOT = Result(outcome=OutletOutcome.CANNOT)


def asked(line: Line, request: Request, judge: Judge, now: datetime, *, changes: bool) -> Result:
    """How the request went. `changes`: an answer that cannot be read leaves it open whether it was carried out."""
    open_end = unknown(now) if changes else Result(outcome=OutletOutcome.UNREACHABLE)
    try:
        answer = line.ask(request)
    except ForbiddenAddress:
        return Result(outcome=OutletOutcome.INSIDE)
    except NotSent:
        return Result(outcome=OutletOutcome.UNREACHABLE)
    except Unclear:
        return open_end
    if answer.status in (301, 302, 303, 307, 308):
        return Result(outcome=OutletOutcome.MOVED, params={"host": urlsplit(answer.headers.get("location", "")).netloc})
    if answer.body is None and answer.status not in (204, 429) and "retry-after" not in answer.headers:
        return open_end if answer.status < 400 or answer.status >= 500 else refused(f"HTTP {answer.status}")
    try:
        result = judge(answer)
    except Unclear:  # their fault, and they do not say whether it was carried out
        return open_end
    return open_end if result.sent and not result.sent.id else result


def unknown(now: datetime) -> Result:
    return Result(outcome=OutletOutcome.UNKNOWN, params={"retry_at": now + LOOK_AGAIN})


def rate_limited(until: datetime) -> Result:
    return Result(outcome=OutletOutcome.RATE_LIMITED, params={"retry_at": until})


def invisible(why: Unseen, sent: Sent, seen: str = "") -> Result:
    return Result(outcome=OutletOutcome.INVISIBLE, sent=sent, params={"why": say(why)}, seen=seen)


def refused(words: str) -> Result:
    """The platform's own words: people look them up."""
    return Result(outcome=OutletOutcome.REFUSED, params={"words": words[:MAX_WORDS]})


def not_found(began: datetime, now: datetime) -> Result:
    """An attempt that does not stand among our posts: it may still come to stand there."""
    return NOT_THERE if now - began >= LOOKED_FOR else unknown(now)


def same_text(ours: str, theirs: str) -> bool:
    """Platforms drop blanks at the ends of lines, and some blank lines."""
    return ours.split() == theirs.split()


def seconds_of(answer: Answer, otherwise: int) -> int:
    """Of `Retry-After`, which may also be a date: then `otherwise`."""
    told = answer.headers.get("retry-after", "")
    return int(told) if told.isdigit() and len(told) < 7 else otherwise
