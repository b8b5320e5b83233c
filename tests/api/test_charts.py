"""Lines over time, as a person sees them: whole scales, gaps that are gaps, and nothing outside the picture."""

from datetime import date, timedelta

import pytest

from api.charts import BOTTOM, HEIGHT, LEFT, RIGHT, WIDTH, Chart, drawn

DAY = date(2026, 2, 1)


def days(number: int) -> list[date]:
    return [DAY + timedelta(days=n) for n in range(number)]


def of(*values: int | None) -> Chart:
    return drawn(days(len(values)), [values])


def heights(chart: Chart) -> list[int]:
    return [int(str(mark.value)) for mark in chart.heights]


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (2, [0, 1, 2]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (37, [0, 10, 20, 30, 40]),
        (41, [0, 20, 40, 60]),
        (999, [0, 500, 1000]),
        (1_000_000, [0, 500_000, 1_000_000]),
    ],
)
def test_the_scale_has_whole_numbers_few_of_them_and_room_for_the_highest(most: int, wanted: list[int]) -> None:
    assert heights(of(0, most)) == wanted


@pytest.mark.parametrize(
    ("values", "paths", "dots", "bands"),
    [
        ((), 0, 0, 0),
        ((3,), 0, 1, 0),
        ((3, 4), 1, 0, 0),
        ((0, 0, 0), 1, 0, 0),
        ((None,), 0, 0, 1),
        ((None, None, None), 0, 0, 1),
        ((None, 3, 4), 1, 0, 1),
        ((3, 4, None), 1, 0, 1),
        ((3, 4, None, 5, 6), 2, 0, 1),
        ((3, None, 4, None, 5, 6), 1, 2, 2),
    ],
)
def test_a_gap_is_a_gap_and_no_zero(values: tuple[int | None, ...], paths: int, dots: int, bands: int) -> None:
    chart = of(*values)
    (line,) = chart.lines
    assert (len(line.paths), len(line.dots), len(chart.bands)) == (paths, dots, bands)
    for band in chart.bands:
        assert LEFT <= band.x <= band.x + band.width <= WIDTH - RIGHT


def test_zero_lies_on_the_ground_and_the_highest_below_the_edge() -> None:
    (line,) = of(0, 7, 0).lines
    heights_drawn = [float(pair.split()[1]) for pair in line.paths[0][1:].split("L")]
    assert heights_drawn[0] == heights_drawn[2] == HEIGHT - BOTTOM
    assert 0 < heights_drawn[1] < HEIGHT - BOTTOM


@pytest.mark.parametrize("number", [1, 2, 7, 30, 366, 1000])
def test_the_days_below_are_few_and_in_the_picture(number: int) -> None:
    marks = of(*([1] * number)).days
    assert 1 <= len(marks) <= 7
    assert all(LEFT <= mark.at <= WIDTH - RIGHT for mark in marks)


def test_two_lines_share_one_scale_and_a_band_stands_where_either_is_blind() -> None:
    chart = drawn(days(3), [[1, None, 2], [100, 100, 100]])
    assert heights(chart)[-1] == 100
    assert len(chart.bands) == 1


@pytest.mark.parametrize(
    ("values", "paths", "dots"),
    [((1,), 0, 1), ((1, 2), 0, 2), ((1, 2, 3), 1, 1), ((1, 2, None), 1, 0), ((None, 2), 0, 1)],
)
def test_no_line_falls_to_a_day_that_is_not_over(values: tuple[int | None, ...], paths: int, dots: int) -> None:
    (line,) = drawn(days(len(values)), [values], goes_on=True).lines
    assert (len(line.paths), len(line.dots)) == (paths, dots)
