"""Ngày nghỉ, ngày làm bù: breaks, what the desk sets itself, and what is said of an hour."""

from datetime import date, datetime, timedelta

import pytest

from app.public_holidays import VietnamHolidays
from database.engine import memory_database
from desk import holidays, hours
from desk.holidays import MAX_OWN_DAYS, DaysOff
from desk.hours import HourHint
from domain.errors import BadInput, NotAllowed
from domain.holidays import NoHolidays, OwnDay
from domain.people import Role
from domain.times import VIETNAM
from messages.catalogue import Catalogue
from tests.making import NOON, a_person, acting, our_desk

SAID = Catalogue("vi")


def days_off(*own: OwnDay) -> DaysOff:
    return holidays.of(our_desk(own_days=own), VietnamHolidays())


def day_of(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "first", "back", "name"),
    [
        ("2026-02-17", "2026-02-14", "2026-02-23", "Tết Nguyên Đán"),  # nine days with both weekends
        ("2026-02-14", "2026-02-14", "2026-02-23", "Tết Nguyên Đán"),  # a Saturday that begins it
        ("2027-02-10", "2027-02-04", "2027-02-11", "Tết Nguyên Đán"),
        ("2026-09-01", "2026-08-29", "2026-09-03", "Quốc khánh"),  # with a swapped Monday
        ("2026-04-26", "2026-04-25", "2026-04-28", "Giỗ Tổ Hùng Vương"),
        ("2025-05-03", "2025-04-30", "2025-05-05", "Ngày Chiến thắng 30/4"),
        ("2026-11-24", "2026-11-24", "2026-11-25", "Ngày Văn hóa Việt Nam"),
        ("2028-12-30", "2028-12-30", "2029-01-02", "Tết Dương lịch"),  # over the end of a year
    ],
)
def test_a_break_reaches_from_its_first_day_off_to_the_day_on_which_offices_open(
    day: str, first: str, back: str, name: str
):
    found = days_off().break_of(day_of(day))
    assert found
    assert (found.first, found.back, SAID(found.name)) == (day_of(first), day_of(back), name)


@pytest.mark.parametrize("day", ["2026-11-25", "2026-11-28", "2026-08-22", "2025-04-26"])
def test_a_working_day_a_plain_weekend_and_a_saturday_that_is_worked_are_no_break(day: str):
    assert days_off().break_of(day_of(day)) is None


def test_every_day_of_ten_years_is_in_the_break_that_it_begins_or_in_none():
    days, day = days_off(), date(2024, 1, 1)
    while day < date(2034, 1, 1):
        if found := days.break_of(day):
            assert found.first <= day < found.back
            assert not days.is_off(found.back)
            assert not days.is_off(found.first - timedelta(days=1))
            assert days.break_of(found.first) == found
        day += timedelta(days=1)


def test_what_the_desk_says_of_a_day_goes_before_the_calendar():
    new_year = OwnDay(day=day_of("2026-01-02"), is_off=True, name="Nghỉ hoán đổi")
    worked = OwnDay(day=day_of("2026-01-10"), is_off=False)
    days = days_off(new_year, worked)
    found = days.break_of(day_of("2026-01-01"))
    assert found
    assert found.back == day_of("2026-01-05")
    assert not days.is_off(worked.day)
    shown = days.between(day_of("2026-01-01"), worked.day)
    assert [SAID(one.names[0]) for one in shown] == ["Tết Dương lịch", "Nghỉ hoán đổi", "Ngày làm việc"]
    assert not days_off(OwnDay(day=day_of("2026-11-24"), is_off=False)).is_off(day_of("2026-11-24"))
    unknown = holidays.of(our_desk(own_days=(new_year,)), NoHolidays())
    assert [one.day for one in unknown.between(day_of("2026-01-01"), day_of("2026-12-31"))] == [new_year.day]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("hour", "codes"),
    [
        ("2026-11-25T21:59", []), ("2026-11-25T22:00", ["night"]), ("2026-11-26T04:59", ["night"]),
        ("2026-11-26T05:00", []), ("2026-11-28T10:00", []), ("2026-11-23T16:59", []), ("2026-11-23T17:00", ["eve"]),
        ("2026-11-24T00:00", ["break", "night"]), ("2026-11-24T12:00", ["break"]), ("2026-11-24T20:00", ["break"]),
        ("2026-02-13T18:00", ["eve"]), ("2026-02-13T23:00", ["eve", "night"]), ("2026-02-15T09:00", ["break"]),
        ("2026-02-22T09:00", ["break"]), ("2026-02-23T09:00", []), ("2026-08-22T10:00", []),
        ("2026-08-21T18:00", []), ("2026-08-28T18:00", ["eve"]),
    ],
)  # fmt: skip
def test_an_hour_is_said_to_be_in_a_break_before_one_or_in_the_night(hour: str, codes: list[str]):
    found = hours.hints(at(hour), days_off(), warns=False)
    assert [one.code.removeprefix("hour-hint.") for one in found] == codes


