"""A finding in a sentence that a person who never heard of statistics understands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.standing_out import Finding, Shape, told
from messages.catalogue import Catalogue

DAY = date(2026, 11, 19)
SPIKE = Finding(key="all:", shape=Shape.SPIKE, day=DAY, not_before=DAY, count=24, habit=5.1, p=0, q=0)
CHANGE = replace(SPIKE, shape=Shape.CHANGE)
VI = Catalogue("vi")


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (SPIKE, "Ngày 19/11/2026 có 24 bài, thường lệ khoảng 5 bài mỗi ngày."),
        (replace(SPIKE, habit=0.5), "Ngày 19/11/2026 có 24 bài, thường lệ khoảng 4 bài mỗi tuần."),
        (replace(SPIKE, habit=0.01), "Ngày 19/11/2026 có 24 bài, thường lệ chưa đến một bài mỗi tuần."),
        (replace(SPIKE, count=1200, habit=980.6), "Ngày 19/11/2026 có 1.200 bài, thường lệ khoảng 981 bài mỗi ngày."),
        (
            replace(CHANGE, count=12.2, habit=4.4),
            "Từ ngày 19/11/2026 nhiều bài hơn hẳn: trước đó khoảng 4 bài mỗi ngày, từ đó khoảng 12 bài mỗi ngày.",
        ),
        (
            replace(CHANGE, count=5, habit=0.3),
            "Từ ngày 19/11/2026 nhiều bài hơn hẳn: trước đó khoảng 2 bài mỗi tuần, từ đó khoảng 35 bài mỗi tuần.",
        ),
        (
            replace(CHANGE, count=0.0, habit=3),
            "Từ ngày 19/11/2026 ít bài hơn hẳn: trước đó khoảng 21 bài mỗi tuần, từ đó chưa đến một bài mỗi tuần.",
        ),
        (
            replace(CHANGE, count=9, habit=3, not_before=DAY - timedelta(days=4)),
            "Từ một ngày trong khoảng 15/11/2026 đến 19/11/2026 (giữa đó là ngày nghỉ, hoặc bàn tin không nhìn thấy) "
            "nhiều bài hơn hẳn: trước đó khoảng 3 bài mỗi ngày, từ đó khoảng 9 bài mỗi ngày.",
        ),
    ],
)
def test_a_finding_is_said_by_the_day_or_by_the_week(finding: Finding, said: str):
    assert VI(told(finding)) == said
    assert "{" not in Catalogue("en")(told(finding))
