"""A verdict's direction is told from the form of its words, as fact-checkers write them."""

import pytest

from domain.verdicts import Direction, direction_of

VERDICTS = {
    Direction.CONTRADICTS: (
        "Sai", "SAI SỰ THẬT", "Giả mạo", "Tin giả", "Bịa đặt", "Không có thật", "Không đúng sự thật", "Sai, nguy hiểm",
        "Sai: nguyên nhân là đậu phụ", "Ảnh tạo bằng máy", "Video do AI tạo ra", "Lừa đảo", "Hoàn toàn sai", "False",
        "1/5", "1",
    ),
    Direction.CORRECTS: (
        "Đúng một phần", "Chưa chính xác: 34 em nằm viện", "Thiếu bối cảnh", "Gây hiểu lầm", "Phần lớn đúng",
        "Video cũ",
        "Một nửa sự thật", "Không hoàn toàn chính xác", "Đúng, nhưng thiếu ngữ cảnh", "Mostly false", "3/5",
    ),
    Direction.SUPPORTS: ("Đúng", "Chính xác", "Có thật", "Đúng sự thật", "Hoàn toàn đúng", "True", "5/5"),
    Direction.UNCLEAR: ("", "Chưa kiểm chứng được", "Chưa có bằng chứng", "Thiếu căn cứ", "-1", "Xem bài"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "way"), [(said, way) for way, words in VERDICTS.items() for said in words])
def test_a_verdict_points_where_its_words_say(said: str, way: Direction) -> None:
    assert direction_of(said) is way
