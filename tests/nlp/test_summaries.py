"""Summaries are sentences as published: none rewritten, none said twice, each with its text."""

import pytest

from nlp.summaries import ExtractiveSummariser, _judged, _Piece
from nlp.words import syllable_ids

STORM = [
    "Chiều 3/8, bão số 5 đi vào vịnh Bắc Bộ với sức gió mạnh cấp 10, giật cấp 13.",
    "Dự báo sáng mai bão đổ bộ Quảng Ninh và gây mưa 200 đến 300 mm ở vùng núi phía bắc.",
    "Ban chỉ huy phòng thủ dân sự yêu cầu các xã rà soát nhà ở ven suối, sẵn sàng di dời trước 20 giờ.",
    "Nhiều người tranh thủ gia cố mái nhà, cắt tỉa cành cây trước ngõ.",
    "Chị hàng nước bên đường nói năm nào cũng lo như vậy.",
    "Các chuyến tàu khách Hà Nội – Lào Cai ngày mai tạm dừng, hành khách được hoàn tiền vé.",
    "Bạn đã chuẩn bị gì chưa?",
]
TEXT = "\n".join(STORM)
TITLE = "Bão số 5 sắp đổ bộ Quảng Ninh, vùng núi phía bắc mưa to"
RETOLD = (
    "Bão số 5 chiều 3/8 đã đi vào vịnh Bắc Bộ, sức gió mạnh cấp 10, giật cấp 13.\n"
    "Đường sắt hoàn tiền vé cho hành khách của các chuyến tàu Hà Nội – Lào Cai bị hủy ngày mai."
)


@pytest.fixture
def summariser() -> ExtractiveSummariser:
    return ExtractiveSummariser()


def test_pairs_judged_at_once_are_worth_what_each_is_worth_alone():
    judged = _judged([_Piece(0, place, one, syllable_ids.numbers(one)) for place, one in enumerate(STORM)], [TITLE])
    every = judged.pairs()
    for one in range(len(STORM)):
        for other in range(one + 1, len(STORM)):
            assert every[one, other] == pytest.approx(judged.value([one, other]))


def test_one_sentence_is_enough_where_a_second_adds_little(summariser: ExtractiveSummariser):
    said = "Sáng 3/8, huyện mở kho phát 12 tấn gạo và 300 thùng nước sạch cho các hộ bị lũ ở ba xã vùng cao."
    title = "Mở kho phát gạo, nước sạch cho các hộ bị lũ ở ba xã vùng cao"
    rest = "Năm ngoái một hội chợ hoa lan ở tỉnh bạn đông khách hơn dự tính của ban tổ chức và nhiều gian hàng hết sớm."
    assert summariser.summarise([f"{said}\n{rest}"], sentences=2, titles=[title]) == (said,)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_summary_has_as_many_sentences_as_asked_each_as_published_in_reading_order(
    summariser: ExtractiveSummariser, count: int
):
    found = summariser.summarise([TEXT], sentences=count, titles=[TITLE])
    assert len(found) == count
    assert all(sentence in TEXT for sentence in found)
    assert sorted(found, key=TEXT.index) == list(found)


def test_the_sentence_that_carries_the_news_is_chosen_and_the_chatter_is_not(summariser: ExtractiveSummariser):
    found = summariser.summarise([TEXT], sentences=2, titles=[TITLE])
    assert STORM[1] in found
    assert not {STORM[4], STORM[6]} & set(found)


def test_nothing_is_said_twice_in_other_words(summariser: ExtractiveSummariser):
    found = summariser.pick([TEXT, RETOLD], 6)
    said = [sentence for _, sentence in found]
    assert sum("giật cấp 13" in sentence for sentence in said) == 1
    assert len(said) == len(set(said))


def test_each_sentence_of_a_story_is_traced_to_its_text(summariser: ExtractiveSummariser):
    texts = [
        TEXT,
        "Ngày mai toàn bộ học sinh Lào Cai được nghỉ học để tránh bão, các trường báo phụ huynh qua tin nhắn.",
    ]
    found = summariser.pick(texts, 4)
    assert {at for at, _ in found} == {0, 1}
    assert all(sentence in texts[at] for at, sentence in found)


def test_a_text_that_begins_with_its_title_does_not_give_the_title_as_a_sentence(summariser: ExtractiveSummariser):
    assert TITLE not in summariser.summarise([f"{TITLE}\n{TEXT}"], sentences=3, titles=[TITLE])


@pytest.mark.parametrize("texts", [[], [""], ["\n \n"], ["", ""]])
def test_no_text_gives_no_summary(summariser: ExtractiveSummariser, texts: list[str]):
    assert summariser.summarise(texts, sentences=3) == ()


@pytest.mark.parametrize("text", ["Vâng.", "!!!", "Bão?", "a" * 5000, "— — —\n• •"])
def test_odd_texts_do_no_harm(summariser: ExtractiveSummariser, text: str):
    assert all(sentence in text for sentence in summariser.summarise([text], sentences=3, titles=[""]))


def test_no_sentence_is_asked_for_and_none_comes(summariser: ExtractiveSummariser):
    assert summariser.summarise([TEXT], sentences=0) == ()
