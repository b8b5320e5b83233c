"""The ports of warnings and of our own CAP messages in memory, for runs that are too long for a database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from domain.cap_messages import CapMessage
from domain.editorial import DeskSettings
from domain.sources import Source
from domain.store import Store
from domain.warning_chain import StoredWarning


@dataclass
class MemoryWarnings:
    kept: dict[str, StoredWarning] = field(default_factory=dict)
    gone: dict[object, StoredWarning] = field(default_factory=dict)

    def lock(self) -> None: ...

    def find(self, article_id: str) -> StoredWarning | None:
        return self.kept.get(article_id)

    def of_sender(self, sender: str, since: datetime) -> list[StoredWarning]:
        return [
            one
            for one in sorted(self.kept.values(), key=lambda one: one.warning.sent)
            if one.warning.sender == sender and (one.warning.sent >= since or one.warning.ends_at >= since)
        ]

    def save(self, kept: Sequence[StoredWarning]) -> None:
        self.kept |= {one.article_id: one for one in kept}

    def replace(self, kept: Sequence[StoredWarning]) -> None:
        self.gone |= {(one.article_id, one.warning.sent, one.warning.identifier): one for one in kept}

    def replaced(self, sender: str, since: datetime) -> Sequence[StoredWarning]:
        return [one for one in self.gone.values() if one.warning.sender == sender and one.warning.sent >= since]

    def list(
        self, limit: int, *, holding: datetime | None = None, ends_after: datetime | None = None
    ) -> list[StoredWarning]:
        newest = sorted(self.kept.values(), key=lambda one: (-one.warning.sent.timestamp(), one.article_id))
        found = [one for one in newest if holding is None or one.holds(holding)]
        lasting = [
            one for one in found if ends_after is None or (one.warning.warns and one.warning.ends_at > ends_after)
        ]
        return lasting[:limit]


@dataclass
class MemoryCapMessages:
    messages: dict[str, CapMessage] = field(default_factory=dict)

    def lock(self) -> None: ...

    def list(self, now: datetime) -> list[CapMessage]:
        standing = [one for one in self.messages.values() if one.expires > now and one.ended_at is None]
        return sorted(standing, key=lambda one: (-one.sent.timestamp(), one.identifier))

    def add(self, messages: Sequence[CapMessage]) -> None:
        self.messages |= {one.identifier: one for one in messages}

    def end(self, identifiers: Sequence[str], now: datetime) -> None:
        self.messages |= {key: replace(self.messages[key], ended_at=now) for key in identifiers}

    def forget(self, before: datetime) -> None: ...


@dataclass
class MemoryDesk:
    """What a desk needs that does nothing but keep warnings: a database of which each transaction is the same."""

    settings: DeskSettings
    source: Source
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        nothing = SimpleNamespace(list=lambda *_: [])
        self.store = cast(
            Store,
            SimpleNamespace(
                warnings=MemoryWarnings(),
                cap_messages=MemoryCapMessages(),
                settings=SimpleNamespace(get=lambda: self.settings),
                sources=SimpleNamespace(list=lambda: [self.source], get=lambda _: self.source, save=lambda _: None),
                feeds=nothing,
                own_notices=nothing,
                articles=SimpleNamespace(add=lambda _: None),
            ),
        )

    @contextmanager
    def write(self, *_: Any) -> Iterator[Store]:
        yield self.store

    read = write
