"""Spells telephone numbers, short numbers and codes digit by digit, in the groups in which they are written."""

import re

from vietnamese.numerals import spelled

_GAP = r"[ .\-–()]{0,3}"
_FREE = r"(?<![\w.,/])"
_ABROAD = r"(?:\(?\+84\)?|0084|\(84(?=[ .\-–)])|84(?=[ .\-–]\d{1,3}[ .\-–]))(?:[ .\-–)]{0,2}\(0\))?"
_NUMBER = re.compile(
    rf"{_FREE}"
    rf"(?:{_ABROAD}{_GAP}(?:2(?:{_GAP}\d){{9}}|[1-9](?:{_GAP}\d){{7,8}})"
    rf"|\(?0(?: ?[35789](?:{_GAP}\d){{8}}|[12](?:{_GAP}\d){{9}}|[1-9](?:{_GAP}\d){{7,8}}))(?!\d)"
)
_BESIDE = re.compile(r"(?<=\d{3})\s?/\s?(?=\(?0\d{2,3}[\d .)-])")
_DATE_LIKE = re.compile(r"\(?\d{1,2}[./-]\d{1,2}[./-][12]\d{3}(?!\d)")
_MAX_GROUPS = 6
_SERVICE = re.compile(
    rf"{_FREE}1[89]00(?:[ .\-–]?(?:\d{{4}}|\d{{6}}|\d{{3}}[ .\-–]?\d{{3}}|\d\d[ .\-–]?\d\d[ .\-–]\d\d)"
    r"|[ .\-–]\d\d[ .\-–]\d\d)(?!\d)"
)
_YEARS = re.compile(r"1[89]00\s?[-–]\s?(?:1[89]|20)\d\d")
_CALLS = re.compile(
    r"(?:gọi|số|nóng|tổng đài|điện thoại|đt|hotline|liên hệ|đầu số)(?: (?:đến|tới|ngay|vào|theo|qua|số|máy))*:? ?$",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    r"(?i)\b((?:điện thoại|đt|sđt|tel|fax|số máy|hotline|đường dây nóng|máy bàn)(?: (?:số|là))?[:.]? ?)"
    r"([1-9](?:[ .\-–]?\d){6,7})(?![\d/]|[.,]\d|\s?(?:đ|đồng|vnđ|vnd|usd|triệu|nghìn|tỷ)\b)"
)
# What may follow a number that is dialled; in «gọi 1200 thanh niên» the number counts people.
_AFTER = (
    r"(?=\s*(?:$|[.,;:!?)(\]/–\-\"”\n])|\s+(?:để|khi|nếu|hoặc|hay|và|nhánh|báo|đặt|được|ngay|từ|trong|là|của|tại|thì|"
    r"đến|tới|miễn|vào|giúp|hỗ trợ|nhằm|gặp|bấm|phím)\b)"
)
_SHORT = re.compile(
    r"(?i)\b((?:tổng đài(?: \w+){0,4}?|hotline|đường dây nóng|đầu số|máy lẻ|nhánh số|"
    rf"gọi(?: (?:đến|tới|ngay|số|vào|điện))*|gửi(?: (?:đến|tới|về|số))*|số điện thoại|điện thoại|bấm(?: số)?):? )"
    rf"([1-9]\d{{2,5}})(?![\w.,/]\w){_AFTER}"
)
_HELP = r"11[1-5](?![\w]|[.,]\d)(?: \([^()\n]{1,40}\))?"
_ROW = re.compile(rf"{_FREE}{_HELP}(?:(?:, | và | hoặc | hay |; ?|/| ?[-–] )(?:số |gọi )?{_HELP})*(?!/\d)")
_HELP_BEFORE = re.compile(
    r"(?:gọi|báo|(?<!nhà )số|nóng|tổng đài|điện thoại|hotline|liên hệ|bấm|báo cháy|cấp cứu|"
    r"cứu hỏa|cứu hoả|cứu nạn|cứu hộ|"
    r"cảnh sát|công an|lực lượng|khẩn cấp|trẻ em|máy|xe|trung tâm|bệnh viện(?: nhân dân)?)"
    r"(?: (?:ngay|đến|tới|vào|cho|theo|qua|(?<!nhà )số))*:? ?$"
    r"|(?:(?:không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín),? ){3}(?:hoặc|hay|và) $",
    re.IGNORECASE,
)
_HELP_AFTER = re.compile(
    r"\s*[(:–-]\s*(?:gọi |báo |lực lượng |số )?"
    r"(?:tổng đài|đường dây|công an|cảnh sát|cứu|cấp cứu|pccc|chữa cháy|phòng cháy|trẻ em|"
    r"bảo vệ trẻ em|an ninh|tìm kiếm)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?i:phòng|trang|thửa|tờ|khoản|điều|tổ|lô|lớp|nhà|tầng|bàn|ghế|ki-ốt|đội|bài|câu)(?: số)? $")
