"""The result of one batch of a lane, for the log: ids, numbers and codes, never anybody's text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Lane(StrEnum):
    """The program's own work, which goes on side by side."""

    READING = "reading"
    WATCH = "watch"
    PLACING = "placing"
    REGROUPING = "regrouping"
    INDEXING = "indexing"
    MATCHING = "matching"  # new articles, against the saved searches
    COUNTING = "counting"  # how much was written, day by day
    ANALYSING = "analysing"  # what stands out in those counts, once a day
    SENDING = "sending"  # notices, to channels
    DELIVERING = "delivering"  # posts, to our outlets
    DIGEST = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDone:
    lane: Lane
    step: str = ""  # the stage it leads to, for a lane of the path
    lease: str = ""  # its token, where rows are leased
    claimed: int
    outcomes: Mapping[str, int] = field(default_factory=dict)  # of what was recorded; a lease that ran out records none
    seconds: float  # from the claim to the record

    @property
    def recorded(self) -> int:
        return sum(self.outcomes.values())


TellBatch = Callable[[BatchDone], None]
