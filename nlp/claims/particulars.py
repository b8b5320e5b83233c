"""What can be checked in a sentence: amounts with what they count, days, years, hours and proper names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.cues import lower
from vietnamese.text import CAPITALS

MAX_CHARS = 20_000  # of a text that is read
_DIGITS = {"không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
           "tám": 8, "chín": 9, "mười": 10, "chục": 10}  # fmt: skip
_SCALES = {"trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000, "tr": 1_000_000,
           "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}  # fmt: skip
# What the same things are called otherwise.
_SAME_UNIT = {
    "em": "người", "học sinh": "người", "du khách": "người", "khách": "người", "bệnh nhân": "người", "trẻ": "người",
    "ca": "người", "nạn nhân": "người", "công nhân": "người", "giáo viên": "người", "cháu": "người", "cụ": "người",
    "hành khách": "người", "thí sinh": "người", "công dân": "người", "thầy cô": "người", "đại biểu": "người",
    "ngôi nhà": "nhà", "căn nhà": "nhà", "nhà": "nhà", "căn": "nhà", "hộ": "nhà", "gia đình": "nhà", "xe máy": "xe",
    "chiếc xe": "xe", "ô tô": "xe", "xe": "xe", "chiếc": "xe", "con": "con", "đồng": "đồng", "đ": "đồng",
    "vnđ": "đồng", "%": "%", "phần trăm": "%", "độ": "độ", "tuổi": "tuổi", "tháng": "tháng", "tuần": "tuần",
    "ngày": "ngày", "năm": "năm", "giờ": "giờ", "tiếng": "giờ", "phút": "phút", "mét": "m", "m": "m", "km": "km",
    "kilômét": "km", "ha": "ha", "hecta": "ha", "kg": "kg", "tấn": "tấn", "lít": "lít", "làn xe": "làn",
    "làn": "làn", "vé": "vé", "lần": "lần", "mũi": "mũi", "liều": "liều", "trường": "trường", "xã": "xã",
    "thôn": "thôn", "cây xăng": "cửa hàng", "cửa hàng": "cửa hàng", "môn": "môn", "m³": "m³", "m3": "m³",
}  # fmt: skip
_UNITS = "|".join(sorted(map(re.escape, _SAME_UNIT), key=len, reverse=True))
_FIGURE = r"\d{1,3}(?:[.]\d{3})+|\d+(?:,\d+)?"
_WORDS = rf"(?:{'|'.join(_DIGITS)})(?: (?:mươi|{'|'.join(_DIGITS)}))?"
_AMOUNT = re.compile(
    rf"(?<![\w/.,-])(?P<figure>{_FIGURE}|{_WORDS})(?P<scale>(?: ?(?:{'|'.join(_SCALES)})(?!\w))*)"
    rf" ?(?P<unit>{_UNITS})(?![\w/])"
)
_DAY = re.compile(
    r"(?<![\d/.,])(\d{1,2})\s?(?:[/.-]|tháng)\s?(\d{1,2})(?:\s?(?:[/.-]|năm)\s?((?:19|20)\d\d))?(?![\d/.,]\d|%)"
)
_YEAR = re.compile(r"(?:năm|/|từ|đến) ?((?:19|20)\d\d)(?!\d)")
_HOUR = re.compile(r"(?<![\d/.,])(\d{1,2}) ?(?:giờ|h|g(?=\d\d))(?! (?:đồng hồ|trước|sau|liền))(?![a-zà-ỹ])")
_NUMBERED = re.compile(
    r"\b(số|km|lớp|tổ|thôn|bản|quốc lộ|tỉnh lộ|tuyến|đợt|vòng|khóa|khu|đội|mũi|cấp"
    r"|chuyến) ?(\d{1,4}[a-zđ]?)(?![\d/]|[.,]\d)"
)
_HALF = re.compile(r"\b(?:một )?nửa (?:tiền|chi phí|giá|số|lệ phí|học phí|viện phí)")
_CAPITAL = rf"[{CAPITALS}][\w']*"
_NAME = re.compile(rf"(?<![\w.]){_CAPITAL}(?: (?:{_CAPITAL}|\d{{1,3}}(?![.,\d])))*")
_COMMON_FIRST = frozenset(  # at the head of a sentence these are no names
    re.findall(
        r"\w+",
        "từ trẻ người quỹ cây xe cầu hồ chợ xã phường trường bệnh sau ăn uống thí dịch đường quốc động "
        "thủy ruộng nấm khu thuê ứng cáp kỳ nước đập ngành tỉnh sở ủy công cảnh bộ ban học giáo bác vắc "
        "thuốc giá tiền thẻ mỗi mọi các những có không đã sẽ theo tại trong ngày tháng năm đêm sáng chiều "
        "trưa toàn cả hơn gần khoảng nhiều một hai ba bốn",
    )
)


@dataclass(frozen=True, slots=True)
class Particulars:
    amounts: frozenset[tuple[float, str]]  # value, unit
    days: frozenset[tuple[int, int]]  # day, month
    years: frozenset[int]
    hours: frozenset[int]
    numbered: frozenset[tuple[str, str]]  # "số" -> "3", of schools, roads, groups

    @property
    def any(self) -> bool:
        return bool(self.amounts or self.days or self.years or self.hours or self.numbered)


def particulars(text: str) -> Particulars:
    low = lower(text[:MAX_CHARS])
    days = frozenset((int(m[1]), int(m[2])) for m in _DAY.finditer(low) if 0 < int(m[1]) < 32 and 0 < int(m[2]) < 13)
    years = {int(m[1]) for m in _YEAR.finditer(low)} | {int(m[3]) for m in _DAY.finditer(low) if m[3]}
    hours = frozenset(int(m[1]) for m in _HOUR.finditer(low) if int(m[1]) <= 24)
    amounts, numbered = set(_amounts(low)), frozenset((m[1], m[2]) for m in _NUMBERED.finditer(low))
    if _HALF.search(low):
        amounts.add((50.0, "%"))
    return Particulars(frozenset(amounts), days, frozenset(years), hours, numbered)


def _amounts(low: str) -> Iterator[tuple[float, str]]:
    for m in _AMOUNT.finditer(low):
        value, unit = _value(m["figure"]), _SAME_UNIT[m["unit"]]
        for scale in m["scale"].split():
            value *= _SCALES[scale]
        if m["figure"] == "một" and not m["scale"] and unit not in ("tháng", "tuần", "năm"):
            continue  # an article, not a number: «một người dân kể»
        if unit == "giờ" and not m["scale"] and low[m.end() : m.end() + 4] not in (" liề", " đồn"):
            continue  # the time of day
        if unit in ("tháng", "năm", "ngày") and low[max(0, m.start() - 6) : m.start()].endswith(("ngày ", "tháng ")):
            continue  # «ngày 1 tháng 10»
        yield value, unit


def _value(figure: str) -> float:
    if figure[0].isdigit():
        return float(figure.replace(".", "").replace(",", "."))
    words = figure.split()
    if len(words) == 1:
        return float(_DIGITS[words[0]])
    tens, units = _DIGITS[words[0]], words[1]
    if units == "mươi":
        return 10.0 * tens
    if tens == 10:  # mười hai
        return 10.0 + _DIGITS[units]
    return 10.0 * _DIGITS[units] if units == "chục" else 10.0 * tens + _DIGITS[units]


def names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words, each as written; at the head of a sentence without its common first word."""
    return tuple(dict.fromkeys(_names(text[:MAX_CHARS])))


def _names(text: str) -> Iterator[str]:
    for m in _NAME.finditer(text):
        words = m[0].split(" ")
        if _opens(text, m.start()) and lower(words[0]) in _COMMON_FIRST:
            words = words[1:]
        elif _opens(text, m.start()) and len(words) == 1 and not words[0].isupper():
            continue
        if words and not words[0].isdigit():
            yield " ".join(words)


def _opens(text: str, at: int) -> bool:
    return not text[:at].strip(" \"“«'(–-") or text[:at].rstrip(" \"“«'(–-")[-1:] in ".!?…:\n"
