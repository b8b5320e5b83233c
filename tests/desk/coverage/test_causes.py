"""What may explain a finding: sources that came or went, one copied release, holidays."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.public_holidays import VietnamHolidays
from desk.coverage.causes import Origins, SourceDays, causes
from desk.holidays import DaysOff
from domain.holidays import Holiday, OwnDay
from domain.message import Message, say
from domain.standing_out import Cause, Finding, Shape
from messages.catalogue import LANGUAGES, Catalogue

DAY = date(2026, 6, 10)
OLD = SourceDays(source="old", first=date(2020, 1, 1))
SPIKE = Finding(key="a", shape=Shape.SPIKE, day=DAY, not_before=DAY, count=60, habit=12, p=1e-9, q=1e-6)
CHANGE = replace(SPIKE, shape=Shape.CHANGE, count=24)
DROP = replace(CHANGE, count=6)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def found(
    finding: Finding, *sources: SourceDays, origins: Origins | None = None, own: OwnDay | None = None
) -> list[Message]:
    off = DaysOff(public=VietnamHolidays(), own={own.day: own} if own else {})
    return list(causes(finding, sources=(OLD, *sources), origins=origins, days_off=off))


def test_a_day_with_news_has_no_other_cause():
    assert found(SPIKE) == found(CHANGE) == found(DROP) == []


@pytest.mark.parametrize("off", [-3, 0, 3])
def test_a_source_that_was_added_about_then_is_named(off: int):
    source = SourceDays(source="new", first=DAY + days(off))
    assert found(CHANGE, source) == [say(Cause.SOURCE_ADDED, source="new", day=DAY + days(off))]


@pytest.mark.parametrize("off", [-4, 4, -30])
def test_a_source_that_was_added_another_week_is_not(off: int):
    assert found(CHANGE, SourceDays(source="new", first=DAY + days(off))) == []


@pytest.mark.parametrize(("off", "named"), [(-2, False), (-1, True), (0, True), (1, False)])
def test_one_day_is_explained_by_what_a_new_source_brings_with_it(off: int, named: bool):
    assert bool(found(SPIKE, SourceDays(source="new", first=DAY + days(off)))) is named


def test_a_source_that_could_be_read_again_is_named_where_there_is_more():
    source = SourceDays(source="blind", first=OLD.first, blind=[(DAY - days(9), DAY - days(1))])
    assert found(CHANGE, source) == [say(Cause.SOURCE_BACK, source="blind", day=DAY)]
    assert found(DROP, source) == []


def test_a_source_that_went_is_named_where_there_is_less():
    gone = SourceDays(source="gone", first=OLD.first, last=DAY - days(1))
    blind = SourceDays(source="blind", first=OLD.first, blind=[(DAY, DAY + days(5))])
    assert found(DROP, gone, blind) == [
        say(Cause.SOURCE_GONE, source="gone", day=DAY),
        say(Cause.SOURCE_BLIND, source="blind", day=DAY),
    ]
    assert found(CHANGE, gone, blind) == []


@pytest.mark.parametrize(("each", "named"), [(12, True), (6, True), (5, False), (0, False)])
def test_a_new_source_is_named_only_if_it_makes_up_most_of_the_change(each: int, named: bool):
    its = {DAY + days(n): each for n in range(30)}
    assert bool(found(CHANGE, SourceDays(source="new", first=DAY, articles=its))) is named


def test_of_many_sources_that_came_together_the_greatest_are_named_if_together_they_make_it_up():
    each = [SourceDays(source=f"n{n}", first=DAY, articles={DAY + days(d): n for d in range(30)}) for n in range(5)]
    assert [cause.params["source"] for cause in found(CHANGE, *each)] == ["n2", "n3", "n4"]
    assert found(CHANGE, *each[:3]) == []


@pytest.mark.parametrize(("its", "named"), [(48, True), (24, True), (23, False), (0, False)])
def test_and_of_the_articles_of_one_day(its: int, named: bool):
    assert bool(found(SPIKE, SourceDays(source="new", first=DAY, articles={DAY: its}))) is named


@pytest.mark.parametrize(
    ("articles", "origins", "usual", "named"),
    [(60, 3, 1.0, True), (60, 20, 1.0, True), (60, 21, 1.0, False), (60, 15, 0.3, False), (60, 9, 0.3, True),
     (0, 0, 1.0, False)],
)  # fmt: skip
def test_one_release_that_many_published_is_said_to_be_one(articles: int, origins: int, usual: float, named: bool):
    told = Origins(articles=articles, origins=origins, usual_share=usual)
    assert found(SPIKE, origins=told) == ([say(Cause.ONE_RELEASE, articles=articles, origins=origins)] if named else [])
    assert found(CHANGE, origins=told) == []


@pytest.mark.parametrize("day", [date(2026, 2, 13), date(2026, 2, 18), date(2026, 2, 23)])
def test_tet_is_named_beside_a_day_in_it_or_next_to_it(day: date):
    (cause,) = found(replace(SPIKE, day=day, not_before=day))
    assert (cause.code, cause.params["holiday"].code) == (Cause.HOLIDAY, Holiday.TET_BREAK)


def test_tet_is_named_where_a_change_lies_on_both_its_sides():
    (cause,) = found(replace(CHANGE, day=date(2026, 2, 26), not_before=date(2026, 2, 11)))
    assert cause.params["day"] == date(2026, 2, 14)


def test_three_days_off_are_no_cause_of_a_lasting_change():
    monday_off = date(2026, 4, 27)
    assert found(replace(CHANGE, day=monday_off + days(1), not_before=monday_off)) == []
    assert len(found(replace(SPIKE, day=monday_off, not_before=monday_off))) == 1


def test_a_saturday_that_is_worked_is_named():
    saturday = date(2026, 5, 23)
    (cause,) = found(replace(SPIKE, day=saturday, not_before=saturday), own=OwnDay(day=saturday, is_off=False))
    assert cause.params["holiday"].code == Holiday.OWN_WORKED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cause_is_said_with_its_source_and_day(language: str):
    said = Catalogue(language, {"source": {"new": "Báo Mới Mở"}.__getitem__})
    (cause,) = found(CHANGE, SourceDays(source="new", first=DAY))
    assert "Báo Mới Mở" in said(cause)
    assert "10/6" in said(cause) or "10/06" in said(cause)
