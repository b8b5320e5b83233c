"""Numbers, dates, times, units and abbreviations as they are read out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.numerals import cardinal, roman, spelled, to_roman
from vietnamese.speech import aloud, number

CARDINALS = [
    (0, "không"),
    (1, "một"),
    (4, "bốn"),
    (5, "năm"),
    (10, "mười"),
    (11, "mười một"),
    (14, "mười bốn"),
    (15, "mười lăm"),
    (20, "hai mươi"),
    (21, "hai mươi mốt"),
    (24, "hai mươi tư"),
    (25, "hai mươi lăm"),
    (31, "ba mươi mốt"),
    (44, "bốn mươi tư"),
    (55, "năm mươi lăm"),
    (100, "một trăm"),
    (101, "một trăm linh một"),
    (104, "một trăm linh bốn"),
    (105, "một trăm linh năm"),
    (110, "một trăm mười"),
    (111, "một trăm mười một"),
    (115, "một trăm mười lăm"),
    (121, "một trăm hai mươi mốt"),
    (1000, "một nghìn"),
    (1001, "một nghìn không trăm linh một"),
    (1010, "một nghìn không trăm mười"),
    (1955, "một nghìn chín trăm năm mươi lăm"),
    (2026, "hai nghìn không trăm hai mươi sáu"),
    (10_000, "mười nghìn"),
    (21_000, "hai mươi mốt nghìn"),
    (1_000_000, "một triệu"),
    (1_000_005, "một triệu không trăm linh năm"),
    (1_050_000, "một triệu không trăm năm mươi nghìn"),
    (12_345_678, "mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám"),
    (1_000_000_000, "một tỷ"),
    (2_500_000_000, "hai tỷ năm trăm triệu"),
    (1_000_000_000_000, "một nghìn tỷ"),
    (1_000_000_001, "một tỷ không trăm linh một"),
    (-7, "âm bảy"),
]


@pytest.mark.parametrize(("value", "words"), CARDINALS)
def test_a_number_is_said_as_people_say_it(value: int, words: str) -> None:
    assert cardinal(value) == words


def test_the_south_says_le() -> None:
    assert cardinal(105, link="lẻ") == "một trăm lẻ năm"


TEXTS = [
    # numbers as Vietnamese writes them
    ("1.234 hộ", "một nghìn hai trăm ba mươi tư hộ"),
    ("1,5 triệu", "một phẩy năm triệu"),
    ("0,75", "không phẩy bảy mươi lăm"),
    ("3,05", "ba phẩy không năm"),
    ("1,234", "một phẩy hai ba bốn"),
    ("1.234,5", "một nghìn hai trăm ba mươi tư phẩy năm"),
    ("08 người", "tám người"),
    ("phiên bản 18.2", "phiên bản mười tám chấm hai"),
    ("thứ 4, thứ 2, thứ 1", "thứ tư, thứ hai, thứ nhất"),
    ("lần thứ XIV", "lần thứ mười bốn"),
    ("khóa XV, quý III", "khóa mười lăm, quý ba"),
    ("2/3 số hộ", "hai trên ba số hộ"),
    ("10/12 xã", "mười trên mười hai xã"),
    ("trực 24/7", "trực hai mươi tư trên bảy"),
    ("thắng 2-1", "thắng hai một"),
    ("giai đoạn 2026-2030", "giai đoạn hai nghìn không trăm hai mươi sáu đến hai nghìn không trăm ba mươi"),
    # dates
    ("ngày 23/11/2026", "ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu"),
    ("2026-11-23", "ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu"),
    ("Sáng 23/11", "Sáng ngày hai mươi ba tháng mười một"),
    ("(5/9)", "(ngày năm tháng chín)"),
    ("hạn 30/6", "hạn ngày ba mươi tháng sáu"),
    ("ngày 1/4 đến 3/4", "ngày một tháng tư đến ngày ba tháng tư"),
    ("dịp 30/4-1/5", "dịp ngày ba mươi tháng tư đến ngày một tháng năm"),
    ("20-25/11", "ngày hai mươi đến ngày hai mươi lăm tháng mười một"),
    ("tháng 4", "tháng tư"),
    ("tháng 11/2026", "tháng mười một năm hai nghìn không trăm hai mươi sáu"),
    # times by the 24-hour clock
    ("lúc 05:30", "lúc năm giờ ba mươi phút"),
    ("17h", "mười bảy giờ"),
    ("8h30", "tám giờ ba mươi phút"),
    ("22g15", "hai mươi hai giờ mười lăm phút"),
    ("7 giờ 05 phút", "bảy giờ năm phút"),
    ("14:00", "mười bốn giờ"),
    ("9h-11h", "chín giờ đến mười một giờ"),
    ("13h30-15h00", "mười ba giờ ba mươi phút đến mười lăm giờ"),
    ("0h ngày 1/1/2027", "không giờ ngày một tháng một năm hai nghìn không trăm hai mươi bảy"),
    # units
    ("62 km/h", "sáu mươi hai ki lô mét một giờ"),
    ("50-100mm", "năm mươi đến một trăm mi li mét"),
    ("12-15°C", "mười hai đến mười lăm độ xê"),
    ("có nơi -2°C", "có nơi âm hai độ xê"),
    ("22 - 24 độ C", "hai mươi hai đến hai mươi tư độ xê"),
    ("12,5%", "mười hai phẩy năm phần trăm"),
    ("300 người/km2", "ba trăm người một ki lô mét vuông"),
    ("5 m², 3 ha, 2 m3/s", "năm mét vuông, ba héc ta, hai mét khối một giây"),
    # money
    ("25.000 đồng/kg", "hai mươi lăm nghìn đồng một ki lô gam"),
    ("500.000đ", "năm trăm nghìn đồng"),
    ("$100", "một trăm đô la Mỹ"),
    ("1,2 tỷ đồng", "một phẩy hai tỷ đồng"),
    ("10 triệu đồng/người", "mười triệu đồng một người"),
    # telephone numbers
    ("gọi 1900 9095", "gọi một chín không không, chín không chín năm"),
    ("0912 345 678", "không chín một hai, ba bốn năm, sáu bảy tám"),
    ("0214.3840.034", "không hai một bốn, ba tám bốn không, không ba bốn"),
    ("gọi 115", "gọi một một năm"),
    ("115 hộ", "một trăm mười lăm hộ"),
    # abbreviations
    ("UBND xã", "Ủy ban nhân dân xã"),
    ("HĐND", "Hội đồng nhân dân"),
    ("TP.HCM, TP HCM, TPHCM", "Thành phố Hồ Chí Minh, Thành phố Hồ Chí Minh, Thành phố Hồ Chí Minh"),
    ("TP. Sa Pa", "Thành phố Sa Pa"),
    ("Q.1, P.12", "quận một, phường mười hai"),
    ("Sở GD&ĐT", "Sở giáo dục và đào tạo"),
    ("QL4D", "quốc lộ bốn D"),
    ("số 12/2026/NĐ-CP", "số mười hai năm hai nghìn không trăm hai mươi sáu nghị định Chính phủ"),
    ("COVID-19", "cô vít mười chín"),
    ("cúm H5N1", "cúm H năm N một"),
    ("rau, quả, v.v.", "rau, quả, vân vân"),
    ("xem https://bao.vn/tin-1.html nhé", "xem nhé"),
    ("Hà Nội – Lào Cai", "Hà Nội – Lào Cai"),
]


@pytest.mark.parametrize(("written", "said"), TEXTS)
def test_a_text_is_read_out_in_words(written: str, said: str) -> None:
    assert aloud(written) == said


def test_a_long_run_of_digits_is_spelled() -> None:
    assert number("12345678901234") == spelled("12345678901234")


@given(st.integers(1, 149))
def test_roman_numerals_come_back_as_they_were(value: int) -> None:
    assert roman(to_roman(value)) == value


@pytest.mark.parametrize("word", ["IIII", "VX", "ABC", "", "LÀO"])
def test_what_only_looks_roman_is_left(word: str) -> None:
    assert roman(word) == 0


def _value(words: str) -> int:
    """Read the words back: the inverse, written on its own."""
    names = dict(zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], range(10), strict=True))
    names |= {"mốt": 1, "tư": 4, "lăm": 5}
    total = above = group = 0
    for word in words.split():
        if word == "tỷ":
            total, above, group = (total + above + group) * 10**9, 0, 0
        elif word in ("triệu", "nghìn"):
            above, group = above + group * (10**6 if word == "triệu" else 1000), 0
        elif word == "trăm":
            group *= 100
        elif word in ("mười", "mươi"):
            group = group + 10 if word == "mười" else (group // 100) * 100 + group % 100 * 10
        elif word != "linh":
            group += names[word]
    return total + above + group


@given(st.integers(0, 10**9 - 1))
@settings(max_examples=200)
def test_reading_the_words_back_gives_the_number(value: int) -> None:
    assert _value(cardinal(value)) == value


PIECES = st.sampled_from(
    ["12", "1.234,5", "23/11", "05:30", "%", "km/h", " ", "-", "đồng", "ngày ", "Q.", "/", "H", "²"]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_digit_is_left_whatever_the_text(text: str) -> None:
    assert not any(letter.isdecimal() for letter in aloud(text))
