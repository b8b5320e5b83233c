"""The words of a period, and which words of an article are counted at all. All texts are ours."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from domain.analyses import WordCounts
from nlp.standing_out.readable import WordReader
from nlp.standing_out.words import counted, words_of_period

READER = WordReader(publishers=("Báo Sông Xanh", "Tuổi Trẻ"))
DAY = datetime(2026, 6, 1, tzinfo=UTC)


def read(text: str, title: str = "") -> frozenset[str]:
    return READER.words(title, text, DAY)


def test_words_are_as_the_language_has_them_and_each_counts_once():
    words = read("Bão gây mưa lớn. Trận bão này làm sạt lở đất, mưa lớn còn kéo dài ở vùng núi.")
    assert {"bão", "sạt lở", "kéo dài"} <= words
    assert not words & {"sạt", "lở", "ở", "còn", "này"}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Nguyễn Văn Hòa trao quà cho bệnh nhân.",
        "Nguyễn Văn Hòa trao quà cho bệnh nhân.",
        "Hòa trao quà cho bệnh nhân.",
        "Bệnh nhân gặp bà H'Hen Niê và cầu thủ Van der Hòa.",
        "NGUYỄN VĂN HÒA TRAO QUÀ",
        "Bệnh nhân nhận quà của anh Hòa. Hòa rất vui.",
        "“Hòa trao quà”, bệnh nhân kể. - Hòa cười.",
        "Bệnh nhân cảm ơn (Hòa). Theo Hòa Nguyễn",
        "Chị Lê Thị Hòa: Hòa tặng bệnh nhân.",
        "Bệnh nhân cảm ơn Hòa, Hoà và HÒA.",
    ],
)
def test_no_name_of_a_person_is_counted(text: str):
    assert not [
        word for word in read(text) if "hòa" in word.lower() or "hoà" in word.lower() or "nguyễn" in word.lower()
    ]


def test_places_and_agencies_are_counted_by_their_names():
    words = read("UBND tỉnh Lào Cai và Bộ Y tế họp ở Sa Pa; Bộ Văn hóa, Thể thao và Du lịch cũng dự.")
    assert {"UBND", "Bộ Y tế", "Bộ Văn hóa, Thể thao và Du lịch", "Tỉnh Lào Cai"} <= words


def test_publishers_own_names_are_left_out_and_the_same_word_is_not():
    assert "Báo Sông Xanh" not in read("(Báo Sông Xanh) Sông xanh chảy qua phố.")
    assert not [word for word in read("BÁO SÔNG XANH đưa tin lũ lụt") if "xanh" in word.lower()]
    assert "tuổi trẻ" in read("Lớp học cho tuổi trẻ nông thôn.")
    assert "tuổi trẻ" not in read("Theo Tuổi Trẻ, lũ lụt còn kéo dài.")


def test_numbers_addresses_and_marks_are_no_words():
    assert read("Gọi 0900 123 456, xem https://vidu.vn/a, ngày 1/6/2026: 35%…") <= {"gọi", "xem"}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "A"])
def test_next_to_nothing_has_no_words(text: str):
    assert read(text) == frozenset()


def month(**holding: int) -> WordCounts:
    return WordCounts(Counter({"nước": 900, "xe": 800, "trường": 700} | holding), 1000)


def test_what_was_much_more_in_the_news_comes_first():
    first, second = words_of_period(month(lũ=120, bão=60), month(lũ=10, bão=8))
    assert (first.word, first.articles, first.before) == ("lũ", 120, 10)
    assert second.word == "bão"
    assert first.z > second.z > 3
    assert first.q <= second.q <= 0.05


def test_what_is_as_common_as_ever_or_rarer_is_no_word_of_the_period():
    assert words_of_period(month(lũ=120), month(lũ=118)) == []
    assert words_of_period(month(lũ=10), month(lũ=120)) == []


def test_a_busier_month_is_not_all_news():
    twice = WordCounts(Counter({word: 2 * n for word, n in month(lũ=100).holding.items()}), 2000)
    assert words_of_period(twice, month(lũ=100)) == []


def test_two_articles_make_no_word_of_the_period():
    assert words_of_period(month(lũ=2), month()) == []


def test_a_word_that_was_never_there_before_can_be_one():
    assert [one.word for one in words_of_period(month(lũ=40), month())] == ["lũ"]


def test_an_empty_period_has_no_words():
    assert words_of_period(counted([]), month()) == words_of_period(month(lũ=50), counted([])) == []


def test_articles_are_counted_not_how_often_each_repeats_a_word():
    counts = counted([frozenset({"lũ"}), frozenset({"lũ", "xe"})])
    assert (counts.holding["lũ"], counts.holding["xe"], counts.articles) == (2, 1, 2)
