"""A reviewer sees which numbers, dates, hours, places and hotlines of a caption its source does not have."""

import pytest

from desk.caption_facts import unsupported
from desk.worded_numbers import in_digits

SAME = [  # as the caption writes it, and as the source does
    ("3 người bị thương", "ba người bị thương"),
    ("Hỗ trợ 1.000 hộ dân", "hỗ trợ một nghìn hộ dân"),
    ("1.200 suất quà", "1200 suất quà"),
    ("Ngày 5/12 tiêm chủng", "sáng ngày 5 tháng 12 tiêm chủng"),
    ("5/12/2026 bắt đầu", "từ ngày 5/12, trạm y tế bắt đầu"),
    ("Từ tháng tư", "từ tháng 4/2026"),
    ("7 giờ 30 có mặt", "tập trung lúc 7h30"),
    ("19 giờ khai mạc", "khai mạc lúc 7 giờ tối"),
    ("Gọi 113 ngay", "đường dây nóng: 113"),
    ("Gọi 19009095", "gọi số 1900 9095 để đặt lịch"),
    ("Liên hệ 0912 345 678", "điện thoại +84912345678"),
    ("Giá 1,5 triệu đồng", "mức 1.500.000 đồng"),
    ("23 em nhỏ", "hai mươi ba em nhỏ"),
    ("Mưa ở Lào Cai", "mưa lớn tại tỉnh Lào Cai"),
    ("tại xã Bát Xát", "trạm y tế xã Bát Xát"),
    ("ở TP.HCM", "tại Thành phố Hồ Chí Minh"),
    ("Hoà Bình: tại Hoà Bình có mưa", "mưa ở Hòa Bình"),
    ("cả năm 2026", "ngày 23/11/2026"),
    ("205 hộ", "hai trăm linh năm hộ"),
    ("Ba mẹ đưa con đi tiêm vào thứ ba, từ Chủ nhật nghỉ", "nghỉ"),
]
OTHER = [  # near misses, with the words that are marked
    ("5 người chết", "ba người chết", ["5"]),
    ("ba người chết", "năm người chết", ["ba"]),
    ("10.000 hộ", "1.000 hộ", ["10.000"]),
    ("ngày 12/5", "ngày 5/12", ["12/5"]),
    ("ngày 5/12/2027", "ngày 5/12/2026", ["5/12/2027"]),
    ("lúc 17 giờ", "lúc 7 giờ", ["17 giờ"]),
    ("lúc 7 giờ tối", "lúc 7 giờ sáng", ["7 giờ tối"]),
    ("gọi 114", "gọi 113", ["114"]),
    ("gọi 1900 9096", "gọi 1900 9095", ["1900 9096"]),
    ("1,5 tỷ đồng", "1,5 triệu đồng", ["1,5 tỷ"]),
    ("tại xã Bát Xát", "tại xã Y Tý", ["Bát Xát"]),
    ("mưa ở Hà Giang", "mưa ở Lào Cai", ["Hà Giang"]),
    ("vé đi Hà Giang", "vé đi Lào Cai", ["Hà Giang"]),
    ("hai mươi lăm ca, gọi 113", "hai mươi ca", ["hai mươi lăm", "113"]),
    ("tháng 4/2026", "tháng 5/2026", ["tháng 4/2026"]),
    ("12,5%", "12,6%", ["12,5"]),
]


@pytest.mark.parametrize(("caption", "source"), SAME)
def test_the_same_fact_written_otherwise_is_not_marked(caption: str, source: str) -> None:
    assert [span.quote for span in unsupported(caption, source)] == []


@pytest.mark.parametrize(("caption", "source", "marked"), OTHER)
def test_what_the_source_does_not_have_is_marked_where_it_stands(caption: str, source: str, marked: list[str]) -> None:
    found = unsupported(caption, source)
    assert [span.quote for span in found] == marked
    assert all(caption[span.start : span.end] == span.quote for span in found)


def test_numbers_in_words_lead_back_to_their_words() -> None:
    form = in_digits("Có hai mươi ba người, thứ ba, không ai bị thương.")
    assert form.text == "Có 23 người, thứ ba, không ai bị thương."
    assert form.span(3, 5) == (3, 14)
