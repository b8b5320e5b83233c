"""How a source is, as Nguồn tin says it, and what that is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.sources import Feed, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One plain word, and a sentence why."""

    word: str
    sentence: str
    is_good: bool = False
    is_read: bool = True  # False: nothing comes in from it


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """One answer, as far as health asks."""

    feed_id: int
    at: datetime
    status: int
    error: str = ""
    entries: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReading:
    """One article of a source, as it was read: length 0 when the page held none."""

    at: datetime  # when we read it
    dated: datetime  # when it was published, as far as that is known
    length: int
    title: bool
    date: bool
    byline: bool


class SourceHealthCheck(Protocol):
    def __call__(
        self,
        source: Source,
        feeds: Sequence[Feed],
        visits: Sequence[PastVisit],
        readings: Sequence[PastReading],
        now: datetime,
    ) -> Health:
        """`visits` hold at least the last one of each feed; `readings` the articles of the last weeks, oldest first."""
        ...


def no_opinion(
    source: Source,  # noqa: ARG001 - a Doctor is given all of them
    feeds: Sequence[Feed],
    visits: Sequence[PastVisit],  # noqa: ARG001
    readings: Sequence[PastReading],  # noqa: ARG001
    now: datetime,  # noqa: ARG001
) -> Health:
    """Where nobody was given to judge: what the last visits said."""
    return Health(word="", sentence=feeds[0].last_note if feeds else "", is_good=True)
