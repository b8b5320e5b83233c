"""What a person would want to know of the hour of a post: a break, the evening before one, the night.

Nothing is held back.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from desk.holidays import DaysOff
from domain.message import Code, Message, say
from domain.times import VIETNAM

EVENING = 17  # from this hour on, on the last working day, what people should still do at an office comes too late
LONG_BREAK = 3  # days, before which the whole last working day is marked
NIGHT_FROM, NIGHT_UNTIL = 22, 5  # hours of Vietnam


class HourHint(Code):
    BREAK = "hour-hint.break", "name", "back"
    EVE = "hour-hint.eve", "name", "days"
    LAST_DAY = "hour-hint.last-day", "name", "days"
    NIGHT = "hour-hint.night"
    WARNING = "hour-hint.warning"


def hints(at: datetime, days: DaysOff, *, warns: bool) -> tuple[Message, ...]:
    """`warns`: the post is an official warning in force. It waits for no morning and no working day."""
    if warns:
        return (say(HourHint.WARNING),)
    local = at.astimezone(VIETNAM)
    found = list(_of_day(local.date(), days, evening=local.hour >= EVENING))
    if local.hour >= NIGHT_FROM or local.hour < NIGHT_UNTIL:
        found.append(say(HourHint.NIGHT))
    return tuple(found)


def of_the_day(day: date, days: DaysOff) -> Message | None:
    """Of the last working day before a long break, whatever its hour: what should be said before is said on it."""
    ahead = None if days.is_off(day) else days.break_of(day + timedelta(days=1))
    if ahead is None or ahead.days < LONG_BREAK:
        return None
    return say(HourHint.LAST_DAY, name=ahead.name, days=ahead.days)


def of_the_form(now: datetime, days: DaysOff) -> Mapping[date, tuple[Message, ...]]:
    """Of today and tomorrow, between which a person is about to choose: what holds of any hour that is left of them."""
    local = now.astimezone(VIETNAM)
    today, tomorrow = local.date(), local.date() + timedelta(days=1)
    is_evening = local.hour >= EVENING
    return {
        today: tuple(_of_day(today, days, evening=is_evening)),
        tomorrow: tuple(_of_day(tomorrow, days, evening=False)),
    }


def _of_day(day: date, days: DaysOff, *, evening: bool) -> Iterator[Message]:
    if here := days.break_of(day):
        yield say(HourHint.BREAK, name=here.name, back=here.back)
    elif evening and (ahead := days.break_of(day + timedelta(days=1))):
        yield say(HourHint.EVE, name=ahead.name, days=ahead.days)