_MAY_FOLLOW = re.compile(_AFTER)
_CODE = re.compile(
    r"(\b(?:mã(?: [^\W\d]+){0,3}|OTP|STK|tài khoản|CCCD|căn cước(?: công dân)?|CMND|định danh(?: cá nhân)?|MST|"
    r"mật khẩu|số thẻ|số sổ)(?: số)?:? )(\d(?:[ .\-]?\d){3,18})(?![\d/]|[.,]\d)"
)
_PLATE = re.compile(r"\b(\d\d)[- ]?([A-ZĐ]{1,2}\d?)[-– .]{1,3}(\d{3})[. ]?(\d\d)\b")


def spell_telephones(text: str) -> str:
    """The text, in which each number that people dial or type is spelled in words. Amounts and years stay."""
    text = _BESIDE.sub(", ", text)
    text = _PLATE.sub(lambda m: f"{spelled(m[1])} {_letters(m[2])}, {_plate(m)}", text)
    text = _CODE.sub(lambda m: m[1] + _grouped(m[2]), text)
    text = _LOCAL.sub(lambda m: m[1] + _grouped(m[2]), _NUMBER.sub(_number, text))
    text = _SERVICE.sub(lambda m: m[0] if _is_span(m, text) else _grouped(m[0]), text)
    text = _ROW.sub(lambda m: _row(m, text), text)
    return _SHORT.sub(lambda m: m[1] + _grouped(m[2]), text)


def _grouped(number: str) -> str:
    return ", ".join(map(spelled, re.findall(r"\d+", number)))


def _number(m: re.Match[str]) -> str:
    home = re.sub(rf"^{_ABROAD}{_GAP}", "0", m[0])
    if _DATE_LIKE.match(m[0]) or len(re.findall(r"\d+", home)) > _MAX_GROUPS:
        return m[0]
    opened = "(" if m[0].startswith("(") and ")" not in m[0] else ""
    return opened + _grouped(home)


def _is_span(m: re.Match[str], text: str) -> bool:
    return bool(_YEARS.match(m[0])) and not _CALLS.search(text[: m.start()])


def _row(m: re.Match[str], text: str) -> str:
    """Spells 113, 114 and 115 when a word beside them shows a call, or two stand in a row and count nothing."""
    before, after = text[max(0, m.start() - 40) : m.start()], text[m.end() :]
    numbers = re.findall(r"11[1-5]", m[0])
    asked = _HELP_BEFORE.search(before) or _HELP_AFTER.match(text[m.start() + 3 :])
    is_number = re.search(r"(?i)\bsố $", before)
    named = (
        is_number and after[:1] == " " and (after[1:2].isupper() or re.match(r" (?:đường|phố|ngõ|ngách|hẻm)\b", after))
    )
    called = asked or (len(set(numbers)) > 1 and not _COUNTED.search(before))
    if not called or named or not (_MAY_FOLLOW.match(after) or re.match(r" [A-ZĐ]", after)):
        return m[0]
    row = re.sub(r"\s?[/–-]\s?(?=11[1-5])", ", ", m[0])
    return re.sub(r"11[1-5]", lambda one: spelled(one[0]), row)


def _plate(m: re.Match[str]) -> str:
    glued = m[0].endswith(m[3] + m[4])
    return spelled(m[3] + m[4]) if glued else f"{spelled(m[3])}, {spelled(m[4])}"


def _letters(series: str) -> str:
    return re.sub(r"\d", lambda m: f" {spelled(m[0])}", series)
