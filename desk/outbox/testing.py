""" "Gửi thử": one notice to one channel, at once, and what its service answered."""

from collections.abc import Iterable
from datetime import datetime

from domain.errors import BadInput, ForbiddenAddress, NotFound, Unreachable
from domain.message import Message, say
from domain.outbox import Channel, Delivery
from domain.ports import Channels, Notice
from domain.problems import Missing

OUTCOMES = {
    one.value.removeprefix("delivery."): one
    for one in (Delivery.SENT, Delivery.SILENT, Delivery.GONE, Delivery.REFUSED, Delivery.INSIDE, Delivery.LOCKED)
}


def channel_of(channels: Iterable[Channel], key: str) -> Channel:
    """Raise NotFound."""
    for channel in channels:
        if channel.key == key:
            return channel
    raise NotFound(Missing.CHANNEL)


def send_test(channels: Channels, channel: Channel, words: tuple[str, str], now: datetime) -> Message:
    """How it went. It takes as long as the service does, at most the channel's deadline. `words`: title and text."""
    title, text = words
    try:
        notifier = channels.open(channel)
    except BadInput:
        return say(Delivery.LOCKED)
    try:
        notifier.send(Notice(id=f"thu-{channel.key[:8]}-{now.timestamp():.0f}", title=title, text=text))
    except BadInput:
        return say(Delivery.REFUSED)
    except NotFound:
        return say(Delivery.GONE)
    except ForbiddenAddress:
        return say(Delivery.INSIDE)
    except Unreachable as error:
        return say(Delivery.ANSWERED, status=int(error.cause)) if error.cause.isdigit() else say(Delivery.SILENT)
    return say(Delivery.SENT)


def short(answer: Message) -> str:
    """For an address: "sent", "answered-401"."""
    name = answer.code.removeprefix("delivery.")
    return f"{name}-{answer.params['status']}" if "status" in answer.params else name


def answer_of(short: str) -> Message | None:
    """What such a word in an address says; None for any other."""
    code, _, status = short.partition("-")
    if code == "answered" and status.isdigit():
        return say(Delivery.ANSWERED, status=int(status))
    return say(OUTCOMES[code]) if code in OUTCOMES else None
