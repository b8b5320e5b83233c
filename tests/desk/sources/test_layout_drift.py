from dataclasses import replace

import pytest

from desk.sources.layout_drift import findings
from domain.visits import PastReading
from tests.making import NOON, said

USUAL = PastReading(at=NOON, dated=NOON, length=2400)
PAST = [replace(USUAL, length=1800 + 100 * n) for n in range(12)]


def test_a_source_that_stays_itself_is_left_alone() -> None:
    assert not findings(PAST, [replace(USUAL, length=length) for length in (1500, 4000, 2300)])


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (replace(USUAL, date=False), "ngày đăng"),
        (replace(USUAL, byline=False), "tên tác giả"),
        (replace(USUAL, title=False), "tựa bài"),
        (replace(USUAL, length=300), "ngắn đi"),
        (replace(USUAL, length=30_000), "dài lên"),
        (replace(USUAL, length=0), "không còn đọc được"),
    ],
)
def test_a_part_that_goes_missing_is_told_as_a_new_layout(now: PastReading, words: str) -> None:
    assert words in said(findings(PAST, [now] * 4))


def test_a_source_that_never_named_authors_is_not_blamed_for_it() -> None:
    without = [replace(reading, byline=False) for reading in PAST]

    assert not findings(without, without[:4])


def test_one_odd_article_is_no_new_layout() -> None:
    assert not findings(PAST, [replace(USUAL, length=0, date=False), USUAL, USUAL, USUAL])


@pytest.mark.parametrize(("past", "recent"), [(7, 4), (12, 2), (0, 0)])
def test_too_few_readings_say_nothing(past: int, recent: int) -> None:
    assert not findings(PAST[:past], [replace(USUAL, length=0)] * recent)
