"""House numbers, and roads, hospitals and schools that are called by a date: neither is the day of anything."""

import re

from vietnamese.numerals import cardinal, month
from vietnamese.text import CAPITALS

_HOUSE = r"\d{1,4}[A-Za-zĐđ]?(?:/\d{1,4}[A-Za-zĐđ]?)+"
_STREET = r"(?:,? (?:đường|phố|ngõ|ngách|hẻm|kiệt|đại lộ|quốc lộ|tỉnh lộ|QL|ấp|khu phố|KP|tổ dân phố|P\.))\b"
_CAPITAL = rf"(?: [{CAPITALS}]\w*)"
_DAY_BEFORE = r"(?i:ngày|sáng|trưa|chiều|tối|đêm|hôm|nay|mai|qua|từ|đến|trước|sau|lễ|dịp|và|,)"
_AT_HOUSE = re.compile(
    rf"(?i:\b(số nhà|nhà số|nhà|ngõ|ngách|hẻm|kiệt|căn hộ|căn|lô|tổ)(?: số)? )({_HOUSE})(?![\w/])"
)  # fmt: skip
_AT_NUMBER = re.compile(r"(?i:\bsố )(\d{1,4}[A-Za-zĐđ]?(?:/\d{1,3}[A-Za-zĐđ]?)+)(?![\w/])")
_AT_ADDRESS = re.compile(
    rf"(?i:\b(?:tại|ở|địa chỉ|trụ sở|văn phòng|đ/c|chi nhánh|cơ sở \d)(?: là)?:? )"
    rf"({_HOUSE})(?=[ ,]?{_CAPITAL}|{_STREET})"
)
_ON_STREET = re.compile(rf"(?<![\w/.,-])({_HOUSE})(?={_STREET})")
_DATED_BEFORE = re.compile(rf"{_DAY_BEFORE} $")
_LETTERED = re.compile(
    r"(?<![\w/.,-])([A-ZĐ]{1,2}\d{1,4}(?:/\d{1,3}[A-ZĐ]?)+(?!\w)"
    r"|\d{1,4}(?:[A-ZĐ]/\d{1,4}[A-ZĐ]?|/\d{1,4}[A-ZĐ](?!\w)))(?![\w/-])"
)
_NAMED = (
    "đường|phố|đại lộ|bệnh viện|BV|công viên|vườn hoa|trường|quảng trường|kênh|cầu|chợ|sân vận động|SVĐ|khu tập thể|"
    "KTT|nhà máy|xí nghiệp|công ty|Cty|hồ|nhà thiếu nhi|cung thiếu nhi|nhà văn hóa|cung|ấp|thôn|xóm|hợp tác xã|HTX|"
    "nông trường|lâm trường|đội|tiểu khu|bến|rạp|hội trường|thư viện|khách sạn|siêu thị|vòng xoay|ngã tư|ngã ba|"
    "ngã sáu|bùng binh|trạm bơm|đập|phường|xã|quỹ|phong trào|giải|cúp|mầm non|mẫu giáo"
)
_NAME = re.compile(
    rf"(?i:\b(?:{_NAMED})(?: (?!rộng|dài|cao|sâu|có|từ|ngày|tháng|năm|dịp|lúc|khoảng|sáng|chiều|tối|trưa|đêm|hạn|"
    rf"số|đến|với|hơn|gần)[^\W\d]+){{0,3}} )(\d{{1,2}})( ?[/.–-] ?)(\d{{1,2}})(?![\d/]|[.,-]\d)(?=(.*))"
)
# Days after which roads, schools and hospitals are named.
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        "6/1 9/1 3/2 22/2 27/2 3/3 8/3 10/3 24/3 25/3 26/3 29/3 1/4 2/4 3/4 16/4 21/4 22/4 30/4 1/5 7/5 15/5 19/5 "
        "1/6 5/6 21/6 28/6 27/7 19/8 23/8 30/8 2/9 5/9 23/9 10/10 13/10 20/10 23/10 20/11 23/11 26/11 "
        "19/12 20/12 22/12",
    )
)
_GOES_ON = re.compile(
    rf"\s*$|\s*[.,;:!?)\"”–-]| [{CAPITALS}]| (?:ở|tại|thuộc|đoạn|là|và|đến|từ|được|sẽ|đã|có|vừa|bị|nối)\b"
)


def say_numbered_names(text: str) -> str:
    """«12/5 Lê Lợi» as a house, «đường 30/4» as the name of a road."""
    text = _NAME.sub(_name, text)
    for pattern in (_AT_HOUSE, _AT_NUMBER, _AT_ADDRESS, _LETTERED):
        text = pattern.sub(_house, text)
    return _ON_STREET.sub(lambda m: m[0] if _DATED_BEFORE.search(m.string[: m.start()]) else _house(m), text)


def _house(m: re.Match[str]) -> str:
    number = m[m.lastindex or 0]
    return m[0].replace(number, " trên ".join(map(_part, number.split("/"))))


def _part(written: str) -> str:
    series, digits, letter = re.fullmatch(r"(\D*)(\d+)(\D?)", written).groups()  # type: ignore[union-attr]
    return f"{series} {cardinal(int(digits))} {letter.upper()}".strip()


def _name(m: re.Match[str]) -> str:
    day, of_month = int(m[1]), int(m[3])
    known = f"{day}/{of_month}" in _KNOWN
    if not (1 <= day <= 31 and 1 <= of_month <= 12) or not (_GOES_ON.match(m[4]) if not known else _names(m)):
        return m[0]
    return f"{m[0][: m.start(1) - m.start()]}{cardinal(day)} tháng {month(of_month)}"


def _names(m: re.Match[str]) -> bool:
    """False for a fraction: «trường có 3/4 số học sinh» names no school."""
    return not re.match(r" ?(?:m|km|ha|%|số|diện tích|học sinh|hộ|người|tổng)\b| ?%", m[4])
