"""What a row of the tables says: how long a source has been silent, why a day is unknown, and how dark a square is."""

from datetime import date, timedelta

import pytest

from desk.coverage.grids import OF_THE_MOST, OF_THE_WEEK, Row, Unseen, _squares
from desk.coverage.series import Axis, Numbers
from domain.coverage import Grain, Kind

TODAY = date(2026, 11, 23)


def row(days: str, wholes=()) -> Row:
    """One sign a day up to today: a number of articles, "-" down, "." not yet added."""
    first = TODAY - timedelta(days=len(days) - 1)
    told = {first + timedelta(days=n): sign for n, sign in enumerate(days)}
    axis = Axis(grain=Grain.DAY, first=first, last=TODAY, today=TODAY)
    counts = {day: Numbers(articles=int(sign)) for day, sign in told.items() if sign not in "-.0"}
    seen = {day: float(sign != "-") for day, sign in told.items() if sign != "."}
    return Row(kind=Kind.SOURCE, value="s", squares=_squares(axis, counts, seen, wholes))


@pytest.mark.parametrize(
    ("days", "quiet"),
    [
        ("5555500", 1), ("5555000", 2), ("5550001", 0), ("5000000", 5), ("0000000", 0), ("....300", 1),
        ("55500-0", 0), ("55-0000", 3), ("-------", 0), (".......", 0), ("5", 0), ("50", 0), ("1000000", 5),
    ],
)  # fmt: skip
def test_a_source_is_silent_for_the_whole_days_that_we_saw_nothing_of_it(days: str, quiet: int):
    assert row(days).quiet == quiet


@pytest.mark.parametrize(
    ("days", "unseen"),
    [
        ("..-0", ["not-yet", "not-yet", "down", None]), ("1-01", [None, "down", None, None]),
        (".1-.", ["not-yet", None, "down", "down"]), ("....", ["not-yet"] * 4), ("----", ["down"] * 4),
    ],
)  # fmt: skip
def test_a_day_before_the_source_was_added_is_told_from_one_on_which_it_was_down(days: str, unseen: list[str | None]):
    assert [one.unseen and Unseen(one.unseen).value for one in row(days).squares] == unseen


def test_squares_are_as_dark_as_their_share():
    assert [one.level for one in row("0123456789").squares] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert [one.level for one in row("1111", wholes=(100, 20, 5, 0)).squares] == [0, 1, 3, 0]
    assert len(OF_THE_MOST) == len(OF_THE_WEEK) == 4
    assert row("9.-0").articles == 9
