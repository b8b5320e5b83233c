"""Seconds since 1970 in place of a date, and moments at which no publisher published."""

from datetime import datetime

import pytest

from crawlers.dates.habits import Habits
from crawlers.dates.reader import DateNote, find_date, read_date
from domain.times import VIETNAM

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=VIETNAM)

EPOCHS = [
    ("1795516200", "2026-11-24T17:30:00"),
    (" 1795516200 ", "2026-11-24T17:30:00"),
    ("+1795516200", "2026-11-24T17:30:00"),
    ("1795516200000", "2026-11-24T17:30:00"),
    ("1795516200250", "2026-11-24T17:30:00.250000"),
    ("1795516200000000", "2026-11-24T17:30:00"),
    ("1795516200000000000", "2026-11-24T17:30:00"),
    ("1795516200.0", "2026-11-24T17:30:00"),
    ("1795516200.5", "2026-11-24T17:30:00.500000"),
    ("1795516200,25", "2026-11-24T17:30:00.250000"),
    ("@1795516200", "2026-11-24T17:30:00"),
    ("/Date(1795516200000)/", "2026-11-24T17:30:00"),
    ("/Date(1795516200000+0700)/", "2026-11-24T17:30:00"),
    ("\\/Date(1795516200000)\\/", "2026-11-24T17:30:00"),
    ("1.7955162e9", "2026-11-24T17:30:00"),
    ("1.7955162E+12", "2026-11-24T17:30:00"),
    ("1325351100", "2012-01-01T00:05:00"),
    ("20261124", "2026-11-24T00:00:00"),
    ("20261124173000", "2026-11-24T17:30:00"),
    ("202611241730", "2026-11-24T17:30:00"),
]

NO_EPOCHS = [
    "0", "-1", "-62135596800", "12345", "0912345678", "02439361234", "0000000000", "1234567890", "9999999999",
    "1795602600000", "17955162000", "179551620000", "17955162000000", "1795516200abc", "1795516200 1795516200",
    "1e400", "/Date(-62135596800000)/", "999999999", "8493936123456", "20261324173000",
]  # fmt: skip

IMPOSSIBLE = [
    "1970-01-01T07:00:00+07:00", "1970-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "01/01/1970 08:00",
    "1/1/1970 7:00:00 SA",
    "1969-12-31T23:59:59Z", "0001-01-01T00:00:00", "01/01/0001 00:00:00", "1/1/0001 12:00:00 SA", "0000-00-00",
    "1900-01-01", "01/01/1900", "1899-12-30T00:00:00", "1901-12-13T20:45:52Z", "1904-01-01T00:00:00Z", "1753-01-01",
    "1601-01-01T00:00:00Z", "-0001-11-30T00:00:00+07:00", "1980-01-01 00:00:00", "24/11/1026 17:30", "1988-11-24",
    "2000-01-01T00:00:00", "01/01/2000", "2001-01-01T00:00:00Z", "2001-01-01T07:00:00+07:00",
    "Sat, 01 Jan 2000 00:00:00 +0700",
    "9999-12-31T23:59:59", "31/12/9999", "2099-01-01", "2038-01-19T03:14:07Z", "24/11/2062 17:30",
]  # fmt: skip

POSSIBLE = [
    ("2000-01-01T08:15:00+07:00", "2000-01-01T08:15:00"),
    ("02/01/2000", "2000-01-02T00:00:00"),
    ("2001-01-01T00:00:00+07:00", "2001-01-01T00:00:00"),
    ("19/12/1997", "1997-12-19T00:00:00"),
    ("1/1/2026", "2026-01-01T00:00:00"),
]


@pytest.mark.parametrize(("raw", "expected"), EPOCHS)
def test_seconds_and_their_fractions_since_1970_are_read(raw: str, expected: str) -> None:
    assert read_date(raw, now=NOW) == datetime.fromisoformat(expected).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize("raw", NO_EPOCHS)
def test_another_number_is_no_date(raw: str) -> None:
    assert read_date(raw, now=NOW) is None


@pytest.mark.parametrize("text", ["1795516200", "Gọi 1795516200", "1795516200000"])
def test_a_number_that_readers_see_is_no_date(text: str) -> None:
    assert find_date(text, now=NOW) is None


@pytest.mark.parametrize("raw", IMPOSSIBLE)
def test_a_moment_at_which_nobody_published_is_refused_with_a_note(raw: str) -> None:
    assert read_date(raw, now=NOW) is None
    moment, note = Habits(now=NOW).dated(raw)
    assert moment is None
    assert note is not None
    assert note.code in (DateNote.UNREADABLE, DateNote.FUTURE)


@pytest.mark.parametrize(("raw", "expected"), POSSIBLE)
def test_an_old_day_that_somebody_meant_is_kept(raw: str, expected: str) -> None:
    assert read_date(raw, now=NOW) == datetime.fromisoformat(expected).replace(tzinfo=VIETNAM)