def test_a_warning_is_told_to_go_out_now_at_any_hour():
    for hour in ("2026-02-17T02:00", "2026-11-25T10:00"):
        [said] = hours.hints(at(hour), days_off(), warns=True)
        assert "hãy đăng ngay" in SAID(said)


def test_the_hints_say_when_offices_open_again_and_how_long_the_break_is():
    [eve] = hours.hints(at("2026-02-13T18:00"), days_off(), warns=False)
    assert SAID(eve).startswith("Ngay trước kỳ nghỉ Tết Nguyên Đán (9 ngày)")
    [over] = hours.hints(at("2026-02-14T08:00"), days_off(), warns=False)
    assert SAID(over) == "Trong kỳ nghỉ Tết Nguyên Đán; cơ quan mở lại ngày 23/02/2026."
    evening = hours.of_the_form(at("2026-11-23T17:00"), days_off())
    assert [[one.code for one in said] for said in evening.values()] == [[HourHint.EVE], [HourHint.BREAK]]
    morning = hours.of_the_form(at("2026-11-23T08:00"), days_off())
    assert {str(day): [one.code for one in said] for day, said in morning.items()} == {
        "2026-11-23": [], "2026-11-24": [HourHint.BREAK],
    }  # fmt: skip


def test_days_are_set_and_taken_back_by_editors_with_a_line_in_the_log_each():
    database = memory_database()
    off = OwnDay(day=day_of("2027-01-04"), is_off=True, name="Nghỉ hoán đổi")
    with database.write() as store:
        store.settings.save(our_desk())
        lan, viewer = a_person(store, "lan", Role.EDITOR), a_person(store, "xem", Role.ANALYST)
        for _ in range(2):  # pressed twice
            holidays.set_day(acting(store, lan), off)
        holidays.set_day(acting(store, lan), OwnDay(day=day_of("2026-12-31"), is_off=False))
        assert [one.day.isoformat() for one in store.settings.get().own_days] == ["2026-12-31", "2027-01-04"]
        assert off in store.settings.get().own_days
        for _ in range(2):
            holidays.reset_day(acting(store, lan), off.day)
        assert [one.action for one in store.log.list(9)] == ["reset-day", "set-day", "set-day"]
        with pytest.raises(NotAllowed):
            holidays.set_day(acting(store, viewer), off)
        with pytest.raises(NotAllowed):
            holidays.reset_day(acting(store, viewer), off.day)


def test_more_days_than_a_desk_needs_are_refused_and_those_that_stand_can_still_be_changed():
    database = memory_database()
    own = tuple(OwnDay(day=NOON.date() + timedelta(days=number), is_off=True) for number in range(MAX_OWN_DAYS))
    with database.write() as store:
        store.settings.save(our_desk(own_days=own))
        lan = acting(store, a_person(store, "lan"))
        with pytest.raises(BadInput):
            holidays.set_day(lan, OwnDay(day=day_of("2030-01-01"), is_off=True))
        holidays.set_day(lan, OwnDay(day=own[0].day, is_off=False))
        assert not store.settings.get().own_days[0].is_off


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-02-13", True), ("2026-02-12", False), ("2026-02-14", False), ("2026-08-28", True), ("2026-08-22", False),
        ("2026-11-23", False), ("2025-04-29", True), ("2026-11-27", False), ("2027-02-03", True), ("2026-12-31", True),
    ],
)  # fmt: skip
def test_the_last_working_day_before_a_break_of_three_days_or_more_is_marked(day: str, told: bool):
    assert (hours.of_the_day(day_of(day), days_off()) is not None) == told
