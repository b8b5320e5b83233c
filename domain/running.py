"""The parts that make a desk run, and the signs of life that they leave in the database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.message import Message


class Part(StrEnum):
    """The worker does what a reader, a placer and an indexer do; a placer leads, and a standby waits for its place."""

    WORKER = "worker"
    READER = "reader"
    PLACER = "placer"
    STANDBY = "standby"
    INDEXER = "indexer"
    CRAWLER = "crawler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """One process of a part. `beat_at` says that it lives, `moved_at` that its loop goes round."""

    part: Part
    process: str  # machine and process id
    started_at: datetime
    beat_at: datetime
    moved_at: datetime
    faults: tuple[Message, ...] = ()  # what it says of itself


class Heartbeats(Protocol):
    """Signs of life of the desk's processes."""

    def save(self, heartbeat: Heartbeat) -> None: ...
    def list(self) -> list[Heartbeat]: ...  # the latest last
    def remove(self, process: str, before: datetime) -> None: ...  # its own, and those last heard of before then
    def remove_beyond(self, after: datetime) -> None: ...  # those that a clock that ran ahead has written
