from datetime import timedelta

import pytest

from desk.sources.collecting import next_look
from tests.making import NOON

M, H, D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "step"),
    [
        (0 * M, 5 * M),
        (3 * H, 5 * M),
        (3 * H + M, 30 * M),
        (13 * H, 3 * H),
        (3 * D, 12 * H),
        (8 * D, D),
        (30 * D, D),
        (31 * D, None),
    ],
)
def test_the_older_an_article_the_rarer_it_is_read_again(age: timedelta, step: timedelta | None) -> None:
    now = NOON + age
    assert next_look(NOON, now) == (now + step if step else None)


def test_an_article_that_people_chose_is_watched_three_times_as_long_and_oftener() -> None:
    for age in (4 * H, 20 * H, 3 * D, 31 * D):
        chosen, plain = next_look(NOON, NOON + age, shared=True), next_look(NOON, NOON + age)
        assert chosen is not None
        assert plain is None or chosen < plain
    assert next_look(NOON, NOON + 91 * D, shared=True) is None
