"""What nobody stands for: every source of a text is unnamed. Ten ways, and the named source that takes it away."""

import unicodedata

import pytest

from domain.flags import FlagReason, Part, RaisedFlag
from nlp.flags.unnamed_sources import found
from tests.making import an_article


def raised(text: str, title: str = "Sắp điều chỉnh nhân sự") -> RaisedFlag | None:
    return found(an_article("u", title=title, text=text, lead=""))


UNNAMED = [
    "Theo một nguồn tin, đội bóng sẽ thay huấn luyện viên trong tuần tới.",
    "Một nguồn tin giấu tên cho biết dự án đã dừng từ tháng trước.",
    "Nguồn tin riêng của chúng tôi cho hay hai bên đã ký hợp đồng.",
    "Các nguồn tin thân cận tiết lộ thương vụ sẽ xong trước Tết.",
    "Một cán bộ xin giấu tên nói số tiền đã bị chi sai.",
    "Theo nguồn tin đáng tin cậy, ba người đã bị triệu tập.",
    "Một nhân viên đề nghị không nêu tên cho biết kho hàng đã trống từ lâu.",
    "Giới thạo tin nhận định hai công ty sẽ sáp nhập.",
    "Có nguồn tin cho rằng chủ quán đã bỏ trốn.",
    "Theo một số nguồn tin, giá vé sẽ tăng gấp đôi.",
    "Ngày 12/3, nguồn tin của Tuổi Trẻ cho biết vụ án đã được khởi tố.",
    "Nguồn tin từ người trong cuộc cho biết thương vụ đã đổ vỡ.",
    "Theo những nguồn tin chưa được kiểm chứng, nhà máy sẽ đóng cửa.",
    "“Mọi chuyện đã an bài”, một nguồn tin thân cận nói.",
    "THEO MỘT NGUỒN TIN, ĐỘI BÓNG SẼ GIẢI THỂ.",
]


@pytest.mark.parametrize("text", UNNAMED)
def test_a_text_whose_only_source_has_no_name_is_marked(text: str):
    flag = raised(text)
    assert flag is not None
    assert flag.why.code == FlagReason.UNNAMED_SOURCE
    assert all(q.part is Part.TEXT and text[q.span.start : q.span.end] == q.span.quote for q in flag.quotes)
    assert flag.quotes


@pytest.mark.parametrize(
    "named",
    [
        "Ông Nguyễn Văn Hải, giám đốc công ty, xác nhận việc này.",
        "Theo Bộ Tài chính, việc này chưa được quyết định.",
        "Công an tỉnh Lào Cai cho biết đang xác minh.",
        "Sở Y tế thông báo sẽ kiểm tra trong tuần.",
        "“Chúng tôi sẽ trả lời sau”, bà Trần Thị Lan nói.",
        "Reuters đưa tin như vậy hôm thứ hai.",
        "Trao đổi với phóng viên, đại diện Công ty An Phát bác bỏ tin này.",
        "Theo kết luận thanh tra số 12, sai phạm là 3 tỉ đồng.",
        "Phát ngôn viên Bộ Ngoại giao khẳng định thông tin không đúng.",
        "Tiến sĩ Lê Minh cho rằng cần chờ kết quả chính thức.",
        "Theo cơ quan chức năng, vụ việc đã rõ.",
        "Nghi phạm Trần Văn Bảy khai nhận toàn bộ.",
        "Hiệu trưởng Lê Thị Hoa thừa nhận sai sót.",
        "Kết quả điều tra ban đầu xác định có ba người tham gia.",
    ],
)
def test_a_named_person_or_body_beside_it_takes_the_mark_away(named: str):
    for text in UNNAMED[:3]:
        assert raised(f"{text}\n{named}") is None
        assert raised(f"{named}\n{text}") is None


@pytest.mark.parametrize(
    "text",
    [
        "Nguồn tin từ Công an huyện Tam Bình cho biết đã bắt giữ nghi phạm.",
        "Theo nguồn tin từ Bộ Thương mại, hạn ngạch sẽ được bỏ.",
        "Reuters dẫn một nguồn tin giấu tên cho biết hai bên sắp gặp nhau.",
        "Một nguồn tin nói với CNN rằng hội nghị sẽ hoãn.",
        "Công an phường nhận được nguồn tin có nhóm đánh bạc nên đã kiểm tra.",
        "Một bạn đọc giấu tên hỏi về chế độ thai sản. Luật quy định sáu tháng.",
        "Một người giấu tên ủng hộ 100 triệu đồng xây cầu.",
        "Nhà đấu giá không tiết lộ danh tính người mua bức tranh.",
        "Người tố giác được giữ bí mật danh tính theo luật.",
        "Cơ quan báo chí có quyền không tiết lộ nguồn tin.",
        "Nguồn tin trên Thanh Niên cho biết công ty đã nộp hồ sơ.",
        "New York Times dẫn một số nguồn tin giấu tên nói ông sắp từ chức.",
        "Tên ấy thường lộ qua các nguồn tin tiết lộ cho báo chí.",
        "Bạn nên kiểm tra nguồn tin trước khi chia sẻ.",
        "Trận đấu bắt đầu lúc 19 giờ trên sân Mỹ Đình.",
        "",
    ],
)
def test_words_about_sources_that_are_no_unnamed_source_are_silent(text: str):
    assert raised(text, title="Tin trong ngày") is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_may_be_typed_either_way(form):
    text = unicodedata.normalize(form, UNNAMED[1])
    flag = raised(text)
    assert flag is not None
    assert all(text[q.span.start : q.span.end] == q.span.quote for q in flag.quotes)


def test_an_official_without_a_name_of_a_named_body_still_speaks_for_it():
    assert raised("Một quan chức Bộ Tư pháp cho biết dự luật sắp trình. Một nguồn tin khác nói sẽ hoãn.") is None


def test_a_source_far_below_the_opening_is_said_beside():
    told = "Cầu mới dài 3 km, có bốn làn xe. " * 30
    assert raised(f"{told}\nTheo một nguồn tin, cầu sẽ thu phí.") is None


def test_a_thousand_sources_in_one_sentence_are_read_at_once():
    assert raised("nguồn tin " * 3000) is None


def test_an_initial_is_no_name():
    assert raised("Luật sư N.T (xin được giấu tên) cho biết đã nghe chuyện này từ lâu.") is not None
