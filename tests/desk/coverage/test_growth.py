"""How a story grows: the unit that its age asks for, what speaks for itself, and where we were blind."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.coverage.growth import MAX_STEPS, Growth, Unit, grown, within
from desk.ranking.independent_sources import independent
from domain.times import VIETNAM, day_of
from tests.making import NOON, a_member, an_article


def member(key, hours_ago, source="a", **more):
    return a_member(an_article(key, source_id=source, published_at=NOON - timedelta(hours=hours_ago), **more))


def of(members, seen=1.0, now=NOON) -> Growth:
    together = sorted(members, key=lambda one: (one.dated, one.id))
    days = {day_of(NOON) - timedelta(days=n): seen for n in range(-9, 900)}
    found = grown(together, now, lambda first, last: {day: days[day] for day in days if first <= day <= last})
    assert found.articles == len(together) == sum(step.articles for step in found.steps) + found.earlier
    assert 1 <= len(found.steps) <= MAX_STEPS
    if not found.earlier:
        assert found.origins == independent(together) == sum(step.own for step in found.steps)
    for step in found.steps[-3:]:
        assert len(within(together, found.unit, step.start, own=False)) == step.articles
        assert len(within(together, found.unit, step.start, own=True)) == step.own
    return found


def test_copies_and_one_press_release_are_told_apart_from_own_reporting():
    found = of([
        member("first", 3, "a"), member("copy", 2, "b", copy_of="first"), member("own", 2, "c"),
        member("agency", 1, "d", origin="TTXVN"), member("again", 0, "e", origin="TTXVN"), member("more", 0, "a"),
    ])  # fmt: skip
    assert found.unit is Unit.HOUR
    assert [(step.articles, step.own) for step in found.steps] == [(1, 1), (2, 1), (1, 1), (2, 0)]
    assert found.steps[0].start == datetime(2026, 11, 23, 9, tzinfo=VIETNAM)
    assert found.first.title.endswith("first")
    assert found.is_growing


def test_what_joins_two_groups_afterwards_takes_one_origin_away():
    found = of([
        member("a", 3, "a", paragraphs=(1,)), member("b", 2, "b", paragraphs=(2,)),
        member("c", 1, "c", paragraphs=(1, 2)), member("d", 0, "d"),
    ])  # fmt: skip
    assert [step.own for step in found.steps] == [1, 0, 0, 1]


def test_copies_alone_are_one_origin():
    assert [step.own for step in of([member("a", 1, copy_of="x"), member("b", 0, copy_of="x")]).steps] == [1, 0]


@pytest.mark.parametrize(
    ("hours", "unit", "steps"),
    [
        ([0], Unit.HOUR, 1), ([71, 0], Unit.HOUR, 72), ([72, 0], Unit.DAY, 4), ([71 * 24, 0], Unit.DAY, 72),
        ([72 * 24, 0], Unit.WEEK, 12), ([500 * 24, 0], Unit.WEEK, 72), ([50 * 8766, 1], Unit.WEEK, 72),
        ([30, 28], Unit.HOUR, 3),  # it is over: nothing is drawn up to now
        ([23, 20], Unit.HOUR, 24), ([-5], Unit.HOUR, 1), ([9 * 10**5, 0], Unit.WEEK, 72),
    ],
)  # fmt: skip
def test_hours_become_days_and_weeks_as_it_gets_older(hours: list[int], unit: Unit, steps: int):
    found = of([member(str(n), ago, str(n)) for n, ago in enumerate(hours)])
    assert (found.unit, len(found.steps)) == (unit, steps)
    assert all(later.start - one.start == unit.length for one, later in zip(found.steps, found.steps[1:], strict=False))


def test_an_hour_without_articles_on_a_day_that_we_did_not_see_is_blind():
    found = of([member("a", 3), member("b", 0)], seen=0.5)
    assert [step.is_blind for step in found.steps] == [False, True, True, False]
    assert not any(step.is_blind for step in of([member("a", 3), member("b", 0)]).steps)


def test_a_story_of_two_thousand_articles_is_drawn_in_as_many_steps_as_any():
    found = of([member(str(n), n / 30, f"s{n % 150}", copy_of="x" if n % 3 else "") for n in range(2000)])
    assert (found.unit, found.articles, found.origins) == (Unit.HOUR, 2000, 50)


def test_years_that_no_calendar_has_room_for_are_moved_into_it():
    found = of([a_member(an_article("a", published_at=datetime(1, 1, 2, tzinfo=UTC))), member("b", 0)])
    assert found.earlier == 1
