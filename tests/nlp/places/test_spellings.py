"""One unit, however a paper spells it: marks of the highlands, dashes, joined syllables, numbers, bare provinces."""

from datetime import datetime

import pytest

from domain.times import VIETNAM
from nlp.places.recogniser import PlaceRecogniser

NOW = datetime(2026, 11, 20, tzinfo=VIETNAM)


def codes(text: str, **more: str) -> list[str]:
    return [place.code for place in PlaceRecogniser().find(text=text, published_at=NOW, **more)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sapa đón tuyết.", "088"),
        ("SAPA: băng giá phủ trắng.", "088"),
        ("Ở Pleiku, người dân đốt lửa.", "622"),
        ("Khách đến Plei Ku đông hơn.", "622"),
        ("Kontum có mưa.", "62"),
        ("Simacai rét đậm.", "084"),
        ("Hànội mở thêm tuyến buýt.", "01"),
        ("Hạlong đón khách.", "193"),
        ("Đàlạt trồng thêm hoa.", "672"),
        ("Gialai sửa đường.", "52"),
        ("Daklak được mùa.", "66"),
        ("Nghệan có mưa lớn.", "40"),
    ],
)
def test_a_name_whose_syllables_are_joined_is_the_same_name(text: str, code: str):
    assert codes(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Phường Xuân Hương Đà Lạt, tỉnh Lâm Đồng", "24781"),
        ("Phường Xuân Hương-Đà Lạt, Lâm Đồng", "24781"),
        ("phường Xuân Hương – Đà Lạt (Lâm Đồng)", "24781"),
        ("PHƯỜNG XUÂN HƯƠNG ĐÀ LẠT, LÂM ĐỒNG", "24781"),
        ("P. Cam Ly Đà Lạt, Lâm Đồng", "24787"),
        ("phường Lang Biang Đà Lạt", "24846"),
        ("Phường Văn Miếu Quốc Tử Giám, Hà Nội", "00226"),
        ("xã Chân Mây Lăng Cô, TP Huế", "20137"),
        ("Bà Rịa Vũng Tàu có mưa", "77"),
        ("Phan Rang Tháp Chàm nắng nóng", "582"),
    ],
)
def test_a_dash_in_a_name_may_be_missing(text: str, code: str):
    assert codes(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã Đắk Pék, Quảng Ngãi họp dân.", "23341"),
        ("Xã Đak Pék, Quảng Ngãi họp dân.", "23341"),
        ("Xã Đắk Pek, Quảng Ngãi họp dân.", "23341"),
        ("Xã Dak Pek, Quảng Ngãi họp dân.", "23341"),
        ("Xã Đắc Tô, Quảng Ngãi họp dân.", "23401"),
        ("Xã Đak Tô, Quảng Ngãi họp dân.", "23401"),
        ("Xã K'Dang, Gia Lai mở lớp.", "23714"),
        ("Xã K’Dang, Gia Lai mở lớp.", "23714"),
        ("Xã K`Dang, Gia Lai mở lớp.", "23714"),
        ("Xã K´Dang, Gia Lai mở lớp.", "23714"),
        ("Xã Kdang, Gia Lai mở lớp.", "23714"),
        ("Xã Ea Hleo, Đắk Lắk trồng sầu riêng.", "24184"),
        ("Xã Ea H’Leo, Đắk Lắk trồng sầu riêng.", "24184"),
        ("xã Ea-H'leo, Đăk Lăk", "24184"),
        ("XÃ EA H'LEO, ĐẮK LẮK", "24184"),
        ("Xã MDrắk, tỉnh Đắk Lắk", "24412"),
        ("Xã M'Đrăk, tỉnh Dak Lak", "24412"),
        ("Xã Cư Mgar, Đắc Lắc", "24280"),
        ("huyện Krông Pắk, Đắk Lắk", "654"),
    ],
)
def test_a_highland_name_is_known_by_its_letters(text: str, code: str):
    assert codes(text)[0] == code


