"""Which times that lay ahead in an article are over when somebody opens its card."""

from datetime import datetime, timedelta

import pytest

from domain.flags import Part
from domain.times import VIETNAM
from nlp.flags.passed_times import found
from tests.making import an_article

PUBLISHED = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
LATER = PUBLISHED + timedelta(days=10)


def over(text: str, now: datetime = LATER, title: str = "Thông tin cho bạn đọc") -> list[str]:
    raised = found(an_article("a", title=title, text=text, published_at=PUBLISHED, fetched_at=PUBLISHED), now)
    return [quote.span.quote for quote in raised.quotes] if raised else []


@pytest.mark.parametrize(
    "text",
    [
        "Thí sinh đăng ký dự thi đến hết ngày 25/11.",
        "Hồ sơ nộp trước ngày 25-11 tại bộ phận một cửa.",
        "Hạn cuối: 25/11/2026.",
        "Chậm nhất ngày 25 tháng 11, các hộ phải khai báo.",
        "Cửa hàng giảm giá từ ngày 21 đến 25/11.",
        "Tối nay, chương trình ca nhạc diễn ra tại quảng trường.",
        "Sáng mai, điện lực sẽ cắt điện tại 3 thôn.",
        "Hôm nay, 20-11, Quốc hội sẽ biểu quyết dự luật.",
        "Dự báo trong 24 giờ tới, vùng núi có mưa rất to.",
        "Lễ hội diễn ra vào ngày 28/11 tới tại Sa Pa.",
        "Tuần tới, đoàn công tác sẽ kiểm tra các chợ.",
        "“Sáng mai chúng tôi sẽ mở kho phát gạo”, ông An nói.",
        "Lũ có nguy cơ lên cao trong những ngày tới.",
        "Lúc 17 giờ ngày 25/11, đập sẽ xả lũ.",
        "Mưa lớn kéo dài từ ngày 22-24/11.",
    ],
)
def test_what_lay_ahead_is_over_and_is_said(text: str):
    assert over(text, now=LATER + timedelta(days=1))
    assert not over(text, now=PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "Sáng nay, công an đã khởi tố 3 bị can.",
        "Hôm nay, ông An cho biết sẽ từ chức vào tháng 3 năm sau.",
        "Ngày 20/11, Sở Y tế công bố 3 ca mắc mới.",
        "Chiều nay, lãnh đạo tỉnh thăm hỏi các gia đình.",
        "Đến sáng nay nước đã rút.",
        "Tính đến ngày 25/11 năm ngoái đã có 300 ca.",
        "Người sinh trước ngày 1/1/1990 được cấp sổ.",
        "Quy định mới có hiệu lực từ ngày 25/11.",
        "Vì một ngày mai tươi sáng, cả xã trồng rừng.",
        "Hai ngày sau, anh được xuất viện.",
        "Trẻ được khám trong vòng 3 ngày kể từ khi nộp đơn.",
        "Nhân dân thấy 9-10 việc tốt thì mới tin.",
        "Hạn nộp thuế là ngày 31/12/2026.",
        "Tàu thăm hữu nghị 5 ngày tới thành phố Đà Nẵng.",
        "Điểm dừng thứ 3/12 của chuyến đi là Sa Pa.",
    ],
)
def test_what_was_reported_or_is_still_ahead_is_not(text: str):
    assert not over(text)


def test_the_words_and_their_end_are_said_for_the_title_first():
    title = "Tối nay không khí lạnh tràn về"
    raised = found(an_article("a", title=title, text="Rét đậm.", published_at=PUBLISHED), LATER)

    assert raised is not None
    assert (raised.quotes[0].part, raised.quotes[0].span.quote) == (Part.TITLE, "Tối nay")
    assert f"{raised.why.params['until']:%d/%m %H:%M}" == "21/11 00:00"
