"""A place as people type it into the set-up page: exactly one unit, several to choose from, or what nobody knows."""

import pytest

from domain.places import TypedPlace
from nlp.places.area import label
from nlp.places.choosing import VietnamPlaces

PLACES = VietnamPlaces()
LAO_CAI, LAM_DONG, HCM = "Tỉnh Lào Cai", "Tỉnh Lâm Đồng", "Thành phố Hồ Chí Minh"
BAC_HA, SA_PA = f"Xã Bắc Hà, {LAO_CAI}", f"Phường Sa Pa, {LAO_CAI}"

EXACTLY = [
    # as it is written today, and in every way that it may be shortened
    ("xã Bắc Hà, tỉnh Lào Cai", BAC_HA),
    ("Xã Bắc Hà", BAC_HA),
    ("xã Bắc Hà tỉnh Lào Cai", BAC_HA),
    ("X.Bắc Hà, T.Lào Cai", BAC_HA),
    ("xa bac ha, lao cai", BAC_HA),
    ("XÃ BẮC HÀ - LÀO CAI", BAC_HA),
    ("P. Sa Pa, Lào Cai", SA_PA),
    ("P.Sapa", SA_PA),
    ("phường Xuân Hương Đà Lạt", f"Phường Xuân Hương - Đà Lạt, {LAM_DONG}"),
    ("Phường Xuân Hương – Đà Lạt, tỉnh Lâm Đồng", f"Phường Xuân Hương - Đà Lạt, {LAM_DONG}"),
    ("p Hoàng Liệt, HN", "Phường Hoàng Liệt, Thành phố Hà Nội"),
    ("P. Kim Long, TP. Huế", "Phường Kim Long, Thành phố Huế"),
    ("đặc khu Lý Sơn", "Đặc khu Lý Sơn, Tỉnh Quảng Ngãi"),
    ("Côn Đảo", f"Đặc khu Côn Đảo, {HCM}"),
    # as it was before the merger
    ("xã Bản Phố, huyện Bắc Hà, tỉnh Lào Cai", BAC_HA),
    ("Xa ban pho huyen bac ha lao cai", BAC_HA),
    ("Bản Phố", BAC_HA),
    ("xã Bản Phố (cũ), H. Bắc Hà", BAC_HA),
    ("TT. Bắc Hà, H.Bắc Hà, Lào Cai", BAC_HA),
    ("thị trấn bắc hà", BAC_HA),
    ("phường Cầu Mây, TX. Sa Pa", SA_PA),
    ("phường Cầu Mây, TX Sa Pa, Lào Cai", SA_PA),
    ("P4, TP Đà Lạt, Lâm Đồng", f"Phường Xuân Hương - Đà Lạt, {LAM_DONG}"),
    ("Phường 04, Đà Lạt", f"Phường Xuân Hương - Đà Lạt, {LAM_DONG}"),
    ("phuong 5 quan 3", f"Phường Bàn Cờ, {HCM}"),
    ("P. Phú Cường, TP Thủ Dầu Một, tỉnh Bình Dương", f"Phường Thủ Dầu Một, {HCM}"),
    ("Dương Đông, Phú Quốc, Kiên Giang", "Đặc khu Phú Quốc, Tỉnh An Giang"),
    ("xã Tân Tiến, huyện Văn Giang, Hưng Yên", "Xã Văn Giang, Tỉnh Hưng Yên"),
    ("huyện đảo Lý Sơn", "Đặc khu Lý Sơn, Tỉnh Quảng Ngãi"),
    # a postal address means its commune
    ("Số 12 đường Nguyễn Huệ, phường Sa Pa, thị xã Sa Pa, tỉnh Lào Cai", SA_PA),
    ("12/3 Lê Lợi, P. Bến Thành, Q.1, TP.HCM", f"Phường Bến Thành, {HCM}"),
    ("45 Lê Lợi, P.Bến Thành, Q1, TPHCM, Việt Nam", f"Phường Bến Thành, {HCM}"),
    ("tổ 5, khu phố 3, phường Tân Phong, Biên Hòa, Đồng Nai", "Phường Tân Triều, Thành phố Đồng Nai"),
    ("thôn Na Kim 2, xã Bản Phố, Bắc Hà", BAC_HA),
    ("UBND xã Bắc Hà, Lào Cai", BAC_HA),
    ("Trường THCS Bản Phố, huyện Bắc Hà", BAC_HA),
    ("Quận 3, Phường 5, Thành phố Hồ Chí Minh", f"Phường Bàn Cờ, {HCM}"),
    ("Lào Cai, Bắc Hà, Bản Phố", BAC_HA),
    # keystrokes of an input method that was off, and spellings of the highlands
    ("xax Banr Phoos, Lafo Cai", BAC_HA),
    ("phuwowngf Sa Pa", SA_PA),
    ("xa4 Ba81c Ha2, La2o Cai", BAC_HA),
    ("xã Y Tí", f"Xã Y Tý, {LAO_CAI}"),
    ("xa EaHleo, Daklak", "Xã Ea H'Leo, Tỉnh Đắk Lắk"),
    ("xã Đak Pek, Kon Tum", "Xã Đăk Pék, Tỉnh Quảng Ngãi"),
    ("xa\u0303 Ba\u0306\u0301c Ha\u0300", BAC_HA),
    # a province, where nothing smaller was typed
    ("tỉnh Lào Cai", LAO_CAI),
    ("Tỉnh Yên Bái", LAO_CAI),
    ("T. Lâm Đồng", LAM_DONG),
    ("Hà Nội", "Thành phố Hà Nội"),
    ("TP HCM", HCM),
    ("tp.hcm", HCM),
    ("Hội Chữ thập đỏ tỉnh Lào Cai", LAO_CAI),
    ("Đắc Lắc", "Tỉnh Đắk Lắk"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "wanted"), EXACTLY)
