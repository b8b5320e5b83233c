import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.words.segmenter import Segmenter
from vietnamese.sentences import sentences

SEGMENTER = Segmenter()
odd = st.text(alphabet='aáđ Ộ\u0301\u200b.,;:!?…"“”()[]/-_@%°$0123456789HTP\n\t\u00a0', max_size=60)


def unspaced(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None)  # the first text loads the model
@given(st.one_of(st.text(max_size=60), odd))
def test_words_without_their_spaces_are_the_text_without_its_spaces(text: str):
    words = [word for sentence in SEGMENTER.words(text) for word in sentence]

    assert unspaced("".join(words)) == unspaced(text)
    assert all(word == " ".join(word.split()) for word in words)


@given(st.one_of(st.text(max_size=60), odd))
def test_sentences_are_pieces_of_the_text_in_order(text: str):
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at) + len(sentence)

    assert unspaced("".join(sentences(text))) == unspaced(text)


def test_syllables_of_one_word_are_joined_and_spelt_as_published():
    assert SEGMENTER.words("Hoà Bình tiêm chủng miễn phí.")[0][-3:] == ("tiêm chủng", "miễn phí", ".")
    assert SEGMENTER.words("Ủy ban   nhân dân\u00a0tỉnh họp.")[0][-3:] == ("tỉnh", "họp", ".")


@pytest.mark.parametrize(
    "whole",
    [
        "12/2026/QĐ-UBND", "45/NQ-CP", "15-CT/TW", "0912 345 678", "0214.3840.034", "1900 1234", "+84 912 345 678",
        "https://baolaocai.vn/tin?id=1", "tin.tuc@laocai.gov.vn", "laocai.gov.vn", "12/3/2026", "30-4", "7h30", "25kg",
        "38,5 °C", "120 km/h", "1.500.000 đồng", "5,5 triệu đồng", "100 USD", "12%", "TP.HCM", "Q.1", "COVID-19",
        "24A-123.45", "H5N1",
    ],
)  # fmt: skip
def test_what_is_protected_stays_whole(whole: str):
    assert whole in SEGMENTER.sentence(f"Cán bộ xem {whole} rồi trả lời người dân.")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Ông ở TP.HCM đã lâu. Bà ở Q.1.", "Ông ở TP.HCM đã lâu."),
        ("TS. Nguyễn Văn Nam nói về lũ. Người dân nghe.", "TS. Nguyễn Văn Nam nói về lũ."),
        ("TP. Hồ Chí Minh mưa to. Gió mạnh.", "TP. Hồ Chí Minh mưa to."),
        ("Giá 1.500.000 đồng. Hết hàng.", "Giá 1.500.000 đồng."),
        ("Xem tại laocai.gov.vn. Gọi 1900 1234.", "Xem tại laocai.gov.vn."),
        ('"Tôi đi." Ông nói.', '"Tôi đi."'),
        ("“Mưa lớn!” Bà Lan bảo.", "“Mưa lớn!”"),
        ("1. Hồ sơ gồm đơn. 2. Lệ phí.", "1. Hồ sơ gồm đơn."),
        ("Tiêu đề không dấu chấm\nĐoạn đầu.", "Tiêu đề không dấu chấm"),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, first: str):
    assert sentences(text)[0] == first


def test_a_name_is_one_word_and_no_more():
    words = SEGMENTER.sentence("Chủ tịch xã Lã Thị Kim Oanh trao quà.")

    assert "Lã Thị Kim Oanh" in words
    assert "trao" in words or "trao quà" in words


class Broken:
    def continues(self, tokens: Sequence[str]) -> list[bool]:
        raise RuntimeError("mô hình hỏng")


class TooShort:
    def continues(self, tokens: Sequence[str]) -> list[bool]:
        return []


@pytest.mark.parametrize("model", [Broken(), TooShort()])
def test_a_broken_model_leaves_syllables_and_never_stops_an_article(model: Broken | TooShort):
    text = "Người dân nộp 12/2026/QĐ-UBND ở xã."

    assert Segmenter(model).words(text) == (("Người", "dân", "nộp", "12/2026/QĐ-UBND", "ở", "xã", "."),)


def test_decomposed_text_has_the_same_words():
    text = "Trung tâm y tế tổ chức tiêm chủng cho trẻ em."
    decomposed = SEGMENTER.words(unicodedata.normalize("NFD", text))

    assert [tuple(unicodedata.normalize("NFC", w) for w in s) for s in decomposed] == list(SEGMENTER.words(text))


def test_nothing_is_read_from_nothing():
    assert SEGMENTER.words("") == () == SEGMENTER.words(" \n ")
