"""The one term of the sum that moves with the clock, written so that order never needs a refresh.

A story loses NEW_PER_DAY for each day since its newest article. That is linear, so two stories keep their order
as time goes by, and `rank` can be stored and walked by an index.
"""

from datetime import UTC, datetime

NEW_AT_ONCE = 3.0
NEW_PER_DAY = 3.0
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def newness(newest_at: datetime, now: datetime) -> float:
    """What being new adds to the score at `now`: 3 at first, 0 after a day, less than 0 from then on."""
    return NEW_AT_ONCE - NEW_PER_DAY * (now - newest_at).total_seconds() / 86_400


def rank(score: float, newest_at: datetime) -> float:
    """A key that sorts stories as score + newness would at any moment."""
    return score + NEW_PER_DAY * (newest_at - EPOCH).total_seconds() / 86_400
