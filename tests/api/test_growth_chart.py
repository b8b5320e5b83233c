"""Bars of a story's growth stay within their drawing, and so do the hours below them."""

from datetime import timedelta

import pytest

from api.growth_chart import LABEL_WIDTH, WIDTH, drawn
from desk.coverage.growth import MAX_STEPS, Growth, Step, Unit
from tests.making import NOON, a_member, an_article


@pytest.mark.parametrize("number", range(1, MAX_STEPS + 1))
def test_no_label_reaches_out_of_the_drawing_or_into_another(number: int) -> None:
    steps = tuple(Step(start=NOON + timedelta(hours=at), articles=1, own=1) for at in range(number))
    first = a_member(an_article("a"))
    found = drawn(Growth(unit=Unit.HOUR, steps=steps, first=first, articles=1, origins=1, earlier=0, is_growing=True))
    begins = [label.at - LABEL_WIDTH if label.ends else label.at for label in found.labels]
    ends = [begin + LABEL_WIDTH for begin in begins]
    assert begins[0] >= 0
    assert ends[-1] <= WIDTH
    assert all(end <= begin for end, begin in zip(ends, begins[1:], strict=False))
