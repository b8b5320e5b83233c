"""Tells when a source's layout has changed: compares how its last articles were read with how earlier ones were."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from domain.message import Code, Message, say
from domain.visits import PastReading

RECENT_WINDOW = timedelta(days=1)
MIN_ARTICLES_BEFORE, MIN_ARTICLES_NOW = 8, 3  # articles; below these, chance explains a difference
SHRUNK_SHARE, GROWN_SHARE = 0.4, 3.0  # share of the usual length
USUAL_SHARE, LOST_SHARE = 0.7, 0.2  # a part that most articles had and now hardly any has
PARTS = ("title", "date", "byline")


class DriftFinding(Code):
    PART_LOST = "drift.part-lost", "part", "number"
    PART_MOSTLY_LOST = "drift.part-mostly-lost", "part", "number"
    NO_TEXT = "drift.no-text"
    SHORTER = "drift.shorter", "length", "before"
    LONGER = "drift.longer", "length", "before"


def drifted(readings: Sequence[PastReading], now: datetime) -> list[Message]:
    """Today's articles beside those of the weeks before; of a source that publishes little, its last three."""
    today = [reading for reading in readings if reading.at > now - RECENT_WINDOW]
    recent = today if len(today) >= MIN_ARTICLES_NOW else readings[-MIN_ARTICLES_NOW:]
    return findings(readings[: len(readings) - len(recent)], recent)


def findings(past: Sequence[PastReading], recent: Sequence[PastReading]) -> list[Message]:
    """The parts that went missing; nothing when there are too few readings."""
    if len(past) < MIN_ARTICLES_BEFORE or len(recent) < MIN_ARTICLES_NOW:
        return []
    return [*_lost_parts(past, recent), *_length(past, recent)]


def _lost_parts(past: Sequence[PastReading], recent: Sequence[PastReading]) -> list[Message]:
    return [
        say(DriftFinding.PART_MOSTLY_LOST if share else DriftFinding.PART_LOST, part=part, number=len(recent))
        for part in PARTS
        if _share(past, part) >= USUAL_SHARE and (share := _share(recent, part)) <= LOST_SHARE
    ]


def _share(readings: Sequence[PastReading], part: str) -> float:
    return sum(bool(getattr(reading, part)) for reading in readings) / len(readings)


def _length(past: Sequence[PastReading], recent: Sequence[PastReading]) -> list[Message]:
    """Lengths in characters."""
    before, after = median(r.length for r in past), median(r.length for r in recent)
    if before <= 0:
        return []
    if after == 0:
        return [say(DriftFinding.NO_TEXT)]
    if after < SHRUNK_SHARE * before:
        return [say(DriftFinding.SHORTER, length=round(after), before=round(before))]
    if after > GROWN_SHARE * before:
        return [say(DriftFinding.LONGER, length=round(after), before=round(before))]
    return []
