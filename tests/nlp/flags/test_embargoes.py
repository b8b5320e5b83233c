"""Which notices ask not to publish yet, and until when."""

from datetime import datetime, timedelta

import pytest

from domain.times import VIETNAM
from nlp.flags.embargoes import found
from tests.making import an_article

SENT = datetime(2026, 11, 24, 9, tzinfo=VIETNAM)
NEWS = "Sở Y tế mở đợt tiêm phòng sởi tại 12 xã. Trẻ từ 6 tháng tuổi được tiêm miễn phí."


def until(text: str, title: str = "Tiêm phòng sởi", now: datetime = SENT) -> str:
    raised = found(an_article("a", title=title, text=text, published_at=SENT, fetched_at=SENT), now)
    return f"{raised.why.params['until'].astimezone(VIETNAM):%d/%m %H:%M}" if raised else ""


@pytest.mark.parametrize(
    ("notice", "moment"),
    [
        ("CẤM PHÁT HÀNH TRƯỚC 17 GIỜ NGÀY 25/11/2026", "25/11 17:00"),
        ("Cấm đăng, phát trước 17h00 ngày 25-11", "25/11 17:00"),
        ("EMBARGO: 17:00 25/11/2026", "25/11 17:00"),
        ("Embargoed until 25/11/2026 09:00 GMT+7", "25/11 09:00"),
        ("Chỉ đăng sau 9 giờ sáng ngày 25/11.", "25/11 09:00"),
        ("Thông cáo có hiệu lực đăng từ 8 giờ ngày 26/11/2026.", "26/11 08:00"),
        ("Thông cáo báo chí này chỉ được phát hành sau 17h hôm nay", "24/11 17:00"),
        ("(Không công bố trước 0h ngày 27/11/2026)", "27/11 00:00"),
        ("Đề nghị các cơ quan báo chí không đăng tải trước 17 giờ ngày 25 tháng 11 năm 2026.", "25/11 17:00"),
        ("Lưu ý: không đưa tin trước 6h sáng mai", "25/11 06:00"),
        ("** KHÔNG ĐƯỢC ĐĂNG TẢI TRƯỚC 10 GIỜ NGÀY 25.11.2026 **", "25/11 10:00"),
        ("Tin này chỉ được đăng từ 5 giờ chiều ngày 25/11", "25/11 17:00"),
        ("Thời điểm được phép đăng: 20 giờ ngày 25/11/2026", "25/11 20:00"),
        ("Xin vui lòng không đăng trước ngày 26/11", "26/11 00:00"),
    ],
)
def test_a_notice_with_an_embargo_says_until_when(notice: str, moment: str):
    assert until(f"{notice}\n{NEWS}") == moment
    assert until(f"{NEWS}\n{notice}") == moment


def test_an_embargo_in_the_title_counts_and_its_words_are_quoted():
    article = an_article("a", title="(CẤM ĐĂNG TRƯỚC 17 GIỜ NGÀY 25/11) Tiêm phòng sởi", text=NEWS, published_at=SENT)
    raised = found(article, SENT)

    assert raised is not None
    assert raised.quotes[0].span.quote == "CẤM ĐĂNG TRƯỚC 17 GIỜ NGÀY 25/11"


def test_an_embargo_ends_at_its_moment():
    notice = f"Cấm phát hành trước 17 giờ ngày 25/11.\n{NEWS}"

    assert until(notice, now=SENT + timedelta(hours=31, minutes=59))
    assert not until(notice, now=SENT + timedelta(hours=32))


@pytest.mark.parametrize(
    "sentence",
    [
        "Kết quả thi chỉ được công bố sau ngày 25/11.",
        "Mỹ dỡ bỏ lệnh cấm vận vũ khí (embargo) trước ngày 25/11.",
        "Cuốn sách bị cấm phát hành trước năm 1975.",
        "Nghiêm cấm phát hành vé theo đường riêng trước ngày 25/11.",
        "Thí sinh không đăng ký trước ngày 25/11 sẽ không được dự thi.",
        "Không công bố điểm trước khi chấm xong.",
        "Danh sách trúng tuyển sẽ được công bố từ ngày 25/11.",
        "Hồ sơ chỉ được nhận sau 8 giờ ngày 25/11.",
        "Đề nghị người dân không ra khơi trước 17 giờ ngày 25/11.",
        "Không sử dụng nước trước 17 giờ ngày 25/11, công ty cấp nước khuyến cáo.",
        "Thời gian phát sóng: 20h ngày 25/11 trên VTV1.",
        "Ông nói những tin đó chỉ được đăng sau 17 giờ ngày 25/11.",
        "Cấm phát hành trước 17 giờ ngày 20/11.",
        "Embargo năm 1990 khiến Iraq thiếu thuốc.",
        "Chỉ phát từ 8 giờ ngày 26/11, mỗi hộ một phần quà.",
        "(Được phát hành từ ngày 26/11/2026)",
        "Chỉ phát hành sau 8 giờ ngày 26/11 tại bưu điện tỉnh.",
        "Thời gian phát hành: từ 8 giờ ngày 26/11/2026",
        "Thời gian đăng: 26/11/2026 08:00",
        "Không phát quà trước 8 giờ ngày 26/11.",
        "Chưa công bố đến ngày 26/11 nên người dân còn chờ.",
        "EMBARGO: Mỹ siết lệnh cấm vận với Iran từ ngày 26/11",
    ],
)
def test_a_sentence_of_news_is_no_embargo(sentence: str):
    assert not until(f"{sentence}\n{NEWS}")
    assert not until(f"{NEWS} {sentence}")
