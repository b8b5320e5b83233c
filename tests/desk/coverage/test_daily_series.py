"""From counters to tested series: blind days are missing, and what is worth testing is chosen before any work."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk.coverage.daily_series import STILL_READ, Days, daily, read_from_to, seen_together
from desk.coverage.series import SEEN_ENOUGH
from domain.analyses import DayCount

FIRST = date(2026, 8, 1)
DAYS = Days(first=FIRST, last=FIRST + timedelta(days=59))
SHARES = st.sampled_from([0.0, 0.5, SEEN_ENOUGH, 1.0])


def on(number: int) -> date:
    return FIRST + timedelta(days=number)


def seen(first: int = 0, last: int = 59, share: float = 1.0) -> dict[date, float]:
    return {on(n): share for n in range(first, last + 1)}


@given(st.dictionaries(st.integers(0, 59), st.integers(1, 9)), st.dictionaries(st.integers(0, 59), SHARES))
def test_a_day_has_its_number_or_none_and_zero_only_where_we_looked(articles, shares):
    counts = {on(n): DayCount(value="", day=on(n), articles=number, origins=1) for n, number in articles.items()}
    found = daily(counts, {on(n): share for n, share in shares.items()}, DAYS)
    assert len(found) == 60
    for n, value in enumerate(found):
        is_seen = shares.get(n, 0.0) >= SEEN_ENOUGH
        assert value == (articles.get(n, 0) if is_seen else None)


def test_together_each_source_weighs_what_it_writes():
    big, small = seen(), seen()
    small[on(30)] = 0.0
    together = seen_together({"big": big, "small": small}, {"big": 900, "small": 90}, DAYS)
    assert together[on(30)] > SEEN_ENOUGH
    big[on(31)] = 0.0
    together = seen_together({"big": big, "small": small}, {"big": 900, "small": 90}, DAYS)
    assert together[on(31)] < SEEN_ENOUGH
    assert together[on(32)] == 1.0


def test_a_source_that_was_not_there_yet_or_has_gone_is_no_blindness():
    shares = {"old": seen(), "new": seen(first=40), "gone": seen(last=20)}
    together = seen_together(shares, {"old": 60, "new": 600, "gone": 600}, DAYS)
    assert set(together.values()) == {1.0}


def test_a_source_that_is_away_for_some_days_at_the_end_is_blind_and_for_longer_it_is_not_waited_for():
    away = STILL_READ.days
    assert read_from_to(seen(last=60 - away), DAYS.last) == (FIRST, DAYS.last)
    assert read_from_to(seen(last=59 - away), DAYS.last) == (FIRST, on(59 - away))
    assert read_from_to(seen(share=0.5), DAYS.last) is None


def test_before_any_source_and_without_one_nothing_was_seen():
    assert set(seen_together({}, {}, DAYS).values()) == {0.0}
    assert seen_together({"a": seen(first=10)}, {}, DAYS)[on(9)] == 0.0
