"""A headline that withholds what its text tells: ten ways of each kind, and what must stay silent."""

import unicodedata

import pytest

from domain.flags import FlagReason, Part, RaisedFlag
from domain.story import Flag
from nlp.flags.teasers import found
from tests.making import an_article

PLAIN = "Ủy ban nhân dân xã thông báo lịch họp dân.\nCuộc họp bắt đầu lúc 8 giờ tại nhà văn hóa thôn."


def raised(title: str, text: str = "") -> RaisedFlag | None:
    return found(an_article("t", title=title, text=text, lead=""))


def why(title: str, text: str = "") -> str:
    flag = raised(title, text)
    return flag.why.code if flag else ""


@pytest.mark.parametrize(
    "title",
    [
        "Chỉ cần bỏ 2 thói quen này, huyết áp sẽ ổn định",
        "Bác sĩ khuyên người cao tuổi làm ngay việc này mỗi sáng",
        "Mua nhà lần đầu, đừng bỏ qua 4 điều quan trọng sau",
        "Cô gái bỏ phố về quê và cái kết bất ngờ",
        "Sự thật không ngờ phía sau tấm ảnh đám cưới",
        "Lý do khiến nhiều người bỏ chung cư ra ngoại thành",
        "8 công dụng của lá tía tô không phải ai cũng biết",
        "Mẹo giữ rau tươi cả tuần ít người biết",
        "Hé lộ bí mật sau cánh cửa phòng thay đồ của đội bóng",
        "Mở cốp xe cũ, người thợ phát hiện điều bất ngờ",
        "Loại quả này chữa được bách bệnh, chợ Việt bán đầy",
        "Ăn bưởi kiểu này, bạn đang tự hại gan mà không biết",
        "Đây là lý do bạn không nên sạc điện thoại qua đêm",
        "THỨ NÀY CÓ TRONG NHÀ BẠN NGUY HIỂM HƠN BẠN TƯỞNG",
    ],
)
def test_a_headline_that_points_at_what_it_does_not_say_is_marked(title: str):
    assert why(title) == FlagReason.TEASER_WITHHOLDS


@pytest.mark.parametrize(
    "title",
    [
        "Hoa hậu khoe ảnh mới gây sốt",
        "Phát ngôn của nam ca sĩ gây tranh cãi",
        "Clip cụ bà nhảy dây khiến dân mạng xôn xao",
        "Chú rể làm một việc khiến cả hội trường ngỡ ngàng",
        "Netizen phát sốt với bộ ảnh kỷ yếu của lớp 12A",
        "Thót tim cảnh xe máy lao qua cầu hỏng",
        "Giá một quả vải khiến nhiều người choáng",
        "Món quà của thầy giáo làm ai cũng rơi nước mắt",
        "Màn cầu hôn làm cộng đồng mạng dậy sóng",
        "Sốc với hóa đơn tiền điện của căn hộ bỏ trống",
        "Người đàn ông nhặt được ví, hành động sau đó gây bất ngờ",
    ],
)
def test_a_headline_that_tells_the_reaction_in_place_of_the_thing_is_marked(title: str):
    assert why(title) == FlagReason.TEASER_REACTION


@pytest.mark.parametrize(
    "title",
    [
        "Nghệ sĩ hài nghỉ diễn một năm, cuộc sống giờ ra sao?",
        "Bị chê hát dở, nữ ca sĩ nói gì?",
        "Người đứng sau chuỗi quán ăn vừa đóng cửa là ai?",
        "Vì sao sao trẻ bất ngờ rời đội tuyển?",
        "Tại sao không nên tắm ngay sau khi ăn?",
        "Điều gì xảy ra với cơ thể khi bỏ ăn tối một tháng?",
        "Siêu thị đóng cửa hàng loạt: Chuyện gì đang xảy ra?",
        "Bí quyết của học sinh đạt thủ khoa là gì?",
        "Tàu dừng giữa biển, vì sao?",
        "Giá cà phê sắp tới sẽ ra sao?",
    ],
)
def test_a_headline_question_that_its_opening_does_not_answer_is_marked(title: str):
    assert why(title, PLAIN) == FlagReason.TEASER_QUESTION


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Vì sao đường Nguyễn Huệ ngập sau mưa?",
            "Đường Nguyễn Huệ ngập vì cống bị rác bịt, theo Công ty Thoát nước.\nTrận mưa kéo dài hai giờ.",
        ),
        (
            "Vì sao giá gạo tăng?",
            "Giá gạo tăng do Ấn Độ hạn chế xuất khẩu, Bộ Công Thương cho biết.\nThương lái mua vào nhiều hơn.",
        ),
        (
            "Lý do phường Tân Lập dừng thu rác một tuần",
            "Phường Tân Lập dừng thu rác do xe ép rác hỏng, sẽ thu lại từ thứ hai tới.\nNgười dân giữ rác tại nhà.",
        ),
        (
            "Ai được miễn học phí từ năm học tới?",
            "Học sinh mầm non đến lớp 12 trường công được miễn học phí từ năm học tới.\nĐó là nghị quyết mới.",
        ),
        (
            "Chủ tịch xã Tân Lập là ai?",
            "Chủ tịch xã Tân Lập là ông Lê Văn Hòa, 45 tuổi.\nÔng Hòa từng công tác tại huyện.",
        ),
        (
            "Thời tiết Hà Nội cuối tuần ra sao?",
            "Thời tiết Hà Nội cuối tuần có mưa rào, nhiệt độ thấp nhất 19 độ, theo đài khí tượng.\nTrời chuyển lạnh.",
        ),
        (
            "Bộ Y tế nói gì về dịch sởi?",
            "Bộ Y tế cho biết dịch sởi đã giảm so với tháng trước.\nSố ca mắc mới còn 120.",
        ),
        (
            "Cử nhân giỏi về quê nuôi heo: Nhà trường nói gì?",
            "Theo đại diện phòng đào tạo, em đã từ chối ba nơi nhận việc.\nEm muốn ở gần mẹ.",
        ),
        (
            "Hàng loạt xe buýt đứng bánh, bến bãi vắng khách: Vì sao chưa chạy lại?",
            "Nhiều xe buýt còn nằm bãi do hợp đồng mới chưa ký.\nHành khách phải đi xe ôm.",
        ),
    ],
)
def test_a_question_that_the_opening_answers_is_a_headline_like_any_other(title: str, text: str):
    assert raised(title, text) is None


