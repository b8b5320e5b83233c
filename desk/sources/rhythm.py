"""Compares how often a source publishes with its own habit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from domain.message import Code, Message, say
from domain.visits import FeedVisit

MIN_SILENCE = timedelta(hours=12)
MIN_PAUSES = 5
MIN_FLOOD_ARTICLES = 20  # articles a day
FLOOD_TIMES_USUAL = 4
HABIT_DAYS = 14
MAX_TIMES_OF_A_VISIT = 1000


class Rhythm(Code):
    """What is unusual about how often a source publishes."""

    QUIET = "rhythm.quiet", "silence", "habit"
    FLOOD = "rhythm.flood", "today", "usual"


class Length(Code):
    """How long something lasted, in the unit that people would use."""

    MINUTES = "length.minutes", "number"
    HOURS = "length.hours", "number"
    DAYS = "length.days", "number"


def ages(times: Sequence[datetime], now: datetime) -> Mapping[int, int]:
    """How many of these times lie so many full days back."""
    return Counter(int((now - moment) / timedelta(days=1)) for moment in times if moment <= now)


def flood(by_age: Mapping[int, int]) -> Message | None:
    """A message when the last day brought over four times the usual number, known from three earlier days or more.

    `by_age` tells how many articles are so many full days old.
    """
    today = by_age.get(0, 0)
    span = min(max(by_age, default=0), HABIT_DAYS)
    usual = median(by_age.get(day, 0) for day in range(1, span + 1)) if span >= 3 else None
    if usual is None or today < MIN_FLOOD_ARTICLES or today <= FLOOD_TIMES_USUAL * max(usual, 1):
        return None
    return say(Rhythm.FLOOD, today=today, usual=round(usual))


def silence(times: Sequence[datetime], now: datetime) -> Message | None:
    """A message when it is silent for twice as long as nine in ten of its earlier pauses. `times` are sorted."""
    pauses = sorted(later - earlier for earlier, later in pairwise(times) if later > earlier)
    if len(pauses) < MIN_PAUSES:
        return None
    habit = pauses[int(0.9 * (len(pauses) - 1))]
    silent = now - times[-1]
    if silent <= max(2 * habit, MIN_SILENCE):
        return None
    return say(Rhythm.QUIET, silence=length(silent), habit=length(habit))


def arrivals(visits: Sequence[FeedVisit]) -> list[datetime]:
    """When new articles came, as far as the visits tell; the first visit brings only old ones."""
    later = sorted(visits, key=lambda visit: visit.at)[1:]
    return [visit.at for visit in later for _ in range(min(visit.new, MAX_TIMES_OF_A_VISIT))]


def length(span: timedelta) -> Message:
    hours = span / timedelta(hours=1)
    if hours < 1:
        return say(Length.MINUTES, number=max(1, round(hours * 60)))
    if hours < 48:
        return say(Length.HOURS, number=round(hours))
    return say(Length.DAYS, number=round(hours / 24))
