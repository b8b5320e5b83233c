"""Near-duplicates: copies are found, and other texts are not."""

import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.stories import duplicates
from nlp.stories.origins import origin
from nlp.stories.shingles import numbers

STORM = (
    "Trung tâm Dự báo khí tượng thủy văn quốc gia cho biết, chiều nay bão số 5 đi vào vùng biển phía bắc quần đảo "
    "Hoàng Sa với sức gió mạnh cấp 11, giật cấp 14. Dự báo trong 24 giờ tới, bão di chuyển theo hướng tây tây bắc, "
    "mỗi giờ đi được 15 đến 20 km và còn có khả năng mạnh thêm. Các tỉnh ven biển từ Quảng Ninh đến Nghệ An chủ động "
    "kêu gọi tàu thuyền về nơi tránh trú, kiểm tra hồ chứa, sẵn sàng di dời người dân ở vùng trũng thấp và cửa sông."
)
SCHOOL = (
    "Sở Giáo dục và Đào tạo Lào Cai vừa công bố lịch tựu trường năm học mới. Học sinh lớp 1 tựu trường ngày 22 tháng "
    "8, các lớp còn lại ngày 29 tháng 8; lễ khai giảng tổ chức đồng loạt vào sáng 5 tháng 9. Các trường vùng cao "
    "được hỗ trợ sách giáo khoa, áo ấm và bữa ăn bán trú ngay từ tuần đầu tiên."
)


def edited(text: str, share: float, seed: int) -> str:
    words, chance = text.split(), random.Random(seed)
    for at in chance.sample(range(len(words)), round(share * len(words))):
        words[at] = chance.choice(SCHOOL.split())
    return " ".join(words)


def test_the_same_text_has_the_same_signature_whatever_its_punctuation_case_and_tone_placement():
    assert (
        duplicates.similarity(duplicates.signature("Hoà bình, thuỷ lợi!"), duplicates.signature("hòa bình thủy LỢI"))
        == 1
    )


def test_copies_with_a_tenth_of_their_words_edited_are_found_nineteen_times_in_twenty():
    chance = random.Random(11)
    vocabulary = [f"tiếng{number}" for number in range(4000)]
    originals = [" ".join(chance.choices(vocabulary, k=300)) for _ in range(120)]
    signed = np.stack([duplicates.signature(text) for text in originals])
    bands = [set(duplicates.bands(one)) for one in signed]
    found = 0
    for at, text in enumerate(originals):
        copy = duplicates.signature(edited(text, 0.1, at))
        near = [one for one, its in enumerate(bands) if its.intersection(duplicates.bands(copy))]
        found += [one for one in near if duplicates.similarities(copy, signed)[one] >= duplicates.MIN_COPY_SHARE] == [
            at
        ]
    assert found / len(originals) >= 0.93


def test_texts_on_other_matters_are_no_copies():
    assert duplicates.similarity(duplicates.signature(STORM), duplicates.signature(SCHOOL)) < 0.05


def test_a_short_copy_inside_a_long_article_is_quoted_in_full_but_not_the_other_way_round():
    short, long = duplicates.signature(STORM), duplicates.signature(f"{STORM} {SCHOOL} {edited(SCHOOL, 1, 2)}")
    assert duplicates.quoted(short, long) > 0.75
    assert duplicates.quoted(long, short) < 0.65


def test_bands_are_plain_signed_64_bit_integers_and_equal_texts_share_all_of_them():
    bands = duplicates.bands(duplicates.signature(STORM))
    assert len(bands) == len(set(bands)) == 32
    assert all(type(band) is int and -(2**63) <= band < 2**63 for band in bands)
    assert bands == duplicates.bands(duplicates.signature(STORM.upper()))


@pytest.mark.parametrize("nothing", ["", " \n", "— … !"])
def test_an_empty_text_is_nobodys_copy(nothing: str):
    signed = duplicates.signature(nothing)
    assert duplicates.bands(signed) == []
    assert duplicates.similarity(signed, signed) == 0
    assert duplicates.quoted(signed, duplicates.signature(STORM)) == 0


def test_signatures_do_not_change_between_releases():
    """They are stored: a change here needs a migration that signs every article again."""
    assert duplicates.signature("Bão số 5 đổ bộ vào Quảng Ninh")[:3].tolist() == [1219691470, 627248833, 191242750]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hà Nội (TTXVN) - Chiều nay, Bộ Y tế công bố số liệu mới.", "TTXVN"),
        ("Mưa lớn ở miền núi.\nTheo TTXVN", "TTXVN"),
        ("Động đất làm rung chuyển Đài Loan. Theo Reuters, chưa có thương vong.", "Reuters"),
        ("Lịch tiêm vắc xin tháng 8.\nNguồn: Bộ Y tế", "Bộ Y tế"),
        ("Thủy điện xả lũ.\nTheo Báo Lào Cai", "Báo Lào Cai"),
        ("Lũ về nhanh.\nNguồn: baolaocai.vn", "baolaocai.vn"),
        ("Thông cáo báo chí của Công ty Điện lực Lào Cai cho biết lịch cắt điện.", "Công ty Điện lực Lào Cai"),
    ],
)
def test_the_origin_is_the_agency_or_office_that_the_text_names(text: str, named: str):
    assert origin(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "Theo ông Nguyễn Văn A, mưa còn kéo dài.",
        "Mưa lớn ở miền núi.\nTheo Nguyễn Văn A",
        "Nguồn nước ở xã vùng cao đã cạn.",
        "Theo đó, học sinh nghỉ một tuần.",
        "",
    ],
)
def test_a_person_or_a_turn_of_phrase_is_no_origin(text: str):
    assert origin(text) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà bình, thuỷ lợi", "hòa bình thủy lợi"),
        ("kỹ thuật lý luận", "kĩ thuật lí luận"),
        ("Đà Nẵng mưa lớn", unicodedata.normalize("NFD", "đà nẵng, mưa lớn")),
        ("(bão số 5)\n\n– gió giật", "  bão số 5 gió giật!"),
        ("xin chào 😀 cả nhà", "xin chào cả nhà"),
    ],
)
def test_one_wording_in_two_spellings_has_the_same_shingles(one: str, other: str):
    assert len(numbers(one)) > 2
    assert np.array_equal(numbers(one), numbers(other))


@pytest.mark.parametrize(
    ("one", "other"), [("má", "ma"), ("đa", "da"), ("lan", "nal"), ("ab a", "a ba"), ("quốc", "quố")]
)
def test_other_wordings_have_other_shingles(one: str, other: str):
    assert numbers(one).tolist() != numbers(other).tolist()


@given(st.text())
def test_a_syllables_number_does_not_depend_on_where_it_stands(before: str):
    assert numbers(f"{before} tiêm chủng")[-2:].tolist() == numbers("tiêm chủng").tolist()


@pytest.mark.parametrize("count", [1023, 1024, 1025, 5000])
def test_a_text_of_any_length_has_the_minima_of_all_its_runs(count: int):
    words = [f"tiếng{number}" for number in range(count)]
    signed = duplicates.signature(" ".join(words))
    pieces = [duplicates.signature(" ".join(words[at : at + 500])) for at in range(0, count, 498)]
    assert np.array_equal(signed[:-1], np.min([piece[:-1] for piece in pieces], axis=0))
    assert signed[-1] == count - 2
