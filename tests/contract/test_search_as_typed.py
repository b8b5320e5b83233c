"""What people type who mean no operator, and one thing written in several ways: the same answer from each index."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.ports import SearchIndex
from domain.search import Document, Query, QueryNotice, Results
from index.embedded.engine import EmbeddedIndex
from index.memory import MemoryIndex
from index.opensearch.engine import OpenSearchIndex
from index.opensearch.server import Cluster

TODAY = date(2026, 11, 23)
PUBLISHERS = [
    ("baolaocai-vn", "Báo Lào Cai"),
    ("laocai-gov-vn", "Cổng thông tin điện tử tỉnh Lào Cai"),
    ("tuoitre-vn", "Tuổi Trẻ Online"),
    ("vnexpress-net", "VnExpress"),
    ("suckhoedoisong-vn", "Sức khỏe & Đời sống"),
]
TEXTS = {
    "covid": "Tiêm nhắc vắc xin COVID-19 cho người cao tuổi",
    "bus": "Tuyến xe buýt số 19 chạy từ 5 giờ sáng",
    "ql1a": "Cấm xe tải trên QL1A đoạn qua đèo",
    "ql4d": "Sạt lở trên QL 4D gần Sa Pa",
    "ward": "Công an P.4 tiếp dân sáng thứ bảy",
    "h5n1": "Giám sát cúm A/H5N1 ở chợ gia cầm",
    "h5n6": "Tiêu hủy đàn vịt nhiễm cúm A/H5N6",
    "5g": "Phủ sóng 5G tại khu du lịch",
    "five": "Đóng cửa chợ lúc 5 giờ chiều, giảm 3 g muối",
    "pm": "Chỉ số bụi PM2.5 tăng cao",
    "mobile": "Mất giấy tờ xin gọi 0912 345 678 gặp anh Páo",
    "office": "Góp ý qua số 0214.3.871.000 trong giờ hành chính",
    "hotline": "Tổng đài điện lực 1900 6769 trực ngày đêm",
    "cold": "Nhiệt độ xuống -2°C trên đỉnh núi",
    "warm": "Nhiệt độ cao nhất 35 độ ở vùng thấp",
    "headline": "Hà Nội: cháy chung cư mini, ba người được cứu -cảnh sát phong tỏa hiện trường",
    "scam": "Cảnh báo bẫy việc nhẹ lương cao đang nhắm vào người trẻ vùng cao",
    "flood": "Lũ quét ở Bát Xát",
    "flood2": "Lũ quét ở Mường Khương",
}
SOURCES = {"covid": "suckhoedoisong-vn", "ql4d": "baolaocai-vn", "flood": "laocai-gov-vn", "5g": "vnexpress-net"}
SOURCES |= {"scam": "tuoitre-vn"}


def places(typed: str) -> Sequence[str]:
    return {"lào cai": ("10",), "lao cai": ("10",), "ba dinh": ("01.1",)}.get(typed.lower(), ())


KNOWN: dict[str, Any] = {"resolve": places, "known": lambda: PUBLISHERS, "today": lambda: TODAY}
ENGINES = ["memory", "embedded", "opensearch"]


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchIndex]:
    if request.param == "opensearch":
        filled = request.getfixturevalue("filled_opensearch")
        yield filled
        if filled.count() > len(TEXTS):
            filled.remove(["years"])
        return
    made: SearchIndex = MemoryIndex(**KNOWN) if request.param == "memory" else EmbeddedIndex(tmp_path / "i", **KNOWN)
    made.add(documents())
    yield made


@pytest.fixture(scope="module")
def filled_opensearch(shared_cluster: Cluster) -> SearchIndex:
    """Filled once: no test but one adds to it."""
    made = OpenSearchIndex(shared_cluster, **KNOWN)
    made.add(documents())
    return made


@pytest.fixture(params=ENGINES)
def empty_index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    if request.param == "opensearch":
        return OpenSearchIndex(request.getfixturevalue("cluster"))
    return MemoryIndex() if request.param == "memory" else EmbeddedIndex(tmp_path / "i")


def documents() -> Iterator[Document]:
    for id_, text in TEXTS.items():
        yield Document(id=id_, title=text, text=f"{text}.", source=SOURCES.get(id_, "xa-vn"))


def search(index: SearchIndex, text: str) -> Results:
    return index.find(Query(text=text, limit=30))


def found(index: SearchIndex, text: str) -> list[str]:
    return [hit.id for hit in search(index, text).hits]


def notices(index: SearchIndex, text: str) -> list[str]:
    return [notice.code for notice in search(index, text).notices]


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("Covid19", "covid"), ("covid-19", "covid"), ("covid 19", "covid"), ("COVID\u201319", "covid"),
        ("QL1A", "ql1a"), ("QL 1A", "ql1a"), ("ql-1a", "ql1a"), ("ql.1A", "ql1a"), ("QL 1 A ", "ql1a"),
        ("QL4D", "ql4d"), ("ql 4d", "ql4d"), ("QL-4D ", "ql4d"),
        ("P4", "ward"), ("P.4", "ward"), ("p 4 ", "ward"), ("P-4", "ward"),
        ("H5N1", "h5n1"), ("h5 n1", "h5n1"), ("H5-N1", "h5n1"), ("cúm H5N1", "h5n1"), ("H5N6", "h5n6"),
        ("5G", "5g"), ("5g ", "5g"), ("PM2.5", "pm"), ("pm 2.5", "pm"),
    ],
)  # fmt: skip
def test_letters_and_digits_are_one_however_they_are_set(index: SearchIndex, typed: str, only: str) -> None:
    assert found(index, typed)[0] == only


def test_letters_and_digits_typed_together_are_not_found_apart(index: SearchIndex) -> None:
    assert "five" not in found(index, "5G")
    assert "h5n6" not in found(index, "H5N1")
    assert "bus" not in found(index, "covid19")
    assert "bus" in found(index, "xe buýt 19")


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("0912345678", "mobile"), ("0912 345 678", "mobile"), ("0912.345.678", "mobile"), ("0912-345-678", "mobile"),
        ("091 234 5678", "mobile"), ("+84 912 345 678", "mobile"), ("+84912345678", "mobile"),
        ("(+84) 912.345.678", "mobile"), ("0084 912 345 678", "mobile"), ("84912345678", "mobile"),
        ("gọi 0912345678", "mobile"), ("02143871000", "office"), ("0214 3871000", "office"),
        ("(0214) 3871 000", "office"), ("0214-387-1000", "office"), ("19006769", "hotline"), ("1900.6769", "hotline"),
        ("1900 67 69", "hotline"),
    ],
)  # fmt: skip
def test_a_telephone_number_is_found_in_any_grouping(index: SearchIndex, typed: str, only: str) -> None:
    assert found(index, typed) == [only]


@pytest.mark.parametrize("typed", ["0912 345 679", "0912.345.679", "+84 912 345 679", "0214 3871001"])
def test_another_telephone_number_finds_nothing(index: SearchIndex, typed: str) -> None:
    assert found(index, typed) == []


@pytest.mark.parametrize("typed", ["1900 - 1975", "08.11.2026 14 giờ", "từ 2020 đến 2026 ", "5 giờ"])
def test_digits_that_are_no_telephone_number_are_words(index: SearchIndex, typed: str) -> None:
    index.add(
        [Document(id="years", title="Giai đoạn 1900 đến 1975, họp ngày 08/11/2026 lúc 14 giờ, năm 2020", text="")]
    )
    assert "years" in found(index, typed) or typed == "5 giờ"


def test_a_number_is_marked_as_the_publisher_groups_it(index: SearchIndex) -> None:
    hit = search(index, "0912345678").hits[0]
    assert [TEXTS["mobile"][a:b] for a, b in hit.title_marks] == ["0912 345 678"]
    hit = search(index, "h5 n1").hits[0]
    assert "H5N1" in "".join(TEXTS["h5n1"][a:b] for a, b in hit.title_marks)


@pytest.mark.parametrize(
    "typed", ["nhiệt độ -2°C", "nhiet do -2°C", "-2°C", "nhiệt độ -2 độ", "nhiệt độ \u22122°C", "-2 C "]
)
def test_a_minus_before_a_digit_is_a_sign(index: SearchIndex, typed: str) -> None:
    assert found(index, typed)[0] == "cold"


@pytest.mark.parametrize(
    "typed",
    [
        "???", "- -", "😀", "🌸🌸", "...", "!", "“”", "--", "*", "( )", "♥", "-", "%&#", "—",
    ],
)  # fmt: skip
def test_signs_alone_get_a_sentence(index: SearchIndex, typed: str) -> None:
    results = search(index, typed)
    assert (results.hits, results.total) == ((), 0)
    assert [n.code for n in results.notices] == [QueryNotice.SIGNS_ONLY]


@pytest.mark.parametrize("typed", ["", "   ", "nguồn:vnexpress", "từ:2020", "5", "c", "-bão"])
def test_what_holds_more_than_signs_gets_none(index: SearchIndex, typed: str) -> None:
    assert QueryNotice.SIGNS_ONLY not in notices(index, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Hà Nội: cháy chung cư mini", "Ha Noi: chay chung cu mini", "hà nội: cháy chung cư", "ha noi: chay chung cu",
        "HÀ NỘI: CHÁY CHUNG CƯ MINI", "Hà Nội:cháy chung cư mini", "ha noi:chay chung cu mini",
        "Hà Nội: cháy chung cư mini, ba người được cứu -cảnh sát phong tỏa hiện trường",
        "Ha Noi: chay chung cu mini, ba nguoi duoc cuu -canh sat phong toa hien truong",
        'Hà Nội: cháy chung cư mini, "ba người được cứu" -cảnh sát phong tỏa',
        "-Hà Nội: cháy chung cư mini", "- Hà Nội: cháy chung cư mini",
        "Cháy chung cư mini ở Hà Nội -cảnh sát phong tỏa hiện trường", "Thủ đô Hà Nội: cháy chung cư",
    ],
)  # fmt: skip
def test_a_pasted_headline_is_words(index: SearchIndex, typed: str) -> None:
    assert found(index, typed)[0] == "headline"


@pytest.mark.parametrize("typed", ["Ha Noi: Ba Dinh chay chung cu", "Ong Tuan noi: Lao Cai co chay chung cu"])
def test_noi_is_no_operator_behind_a_name(index: SearchIndex, typed: str) -> None:
    assert "headline" in found(index, typed)


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("lũ quét -Bát", "flood2"), ('lũ quét -"mường khương"', "flood"), ("lu quet -bat", "flood2"),
        ("lũ quét -bát -lào", "flood2"), ('một hai ba bốn năm sáu lũ quét -"bát xát"', "flood2"),
    ],
)  # fmt: skip
def test_a_minus_typed_to_leave_out_still_does(index: SearchIndex, typed: str, only: str) -> None:
    results = found(index, typed)
    assert only in results
    assert ({"flood", "flood2"} - {only}).isdisjoint(results)


@pytest.mark.parametrize(
    "typed",
    [
        '"lương cao việc nhẹ"', '"cao lương nhẹ"', "“việc lương cao”", "«lương việc cao»", '"việc nhẹ" "cao lương"',
        '"nhe viec luong"', '"bẫy cao lương"', 'cảnh báo "lương nhẹ"', '"trẻ người vùng cao"', '"cao vùng"',
    ],
)  # fmt: skip
def test_quotation_marks_that_find_nothing_fall_back_to_the_words_and_say_so(index: SearchIndex, typed: str) -> None:
    assert "scam" in found(index, typed)
    assert notices(index, typed) == [QueryNotice.QUOTES_FOUND_NOTHING]


@pytest.mark.parametrize("typed", ['"việc nhẹ lương cao"', '"viec nhe"', 'bẫy "lương cao"', "“người trẻ”"])
def test_quotation_marks_that_find_something_are_kept(index: SearchIndex, typed: str) -> None:
    assert found(index, typed) == ["scam"]
    assert notices(index, typed) == []


@pytest.mark.parametrize("typed", ['"abc xyz"', '"không hề có gì thế" nguồn:vnexpress', '"zzz qqq"'])
def test_words_that_nobody_wrote_find_nothing_and_nothing_is_said_of_quotes(index: SearchIndex, typed: str) -> None:
    assert QueryNotice.QUOTES_FOUND_NOTHING not in notices(index, typed) or found(index, typed)


@pytest.mark.parametrize(
    "typed",
    [
        'Cảnh báo "bẫy việc" lương cao nhắm vào người trẻ', "Cảnh báo “cái bẫy” việc nhẹ, lương cao ở vùng cao",
        'Canh bao "cai bay" viec nhe luong cao o vung cao',
    ],
)  # fmt: skip
def test_a_quoted_part_of_a_long_line_is_no_condition(index: SearchIndex, typed: str) -> None:
    assert found(index, typed)[0] == "scam"
    assert notices(index, typed) == [QueryNotice.QUOTES_IN_LONG_QUERY]


@pytest.mark.parametrize(
    ("typed", "only"),
    [
        ("nguồn:VnExpress", {"5g"}), ("nguon:vnexp", {"5g"}), ("nguồn:vnexpress-net", {"5g"}),
        ("nguồn:vnexpress.net", {"5g"}),
        ("nguồn:Báo Lào Cai", {"ql4d"}), ("nguon:bao lao cai", {"ql4d"}), ('nguồn:"Báo Lào Cai"', {"ql4d"}),
        ("nguồn:Lào Cai", {"ql4d", "flood"}), ("nguồn:lao cai lũ", {"flood"}), ("nguồn:baolaocai", {"ql4d"}),
        ("nguồn:Tuổi Trẻ", {"scam"}), ("nguon:tuoi tre", {"scam"}), ("nguồn:tuoitre", {"scam"}),
        ('nguồn:"báo Tuổi Trẻ"', {"scam"}), ("nguồn:tuổi trẻ việc nhẹ", {"scam"}), ('nguồn:"sức khỏe"', {"covid"}),
        ("nguồn: Tuổi Trẻ", {"scam"}), ("nguồn:đời sống", {"covid"}),
        ("nguồn:vnexpress nguồn:tuổi trẻ", {"5g", "scam"}),
        ("NGUỒN:TUỔI TRẺ", {"scam"}), ("lũ nguồn:cổng thông tin", {"flood"}),
    ],
)  # fmt: skip
def test_a_source_may_be_named(index: SearchIndex, typed: str, only: set[str]) -> None:
    assert set(found(index, typed)) == only
    assert notices(index, typed) == []


def test_a_source_may_be_left_out_by_its_name(index: SearchIndex) -> None:
    assert found(index, "lũ quét -nguồn:cổng thông tin điện tử") == ["flood2"]


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("lũ từ:99/99", QueryNotice.DATE_UNREADABLE), ("lũ từ:31/2/2026", QueryNotice.DATE_UNREADABLE),
        ("lũ đến:mai", QueryNotice.DATE_UNREADABLE),
        ("lu tu:abc", QueryNotice.DATE_UNREADABLE), ("lũ từ: 45/13/2026", QueryNotice.DATE_UNREADABLE),
        ('lũ den:"tuần tới"', QueryNotice.DATE_UNREADABLE),
        ("lũ nơi:Atlantis", QueryNotice.PLACE_UNKNOWN), ("lu noi:xyz", QueryNotice.PLACE_UNKNOWN),
        ('lũ nơi:"Nơi Không Có"', QueryNotice.PLACE_UNKNOWN),
        ("lũ nguồn:không-có", QueryNotice.SOURCE_UNKNOWN), ("lu nguon:zzz", QueryNotice.SOURCE_UNKNOWN),
        ('lũ nguồn:"Báo Mặt Trăng"', QueryNotice.SOURCE_UNKNOWN),
    ],
)  # fmt: skip
def test_an_operator_that_cannot_be_read_says_so(index: SearchIndex, typed: str, notice: QueryNotice) -> None:
    assert notices(index, typed) == [notice]
    assert "flood" in found(index, typed)


@pytest.mark.parametrize(
    "typed", ["lũ từ:1/11", "lũ nơi:Lào Cai", "Bắt đầu từ: đầu tháng sau", "tỷ số 2:1", "10:30 họp"]
)
def test_what_can_be_read_or_is_no_operator_says_nothing(index: SearchIndex, typed: str) -> None:
    assert notices(index, typed) == []


def test_a_rare_word_that_is_missing_costs_more_than_common_pairs_earn(empty_index: SearchIndex) -> None:
    index, common = empty_index, "Ủy ban nhân dân thành phố ban hành kế hoạch phát triển kinh tế xã hội"
    index.add(Document(id=f"c{n}", title="", text=f"{common} giai đoạn {n}. " * 2) for n in range(60))
    index.add(
        [Document(id="right", title="", text="Thành phố nói về atisô: phát triển ra sao, kế hoạch khi nào. " * 2)]
    )
    assert index.find(Query(text=f"{common} cây atisô")).hits[0].id == "right"
    assert index.find(Query(text="uy ban nhan dan thanh pho ban hanh ke hoach phat trien atiso")).hits[0].id == "right"
