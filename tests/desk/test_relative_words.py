"""Words that were true when they were written are marked once their hour has passed, and not before."""

from datetime import datetime, timedelta

import pytest

from desk.relative_words import RelativeWords, passed_words
from domain.times import VIETNAM
from messages.catalogue import Catalogue
from tests.making import an_article

SAID = datetime(2026, 11, 22, 20, 0, tzinfo=VIETNAM)
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=VIETNAM)


def marked(text: str, now: datetime = MORNING, written: datetime = MORNING) -> list[str]:
    article = an_article("a", published_at=SAID, title="Tin mưa", lead="", text=text)
    return [str(message.params["words"]) for message in passed_words(text, article, written, now)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Trong ba giờ tới, Bát Xát mưa to.", ["Trong ba giờ tới"]),
        ("Trong 6 giờ tới còn mưa.", ["Trong 6 giờ tới"]),
        ("Tối nay, xã chiếu phim.", ["Tối nay"]),
        ("Hôm nay xã tiêm chủng.", ["Hôm nay"]),
        ("Đêm nay có rét.", ["Đêm nay"]),
        ("Từ một đến ba giờ tới có dông.", ["Từ một đến ba giờ tới"]),
        ("Từ nửa tiếng đến hai tiếng tới có dông.", ["Từ nửa tiếng đến hai tiếng tới"]),
        ("TỐI NAY MẤT ĐIỆN", ["TỐI NAY"]),
        ("Chiều nay họp, tối nay chiếu phim.", ["Chiều nay", "tối nay"]),
        ("Trong 8h tới nước lên.", ["Trong 8h tới"]),
        ("Rạng sáng mai sương muối.", ["Rạng sáng mai"]),
        ("Tuần này mở chợ.", ["Tuần này"]),
        ("Sáng mai cắt nước.", []),
        ("Ngày mai cắt điện.", []),
        ("Trong 24 giờ tới rét.", []),
        ("Hai ngày tới còn mưa.", []),
        ("Trong ba giờ qua mưa to.", []),
        ("Hôm qua xã họp.", []),
        ("Từ 7 giờ đến 9 giờ ngày 22/11 cắt điện.", []),
        ("Chị Mai ở xã Y Tý nhận nhà.", []),
    ],
)
def test_a_word_is_marked_once_its_hour_has_passed(text: str, words: list[str]) -> None:
    assert marked(text) == words


def test_not_a_minute_before() -> None:
    text = "Trong ba giờ tới mưa to."
    assert marked(text, SAID + timedelta(hours=3, seconds=-1)) == []
    assert marked(text, SAID + timedelta(hours=3)) == ["Trong ba giờ tới"]


def test_a_day_of_the_calendar_is_marked_once_it_is_over() -> None:
    for text in ("Đăng ký đến hết ngày 25/11.", "Nộp hồ sơ trước 17 giờ ngày 25/11.", "Hạn cuối: 25/11."):
        assert marked(text, SAID) == []
        assert marked(text, SAID + timedelta(days=4)), text
    assert marked("Xã đã tiêm cho 300 trẻ ngày 20/11.", SAID + timedelta(days=4)) == []


def test_what_an_editor_writes_is_said_when_it_is_written() -> None:
    article = an_article("a", published_at=SAID, title="Tin mưa", lead="", text="Mưa to ở vùng cao.")
    assert passed_words("Tối nay có phim.", article, MORNING, MORNING) == ()
    [message] = passed_words("Tối nay có phim.", article, MORNING, MORNING + timedelta(days=1))
    assert message.code == RelativeWords.PASSED
    assert Catalogue("vi")(message).startswith("«Tối nay» đã qua từ 00:00 ngày 24/11/2026")
    assert Catalogue("en")(message).startswith("“Tối nay” has passed since")
