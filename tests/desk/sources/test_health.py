"""What Nguồn tin says of a source."""

from datetime import datetime, timedelta

import pytest

from desk.sources.health import PastVisit, health_word
from desk.sources.polling import PollState
from domain.times import VIETNAM

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
HOUR = timedelta(hours=1)
STATE = PollState(last_good_at=NOW - HOUR)


def visits(*news: int, every: timedelta = HOUR, until: datetime = NOW) -> list[PastVisit]:
    count = len(news)
    return [
        PastVisit(at=until - every * (count - 1 - n), status=200, entries=20, new=new) for n, new in enumerate(news)
    ]


def test_a_source_that_was_never_read_says_so() -> None:
    assert health_word(PollState(), [], NOW).word == "chưa kiểm tra"


def test_a_source_that_answers_is_being_read() -> None:
    health = health_word(STATE, visits(20, 3, 2, 4), NOW)

    assert (health.word, health.is_good) == ("đang đọc tốt", True)
    assert "29 bài mới" in health.sentence


@pytest.mark.parametrize(
    ("status", "error", "word"),
    [
        (403, "http-status", "bị từ chối"), (0, "refused-by-robots", "bị từ chối"),
        (404, "http-status", "không còn địa chỉ"), (0, "dns", "không tìm thấy tên miền"),
        (0, "timeout", "không trả lời"), (502, "http-status", "không trả lời"),
        (429, "http-status", "được hẹn quay lại"), (200, "not-a-feed", "không đọc được"),
    ],
)  # fmt: skip
def test_a_failure_is_named_in_plain_words(status: int, error: str, word: str) -> None:
    last = PastVisit(at=NOW, status=status, error=error)

    health = health_word(STATE, [*visits(5, 5, until=NOW - HOUR), last], NOW)

    assert (health.word, health.is_good) == (word, False)
    assert health.sentence.endswith(".")


def test_a_dead_source_is_noticed_within_a_day() -> None:
    state = PollState(last_good_at=NOW - 21 * HOUR, failures=6)

    health = health_word(state, [PastVisit(at=NOW, error="timeout")], NOW)

    assert health.word == "đã ngừng trả lời"
    assert "21 giờ" in health.sentence
    assert "6 lần" in health.sentence


def test_silence_is_measured_by_the_source_s_own_habit() -> None:
    hourly = [NOW - 15 * HOUR - HOUR * n for n in range(40)]
    weekly = [NOW - timedelta(days=7 * n + 3) for n in range(8)]

    assert health_word(STATE, visits(0, 0), NOW, hourly).word == "im lặng lâu hơn thường lệ"
    assert health_word(STATE, visits(0, 0), NOW, weekly).word == "đang đọc tốt"


def test_a_flood_is_told() -> None:
    usual = [NOW - timedelta(days=day, hours=hour) for day in range(1, 8) for hour in (1, 5, 9)]
    today = [NOW - timedelta(minutes=10 * n) for n in range(60)]

    health = health_word(STATE, visits(0, 5), NOW, usual + today)

    assert health.word == "đăng dồn dập"
    assert "60 bài" in health.sentence
    assert health_word(STATE, visits(0, 5), NOW, usual + today[:5]).word == "đang đọc tốt"
