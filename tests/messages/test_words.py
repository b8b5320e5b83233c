"""One word for one thing, and one placement of the tone marks, in all that people read of ours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vietnamese.syllable import parse, spell
from vietnamese.text import nfc

ROOT = Path(__file__).parents[2]
OURS = (  # screens, catalogue, command line, the guide, and the documents that name their words
    "messages/**/*.po",
    "api/templates/*.html",
    "api/static/desk.js",
    "api/screens/*.py",
    "docs/*.md",
    "README.md",
)
SAMPLE = ("demo/content/**/*.toml", "demo/texts.py")  # written by us as well
GAVE_WAY = {  # a pattern, and what stands in its place
    r"(?i)dưới vạch": "Đã bỏ qua",
    r"(?i)sổ ghi\b": "Nhật ký",
    r"(?i)khẩu vị": "Ưu tiên đã học",
    r"(?i)vi tính": "Công nghệ",
    r"(?i)hợp nhất": "Liên quan nhất; “merge” is Gộp",
    r"(?i)gần nhất là bài": "giống nhất với bài",
    r"(?i)người theo dõi": "Người xem",
    r"(?i)đã bóc tách": "Đã đọc",
    r"(?i)đã hiểu": "Đã phân loại",
    r"(?i)kênh báo tin|kênh nhận cảnh báo|địa chỉ apprise": "Kênh nhận tin",
    r"(?i)cách gọi này": "a sentence that says what to do",
    r"(?i)dữ liệu chưa đúng:": "the reason alone",
    r"(?i)cả tỉnh bên": "Thêm tỉnh bên",
    r"(?i)\bgần ta\b": "Vùng của ta",
    r"chia sẻ": "đăng, for what our page does; Chia sẻ is a screen's name alone",
    r"(?i)below the line|the desk[’']s taste|pages to come|computing": "Skipped, Learnt preferences, articles to come",
}


def texts(*patterns: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            yield str(file.relative_to(ROOT)), nfc(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("word", GAVE_WAY)
def test_a_word_that_gave_way_is_nowhere(word: str):
    assert [(name, match.start()) for name, text in texts(*OURS) for match in re.finditer(word, text)] == []


def placed_otherwise(text: str) -> list[str]:
    """Words whose tone mark stands on another letter than in the rest of our texts: hoà, for hòa."""
    found = []
    for word in re.findall(r"[^\W\d_]+", text):
        syllable = parse(word.lower())
        if syllable and spell(syllable) != word.lower():
            found.append(word)
    return found


@pytest.mark.parametrize(
    "word",
    ["hoà", "xoá", "khoẻ", "thuỷ", "Uỷ", "toạ", "loè", "huỷ", "Hoá", "luỹ", "TOÀ", "tuỳ", "hoạ", "qúy", "thúê"],
)
def test_the_other_placement_is_found(word: str):
    assert placed_otherwise(f"Có «{word}» ở giữa câu.") == [word]


@pytest.mark.parametrize(
    "word",
    [
        "hòa",
        "xóa",
        "khỏe",
        "thủy",
        "quý",
        "quà",
        "hoàn",
        "toán",
        "thuyền",
        "thuế",
        "giờ",
        "của",
        "Hòa Bình",
        "kỹ",
        "Lý",
    ],
)
def test_what_is_placed_as_everywhere_is_left_alone(word: str):
    assert placed_otherwise(f"Có «{word}» ở giữa câu.") == []


def test_our_texts_place_their_tone_marks_in_one_way():
    assert {name: found for name, text in texts(*OURS, *SAMPLE) if (found := placed_otherwise(text))} == {}
