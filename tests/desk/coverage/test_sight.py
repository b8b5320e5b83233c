"""When a source could be seen, by the visits to its feeds."""

from datetime import date, timedelta

import pytest

from desk.coverage.sight import share
from domain.coverage import Look
from domain.times import start_of

DAY = date(2026, 11, 23)
MIDNIGHT = start_of(DAY)
END = MIDNIGHT + timedelta(days=1)
LATER = END + timedelta(days=3)


def looks(*hours, feed=1, bad=()):
    return [Look(feed_id=feed, at=MIDNIGHT + timedelta(hours=h), is_good=h not in bad) for h in hours]


HOURLY = range(-24, 49)


@pytest.mark.parametrize(
    ("told", "visits"),
    [
        (1.0, looks(*HOURLY)),
        (1.0, looks(*HOURLY, bad=(10, 11))),  # what came meanwhile still stood in the feed
        (0.5, looks(*HOURLY, bad=range(6, 17))),  # from the last good visit to the next one
        (0.8333, looks(*HOURLY, bad=range(21, 40))),  # down at the day's end
        (0.5, looks(*range(12, 49))),  # added at noon
        (0.5, looks(*range(-24, 13), *range(30, 49))),  # we slept ourselves
        (0.0, looks(*HOURLY, bad=HOURLY)),
        (0.0, []),
        (1.0, looks(-30, -6, 18, 42)),  # seldom visited, as always
        (0.0, looks(*range(-24, 1), *range(900, 905))),  # since midnight nobody looked
    ],
)
def test_a_day_is_seen_as_far_as_its_visits_reach(told: float, visits: list[Look]) -> None:
    assert share(visits, [1], DAY, LATER) == told


def test_a_day_that_is_going_on_is_seen_as_far_as_it_has_gone() -> None:
    noon = MIDNIGHT + timedelta(hours=12)
    assert share(looks(*range(-24, 13)), [1], DAY, noon) == 1.0
    assert share(looks(*range(-24, 7)), [1], DAY, noon) == 0.5
    assert share(looks(*HOURLY), [1], DAY + timedelta(days=3), noon) == 0.0
    assert share(looks(*range(-24, 7), 40), [1], DAY, noon) == 0.5  # a clock that ran ahead tells nothing


def test_a_source_with_several_feeds_is_seen_in_part_and_one_without_is_not() -> None:
    both = looks(*HOURLY) + looks(*HOURLY, feed=2, bad=HOURLY)
    assert share(both, [1, 2], DAY, LATER) == 0.5
    assert share(both, [], DAY, LATER) == 0.0
