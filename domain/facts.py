"""The parts of a text that a reader acts on: numbers, dates, contacts, places, organisations. Never persons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.understanding import Span


class FactKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    CONTACT = "contact"  # hotline, account number, e-mail, web address
    PLACE = "place"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Fact:
    kind: FactKind
    key: str  # equal for two spellings of the same thing
    span: Span


_WORD_NUMBERS = dict(
    zip(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], map(str, range(1, 11)), strict=True)
)  # fmt: skip
_COUNTED = (
    "người|ca|nạn nhân|hộ|nhà|căn|trẻ|em|cháu|bệnh nhân|vụ|đối tượng|xã|phường|thôn|ngày|giờ|tháng|tuần|lần|"
    "tấn|tỷ|triệu|nghìn|mũi|liều|chiếc|xe"
)
_CAP = r"[A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
_NAME = rf"{_CAP}[\w\-]*(?:\s{_CAP}[\w\-]*)*"
_LOOSE = rf"(?:{_CAP}[\w\-]*(?:\s(?:và\s)?(?!(?:{'{stop}'})\b)[a-zà-ỹđ]+)?\s?)+"
_AFTER = (
    "cho|thông|đã|vừa|đang|sẽ|có|là|tại|ở|trong|ngày|cùng|với|được|bị|tổ|phối|yêu|đề|khẳng|xác|tiếp|công|ra|nêu|"
    "đưa|nhận|phát|kêu|không|chưa|từ|đến|về|theo|khi|sau|trước|như|nói|mời|gửi|cũng|đối|bắt|quyết|thu|hỗ|khuyến"
)
_HEADS = (
    "Bộ|Sở|UBND|Ủy ban [Nn]hân dân|Uỷ ban [Nn]hân dân|Công an|Bệnh viện|Trường|Đại học|Công ty|Tập đoàn|Ngân hàng|"
    "Cục|Tổng cục|Chi cục|Viện|Trung tâm|Hội|Đài|Báo|Tòa án|Viện kiểm sát|Quỹ|Hiệp hội|Liên đoàn|Phòng|Ban"
)
# A day with a dash or a dot is one only where a word or brackets say so; «2-1» and «1.5» are scores and numbers.
_DAY = r"(?P<fact>\d{1,2}\s?[.-]\s?\d{1,2})(?![\d/]|[.,-]\d|\s?%)"
_DAYS_WORD = r"\b(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|nay|qua|mai)"
_NUMBERING = re.compile(rf"(?:^|(?<=[.!?…:;\"”)]\s))[ \t]*(\d{{1,2}})[.)](?=\s?[“\"]?{_CAP})", re.MULTILINE)
_PATTERNS = (
    (FactKind.CONTACT, re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+\w|(?:https?://|www\.)[^\s,;)]+")),
    (FactKind.CONTACT, re.compile(r"(?<![\d.,/])(?:\+84|0|1800|1900)(?:[ .-]?\d){4,11}(?![\d/])")),
    (FactKind.CONTACT, re.compile(r"(?:tài khoản|STK|số TK)\D{0,30}(?P<fact>\d[\d .-]{4,22}\d)", re.IGNORECASE)),
    (
        FactKind.CONTACT,
        re.compile(r"(?:gọi|hotline|đường dây nóng|tổng đài)\D{0,15}(?P<fact>1\d{2,4})\b", re.IGNORECASE),
    ),
    (FactKind.DATE, re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b|\b\d{1,2}/\d{1,2}\b|\b\d{1,2}/\d{4}\b")),
    (FactKind.DATE, re.compile(rf"{_DAYS_WORD},?\s?\(?{_DAY}", re.IGNORECASE)),
    (FactKind.DATE, re.compile(rf"{_DAYS_WORD} \d{{1,2}}\s?(?:đến|tới|và|[-–,])\s?(?:ngày )?{_DAY}", re.IGNORECASE)),
    (FactKind.DATE, re.compile(rf"\({_DAY}\)")),
    (FactKind.DATE, re.compile(rf"\b(?:từ|đến|tới|trước|sau|vào|hết) {_DAY}(?=\s?(?:[,.;)]|$|đến |tới|tại ))")),
    (FactKind.DATE, re.compile(r"\btháng (?P<fact>\d{1,2}\s?[./-]\s?\d{4})\b", re.IGNORECASE)),
    (FactKind.DATE, re.compile(r"\b\d{1,2} tháng \d{1,2}(?: năm \d{4})?|\btháng \d{1,2}\b|\bnăm \d{4}\b")),
    (FactKind.DATE, re.compile(r"\b\d{1,2}(?:h\d{0,2}|g\d{2}|:\d{2}| giờ(?: \d{1,2})?)(?!\w)")),
    (FactKind.DATE, re.compile(r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b", re.IGNORECASE)),
    (FactKind.NUMBER, re.compile(r"\d+(?:[.,]\d+)*")),
    (FactKind.NUMBER, re.compile(rf"\b(?P<fact>{'|'.join(_WORD_NUMBERS)})(?= (?:{_COUNTED})\b)", re.IGNORECASE)),
    (FactKind.ORGANISATION, re.compile(rf"\b(?:{_HEADS})\s{_LOOSE.replace('{stop}', _AFTER)}")),
    (
        FactKind.PLACE,
        re.compile(rf"\b(?:tỉnh|huyện|xã|phường|thành phố|thị trấn|thị xã|quận|thôn|bản|TP\.?)\s(?P<fact>{_NAME})"),
    ),
)


def read(text: str) -> Iterator[Fact]:
    """The facts, ordered by kind. A run of digits counts once, as the most specific kind that it fits.

    The numbers of a list («1. Rửa tay») count nothing.
    """
    taken = [False] * len(text)
    for match in _NUMBERING.finditer(text):
        taken[match.start(1)] = True
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("fact") if "fact" in pattern.groupindex else match.span()
            end -= len(text[start:end]) - len(text[start:end].rstrip())
            if kind is not FactKind.ORGANISATION and any(taken[start:end]):
                continue
            if kind is not FactKind.ORGANISATION:
                taken[start:end] = [True] * (end - start)
            yield Fact(kind, _key(kind, text[start:end]), Span(start, end, text[start:end]))


def _key(kind: FactKind, quote: str) -> str:
    if kind is FactKind.CONTACT:
        return re.sub(r"[ .-]", "", quote.lower()) if not re.search(r"[@/]", quote) else quote.lower()
    if kind is FactKind.NUMBER:
        return _WORD_NUMBERS.get(quote.lower()) or re.sub(r"[.,](?=\d{3}(?:\D|$))", "", quote).replace(",", ".")
    if kind is FactKind.DATE:
        return "-".join(str(int(part)) for part in re.findall(r"\d+", quote)) or quote.lower()
    return " ".join(quote.lower().split())