def test_a_closing_quotation_mark_belongs_to_no_name():
    assert codes("Lễ hội ‘Sa Pa’ mở cửa ở ’Lào Cai’.") == ["088", "15"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ngập ở Q1, Q3 và Q.Bình Thạnh, TP.HCM.", ["760", "770", "765", "79"]),
        ("Địa chỉ: 12 Lê Lợi, P1, Q5, TPHCM.", ["27325", "774", "79"]),
        ("P.4, Q.8 ngập sâu.", ["27409", "776"]),
        ("F.4, Q.8, TP.HCM", ["27409", "776", "79"]),
        ("P4 Q8 TP.HCM", ["27409", "776", "79"]),
        ("phường 4, quận 8", ["27409", "776"]),
        ("PHƯỜNG 4, QUẬN 8", ["27409", "776"]),
        ("Sáng nay, phường 1 Bảo Lộc, tỉnh Lâm Đồng họp dân", ["24823", "68"]),
        ("PHƯỜNG 1 BẢO LỘC, LÂM ĐỒNG", ["24823", "68"]),
        ("P.2 Bảo Lộc, Lâm Đồng", ["24820", "68"]),
        ("Lợi nhuận Q1 tăng tại TP.HCM.", ["79"]),
        ("Q1/2026 thu ngân sách ở TP.HCM tăng.", ["79"]),
        ("Ông P. 4 lần gọi điện tới TP.HCM.", ["79"]),
    ],
)
def test_numbered_wards_and_districts(text: str, expected: list[str]):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Du khách đến Mai Châu, Hòa Bình tăng mạnh.", ["156", "17"]),
        ("Du khách đến Mai Châu (Hòa Bình) tăng mạnh.", ["156", "17"]),
        ("Sạt lở ở Tân Lạc, Hòa Bình.", ["155", "17"]),
        ("Sạt lở ở huyện Đà Bắc, Hòa Bình.", ["150", "17"]),
        ("huyện Đà Bắc - Hoà Bình", ["150", "17"]),
        ("Phường Diên Hồng, Hồ Chí Minh mở lớp học", ["27169", "79"]),
        ("phường Bến Thành (Hồ Chí Minh)", ["26743", "79"]),
        ("Xã Bình Khánh - Hồ Chí Minh", ["27667", "79"]),
        ("Ngập ở P.Bến Thành, Hồ Chí Minh", ["26743", "79"]),
        ("Người dân ở Bến Thành, Hồ Chí Minh ra đường.", ["26743", "79"]),
        ("Học tập tư tưởng Bác, Hồ Chí Minh muôn năm.", []),
        ("Lăng Chủ tịch Hồ Chí Minh mở cửa.", []),
        ("Đường Hồ Chí Minh thông xe.", []),
        ("Đoàn TNCS Hồ Chí Minh ra quân.", []),
        ("Vì hòa bình, Hòa Bình là tên anh.", []),
    ],
)
def test_a_careful_province_stands_behind_a_unit_of_its_own(text: str, expected: list[str]):
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã Bảo Thắng thông báo lịch tiêm.", ["02905"]),
        ("UBND xã Bảo Thắng họp.", ["02905"]),
        ("Công an xã Bảo Thắng, Lào Cai", ["02905", "15"]),
        ("Xã Trịnh Tường: sạt lở.", ["02695"]),
        ("THÀNH PHỐ HUẾ", ["46"]),
        ("Thành Phố Huế mở hội.", ["46"]),
        ("XÃ PHÚ LỘC, THÀNH PHỐ HUẾ", ["20107", "46"]),
        ("Người dân ở Nghĩa Lộ, Quảng Ngãi ra đồng.", ["21028", "51"]),
        ("Đà Nẵng, Hội An, An Giang có mưa.", ["48", "503", "91"]),
        ("Xã Đoàn Kết thông báo lịch cắt điện.", []),  # several stand today, in several provinces
    ],
)
def test_a_unit_that_ended_never_hides_the_standing_one(text: str, expected: list[str]):
    assert codes(text) == expected
