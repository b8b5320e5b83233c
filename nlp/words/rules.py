"""Where the word model is known to be wrong, by rules of the language and of no corpus."""

from collections.abc import Sequence

from vietnamese.syllable import parse

# The commonest family names: a capitalised run behind one is one name. It is only a word boundary here.
_FAMILIES = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lương mai trương lâm tô tạ
hà cao châu chu đào đàm kiều lã lại lưu mạc nghiêm ninh phùng quách tăng thái thân tôn tống triệu vương
"""
_FAMILY = frozenset(_FAMILIES.split())
_MIDDLE = frozenset(("thị", "văn"))
_KIN = frozenset(("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cậu", "ngài"))
_HE_SHE = frozenset(("ông", "bà", "anh", "chị", "cô", "hắn", "lão", "gã"))
_MAX_NAME_SYLLABLES = 4


def corrected(tokens: Sequence[str], goes_on: Sequence[bool]) -> list[bool]:
    fixed = list(goes_on)
    lower = [token.lower() for token in tokens]
    for i in range(1, len(tokens)):
        if lower[i] == "ta" and lower[i - 1] in _HE_SHE and not fixed[i - 1]:
            fixed[i] = True  # ông ta, cô ta
        elif _doubled(tokens, lower, i) and not (fixed[i - 1] or fixed[i]):
            fixed[i] = not (i + 1 < len(tokens) and fixed[i + 1])
    _names(tokens, lower, fixed)
    return fixed


def _doubled(tokens: Sequence[str], lower: Sequence[str], i: int) -> bool:
    """từ từ, xa xa: but not a name said twice, nor numbers."""
    return lower[i] == lower[i - 1] and tokens[i].islower() and parse(lower[i]) is not None


def _names(tokens: Sequence[str], lower: Sequence[str], fixed: list[bool]) -> None:
    i = 0
    while i < len(tokens):
        length = _name_length(tokens, lower, i)
        if length:
            if i and lower[i - 1] in _KIN:
                fixed[i] = False
            fixed[i + 1 : i + length] = [True] * (length - 1)
            if i + length < len(tokens):
                fixed[i + length] = False
        i += max(length, 1)


def _name_length(tokens: Sequence[str], lower: Sequence[str], i: int) -> int:
    if lower[i] not in _FAMILY or not tokens[i].istitle():
        return 0
    end = i + 1
    while end < min(len(tokens), i + _MAX_NAME_SYLLABLES) and tokens[end].istitle() and parse(lower[end]):
        end += 1
    known = end - i > 2 or (end - i == 2 and lower[i + 1] in _MIDDLE)
    return end - i if known else 0
