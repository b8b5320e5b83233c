"""Which units a typed name means: kinds count, accents and hyphens may be missing, old names are found."""

import pytest

from domain.search import Query
from index.query.parser import parse
from nlp.places.units import VietnamGazetteer

UNITS = VietnamGazetteer()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("huyện Bắc Hà", ("085",)),  # the former district, not the commune of the same name
        ("huyen bac ha", ("085",)),
        ("Phường Lào Cai", ("02647", "02641")),
        ("TP. Lào Cai", ("080",)),
        ("tinh-yen-bai", ("15-2025",)),
        ("ba ria vung tau", ("77",)),
        ("085", ("085",)),
        ("Phường Lào Cai (02647)", ("02647",)),
        ("Tỉnh Yên Bái (15-2025)", ("15-2025",)),
        ("Phường Lào Cai (99999)", ()),
        ("(02647", ()),
        ("xã", ()),
        ("", ()),
    ],
)
def test_a_name_is_read_with_its_kind_and_without_its_accents(typed: str, codes: tuple[str, ...]):
    assert UNITS.lookup(typed) == codes


@pytest.mark.parametrize("typed", ["Yên Bái", "yen-bai", "YEN BAI"])
def test_a_province_that_merged_is_still_found_beside_the_ward(typed: str):
    found = UNITS.lookup(typed)
    assert found[0] == "04252"  # what stands today comes first
    assert {"15-2025", "132"} <= set(found)
    assert UNITS.lineage("15-2025")[-1] == "15"


def test_a_missing_accent_widens_and_a_typed_one_narrows():
    assert "09706" in UNITS.lookup("yen bai")  # Yên Bài
    assert "09706" not in UNITS.lookup("Yên Bái")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("nơi:Lào Cai tiêm chủng", ["tiêm", "chủng"]),
        ("tiêm nơi:Lào Cai từ:20/11/2026", ["tiêm"]),
        ("nơi:yen-bai", []),
        ('nơi:"Lào Cai" sởi', ["sởi"]),
    ],
)
def test_a_place_of_two_words_needs_no_quotes(typed: str, words: list[str]):
    parsed = parse(Query(text=typed), resolve=UNITS.lookup)
    [(name, values)] = parsed.filters
    assert name == "place"
    assert {"=15", "=15-2025"} & set(values)
    assert [word.exact for word in parsed.words] == words


def test_what_is_no_place_is_searched_for_as_words():
    parsed = parse(Query(text="nơi:Xyz sởi"), resolve=UNITS.lookup)
    assert (parsed.filters, [word.exact for word in parsed.words]) == ((), ["xyz", "sởi"])


@pytest.mark.parametrize(
    ("publisher", "province"),
    [
        ("Báo Lào Cai", "15"),
        ("Báo và phát thanh, truyền hình Quảng Trị", "44"),
        ("Cổng thông tin điện tử tỉnh Gia Lai", "52"),
        ("UBND xã Y Tý", "15"),
        ("Công an tỉnh Đăk Lăk", "66"),
        ("Sở Y tế Thành phố Hồ Chí Minh", "79"),
        ("Điện lực Yên Bái", "15"),
        ("UBND xã Đoàn Kết", ""),
        ("VnExpress", ""),
        ("Báo Lào Cai - Báo Lai Châu", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_publisher_tells_the_province_it_serves(publisher: str, province: str):
    assert UNITS.served_by(publisher) == province


def test_the_provinces_of_today_stand_in_the_order_of_a_vietnamese_dictionary():
    names = [UNITS.label(code).removeprefix("Tỉnh ").removeprefix("Thành phố ") for code in UNITS.provinces()]
    assert len(names) == 34
    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]
    assert names[-3:] == ["Thanh Hoá", "Tuyên Quang", "Vĩnh Long"]
