"""Vietnam's days off as the law and the state's announcements have them, from years known and years to come."""

import sys
from datetime import date, timedelta
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import public_holidays
from app.public_holidays import VietnamHolidays
from crawlers.dates.lunar import solar_date
from domain.holidays import Holiday, PublicYear
from messages.catalogue import Catalogue

SAID = Catalogue("vi")
ALWAYS = {"01-01": "Tết Dương lịch", "04-30": "Ngày Chiến thắng 30/4", "05-01": "Quốc tế Lao động 1/5"}
NATIONAL = {  # the second day, before or after 2 September: chosen each year, and so announced until 2026
    2024: "09-03", 2025: "09-01", 2026: "09-01", 2027: "09-03", 2028: "09-01", 2029: "09-03", 2030: "09-03",
}  # fmt: skip
TET = {
    2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26", 2029: "02-13", 2030: "02-02",
}  # fmt: skip
HUNG_KINGS = {
    2024: "04-18", 2025: "04-07", 2026: "04-26", 2027: "04-16", 2028: "04-04", 2029: "04-23", 2030: "04-12",
}  # fmt: skip
OFF = {  # in the place of a weekend or another day: as announced, and from 2027 on as the package works it out
    "2024-02-08": "29 Tết", "2024-02-14": "Mùng 5 Tết", "2024-04-29": "Nghỉ, làm bù ngày 04/05/2024",
    "2025-01-27": "28 Tết", "2025-05-02": "Nghỉ, làm bù ngày 26/04/2025",
    "2026-04-27": "Nghỉ bù Giỗ Tổ Hùng Vương", "2026-08-31": "Nghỉ, làm bù ngày 22/08/2026",
    "2027-02-04": "28 Tết", "2027-02-10": "Mùng 5 Tết", "2027-05-03": "Nghỉ bù Quốc tế Lao động 1/5",
    "2028-01-03": "Nghỉ bù Tết Dương lịch", "2028-01-24": "28 Tết", "2028-05-02": "Nghỉ bù Ngày Chiến thắng 30/4",
    "2028-09-04": "Nghỉ bù Quốc khánh", "2029-09-04": "Nghỉ bù Quốc khánh",
    "2029-11-26": "Nghỉ bù Ngày Văn hóa Việt Nam", "2030-02-06": "Mùng 5 Tết", "2030-01-31": "28 Tết",
    "2030-11-25": "Nghỉ bù Ngày Văn hóa Việt Nam",
}  # fmt: skip
WORKED = {"2024-05-04", "2025-04-26", "2026-08-22"}


def said(found: PublicYear) -> dict[str, str]:
    return {str(one.day): "; ".join(map(SAID, one.names)) for one in found.days.values() if one.is_off}


@pytest.mark.parametrize("year", range(2024, 2031))
def test_a_year_has_the_days_off_of_the_law_by_their_vietnamese_names_and_no_others(year: int):
    first = date.fromisoformat(f"{year}-{TET[year]}")
    expected = {f"{year}-{day}": name for day, name in ALWAYS.items()}
    expected |= {f"{year}-09-02": "Quốc khánh", f"{year}-{NATIONAL[year]}": "Quốc khánh"}
    expected |= {str(first - timedelta(days=1)): "Giao thừa", f"{year}-{HUNG_KINGS[year]}": "Giỗ Tổ Hùng Vương"}
    expected |= {str(first + timedelta(days=number)): f"Mùng {number + 1} Tết" for number in range(4)}
    expected |= {f"{year}-11-24": "Ngày Văn hóa Việt Nam"} if year >= 2026 else {}
    expected |= {day: name for day, name in OFF.items() if day.startswith(str(year))}
    found = VietnamHolidays().of_year(year)
    assert said(found) == expected
    worked = {str(one.day): SAID(one.names[0]) for one in found.days.values() if not one.is_off}
    assert worked == {day: "Làm bù" for day in WORKED if day.startswith(str(year))}
    assert found.is_announced == (year <= 2026)


def test_tet_is_on_the_day_that_the_moon_gives_it_in_every_year_that_a_person_can_open():
    """Two calculations, the package's tables and ours: also 2007 and 2030, which differ from China's."""
    for year in range(2000, 2100):
        first = solar_date(1, 1, year)
        assert first
        [name] = VietnamHolidays().of_year(year).days[first].names
        assert (name.code, name.params) == (Holiday.TET, {"number": 1}), year


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=-50, max_value=12_000))
def test_no_year_breaks_anything_and_its_days_are_its_own_in_order_and_named_in_both_languages(year: int):
    found = VietnamHolidays().of_year(year)
    assert [one.year for one in found.days] == [year] * len(found.days)
    assert list(found.days) == sorted(found.days)
    for language in map(Catalogue, ("vi", "en")):
        names = [language(name) for one in found.days.values() for name in one.names]
        assert all(names)
        assert not any("holiday." in name or "{" in name for name in names)


def test_a_year_that_the_package_cannot_read_is_empty_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(year: int) -> PublicYear:
        raise ImportError(year)

    monkeypatch.setattr(public_holidays, "_read", broken)
    for _ in range(2):
        assert VietnamHolidays().of_year(1849) == PublicYear(year=1849)
    assert caplog.text.count("the holidays of 1849 cannot be read") == 1


def test_a_name_that_nobody_here_knows_is_shown_as_the_package_says_it():
    names = public_holidays._names(date(2031, 3, 3), "Labour Day of X; National Day", "Ngày X; Quốc khánh")
    assert [SAID(one) for one in names] == ["Ngày X", "Quốc khánh"]


def test_the_package_is_loaded_with_the_first_year_only():
    code = "import sys, app.public_holidays; assert 'holidays' not in sys.modules"
    assert run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
