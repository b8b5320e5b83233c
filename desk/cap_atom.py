"""Our feed of warnings in Atom: an entry for each CAP message of ours, which stands at an address of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from desk.xml_text import quoted, tag
from domain.cap_messages import CapMessage, CapWords
from domain.message import Message, say
from domain.times import VIETNAM
from domain.warning import MsgType

CAP_TYPE = "application/cap+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the feed is told of the desk."""

    desk: str  # its name
    own_url: str
    base: str  # what stands before a message's identifier in its address
    stale: Message | None = None  # why it may be out of date


def atom(messages: Sequence[CapMessage], frame: Frame, *, now: datetime, words: Callable[[Message], str]) -> str:
    """Where it holds nothing it was updated today."""
    today = now.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    updated = max((one.sent for one in messages), default=today)
    title = words(say(CapWords.TITLE, desk=frame.desk))
    head = tag("id", frame.own_url) + tag("title", title) + tag("updated", _stamp(updated))
    if frame.stale:
        head += tag("subtitle", words(frame.stale))
    link = f'<link rel="self" type="application/atom+xml" href={quoted(frame.own_url)}/>'
    entries = "".join(_entry(one, f"{frame.base}{one.identifier}.xml", words) for one in messages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">'
        f"{head}{link}<author>{tag('name', frame.desk)}</author>{entries}</feed>\n"
    )


def _entry(message: CapMessage, url: str, words: Callable[[Message], str]) -> str:
    is_cancel = message.msg_type is MsgType.CANCEL
    title = words(say(CapWords.CANCELLED, headline=message.headline)) if is_cancel else message.headline
    return (
        f"<entry>{tag('id', url)}{tag('title', title)}{tag('updated', _stamp(message.sent))}"
        f'<link rel="alternate" type="{CAP_TYPE}" href={quoted(url)}/>'
        f"<author>{tag('name', message.source)}</author>{tag('summary', message.area)}</entry>"
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
