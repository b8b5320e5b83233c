"""When a feed is visited next."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.sources.polling import CEILING, FLOOR, Ending, PollState, VisitResult, ending, next_visit, wants_unconditional

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
STATE = PollState(interval_seconds=1800, last_good_at=NOW - timedelta(minutes=30), last_whole_at=NOW)


def after(state: PollState = STATE, **visit: object) -> PollState:
    result = VisitResult(**({"status": 200} | visit))  # type: ignore[arg-type]
    return next_visit(state, result, NOW, random.Random(7))


def wait(state: PollState) -> float:
    assert state.due_at is not None
    return (state.due_at - NOW).total_seconds()


def settle(per_hour: float, entries: int = 20, warning: bool = False) -> tuple[float, float]:
    """Poll a feed that publishes steadily; the share of entries already seen, and the wait, at the end."""
    rng, now = random.Random(1), NOW
    state = PollState(interval_seconds=1800, is_warning_service=warning)
    published = 0.0
    shares = []
    for _ in range(60):
        elapsed = (now - state.last_good_at).total_seconds() if state.last_good_at else 0
        published += per_hour * elapsed / 3600
        new = min(int(published), entries)
        published = 0.0 if new == entries else published - new
        shares.append(1 - new / entries)
        state = next_visit(state, VisitResult(status=200, entries=entries, new=new), now, rng)
        assert state.due_at is not None
        now = state.due_at
    return sum(shares[30:]) / 30, state.interval_seconds


@pytest.mark.parametrize("per_hour", [2, 6, 20, 60])
def test_a_steady_feed_settles_where_a_third_to_two_thirds_are_already_seen(per_hour: float) -> None:
    seen, _ = settle(per_hour)

    assert 0.33 <= seen <= 0.67


def test_a_racing_feed_is_not_visited_oftener_than_the_floor_nor_a_sleeping_one_rarer_than_the_ceiling() -> None:
    assert settle(2000)[1] == FLOOR
    assert settle(2000, warning=True)[1] == 60
    assert settle(0)[1] == CEILING
    assert settle(0, warning=True)[1] == 15 * 60


def test_the_first_visit_tells_nothing_about_the_rhythm() -> None:
    assert after(PollState(), entries=50, new=50).interval_seconds == 1800


def test_nothing_new_lengthens_and_all_new_shortens() -> None:
    assert after(status=304).interval_seconds > 1800
    assert after(entries=10, new=10).interval_seconds < 1800
    assert after(entries=10, new=5).interval_seconds == 1800


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ({"headers": {"cache-control": "public, max-age=7200"}}, 7200),
        ({"headers": {"expires": "Mon, 23 Nov 2026 05:00:00 GMT"}}, 7200),
        ({"headers": {"expires": "Mon, 23 Nov 2026 09:00:00 GMT", "cache-control": "max-age=7200"}}, 7200),
        ({"headers": {"retry-after": "7200"}}, 7200),
        ({"headers": {"retry-after": "Mon, 23 Nov 2026 05:00:00 GMT"}}, 7200),
        ({"ttl_seconds": 7200}, 7200),
        ({"headers": {"cache-control": "max-age=999999999"}}, CEILING),
        ({"headers": {"expires": "-1", "cache-control": "no-cache", "retry-after": "soon"}}, 1800),
    ],
)
def test_what_the_publisher_asks_is_honoured(asked: dict[str, Any], seconds: int) -> None:
    assert seconds <= wait(after(entries=10, new=5, **asked)) <= seconds * 1.1


def test_skipped_hours_are_skipped() -> None:
    due = after(entries=10, new=5, skip_hours=frozenset({3, 4})).due_at

    assert due is not None
    assert (due.hour, due.minute < 10) == (5, True)


def test_a_feed_that_skips_every_hour_is_visited_all_the_same() -> None:
    assert wait(after(entries=10, new=5, skip_hours=frozenset(range(24)))) < 2000


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (200, None, Ending.GOOD), (304, None, Ending.GOOD), (404, "http-status", Ending.HARD),
        (410, "http-status", Ending.HARD), (0, "dns", Ending.HARD), (500, "http-status", Ending.SOFT),
        (0, "timeout", Ending.SOFT), (0, "connection", Ending.SOFT), (429, "http-status", Ending.TEMPORARY),
        (503, "http-status", Ending.TEMPORARY), (0, "robots-unavailable", Ending.TEMPORARY),
        (200, "not-a-feed", Ending.HARD),
    ],
)  # fmt: skip
def test_failures_are_told_apart(status: int, error: str | None, kind: Ending) -> None:
    assert ending(status, error) is kind


def test_hard_failures_back_off_faster_than_soft_ones_and_those_faster_than_temporary_ones() -> None:
    waits = {}
    for status in (404, 500, 429):
        state = STATE
        for _ in range(3):
            state = after(state, status=status)
        waits[status] = wait(state)

    assert waits[404] > waits[500] > waits[429]


def test_it_never_gives_up_and_one_success_forgets_all() -> None:
    state = STATE
    for _ in range(500):
        state = after(state, status=404)
        assert 0 < wait(state) <= CEILING

    mended = after(state, entries=10, new=5)
    assert (mended.failures, mended.penalty) == (0, 0)
    assert wait(mended) <= 1800 * 1.1


def test_a_warning_service_is_tried_again_within_the_hour() -> None:
    state = replace(STATE, is_warning_service=True, interval_seconds=300)
    for _ in range(50):
        state = after(state, status=404)

    assert wait(state) <= 3600


def test_retry_after_outlasts_the_back_off_but_not_a_day() -> None:
    assert wait(after(status=429, retry_after_seconds=20_000)) == 20_000
    assert wait(after(status=503, headers={"retry-after": "999999999"})) == 86_400


def test_retries_are_spread_at_random() -> None:
    visit = VisitResult(status=500)
    dues = {next_visit(STATE, visit, NOW, random.Random(seed)).due_at for seed in range(50)}

    assert len(dues) == 50


def test_once_a_day_a_visit_is_unconditional() -> None:
    assert wants_unconditional(PollState(), NOW)
    whole = after(unconditional=True, entries=1)
    assert not wants_unconditional(whole, NOW + timedelta(hours=22))
    assert wants_unconditional(whole, NOW + timedelta(hours=23)), "the next visit would be too late"
    assert wants_unconditional(whole, NOW + timedelta(hours=24))
    assert wants_unconditional(after(PollState(), status=500, unconditional=True), NOW)
