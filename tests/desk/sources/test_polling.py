"""When a feed is visited next."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.sources.polling import (
    MAX_INTERVAL_SECONDS,
    MIN_INTERVAL_SECONDS,
    Ending,
    Pace,
    Reply,
    ending,
    is_due,
    next_visit,
    wants_unconditional,
    wants_whole_page,
)
from domain.sources import Feed, Source, SourceKind
from domain.visits import MAX_WAIT, FeedVisit, FetchError, visit_message
from tests.making import PAPER

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SERVICE = replace(PAPER, kind=SourceKind.WARNING_SERVICE)
UNREAD = Feed(id=1, source_id=PAPER.id, url="https://bao-a.example/rss", due_at=NOW)
FEED = replace(UNREAD, last_good_at=NOW - timedelta(minutes=30), last_whole_at=NOW)


def a_visit(at: datetime = NOW, **more: Any) -> FeedVisit:
    plain: dict[str, Any] = {"feed_id": 1, "at": at, "status": 200}
    return FeedVisit(**(plain | more))


def after(feed: Feed = FEED, reply: Reply = Reply(), source: Source = PAPER, **visit: Any) -> Feed:
    return next_visit(feed, source, a_visit(**visit), reply, Pace(rng=random.Random(7)))


def wait(feed: Feed) -> float:
    return (feed.due_at - NOW).total_seconds()


def settle(per_hour: float, entries: int = 20, warning: bool = False) -> tuple[float, float]:
    """Poll a feed that publishes steadily; the share of entries already seen, and the wait, at the end."""
    rng, now = random.Random(1), NOW
    feed, source = UNREAD, SERVICE if warning else PAPER
    published = 0.0
    shares = []
    for _ in range(60):
        elapsed = (now - feed.last_good_at).total_seconds() if feed.last_good_at else 0
        published += per_hour * elapsed / 3600
        new = min(int(published), entries)
        published = 0.0 if new == entries else published - new
        shares.append(1 - new / entries)
        feed = next_visit(feed, source, a_visit(now, entries=entries, new=new), Reply(), Pace(rng=rng))
        now = feed.due_at
    return sum(shares[30:]) / 30, feed.interval_seconds


@pytest.mark.parametrize("per_hour", [2, 6, 20, 60])
def test_a_steady_feed_settles_where_a_third_to_two_thirds_are_already_seen(per_hour: float) -> None:
    seen, _ = settle(per_hour)

    assert 0.33 <= seen <= 0.67


def test_a_racing_feed_is_not_visited_oftener_than_the_floor_nor_a_sleeping_one_rarer_than_the_ceiling() -> None:
    assert settle(2000)[1] == MIN_INTERVAL_SECONDS
    assert settle(2000, warning=True)[1] == 60
    assert settle(0)[1] == MAX_INTERVAL_SECONDS
    assert settle(0, warning=True)[1] == 15 * 60


def test_the_first_visit_tells_nothing_about_the_rhythm() -> None:
    assert after(UNREAD, entries=50, new=50).interval_seconds == 1800


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
        ({"retry_after_seconds": 7200}, 7200),
        ({"ttl_seconds": 7200}, 7200),
        ({"headers": {"cache-control": "max-age=999999999"}}, MAX_INTERVAL_SECONDS),
        ({"headers": {"expires": "-1", "cache-control": "no-cache"}}, 1800),
    ],
)
def test_what_the_publisher_asks_is_honoured(asked: dict[str, Any], seconds: int) -> None:
    assert seconds <= wait(after(reply=Reply(**asked), entries=10, new=5)) <= seconds * 1.1


def test_skipped_hours_are_skipped() -> None:
    due = after(reply=Reply(skip_hours=frozenset({3, 4})), entries=10, new=5).due_at

    assert (due.hour, due.minute < 10) == (5, True)


def test_a_feed_that_skips_every_hour_is_visited_all_the_same() -> None:
    assert wait(after(reply=Reply(skip_hours=frozenset(range(24))), entries=10, new=5)) < 2000


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (200, None, Ending.GOOD), (304, None, Ending.GOOD), (404, FetchError.HTTP_STATUS, Ending.HARD),
        (410, FetchError.HTTP_STATUS, Ending.HARD), (0, FetchError.DNS, Ending.HARD),
        (500, FetchError.HTTP_STATUS, Ending.SOFT), (0, FetchError.TIMEOUT, Ending.SOFT),
        (0, FetchError.CONNECTION, Ending.SOFT), (429, FetchError.HTTP_STATUS, Ending.TEMPORARY),
        (503, FetchError.HTTP_STATUS, Ending.TEMPORARY), (0, FetchError.ROBOTS_UNAVAILABLE, Ending.TEMPORARY),
        (200, FetchError.NOT_A_FEED, Ending.HARD),
    ],
)  # fmt: skip
def test_failures_are_told_apart(status: int, error: FetchError | None, kind: Ending) -> None:
    assert ending(a_visit(status=status, error=error)) is kind


def test_hard_failures_back_off_faster_than_soft_ones_and_those_faster_than_temporary_ones() -> None:
    waits = {}
    for status in (404, 500, 429):
        feed = FEED
        for _ in range(3):
            feed = after(feed, status=status)
        waits[status] = wait(feed)

    assert waits[404] > waits[500] > waits[429]


def test_it_never_gives_up_and_one_success_forgets_all() -> None:
    feed = FEED
    for _ in range(500):
        feed = after(feed, status=404)
        assert 0 < wait(feed) <= MAX_INTERVAL_SECONDS

    mended = after(feed, entries=10, new=5)
    assert (mended.failures, mended.penalty) == (0, 0)
    assert wait(mended) <= 1800 * 1.1


def test_a_warning_service_is_tried_again_within_the_hour() -> None:
    feed = replace(FEED, interval_seconds=300)
    for _ in range(50):
        feed = after(feed, source=SERVICE, status=404)

    assert wait(feed) <= 3600


def test_retry_after_outlasts_the_back_off_but_not_a_day() -> None:
    assert wait(after(reply=Reply(retry_after_seconds=20_000), status=429)) == 20_000
    assert wait(after(reply=Reply(retry_after_seconds=999_999_999), status=503)) == 86_400


def test_retries_are_spread_at_random() -> None:
    visit = a_visit(status=500)
    dues = {next_visit(FEED, PAPER, visit, Reply(), Pace(rng=random.Random(seed))).due_at for seed in range(50)}

    assert len(dues) == 50


def test_once_a_day_a_visit_is_unconditional() -> None:
    assert wants_unconditional(UNREAD, NOW)
    whole = after(reply=Reply(unconditional=True), entries=1)
    assert not wants_unconditional(whole, NOW + timedelta(hours=22))
    assert wants_unconditional(whole, NOW + timedelta(hours=23)), "the next visit would be too late"
    assert wants_unconditional(whole, NOW + timedelta(hours=24))
    assert wants_unconditional(after(UNREAD, Reply(unconditional=True), status=500), NOW)


def test_a_page_is_asked_without_validators_at_every_eighth_visit() -> None:
    assert [visits for visits in range(24) if wants_whole_page(visits)] == [7, 15, 23]


def test_a_feed_keeps_its_validators_until_it_brings_other_ones() -> None:
    read = after(reply=Reply(headers={"etag": '"1"', "last-modified": "Mon"}), entries=1)
    assert (read.etag, read.last_modified) == ('"1"', "Mon")
    for unread in (after(read, status=304), after(read, status=500), after(read, error=FetchError.NOT_A_FEED)):
        assert (unread.etag, unread.last_modified) == ('"1"', "Mon")
    assert after(read, entries=1).etag == ""


def test_what_the_visit_said_is_kept_with_the_feed() -> None:
    message = visit_message(FetchError.HTTP_STATUS, 404)
    feed = after(status=404, error=FetchError.HTTP_STATUS, messages=(message,))
    assert (feed.last_visit_at, feed.last_messages) == (NOW, (message,))


def test_no_visit_is_planned_beyond_the_longest_wait() -> None:
    patient = Reply(
        headers={"cache-control": "max-age=999999999"},
        retry_after_seconds=999_999_999,
        ttl_seconds=999_999_999,
        skip_hours=frozenset(range(23)),
    )
    for status in (200, 304, 404, 429, 500):
        assert (
            wait(after(replace(FEED, interval_seconds=MAX_INTERVAL_SECONDS), patient, status=status))
            <= MAX_WAIT.total_seconds()
        )


def test_what_a_clock_planned_that_ran_ahead_is_due_when_it_has_come_back() -> None:
    ahead = NOW + timedelta(days=3)
    feed = next_visit(FEED, PAPER, a_visit(ahead, entries=1), Reply(), Pace(rng=random.Random(7)))
    assert is_due(feed, NOW)
    tomorrow = next_visit(
        FEED, PAPER, a_visit(NOW + timedelta(days=1), status=304), Reply(), Pace(rng=random.Random(7))
    )
    assert is_due(tomorrow, NOW)
    assert not is_due(next_visit(FEED, PAPER, a_visit(NOW), Reply(), Pace(rng=random.Random(7))), NOW)
    assert not is_due(replace(FEED, due_at=NOW + MAX_WAIT, last_visit_at=NOW + timedelta(seconds=2)), NOW)
