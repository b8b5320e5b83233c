import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vietnamese.text import canonical_tone, clean, fold, fold_with_offsets, nfc, shadow, untelex

VIETNAMESE = "aăâeêioôơuưyáàảãạấầậắằờớợứựịỷỵđbcghklmnpqrstvxÀÁĐƯỪ"
UNSEEN = "\u200b\u200d\u00ad\ufeff\x00"
pieces = st.one_of(
    st.text(max_size=20),
    st.text(alphabet=VIETNAMESE + "0123456789 .,\n" + UNSEEN + "\u0301\u0300\u0323\u0302\u031b", max_size=40),
    st.text(alphabet="аеорсАВЕоρΑΒςΣİıðÐĐabhoàùß각\u1100\u1161\u11a8", max_size=12),
)
texts = st.lists(pieces, max_size=4).map(" ".join)


@given(texts)
@example("Đường về Hoà Bình")
@example("\u1100\u0301\u1161")
@example("\xd0\u0335y")
def test_folding_twice_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(texts)
@example("J\u030c")
@example("o\xe0\u0300\u0301")
@example("\xf0\u0435\u0323")
@example("h\u0441\u0301\xdf\u0440")
@example("\xe0\u0435\u0301\u03a3\u0110")
@example("\u0410\xf2\u0300\u0412a")
def test_a_shadow_of_a_shadow_is_the_same_shadow(text: str):
    once = shadow(text).text

    assert shadow(once).text == once


@given(texts)
def test_composed_and_decomposed_text_have_the_same_shadow(text: str):
    composed, decomposed = nfc(text), unicodedata.normalize("NFD", text)

    assert shadow(text).text == shadow(composed).text == shadow(decomposed).text
    assert fold(text) == fold(composed) == fold(decomposed)
    assert clean(composed) == clean(decomposed)


@given(texts)
def test_offsets_lead_back_to_the_place_each_character_came_from(text: str):
    for made in (shadow(text), fold_with_offsets(text), shadow(text).folded()):
        offsets = list(made.offsets)

        assert len(offsets) == len(made.text) + 1
        assert offsets == sorted(offsets)
        assert offsets[-1] == len(text)
        assert all(0 <= at < len(text) for at in offsets[:-1])


@given(st.lists(st.sampled_from(["Hoà", "thuỷ", "Đường", "kỹ", "quý", "2026", "COVID"]), min_size=1, max_size=8))
def test_every_word_is_found_at_its_own_place_in_decomposed_text(words: list[str]):
    original = "\u200b ".join(unicodedata.normalize("NFD", word) for word in words)
    made = fold_with_offsets(original)
    at = 0
    for word in words:
        found = made.text.index(fold(word), at)
        start, end = made.span(found, found + len(fold(word)))
        assert nfc(original[start:end]).strip("\u200b") == nfc(word)
        at = found + len(word)


@given(texts)
def test_cleaning_twice_changes_nothing(text: str):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "hòa bình"),
        ("thuỷ lợi", "thủy lợi"),
        ("phú quí", "phú quý"),
        ("kĩ thuật", "kỹ thuật"),
        ("lí do", "lý do"),
        ("bác sỹ", "bác sĩ"),
        ("hoàn thành", "hòan thành"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("nghĩa vụ", "nghiã vụ"),
        ("Ðà Nẵng", "đà nẵng"),
        ("СОVID", "covid"),
        ("tiêm\u200b chủng", "tiêm chủng"),
    ],
)
def test_spellings_of_one_word_have_one_shadow(one: str, other: str):
    assert shadow(one).text == shadow(other).text


@pytest.mark.parametrize(
    ("one", "other"), [("hoa", "hòa"), ("hòa", "hoá"), ("Lào", "Lao"), ("đa", "da"), ("thúy", "thúi"), ("tai", "tay")]
)
def test_words_that_differ_keep_different_shadows(one: str, other: str):
    assert shadow(one).text != shadow(other).text


def test_a_folded_word_has_no_marks_and_d_for_đ():
    assert fold("Đường Nguyễn Huệ, Quý Mỹ") == "duong nguyen hue, quy my"


@pytest.mark.parametrize(
    ("word", "pressed"),
    [
        ("hoà", "hòa"), ("HOÀ", "HÒA"), ("thuỷ", "thủy"), ("qúy", "quý"), ("gìa", "già"), ("hòan", "hoàn"),
        ("khuỷu", "khuỷu"), ("thuở", "thuở"), ("giếng", "giếng"), ("xoong", "xoong"), ("Müller", "Müller"),
    ],
)  # fmt: skip
def test_a_tone_stands_in_one_place(word: str, pressed: str):
    assert canonical_tone(word) == pressed


def test_cleaning_keeps_the_spelling_and_the_paragraphs():
    dirty = "  Hoà\u00a0 Bình\u200b\r\n\r\n\tUBNÐ tỉnh \x07 và Москва, Guðmundsson "

    assert clean(dirty) == "Hoà Bình\nUBNĐ tỉnh và Москва, Guðmundsson"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddaf nawngx", "đà nẵng"),
        ("d9a2 na84ng", "đà nẵng"),
        ("Haf Nooij", "Hà Nội"),
        ("hoaf binhf", "hòa bình"),
        ("nguwowif vieetj", "người việt"),
        ("vietej nam", "việt nam"),
        ("d9u7o7ng2 sa81t", "đường sắt"),
        ("tuyển sinh lowps 10", "tuyển sinh lớp 10"),
        ("nuwowcs, ddieenj!", "nước, điện!"),
    ],
)
def test_keystrokes_left_in_a_query_are_read_as_meant(typed: str, meant: str):
    assert untelex(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "da nang", "Đà Nẵng", "visa", "test covid-19", "xe bus ha noi", "taxi", "moon", "tips maps", "co2", "h5n1",
        "12/2026/QĐ-UBND", "wifi", "samsung galaxy s24", "show truyen hinh", "www.example.vn", "xoong", "m4a", "a4",
        "google maps", "password", "five", "view", "facebook",
    ],
)  # fmt: skip
def test_words_of_their_own_are_left_as_typed(typed: str):
    assert untelex(typed) == typed


@given(texts)
def test_reading_keystrokes_never_fails_and_leaves_marked_text_alone(text: str):
    marked = re.sub(r"\w+", r"\g<0>đ", text)

    assert untelex(marked) == marked
    assert isinstance(untelex(text), str)
