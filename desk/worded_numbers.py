"""Numbers that a text writes in words, as digits: «hai mươi ba» → 23, «một nghìn hai trăm» → 1200.

One word alone counts where a noun that is counted, or a part of a date, stands beside it: «ba» is a father, too.
"""

import re
from collections.abc import Iterator

from vietnamese.text import MatchForm

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_TENS, _LINKS = {"mươi": 10, "trăm": 100}, ("linh", "lẻ")
_WORDS = (*_DIGITS, "mười", *_TENS, *_LINKS, *_SCALES)
_WORD = re.compile(r"\S+")
_RUN = re.compile(rf"\b(?:{'|'.join(_WORDS)})(?: (?:{'|'.join(_WORDS)}))*\b", re.IGNORECASE)
_COUNTED = re.compile(
    r" (?:người|ca|nạn nhân|hộ|nhà|ngôi|căn|trẻ|em|cháu|bệnh nhân|học sinh|vụ|xã|phường|thôn|bản|huyện|tỉnh|ngày|đêm|"
    r"giờ|tiếng|phút|tháng|tuần|năm|lần|đợt|tấn|tạ|kg|ha|km|mét|mũi|liều|chiếc|xe|chuyến|điểm|trạm|trường|cơ sở|suất|"
    r"phần|đồng|cây|con|bài|nguồn|đội|tổ|triệu|nghìn|tỷ)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\b(?:tháng|ngày|mùng|mồng|số) $", re.IGNORECASE)
_WEEKDAY = re.compile(r"\bthứ $", re.IGNORECASE)


def in_digits(text: str) -> MatchForm:
    """The text with those numbers in digits, and the way back to where they stand."""
    out, offsets, at = [], list[int](), 0
    for start, end, value in _found(text):
        digits = str(value)
        out += [text[at:start], digits]
        offsets += [*range(at, start), *(start for _ in digits)]
        at = end
    out.append(text[at:])
    return MatchForm("".join(out), [*offsets, *range(at, len(text) + 1)])


def _found(text: str) -> Iterator[tuple[int, int, int]]:
    for run in _RUN.finditer(text):
        words = [(word[0].lower(), *word.span()) for word in _WORD.finditer(text, *run.span())]
        while words:
            length, value = _value([word for word, _, _ in words])
            start, end = words[0][1], words[max(length, 1) - 1][2]
            if length > 1 or (length == 1 and _counts(text, start, end)):
                yield start, end, value
            words = words[max(length, 1) :]


def _counts(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 8) : start]
    if _WEEKDAY.search(before) or text[start:end].lower() == "không":
        return False
    return bool(_LEADS.search(before) or _COUNTED.match(text, end))


def _value(words: list[str]) -> tuple[int, int]:
    """How many of the words make one number, and which."""
    total, below, digit = 0, 0, -1  # of the scales so far; of tens and hundreds; of the last word
    for at, word in enumerate(words):
        sofar = total + below + max(digit, 0)
        if word in _DIGITS and digit < 0:
            digit = _DIGITS[word]
        elif word == "mười" and digit < 0 and below % 100 == 0:
            below += 10
        elif word in _TENS and digit >= 0:
            below, digit = below + digit * _TENS[word], -1
        elif word in _SCALES and (below or digit > 0):
            total, below, digit = total + (below + max(digit, 0)) * _SCALES[word], 0, -1
        elif word not in _LINKS or at == 0:
            return at, sofar
    return len(words), total + below + max(digit, 0)
