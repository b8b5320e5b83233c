"""Which sentences can be read alone, out of a summary."""

import pytest

from nlp.standing import leans, stands_alone


@pytest.mark.parametrize(
    "sentence",
    [
        "Ông cho biết lũ đã rút.",
        "Chị kể lại sự việc trong nước mắt.",
        "Anh đang được điều trị tại bệnh viện.",
        "Bà nói không ngờ nước lên nhanh như vậy.",
        "Nó trị giá hai tỷ đồng.",
        "Họ phải đi bộ ba giờ.",
        "Hắn bị bắt ngay sau đó.",
        "Chúng phá hoại mùa màng.",
        "Người này khai nhận toàn bộ.",
        "Nam thanh niên này đã bỏ chạy.",
        "Đối tượng trên đang bị tạm giữ.",
        "Vụ việc này đang được điều tra.",
        "Điều đó khiến nhiều hộ lo lắng.",
        "Đây là lần thứ ba trong tháng.",
        "Đó là món quà của thầy cô.",
        "“Họ phải đi bộ ba giờ”, ông An nói.",
        "Y khai đã đốt hai căn nhà.",
        "Cô cũng mong được giúp đỡ.",
    ],
)
def test_a_bare_pronoun_at_its_head_cannot(sentence: str):
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ông Nguyễn Văn An cho biết lũ đã rút.",
        "Bà con xã Y Tý gặt xong lúa mùa.",
        "Anh hùng lực lượng vũ trang về thăm trường.",
        "Bác sĩ khuyên uống đủ nước.",
        "Cô giáo vùng cao cõng học sinh qua suối.",
        "Em bé chào đời an toàn trên tàu.",
        "Chị em phụ nữ xã Mường Hum trồng hoa ven đường.",
        "Chú trọng vệ sinh nguồn nước sau lũ.",
        "Y tế cơ sở khám cho 300 người.",
        "Thị xã Sa Pa có tuyết.",
        "Họ tên học sinh trúng tuyển được niêm yết.",
        "Chung cư được kiểm tra phòng cháy.",
        "Người dân hai bản được di dời.",
        "Việc tiêm chủng bắt đầu từ 7 giờ.",
        "Vụ mùa năm nay được 60 tạ một hecta.",
        "Cháu ngoại của cụ Lan đoạt giải nhất.",
        "Ông cha ta để lại ruộng bậc thang.",
        "Nơi sạt lở đã được rào chắn.",
        "“Nước đang rút”, ông An nói.",
        "Nước đang rút (theo trạm Cốc Ly).",
    ],
)
def test_a_sentence_that_names_what_it_speaks_of_can(sentence: str):
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "“Nước đang rút.",
        "Nước đang rút”, ông An nói.",
        '"Nước đang rút.',
        "Nước đang rút (theo trạm Cốc Ly.",
        "«Nước đang rút.",
        "Lịch tiêm chủng tháng 11",
        "Vì sao nước lên nhanh?",
        "Ảnh: Báo Lào Cai.",
        "Ảnh minh họa: TTXVN.",
        "Cầu mới thông xe. Ảnh: H.L.",
        "Cầu mới thông xe (Ảnh: H.L).",
        "Video: Cảnh sát giao thông.",
        "Nguồn: Trung tâm Dự báo.",
        "Các khu vực bị ảnh hưởng gồm:",
    ],
)
def test_half_a_quotation_a_caption_a_question_or_a_fragment_cannot(sentence: str):
    assert not stands_alone(sentence)


@pytest.mark.parametrize("sentence", ["Tuy nhiên, nước rút chậm.", "Theo đó, 20 hộ phải di dời.", "Và nước rút."])
def test_some_lean_on_what_stood_before(sentence: str):
    assert leans(sentence)
    assert stands_alone(sentence)


def test_others_do_not_lean():
    assert not leans("Song Long là xã mới lập.".replace("Song Long", "Sông Long"))
    assert not leans("Vàng Pao có 40 hộ.")
