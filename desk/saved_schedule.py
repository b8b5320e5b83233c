"""When a follower of a saved search is told next, by the clock of Vietnam."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from domain.saved_searches import Follow, Rhythm
from domain.times import VIETNAM

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BY_HOUR = (Rhythm.DAILY, Rhythm.WEEKLY)


def planned(follow: Follow, now: datetime) -> Follow:
    """With the moments at which something is due next, both after `now`."""
    tells_silence_apart = follow.silence and follow.rhythm not in BY_HOUR
    return replace(
        follow,
        next_at=_next(follow, now),
        silence_at=_at_hour(follow.at, now) if tells_silence_apart else None,
    )


def _next(follow: Follow, now: datetime) -> datetime | None:
    match follow.rhythm:
        case Rhythm.AT_ONCE:
            return None
        case Rhythm.HOURLY:
            return now.replace(minute=0, second=0, microsecond=0) + HOUR
        case Rhythm.DAILY:
            return _at_hour(follow.at, now)
        case Rhythm.WEEKLY:
            first = _at_hour(follow.at, now)
            return first + DAY * ((follow.weekday - first.astimezone(VIETNAM).weekday()) % 7)


def _at_hour(at: time, now: datetime) -> datetime:
    """The next such hour in Vietnam after this moment."""
    local = now.astimezone(VIETNAM)
    today = datetime.combine(local.date(), at, VIETNAM)
    return today if today > now else today + DAY
