"""The parts that make a desk run, and the signs of life that they leave in the database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.message import Message


class Part(StrEnum):
    WORKER = "worker"
    CRAWLER = "crawler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """One process of a part. `beat_at` says that it lives, `moved_at` that its loop goes round."""

    part: Part
    process: str  # host and process id
    started_at: datetime
    beat_at: datetime
    moved_at: datetime
    faults: tuple[Message, ...] = ()  # what it says of itself
