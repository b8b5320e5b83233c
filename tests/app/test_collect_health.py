from datetime import UTC, datetime, timedelta

from app.health import doctor
from domain.health import Health, PastReading, PastVisit
from domain.sources import Feed, Source

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = Source(id="bao", name="Báo", home_url="https://bao.example/", organisation="Cơ quan")
FEED = Feed(id=1, source_id="bao", url="https://bao.example/rss", due_at=NOW + HOUR, last_good_at=NOW)
READ = PastVisit(feed_id=1, at=NOW, status=200, entries=9)


def article(dated: datetime, at: datetime | None = None) -> PastReading:
    return PastReading(at=at or dated, dated=dated, length=900, title=True, date=True, byline=True)


def seen(readings: list[PastReading]) -> Health:
    return doctor(SOURCE, [FEED], [READ], sorted(readings, key=lambda one: one.at), NOW)


def steady(days: int, every: timedelta, until: datetime = NOW) -> list[PastReading]:
    return [article(until - n * every) for n in range(int(days * DAY / every))]


def test_a_source_that_was_just_added_neither_floods_nor_is_silent() -> None:
    first_list = [article(NOW - n * HOUR, at=NOW) for n in range(24)]
    assert seen([*first_list, article(NOW - 1000 * DAY, at=NOW)]).word == "đang đọc tốt"


def test_more_than_is_usual_is_told_with_both_numbers() -> None:
    usual = steady(10, 6 * HOUR)
    assert seen(usual).word == "đang đọc tốt"
    flood = seen([*usual, *(article(NOW - HOUR + n * timedelta(seconds=30)) for n in range(60))])
    assert flood.word == "đăng dồn dập"
    assert "4 bài" in flood.sentence


def test_a_silence_is_measured_by_the_sources_own_habit() -> None:
    assert seen(steady(10, HOUR, until=NOW - 14 * HOUR)).word == "im lặng lâu hơn thường lệ"
    assert seen(steady(10, DAY, until=NOW - 14 * HOUR)).word == "đang đọc tốt"


def test_a_source_that_was_stopped_or_has_no_address_says_so() -> None:
    stopped = Source(id="x", name="X", home_url="", organisation="X", active=False)
    assert doctor(stopped, [], [], [], NOW).word == "đã dừng"
    assert doctor(SOURCE, [], [], [], NOW).word == "chưa có địa chỉ"
    assert doctor(SOURCE, [FEED], [], [], NOW).word == "chưa kiểm tra"
