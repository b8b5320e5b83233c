import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.identification import language

VIETNAMESE = [
    "Trung tâm y tế huyện tổ chức tiêm chủng mở rộng cho trẻ em dưới 5 tuổi từ ngày 12/8.",
    "Bão số 3 đang mạnh lên",
    "Ủy ban nhân dân thành phố Hà Nội vừa ký hợp đồng với Microsoft và Samsung Electronics.",
    "Trung tam y te huyen to chuc tiem chung cho tre em duoi 5 tuoi tai cac xa trong ngay 12/8.",
    "Khoa học: NASA phóng tàu Artemis lên Mặt Trăng, theo Reuters và AFP.",
]
ENGLISH = "The provincial health department said on Monday that it will open new vaccination sites in the city."
OTHERS = [
    "Le ministère de la santé a annoncé lundi que la campagne de vaccination sera prolongée jusqu'à la fin du mois.",
    "O Ministério da Saúde anunciou que a campanha de vacinação será prolongada até o fim do mês.",
    "卫生部周一宣布，疫苗接种活动将延长至月底。",
    "Nộ nễnh tjâu Hmoob lub neej hnub no peb tham txog kev noj qab haus huv thiab kev kawm ntawv",
    "Министерство здравоохранения объявило о продлении кампании вакцинации до конца месяца.",
    "",
    "12/8/2026 - 38 %",
]


@pytest.mark.parametrize("text", VIETNAMESE)
def test_vietnamese_is_known_with_marks_or_without(text: str):
    assert language(text) == "vi"


def test_english_is_told_from_vietnamese():
    assert language(ENGLISH) == "en"


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_and_nothing_are_not_taken_for_vietnamese(text: str):
    assert language(text) not in ("vi", "en")


def test_a_foreign_page_that_names_vietnamese_places_is_still_foreign():
    assert language(f"{ENGLISH} Hà Nội, Đà Nẵng and Lào Cai are among them.") == "en"


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text: str):
    assert language(text) in ("vi", "en", "und")