@pytest.mark.parametrize(
    "title",
    [
        "Ca sĩ An Bình bí mật kết hôn?",
        "Bão số 9 sẽ đổ bộ vào Đà Nẵng?",
        "Cá hồ Tây chết vì nước thải?",
        "Cầu Long Biên sắp bị phá bỏ?",
        "Trường THPT Lê Lợi ngừng tuyển sinh?",
    ],
)
def test_a_question_that_the_text_denies_says_so(title: str):
    subject = title.rstrip("?")
    text = f"Những ngày qua, mạng xã hội lan truyền tin {subject}.\nĐại diện cơ quan chức năng bác bỏ thông tin này."
    assert why(title, text) == FlagReason.TEASER_DENIED


def test_a_question_is_not_held_against_a_text_that_is_not_there():
    assert raised("Bị chê hát dở, nữ ca sĩ nói gì?") is None


def test_a_question_in_the_name_of_a_show_is_none():
    assert raised("“Bác sĩ ơi, tại sao?”: Việt Hương vào vai người vợ ghen", PLAIN) is None


def test_a_headline_that_counts_one_more_than_it_numbers_is_silent():
    text = "Điều đầu tiên là ngủ đủ.\n1. Đi bộ mỗi ngày.\n2. Ăn nhiều rau.\n3. Uống nước.\nBác sĩ khuyên như vậy."
    assert raised("4 cách giữ tim khỏe", text) is None


def test_a_headline_that_promises_five_and_numbers_three_says_both():
    text = "Mở đầu.\n1. Đi bộ mỗi ngày.\n2. Ăn nhiều rau.\n3. Ngủ đủ giấc.\nBác sĩ khuyên như vậy."
    flag = raised("5 cách giữ tim khỏe", text)
    assert flag is not None
    assert flag.why.code == FlagReason.TEASER_COUNT
    assert (flag.why.params["promised"], flag.why.params["told"]) == (5, 3)
    assert raised("3 cách giữ tim khỏe", text) is None


@pytest.mark.parametrize(
    "title",
    [
        "Bộ trưởng Y tế: Bệnh viện phải công khai giá dịch vụ",
        "Israel bất ngờ tấn công cơ sở hạt nhân của Iran",
        "5 người chết trong vụ lở đất ở Lào Cai",
        "Công an xã bắt nhóm trộm chó",
        "Tranh cãi về giá điện tại Quốc hội",
        "Lịch cúp điện Long An tuần này",
        "Vụ cháy này làm ba người chết, theo công an tỉnh",
        "Công an làm rõ nguyên nhân cháy chợ đêm Đà Lạt",
        "Khánh thành cầu Rạch Miễu 2 sau ba năm thi công",
        "Ca bệnh lạ ở Quảng Ngãi: xác định do nấm mốc trong gạo",
        "Bí mật nhà nước: những hành vi bị nghiêm cấm",
        "Sáng nay, hơn 3.000 thí sinh thi lớp 10",
        "Kỳ thi năm nay có gì mới: bỏ môn thứ tư, giảm thời gian làm bài",
        "Năm sau mở thêm 3 tuyến xe buýt",
        "Người dân bất ngờ với giá điện mới: tăng 4,8% từ tháng 5",
        "Nữ ca sĩ gây tranh cãi khi tự nhận là số một",
        "Bão số 5 bất ngờ đổi hướng, vào Quảng Trị",
        "Sốc phản vệ sau tiêm: cách nhận biết và xử trí",
        "Lộ bí mật nhà nước, cựu cán bộ lĩnh án",
        "Tổng thống: “Đất nước này đã trở thành một điều khó tin với thế giới”",
        "Điều kiện hưởng lương hưu sau năm 2025",
        "Chuyện Cần Thơ không phải ai cũng biết - Kỳ 2: Chiếc chuông cổ ở Bình Thủy",
        "6 lý do khiến doanh nghiệp nước ngoài chọn Bình Dương",
        "Choáng với cảnh xe tải lật nghiêng chắn quốc lộ",
        "",
    ],
)
def test_a_headline_that_says_what_happened_is_silent(title: str):
    assert raised(title, PLAIN) is None


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_words_that_raised_it_are_the_headline_s_own(form):
    title = unicodedata.normalize(form, "Cô gái bỏ phố về quê và cái kết bất ngờ")
    flag = raised(title)
    assert flag is not None
    assert flag.flag is Flag.TEASER
    quote = flag.quotes[0]
    assert quote.part is Part.TITLE
    assert title[quote.span.start : quote.span.end] == quote.span.quote
    assert "cái kết" in unicodedata.normalize("NFC", quote.span.quote)