def test_what_is_typed_means_exactly_one_unit(typed: str, wanted: str) -> None:
    found = PLACES.read(typed)
    assert [label(code) for code in found.codes] == [wanted]
    assert not found.unknown


ASKED = [
    # a bare name of a ward and of the town it was part of; of a province and its town
    ("Bắc Hà", 6, BAC_HA, f"Xã Bản Liền, {LAO_CAI}"),
    ("Sapa, Lào Cai", 6, SA_PA, f"Xã Tả Van, {LAO_CAI}"),
    ("Lào Cai", 6, LAO_CAI, f"Phường Lào Cai, {LAO_CAI}"),
    ("lafo cai", 6, LAO_CAI, f"Phường Cam Đường, {LAO_CAI}"),
    ("Yên Bái", 3, LAO_CAI, f"Phường Yên Bái, {LAO_CAI}"),
    # a former district or town
    ("Q.1", 4, f"Phường Tân Định, {HCM}", f"Phường Bến Thành, {HCM}"),
    ("q1 tphcm", 4, f"Phường Tân Định, {HCM}", f"Phường Sài Gòn, {HCM}"),
    ("TX. Nghĩa Lộ", 4, f"Phường Nghĩa Lộ, {LAO_CAI}", f"Phường Trung Tâm, {LAO_CAI}"),
    ("TP. Lào Cai", 5, f"Phường Lào Cai, {LAO_CAI}", f"Xã Cốc San, {LAO_CAI}"),
    ("Bệnh viện đa khoa huyện Bắc Hà", 6, BAC_HA, f"Xã Lùng Phình, {LAO_CAI}"),
    ("Buôn Mê Thuột", 6, "Phường Buôn Ma Thuột, Tỉnh Đắk Lắk", "Phường Tân Lập, Tỉnh Đắk Lắk"),
    # namesakes
    ("xã Bình Minh", 8, "Xã Bình Minh, Thành phố Hà Nội", "Xã Bình Minh, Tỉnh Nghệ An"),
    ("phường Hai Bà Trưng", 2, "Phường Hai Bà Trưng, Thành phố Hà Nội", "Phường Phúc Yên, Tỉnh Phú Thọ"),
    ("xa van lang, thai nguyen", 2, "Xã Văn Lang, Tỉnh Thái Nguyên", "Xã Văn Lăng, Tỉnh Thái Nguyên"),
    ("Hoà Bình", 9, "Phường Hoà Bình, Tỉnh Phú Thọ", "Tỉnh Phú Thọ"),
    # an address of which the commune is missing or unknown: its district's communes, never the province
    ("12 Nguyễn Huệ, Sa Pa, Lào Cai", 6, SA_PA, f"Xã Tả Van, {LAO_CAI}"),
    ("12 Nguyễn Huệ, Lào Cai", 5, f"Phường Lào Cai, {LAO_CAI}", f"Phường Cam Đường, {LAO_CAI}"),
    ("thôn 2, xã Tà Chảy, huyện Bắc Hà, Lào Cai", 6, BAC_HA, f"Xã Cốc Lầu, {LAO_CAI}"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "at_least", "first", "another"), ASKED)
