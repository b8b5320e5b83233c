"""What Nguồn tin says of a source."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desk.sources import rhythm
from desk.sources.health import Health, HealthWord, PastArticles, health_of
from domain.sources import Feed, FeedKind, Source
from domain.times import VIETNAM
from domain.visits import FeedVisit, FetchError, PastReading, visit_message
from tests.making import said

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
HOUR = timedelta(hours=1)
SOURCE = Source(id="bao", name="Báo", home_url="https://bao.example", organisation="Tỉnh")
FEED = Feed(
    id=1, source_id="bao", url="https://bao.example/rss", kind=FeedKind.FEED, due_at=NOW + HOUR, last_good_at=NOW - HOUR
)


def visits(*news: int, until: datetime = NOW) -> list[FeedVisit]:
    """One an hour, oldest first."""
    return [
        FeedVisit(feed_id=1, at=until - HOUR * (len(news) - 1 - n), status=200, entries=20, new=new)
        for n, new in enumerate(news)
    ]


def failed(status: int = 0, error: FetchError = FetchError.HTTP_STATUS) -> FeedVisit:
    return FeedVisit(feed_id=1, at=NOW, status=status, error=error, messages=(visit_message(error, status),))


def articles(*dated: datetime) -> list[PastReading]:
    """Articles that were published while we read the source."""
    first = min(dated)
    return [PastReading(at=first, dated=one, length=2400) for one in sorted(dated)]


def health(
    past: list[FeedVisit], readings: list[PastReading] | None = None, feed: Feed = FEED, source: Source = SOURCE
) -> Health:
    dated = [one.dated for one in readings or [] if one.length and one.dated >= (readings or [one])[0].at]
    return health_of(source, [feed], past, PastArticles(readings=readings or [], by_age=rhythm.ages(dated, NOW)), NOW)


def test_a_source_that_was_never_read_says_so() -> None:
    assert health([], feed=replace(FEED, last_good_at=None)).word is HealthWord.NEVER_READ


def test_a_source_that_answers_is_being_read() -> None:
    found = health(visits(20, 3, 2, 4))

    assert (found.word, found.is_good) == (HealthWord.GOOD, True)
    assert said(found.why) == "Lần đọc gần nhất lúc 10:00 ngày 23/11, 24 giờ qua có 29 bài mới."
    assert said(health(visits(0, 0)).why) == "Lần đọc gần nhất lúc 10:00 ngày 23/11, không có gì mới."


@pytest.mark.parametrize(
    ("status", "error", "word"),
    [
        (403, FetchError.HTTP_STATUS, HealthWord.REFUSED), (0, FetchError.REFUSED_BY_ROBOTS, HealthWord.REFUSED),
        (404, FetchError.HTTP_STATUS, HealthWord.GONE), (0, FetchError.DNS, HealthWord.NO_HOST),
        (0, FetchError.TIMEOUT, HealthWord.NO_ANSWER), (502, FetchError.HTTP_STATUS, HealthWord.NO_ANSWER),
        (429, FetchError.HTTP_STATUS, HealthWord.ASKED_TO_WAIT), (200, FetchError.NOT_A_FEED, HealthWord.UNREADABLE),
    ],
)  # fmt: skip
def test_a_failure_is_named_and_says_what_the_visit_said(status: int, error: FetchError, word: HealthWord) -> None:
    found = health([*visits(5, 5, until=NOW - HOUR), failed(status, error)])

    assert (found.word, found.is_good) == (word, False)
    assert found.why == (visit_message(error, status),)


def test_a_dead_source_is_noticed_within_a_day() -> None:
    feed = replace(FEED, last_good_at=NOW - 21 * HOUR, failures=6)

    found = health([failed(error=FetchError.TIMEOUT)], feed=feed)

    assert found.word is HealthWord.DEAD
    assert said(found.why) == (
        "Không đọc được từ 13:00 ngày 22/11, đã 21 giờ. Nguồn trả lời quá chậm nên lượt này dừng lại; sẽ tự thử lại. "
        "Đã thử 6 lần liền."
    )


def test_silence_is_measured_by_the_source_s_own_habit() -> None:
    hourly = articles(*(NOW - 15 * HOUR - HOUR * n for n in range(40)))
    weekly = articles(*(NOW - timedelta(days=7 * n + 3) for n in range(8)))

    quiet = health(visits(0, 0), hourly)
    assert quiet.word is HealthWord.QUIET
    assert said(quiet.why) == "Đã 15 giờ không có bài mới; trước đây ít khi quá 1 giờ."
    assert health(visits(0, 0), weekly).word is HealthWord.GOOD


def test_a_flood_is_told() -> None:
    usual = [NOW - timedelta(days=day, hours=hour) for day in range(1, 8) for hour in (1, 5, 9)]
    today = [NOW - timedelta(minutes=10 * n) for n in range(60)]

    found = health(visits(0, 5), articles(*usual, *today))

    assert found.word is HealthWord.FLOOD
    assert said(found.why) == "24 giờ qua có 60 bài, thường ngày khoảng 3 bài."
    assert health(visits(0, 5), articles(*usual, *today[:5])).word is HealthWord.GOOD


def test_a_source_that_was_just_added_neither_floods_nor_is_silent() -> None:
    first_list = [PastReading(at=NOW, dated=NOW - n * HOUR, length=900) for n in range(24)]
    old = PastReading(at=NOW, dated=NOW - timedelta(days=1000), length=900)

    assert health(visits(20, 0), [old, *first_list]).word is HealthWord.GOOD


def test_a_source_that_is_stopped_or_has_no_address_says_so() -> None:
    assert health(visits(1), source=replace(SOURCE, active=False)).word is HealthWord.STOPPED
    assert health_of(SOURCE, [], [], PastArticles(), NOW).word is HealthWord.NO_ADDRESS


def test_a_crawler_that_does_not_run_is_told() -> None:
    assert health(visits(1, 2), feed=replace(FEED, due_at=NOW - 4 * HOUR)).word is HealthWord.WAITING


def test_one_address_of_two_that_fails_is_told_with_its_address() -> None:
    other = replace(FEED, id=2, url="https://bao.example/2", failures=1)
    refused = replace(failed(403), feed_id=2)

    found = health_of(SOURCE, [FEED, other], [*visits(1), refused], PastArticles(), NOW)

    assert found.word is HealthWord.IN_PART
    assert said(found.why) == (
        "1 trong 2 địa chỉ không đọc được; https://bao.example/2: Nguồn từ chối cho đọc (mã 403)."
    )


def test_pages_that_lost_their_dates_are_told_as_a_redesign() -> None:
    past = [PastReading(at=NOW - timedelta(days=3), dated=NOW, length=2400) for _ in range(12)]
    today = [PastReading(at=NOW, dated=NOW, length=300, date=False) for _ in range(3)]

    found = health(visits(1), [*past, *today])

    assert found.word is HealthWord.REDESIGNED
    assert said(found.why) == (
        "Trang của nguồn có vẻ đã đổi giao diện: 3 bài gần nhất không còn ngày đăng; "
        "bài ngắn đi nhiều, còn khoảng 300 ký tự so với 2400 trước đây."
    )
