"""What an outlet answered, and what becomes of the delivery: the table of docs/outlets.md, "Sending once". Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.deliveries import Delivery, DeliveryState
from domain.message import say
from domain.outlets import OutletOutcome, Result, Sent

FIRST_WAIT, MAX_WAIT = timedelta(minutes=1), timedelta(hours=1)
MAX_TRIES = 12  # about six hours
SECOND_LOOK = timedelta(minutes=1)  # after it went out: platforms may hold a post a moment later
GONE_OUT = (OutletOutcome.DONE, OutletOutcome.INVISIBLE)
LATER = (OutletOutcome.UNREACHABLE, OutletOutcome.RATE_LIMITED)  # nothing was posted, and it passes by itself
NEVER = (
    OutletOutcome.TOKEN_EXPIRED,
    OutletOutcome.REFUSED,
    OutletOutcome.MOVED,
    OutletOutcome.INSIDE,
    OutletOutcome.CANNOT,
)  # nothing was posted, and only a person can change that


def begun(delivery: Delivery, now: datetime) -> Delivery:
    """To be written down before anything is sent: from here on it may have gone out."""
    return replace(delivery, state=DeliveryState.SENDING, begun_at=now, ticket="", tries=delivery.tries + 1)


def after_publish(delivery: Delivery, result: Result, now: datetime, *, renewed: bool = False) -> Delivery:
    """`renewed`: the token that had run out was replaced since."""
    if result.outcome in GONE_OUT and result.sent:
        return _out(delivery, result, result.sent, now)
    if result.outcome in LATER or (renewed and delivery.tries < MAX_TRIES):
        return _again(delivery, result, now if renewed else _when(delivery, result, now))
    if result.outcome in NEVER:
        return _failed(delivery, result)
    if result.outcome is OutletOutcome.NEEDS_A_PERSON:
        return _in_doubt(delivery, result)
    return _looked_for(delivery, result, now)


def after_edit(delivery: Delivery, result: Result, now: datetime, *, renewed: bool = False) -> Delivery:
    """Of our own post. What nobody heard the end of is done once more, since doing it twice is harmless."""
    if result.outcome in GONE_OUT and result.sent:
        return _out(delivery, result, result.sent, now)
    if result.outcome in (*NEVER, OutletOutcome.NOT_THERE) and not (renewed and delivery.tries < MAX_TRIES):
        return _failed(delivery, result)
    if result.outcome is OutletOutcome.NEEDS_A_PERSON:
        return _in_doubt(delivery, result)
    return _looked_for(replace(delivery, tries=delivery.tries + 1), result, now)


def after_look(delivery: Delivery, result: Result, now: datetime) -> Delivery:
    """Looked for, because nobody heard how sending ended. Only NOT_THERE allows sending it again."""
    if result.outcome in GONE_OUT and result.sent:
        return _out(delivery, result, result.sent, now)
    if result.outcome is OutletOutcome.NOT_THERE:
        return _again(delivery, result, now)
    if result.outcome in (OutletOutcome.NEEDS_A_PERSON, OutletOutcome.CANNOT):
        return _in_doubt(delivery, result)
    return _looked_for(replace(delivery, tries=delivery.tries + 1), result, now)


def after_second_look(delivery: Delivery, result: Result, now: datetime) -> Delivery:
    """It went out; do strangers see it? What cannot be looked at leaves that as it was, and is asked for again."""
    looked = replace(delivery, due_at=None)
    if result.outcome in (*LATER, OutletOutcome.TOKEN_EXPIRED) and delivery.tries < MAX_TRIES:
        return replace(delivery, tries=delivery.tries + 1, due_at=_when(delivery, result, now))
    if result.outcome in (OutletOutcome.INVISIBLE, OutletOutcome.NOT_THERE):
        return replace(looked, state=DeliveryState.INVISIBLE, said=result.message)
    if result.outcome is OutletOutcome.DONE:
        return replace(looked, state=DeliveryState.SENT, said=result.message)
    return looked


def _out(delivery: Delivery, result: Result, sent: Sent, now: datetime) -> Delivery:
    seen = DeliveryState.SENT if result.outcome is OutletOutcome.DONE else DeliveryState.INVISIBLE
    return replace(delivery, state=seen, sent=sent, said=result.message, due_at=now + SECOND_LOOK)


def _again(delivery: Delivery, result: Result, at: datetime) -> Delivery:
    """It may be sent again, since it is known that nothing went out."""
    if delivery.tries >= MAX_TRIES:
        return _failed(delivery, result)
    return replace(delivery, state=DeliveryState.PLANNED, begun_at=None, ticket="", due_at=at, said=result.message)


def _failed(delivery: Delivery, result: Result) -> Delivery:
    return replace(delivery, state=DeliveryState.FAILED, begun_at=None, due_at=None, said=result.message)


def _looked_for(delivery: Delivery, result: Result, now: datetime) -> Delivery:
    if delivery.tries >= MAX_TRIES:
        return _in_doubt(delivery, Result(outcome=OutletOutcome.NEEDS_A_PERSON))
    at, ticket = _when(delivery, result, now), result.ticket or delivery.ticket
    return replace(delivery, state=DeliveryState.SENDING, ticket=ticket, due_at=at, said=result.message)


def _in_doubt(delivery: Delivery, result: Result) -> Delivery:
    said = say(OutletOutcome.NEEDS_A_PERSON) if result.outcome is not OutletOutcome.NEEDS_A_PERSON else result.message
    return replace(delivery, state=DeliveryState.NEEDS_A_PERSON, due_at=None, said=said)


def _when(delivery: Delivery, result: Result, now: datetime) -> datetime:
    """When the platform says; else each wait is twice the last."""
    wait = min(FIRST_WAIT * 2.0 ** min(delivery.tries, 10), MAX_WAIT)
    return max(result.retry_at, now) if result.retry_at else now + wait