def test_what_may_mean_several_units_is_asked(typed: str, at_least: int, first: str, another: str) -> None:
    found = [label(code) for code in PLACES.read(typed).codes]
    assert len(found) >= at_least
    assert len(set(found)) == len(found)
    assert {first, another} <= set(found)
    assert ("12" in typed) <= (LAO_CAI not in found)


@pytest.mark.parametrize(
    ("typed", "unknown", "within"),
    [
        ("Xã Không Có, tỉnh Lào Cai", "Xã Không Có", "15"),
        ("12 đường Hoa Ban, xã Không Có, tỉnh Lào Cai", "xã Không Có", "15"),
        ("xã Không Có, Lào Cai", "xã Không Có", "15"),
        ("P. Không Có, Yên Bái", "P Không Có", "15"),
        ("số 8 ngõ 15, tỉnh Lào Cai", "số 8 ngõ 15", "15"),
        ("Atlantis", "Atlantis", ""),
        ("Quận 9", "Quận 9", ""),
        ("asdf   qwer", "asdf qwer", ""),
        ("123", "123", ""),
        ("xã", "xã", ""),
        ("Xã " + "a" * 3000, "Xã " + "a" * 3000, ""),
        (" ,; ", "", ""),
        ("", "", ""),
    ],
)
def test_what_nobody_knows_is_said_and_never_becomes_the_whole_province(typed: str, unknown: str, within: str) -> None:
    assert PLACES.read(typed) == TypedPlace(unknown=unknown, within=within)


def test_a_long_text_is_read_in_little_time_and_by_its_end() -> None:
    address = "xã Bản Phố, huyện Bắc Hà, tỉnh Lào Cai"
    assert [label(code) for code in PLACES.read(f"{address} " * 400).codes] == [BAC_HA]


def test_every_commune_of_today_is_understood_with_its_province_however_it_is_typed() -> None:
    wrong = []
    for province in PLACES.provinces():
        for code in PLACES.communes(province):
            for typed in (label(code), label(code).lower().replace("phường ", "p. ").replace("tỉnh ", "")):
                if PLACES.read(typed).codes != (code,):
                    wrong.append(typed)
    assert wrong == []


def test_the_form_offers_today_s_units_by_name() -> None:
    provinces = [PLACES.name(code) for code in PLACES.provinces()]
    assert len(provinces) == 34
    assert provinces[:2] == ["Tỉnh An Giang", "Tỉnh Bắc Ninh"]
    assert sum(len(PLACES.communes(code)) for code in PLACES.provinces()) == 3321
    assert {"02839", "03006"} <= set(PLACES.communes("15"))


def test_what_a_unit_covers_is_said_by_its_names_of_before() -> None:
    assert PLACES.formerly("02839")[:2] == ("Thị trấn Bắc Hà", "Xã Bản Phố")
    assert PLACES.formerly("02701") == ("Xã Y Tý", "Xã A Lù")
    assert PLACES.formerly("15") == ("Tỉnh Lào Cai", "Tỉnh Yên Bái")
    assert PLACES.formerly("none") == ()
