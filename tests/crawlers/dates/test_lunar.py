"""New Year's days as the Vietnamese calendar had them, two of which differ from the Chinese one."""

from datetime import date

import pytest

from crawlers.dates.lunar import last_day_of, solar_date


@pytest.mark.parametrize(
    "day",
    [
        "1968-01-29",
        "1985-01-21",
        "2007-02-17",
        "2020-01-25",
        "2021-02-12",
        "2022-02-01",
        "2023-01-22",
        "2024-02-10",
        "2025-01-29",
        "2026-02-17",
        "2027-02-06",
        "2028-01-26",
        "2029-02-13",
        "2030-02-02",
    ],
)
def test_the_lunar_year_begins_on_the_day_of_tet(day: str) -> None:
    tet = date.fromisoformat(day)

    assert solar_date(1, 1, tet.year) == tet


def test_months_after_a_leap_month_are_shifted() -> None:
    assert solar_date(15, 8, 2025) == date(2025, 10, 6)  # 2025 has a second sixth month
    assert solar_date(15, 8, 2023) == date(2023, 9, 29)  # 2023 has a second second month


def test_a_short_month_has_no_thirtieth() -> None:
    assert last_day_of(12, 2024) == 29
    assert solar_date(30, 12, 2024) is None


def test_every_year_until_2100_begins_between_20_january_and_21_february() -> None:
    for year in range(1968, 2101):
        tet = solar_date(1, 1, year)
        assert tet is not None
        assert (1, 20) <= (tet.month, tet.day) <= (2, 21)
