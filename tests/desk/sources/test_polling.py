"""When a feed is visited next."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.sources.polling import (
    HOT_SECONDS,
    MAX_INTERVAL_SECONDS,
    QUIET_SECONDS,
    SITEMAP_QUIET_SECONDS,
    SITEMAP_SECONDS,
    WITHOUT_VALIDATORS_SECONDS,
    Ending,
    Pace,
    Reply,
    ending,
    is_due,
    next_visit,
    share_seconds,
    wants_unconditional,
    wants_whole_page,
)
from domain.sources import Feed, FeedKind, Source, SourceKind
from domain.visits import MAX_WAIT, FeedVisit, FetchError, visit_message
from tests.making import PAPER

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TOO_OFTEN = visit_message(FetchError.HTTP_STATUS, 429)
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


def settle(per_hour: float, hours: float = 8, feed: Feed = UNREAD, *, etag: str = '"1"', warning: bool = False) -> Feed:
    """Poll a feed that publishes steadily; the feed at the end."""
    rng, now = random.Random(1), NOW
    source = SERVICE if warning else PAPER
    headers = {"etag": etag} if etag else {}
    done = 0
    while now < NOW + timedelta(hours=hours):
        out = int(per_hour * (now - NOW).total_seconds() / 3600)
        visit = a_visit(now, entries=20, new=min(out - done, 20))
        feed = next_visit(feed, source, visit, Reply(headers=headers), Pace(rng=rng))
        done, now = out, feed.due_at
    return feed


@pytest.mark.parametrize(("per_hour", "least", "most"), [(60, 60, 70), (12, 60, 110), (4, 60, 160), (1, 120, 320)])
def test_a_steady_feed_settles_by_the_root_of_what_it_brings(per_hour: float, least: int, most: int) -> None:
    assert least <= settle(per_hour).interval_seconds <= most


def test_whoever_falls_quiet_is_soon_left_alone_and_taken_up_again_with_its_news() -> None:
    busy = settle(30)
    assert busy.interval_seconds <= 70
    visits, feed, now = 0, busy, NOW
    while now < NOW + timedelta(hours=24):
        feed = next_visit(feed, PAPER, a_visit(now, status=304), Reply(), Pace(rng=random.Random(visits)))
        visits, now = visits + 1, feed.due_at
    assert feed.interval_seconds == QUIET_SECONDS
    assert visits < 300, "1,440 would be one a minute"
    for _ in range(5):
        feed = next_visit(feed, PAPER, a_visit(entries=20, new=2), Reply(headers={"etag": "x"}), Pace())
    assert feed.interval_seconds == HOT_SECONDS


def test_no_source_is_asked_oftener_than_a_minute_nor_more_seldom_than_nine() -> None:
    assert settle(2000).interval_seconds == HOT_SECONDS
    assert settle(0).interval_seconds == QUIET_SECONDS
    assert settle(2000, warning=True).interval_seconds == HOT_SECONDS
    assert settle(0, warning=True).interval_seconds == HOT_SECONDS


def test_a_feed_that_must_be_sent_whole_each_time_is_asked_half_as_often_and_a_sitemap_still_less() -> None:
    assert settle(2000, etag="").interval_seconds == WITHOUT_VALIDATORS_SECONDS
    sitemap = replace(UNREAD, kind=FeedKind.SITEMAP)
    assert settle(2000, feed=sitemap).interval_seconds == SITEMAP_SECONDS
    assert settle(0, 480, feed=sitemap).interval_seconds == SITEMAP_QUIET_SECONDS


HOT = replace(FEED, interval_seconds=60, etag='"1"', last_good_at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("says", "seconds"),
    [
        ({"headers": {"cache-control": "max-age=60"}}, 60),
        ({"headers": {"cache-control": "public, max-age=900"}}, 900),
        ({"headers": {"cache-control": "max-age=900", "age": "840"}}, 60),  # a cache held it for fourteen minutes
        ({"headers": {"cache-control": "max-age=900", "age": "about a day"}}, 900),
        ({"headers": {"cache-control": "max-age=0, must-revalidate", "expires": "Mon, 23 Nov 2026 05:00:00 GMT"}}, 60),
        ({"headers": {"expires": "Mon, 23 Nov 2026 03:10:00 GMT"}}, 600),
        ({"ttl_seconds": 1800}, 1800),
        ({"retry_after_seconds": 300}, 300),  # also beside a good answer
        ({"share_seconds": 240.0}, 240),  # its robots.txt wants a minute between two requests
        ({"ttl_seconds": 300, "headers": {"cache-control": "max-age=120"}, "share_seconds": 80.0}, 300),
        ({"skip_hours": frozenset({3})}, 3600),
        ({"status": 429, "retry_after_seconds": 3600}, 3600),
        ({"status": 503, "retry_after_seconds": 1200}, 1200),
        ({"status": 429}, 300),
        ({"status": 503}, 300),
    ],
)
def test_a_hot_source_is_asked_as_seldom_as_it_says(says: dict[str, Any], seconds: int) -> None:
    status = says.pop("status", 304)
    reply = Reply(**says)
    for source in (PAPER, SERVICE):
        waits = wait(after(HOT, reply, source, status=status))
        assert seconds <= waits <= max(1.1 * 65, 2.2 * seconds)


def test_who_answered_that_we_asked_too_often_is_asked_less_often_for_an_hour() -> None:
    def refused(feed: Feed) -> Feed:
        return after(feed, status=429, error=FetchError.HTTP_STATUS, messages=(visit_message(None, 304), TOO_OFTEN))

    once = after(refused(HOT), entries=20, new=20)
    assert once.interval_seconds >= 2 * HOT_SECONDS
    twice = after(refused(once), entries=20, new=20)
    assert twice.interval_seconds > once.interval_seconds
    feed, minutes = once, 0.0
    while feed.interval_seconds > HOT_SECONDS:
        feed = after(feed, Reply(headers={"etag": "x"}), entries=20, new=20)
        minutes += feed.interval_seconds / 60
    assert 30 < minutes < 180


def test_a_broken_connection_costs_a_hot_source_minutes_and_not_its_rhythm() -> None:
    broken = after(HOT, error=FetchError.TIMEOUT, status=0)
    assert wait(broken) <= 180
    assert after(broken, status=304).interval_seconds <= 65


@pytest.mark.parametrize(
    ("others", "delay", "seconds"),
    [
        ([], 1, 15), ([], 10, 40), ([], 15, 60), ([], 30, 120), ([], 60, 240), ([300], 30, 200), ([300], 1, 15.8),
        ([60], 1, 20), ([60, 60], 15, 180), ([60] * 3, 1, 60), ([300] * 19, 1, 300), ([60] * 39, 1, 600),
    ],
)  # fmt: skip
def test_the_feeds_of_a_source_share_four_visits_a_minute_and_a_quarter_of_what_its_robots_txt_allows(
    others: list[int], delay: float, seconds: float
) -> None:
    asked = [replace(FEED, interval_seconds=one) for one in others]
    assert share_seconds(asked, delay) == pytest.approx(seconds, abs=0.1)


def test_the_first_visit_tells_nothing_about_the_rhythm() -> None:
    assert after(UNREAD, entries=50, new=50).interval_seconds == after(UNREAD, entries=50).interval_seconds == 300


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ({"headers": {"cache-control": "public, max-age=7200"}}, 7200),
        ({"headers": {"expires": "Mon, 23 Nov 2026 05:00:00 GMT"}}, 7200),
        ({"headers": {"expires": "Mon, 23 Nov 2026 09:00:00 GMT", "cache-control": "max-age=7200"}}, 7200),
        ({"retry_after_seconds": 7200}, 7200),
        ({"ttl_seconds": 7200}, 7200),
        ({"headers": {"cache-control": "max-age=999999999"}}, MAX_INTERVAL_SECONDS),
        ({"headers": {"expires": "-1", "cache-control": "no-cache"}}, 120),
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
    assert wants_unconditional(whole, NOW + timedelta(hours=23, minutes=55)), "the next visit would be too late"
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
