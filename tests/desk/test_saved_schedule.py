"""When a follower is told next: an hour, a day or a week on by the clock of Vietnam, never now."""

from datetime import datetime, time

import pytest

from desk.saved_schedule import planned
from domain.saved_searches import Follow, Rhythm
from domain.times import VIETNAM


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("rhythm", "hour", "now", "due"),
    [
        (Rhythm.AT_ONCE, 17, at(23, 10), None),
        (Rhythm.HOURLY, 17, at(23, 10, 59), at(23, 11)),
        (Rhythm.HOURLY, 17, at(23, 23), at(24, 0)),
        (Rhythm.DAILY, 17, at(23, 10), at(23, 17)),
        (Rhythm.DAILY, 17, at(23, 17), at(24, 17)),
        (Rhythm.DAILY, 0, at(30, 23, 59), datetime(2026, 12, 1, tzinfo=VIETNAM)),
        (Rhythm.WEEKLY, 17, at(23, 10), at(25, 17)),  # the 23rd is a Monday, and Wednesday was chosen
        (Rhythm.WEEKLY, 17, at(25, 10), at(25, 17)),
        (Rhythm.WEEKLY, 17, at(25, 17), datetime(2026, 12, 2, 17, tzinfo=VIETNAM)),
    ],
)
def test_the_next_time_is_the_next_such_hour(rhythm: Rhythm, hour: int, now: datetime, due: datetime | None):
    follow = Follow(search_id=1, person_id=1, rhythm=rhythm, at=time(hour), weekday=2)
    assert planned(follow, now).next_at == due
    assert planned(follow, now).silence_at is None


def test_who_is_told_as_it_comes_hears_of_silence_once_a_day():
    follow = Follow(search_id=1, person_id=1, rhythm=Rhythm.AT_ONCE, at=time(17), silence=True)
    assert planned(follow, at(23, 10)).silence_at == at(23, 17)
    assert planned(follow, at(23, 18)).silence_at == at(24, 17)
