"""Advertisements dressed as articles: the mark that the law asks for, or the seller's words without it."""

import unicodedata

import pytest

from domain.flags import FlagReason, Part, RaisedFlag
from nlp.flags.advertorials import found
from tests.making import an_article

PLAIN = "Nhà máy mới của An Phát đi vào hoạt động sáng nay.\nNhà máy có 200 công nhân."
SELLING = (
    "Quý khách đặt mua ngay hôm nay để nhận ưu đãi lên đến 30%, quà tặng trị giá 2 triệu đồng.\n"
    "Số lượng có hạn, gọi ngay hotline tư vấn 1900 1234 để được báo giá. Thương hiệu hàng đầu, tin dùng trên toàn quốc."
)


def raised(**more: str) -> RaisedFlag | None:
    return found(an_article("a", **({"title": "An Phát mở nhà máy", "text": PLAIN, "lead": ""} | more)))


@pytest.mark.parametrize(
    "mark",
    [
        "Quảng cáo",
        "QUẢNG CÁO",
        "Thông tin quảng cáo",
        "Bài PR",
        "(PR)",
        "Nội dung được tài trợ",
        "Thông tin doanh nghiệp",
        "[Bài viết quảng cáo]",
        "Bài viết có nội dung quảng cáo",
        "Advertorial",
        "Sponsored",
        "Bài viết được tài trợ bởi An Phát",
        "— Thông tin từ nhà tài trợ —",
    ],
)
def test_a_printed_mark_is_enough_wherever_publishers_print_it(mark: str):
    first, last = raised(text=f"{mark}\n{PLAIN}"), raised(text=f"{PLAIN}\n{mark}")
    section, byline = raised(publisher_section=mark), raised(byline=mark)
    for flag in (first, last, section, byline):
        assert flag is not None
        assert flag.why.code == FlagReason.ADVERTORIAL_MARKED
    assert first is not None
    assert first.quotes[0].part is Part.TEXT


@pytest.mark.parametrize("title", ["[Quảng cáo] An Phát mở nhà máy", "An Phát mở nhà máy (PR)"])
def test_a_mark_around_the_title_is_one_too(title: str):
    flag = raised(title=title)
    assert flag is not None
    assert flag.quotes[0].part is Part.TITLE


def test_selling_without_the_mark_says_that_the_law_s_mark_is_missing():
    flag = raised(title="Máy lọc nước An Phát: ưu đãi lớn nhất năm", text=SELLING)
    assert flag is not None
    assert flag.why.code == FlagReason.ADVERTORIAL_UNMARKED
    assert all(SELLING[q.span.start : q.span.end] == q.span.quote for q in flag.quotes)
    assert flag.quotes


@pytest.mark.parametrize(
    "text",
    [
        "Thông tin quảng cáo sai sự thật sẽ bị phạt đến 100 triệu đồng.\nNghị định có hiệu lực từ tháng 1.",
        "Công ty bị phạt vì treo biển quảng cáo trái phép.\nMức phạt là 15 triệu đồng.",
        "Sở Văn hóa tháo dỡ 30 bảng quảng cáo trên phố.\nViệc tháo dỡ xong trong tuần.",
        "Hội thảo về ngành PR diễn ra tại Hà Nội.\nNgành này cần nhiều lao động.",
        "Giải chạy được tài trợ bởi một ngân hàng.\nHơn 500 người tham gia.",
        "Công ty An Phát báo lãi 20 tỉ đồng quý III.\nTrụ sở đặt tại số 12 Lê Lợi, điện thoại 024 3825 1234.",
        "Cổng thông tin doanh nghiệp quốc gia tạm dừng để bảo trì.\nNgười dùng quay lại sau 18 giờ.",
        "Người tiêu dùng tố mua phải hàng giả sau khi xem quảng cáo.\nCông an đang xác minh.",
        "Đường dây nóng của trạm y tế là 1900 9095.\nTiêm chủng miễn phí cho trẻ dưới năm tuổi.",
        "Luật Quảng cáo sửa đổi có hiệu lực.\nNgười nổi tiếng phải nói rõ là quảng cáo.",
        "",
    ],
)
def test_news_about_advertising_and_firms_is_silent(text: str):
    assert raised(title="Tin kinh tế trong ngày", text=text) is None


@pytest.mark.parametrize("section", ["Kinh doanh", "Doanh nghiệp", "Thị trường", "Luật Quảng cáo", ""])
def test_a_section_of_business_is_no_mark(section: str):
    assert raised(publisher_section=section) is None


def test_marks_may_be_typed_either_way():
    text = unicodedata.normalize("NFD", f"{PLAIN}\nNội dung được tài trợ")
    flag = raised(text=text)
    assert flag is not None
    quote = flag.quotes[0].span
    assert text[quote.start : quote.end] == quote.quote
