"""Puts one piece of news into the outbox, for each of the desk's channels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from domain.message import Message
from domain.outbox import Channel, Format, OutboxMessage
from domain.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One piece of news before it is addressed. The same `kind` and `occurrence` are sent only once."""

    kind: str
    occurrence: str
    about: str
    subject: Message
    due_at: datetime
    until: datetime | None = None
    body: tuple[Message, ...] = ()
    texts: Mapping[Format, str] = field(default_factory=dict)
    url: str = ""

    @property
    def id(self) -> str:
        return sha256(f"{self.kind}\n{self.occurrence}".encode()).hexdigest()[:32]


def post(store: Store, news: News, now: datetime, also: Iterable[Channel] = ()) -> bool:
    """Write one message for each of the desk's channels, and for these, in the transaction that found the news.

    True when one of them is new. The same address is told once, however many have it.
    """
    channels = {channel.key: channel for channel in (*store.settings.get().channels, *also)}
    added = store.outbox.add(
        [
            OutboxMessage(
                id=news.id,
                channel=channel.key,
                kind=news.kind,
                about=news.about,
                subject=news.subject,
                body=news.body,
                texts=news.texts,
                url=news.url,
                created_at=now,
                due_at=news.due_at,
                until=news.until,
            )
            for channel in channels.values()
        ]
    )
    return added > 0
