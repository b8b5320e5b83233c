"""A text as a person reads it over a loudspeaker: no digit, sign or abbreviation is left to guess at."""

import re
from collections.abc import Callable
from functools import cache

from vietnamese.numerals import cardinal, clock_words, date_words, decimal, month, ordinal, roman, spelled

ABBREVIATIONS = {
    "UBND": "Ủy ban nhân dân", "HĐND": "Hội đồng nhân dân", "MTTQ": "Mặt trận Tổ quốc",
    "TTXVN": "Thông tấn xã Việt Nam",
    "BHXH": "bảo hiểm xã hội", "BHYT": "bảo hiểm y tế", "BHTN": "bảo hiểm thất nghiệp", "CSGT": "cảnh sát giao thông",
    "PCCC": "phòng cháy chữa cháy", "CNCH": "cứu nạn cứu hộ", "PCTT": "phòng chống thiên tai",
    "TKCN": "tìm kiếm cứu nạn",
    "THPT": "trung học phổ thông", "THCS": "trung học cơ sở", "GD-ĐT": "giáo dục và đào tạo",
    "GDĐT": "giáo dục và đào tạo",
    "GD&ĐT": "giáo dục và đào tạo", "KH&CN": "khoa học và công nghệ", "KHCN": "khoa học và công nghệ",
    "NN&MT": "nông nghiệp và môi trường", "NN-MT": "nông nghiệp và môi trường",
    "VH,TT&DL": "văn hóa, thể thao và du lịch",
    "VHTTDL": "văn hóa, thể thao và du lịch", "KT-XH": "kinh tế xã hội", "ATTP": "an toàn thực phẩm",
    "ATGT": "an toàn giao thông", "TNGT": "tai nạn giao thông", "ANTT": "an ninh trật tự", "CCCD": "căn cước công dân",
    "GPLX": "giấy phép lái xe", "VNeID": "vi nê i đi", "HTX": "hợp tác xã", "DTTS": "dân tộc thiểu số",
    "NTM": "nông thôn mới", "OCOP": "ô cốp", "ĐBSCL": "Đồng bằng sông Cửu Long", "LHQ": "Liên hợp quốc",
    "WHO": "Tổ chức Y tế Thế giới", "GDP": "tổng sản phẩm trong nước", "HLV": "huấn luyện viên", "VĐV": "vận động viên",
    "SGK": "sách giáo khoa", "CLB": "câu lạc bộ", "TTg": "Thủ tướng", "CP": "Chính phủ", "NĐ": "nghị định",
    "QĐ": "quyết định", "TT": "thông tư", "CT": "chỉ thị", "NQ": "nghị quyết", "CĐ": "công điện", "BYT": "Bộ Y tế",
    "QL": "quốc lộ", "TL": "tỉnh lộ", "ĐT": "đường tỉnh", "VND": "đồng", "VNĐ": "đồng", "USD": "đô la Mỹ",
    "EUR": "ơ rô", "COVID": "cô vít", "Covid": "cô vít",
}  # fmt: skip
ONLY_IN_NUMBERS = ("CP", "NĐ", "QĐ", "TT", "CT", "NQ", "CĐ", "BYT", "TTg", "QL", "TL", "ĐT")  # "QĐ-UBND", "QL4D"
UNITS = {
    "km/h": "ki lô mét một giờ", "km/giờ": "ki lô mét một giờ", "m/s": "mét một giây", "m3/s": "mét khối một giây",
    "m³/s": "mét khối một giây", "km2": "ki lô mét vuông", "km²": "ki lô mét vuông", "km": "ki lô mét",
    "m2": "mét vuông", "m²": "mét vuông", "m3": "mét khối", "m³": "mét khối", "cm": "xăng ti mét", "mm": "mi li mét",
    "m": "mét", "kg": "ki lô gam", "mg": "mi li gam", "g": "gam", "ha": "héc ta", "ml": "mi li lít", "l": "lít",
    "MW": "mê ga oát", "kWh": "ki lô oát giờ", "kW": "ki lô oát", "kV": "ki lô vôn", "°C": "độ xê", "ºC": "độ xê",
    "độ C": "độ xê", "°": "độ", "%": "phần trăm", "‰": "phần nghìn", "đ": "đồng", "đồng": "đồng", "USD": "đô la Mỹ",
    "tấn": "tấn", "tạ": "tạ", "lít": "lít", "người": "người",
}  # fmt: skip
PER = {"kg": "một ki lô gam", "ha": "một héc ta", "km2": "một ki lô mét vuông", "m2": "một mét vuông",
       "m3": "một mét khối",
       "lít": "một lít", "tháng": "một tháng", "ngày": "một ngày", "năm": "một năm", "người": "một người",
       "giờ": "một giờ", "lượng": "một lượng", "tấn": "một tấn", "tạ": "một tạ", "suất": "một suất", "hộ": "một hộ",
       "kWh": "một ki lô oát giờ"}  # fmt: skip
TITLES = {"PGS": "phó giáo sư", "GS": "giáo sư", "TS": "tiến sĩ", "ThS": "thạc sĩ", "BS": "bác sĩ", "TP": "Thành phố",
          "TX": "thị xã", "TT": "thị trấn", "Q": "quận", "P": "phường", "Tp": "Thành phố",
          "NXB": "nhà xuất bản"}  # fmt: skip
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
PHONE = r"(\+84[\d .]{8,14}\d|\b0\d{1,4}(?:[ .-]\d{2,4}){2,3}\b|\b0\d{8,10}\b|\b1[89]00[ .]?\d{2,4}(?:[ .]?\d{2})?\b)"
HELP = r"(?i)\b((?:gọi|số|nóng|tổng đài|điện thoại|hotline)(?: số)?:? )(11[1-5])\b(?![.,/]\d)"
TWO_DATES = r"(?i)(?<![\d/])(ngày )?\b(\d{1,2})/(\d{1,2})( ?(?:đến|tới|và|-|–) ?(?:ngày )?)(\d{1,2})/(\d{1,2})\b(?!/)"
DATED = r"ngày|lễ|dịp|rằm|mùng|sáng|trưa|chiều|tối|đêm|hôm|nay|mai|qua|kia|nhật|thứ \w+|tuần"
Reader = Callable[[re.Match[str]], str]


def aloud(text: str) -> str:
    """The text in words. What is not understood is left, but digits are always read."""
    for pattern, reader in _rules():
        text = pattern.sub(reader, text)
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"[ \t]{2,}", " ", text)).strip()


def number(written: str) -> str:
    """1.234,5 as Vietnamese writes it: dots between thousands, a comma before the fraction."""
    whole, _, fraction = written.partition(",")
    whole = whole.replace(".", "")
    if fraction:
        return decimal(whole, fraction)
    return spelled(whole) if len(whole) > 12 or (len(whole) > 9 and "." not in written) else cardinal(int(whole))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """In this order: what takes more of the text first."""
    n, units = rf"(?:{NUMBER})", "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
    per = "|".join(sorted(PER, key=len, reverse=True))
    ends = r"(?![\w²³])"
    short = "|".join(re.escape(a) for a in sorted(set(ABBREVIATIONS) - set(ONLY_IN_NUMBERS), key=len, reverse=True))
    rules: list[tuple[str, Reader]] = [
        (r"https?://\S+|www\.\S+", lambda _: ""),
        (r"(?<!\w)(?:TP\.?\s?HCM|TPHCM|Tp\.?\s?HCM)(?!\w)", lambda _: "Thành phố Hồ Chí Minh"),
        (r"(?<!\w)v\.v\.*", lambda _: "vân vân"),
        (r"\b(\d{1,6})/(\d{4})/([A-ZĐ]+(?:-[A-ZĐa-z]+)*)", _document),
        (r"\b(?:QL|TL|ĐT)\.?\s?(\d{1,4})([A-ZĐ]?)\b", _road),
        (PHONE, _phone),
        (HELP, lambda m: m[1] + spelled(m[2])),
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", lambda m: _date(m, m[3], m[2], m[1])),
        (TWO_DATES, _two_dates),
        (r"(?i)(\bngày )?(?<![\d/])\b(\d{1,2})\s?[-–]\s?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b", _days),
        (r"(?i)(\bngày )?\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", lambda m: _date(m, m[2], m[3], m[4])),
        (rf"(?i)(\b(?:{DATED}),? |\()(\d{{1,2}})/(\d{{1,2}})\b(?!/|\d)", _short_date),
        (r"(?<![\d/.,])()(\d{1,2})/(\d{1,2})\b(?![/\d])", _likely_date),
        (r"(?i)(\btháng )?\b(\d{1,2})/(\d{4})\b", _month_year),
        (r"(?i)(\btháng )(\d{1,2})\b(?![.,/]?\d)", lambda m: m[1] + (month(int(m[2])) if int(m[2]) else "không")),
        (r"\b(\d{1,2})\s?(?:h|g|:)\s?(\d{2})'?\s?[-–]\s?(\d{1,2})\s?(?:h|g|:)\s?(\d{2})\b", _hours),
        (r"\b(\d{1,2})(?::|h|g| giờ )(\d{2})(?:'|\s?phút)?(?![\w:])", lambda m: _clock(m, m[1], m[2])),
        (r"\b(\d{1,2})h\s?[-–]\s?(\d{1,2})h(?!\w)", lambda m: f"{_clock(m, m[1])} đến {_clock(m, m[2])}"),
        (r"\b(\d{1,2})h(?!\w)", lambda m: _clock(m, m[1])),
        (r"(?i)\b((?:thắng|thua|hòa|hoà|tỷ số|tỉ số)[^.,\d]{0,30})(\d{1,2})\s?[-–]\s?(\d{1,2})\b", _score),
        (r"(?i)\b(thứ )(\d{1,3})\b(?![.,/]\d)", lambda m: m[1] + ordinal(int(m[2]))),
        (r"(?i)\b((?:khóa|khoá|thế kỷ|lần thứ|quý|nhiệm kỳ|chương|hạng|cấp|loại|kỳ) )([IVXLC]+)\b", _roman),
        (r"\$\s?(" + n + ")", lambda m: f"{number(m[1])} đô la Mỹ"),
        (rf"(?<![\w.,])(?:-|−)(?={n}\s?(?:°|º|độ))", lambda _: "âm "),
        (rf"(?<![\w.,/])({n})\s?[-–]\s?({n})(?=\D|$)", lambda m: f"{number(m[1])} đến {m[2]}"),
        (rf"({n})\s?({units})/({per}){ends}", lambda m: f"{number(m[1])} {UNITS[m[2]]} {PER[m[3]]}"),
        (rf"({n})\s?({units}){ends}", lambda m: f"{number(m[1])} {UNITS[m[2]]}"),
        (rf"\b({NUMBER})/({NUMBER})\b", lambda m: f"{number(m[1])} trên {number(m[2])}"),
        (rf"\b(đồng|tỷ|triệu|nghìn|tấn|tạ|người|lượt)/({per}){ends}", lambda m: f"{m[1]} {PER[m[2]]}"),
        (rf"(?<![\w])({short})(?![\w])", lambda m: ABBREVIATIONS[m[1]]),
        (rf"(?<![\w.])({'|'.join(TITLES)})\.\s?(?=[A-ZÀ-ỸĐ\d])", lambda m: f"{TITLES[m[1]]} "),
        (r"(?<=\d)\.(?=\d{1,2}(?!\d))", lambda _: " chấm "),
        (rf"(?<=[^\W\d])({NUMBER})(?=[^\W\d])", lambda m: f" {number(m[1])} "),
        (rf"(?<=[^\W\d])({NUMBER})", lambda m: f" {number(m[1])}"),
        (rf"({NUMBER})(?=[^\W\d])", lambda m: f"{number(m[1])} "),
        (rf"({NUMBER})", lambda m: number(m[1])),
        (r"\s?&\s?", lambda _: " và "),
        (r"(?<=\w)-(?=\w)", lambda _: " "),
    ]  # fmt: skip
    return tuple((re.compile(pattern), reader) for pattern, reader in rules)


def _document(m: re.Match[str]) -> str:
    kinds = " ".join(ABBREVIATIONS.get(part, part) for part in m[3].split("-"))
    return f"{cardinal(int(m[1]))} năm {cardinal(int(m[2]))} {kinds}"


def _road(m: re.Match[str]) -> str:
    name = ABBREVIATIONS[re.match(r"\w{2}", m[0])[0]]  # type: ignore[index]
    return f"{name} {cardinal(int(m[1]))} {m[2]}".strip()


def _phone(m: re.Match[str]) -> str:
    groups = [part for part in re.split(r"[ .-]+", m[0].replace("+84", "0 ", 1)) if part]
    return ", ".join(spelled(part) for part in groups)


def _date(m: re.Match[str], day: str, of_month: str, year: str) -> str:
    if not _is_date(day, of_month):
        return m[0]
    return date_words(int(day), int(of_month), int(year))


def _days(m: re.Match[str]) -> str:
    if not (_is_date(m[2], m[4]) and _is_date(m[3], m[4])):
        return m[0]
    return f"ngày {cardinal(int(m[2]))} đến {date_words(int(m[3]), int(m[4]), int(m[5]) if m[5] else None)}"


def _short_date(m: re.Match[str]) -> str:
    if not _is_date(m[2], m[3]):
        return m[0]
    said = date_words(int(m[2]), int(m[3]))
    return m[1] + (said.removeprefix("ngày ") if m[1].strip().lower() == "ngày" else said)


def _two_dates(m: re.Match[str]) -> str:
    if not (_is_date(m[2], m[3]) and _is_date(m[5], m[6]) and (m[1] or int(m[2]) > int(m[3]))):
        return m[0]
    between = "và" if "và" in m[4] else "đến"
    return f"{date_words(int(m[2]), int(m[3]))} {between} {date_words(int(m[5]), int(m[6]))}"


def _likely_date(m: re.Match[str]) -> str:
    """30/6 is no fraction of anything; 2/3 may be. 24/7 is all day long."""
    return _short_date(m) if int(m[2]) > int(m[3]) and (m[2], m[3]) != ("24", "7") else m[0]


def _month_year(m: re.Match[str]) -> str:
    if not 1 <= int(m[2]) <= 12:
        return m[0]
    return f"{m[1] or 'tháng '}{month(int(m[2]))} năm {cardinal(int(m[3]))}"


def _is_date(day: str, of_month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(of_month) <= 12


def _clock(m: re.Match[str], hour: str, minute: str = "0") -> str:
    return clock_words(int(hour), int(minute)) if int(hour) <= 24 and int(minute) < 60 else m[0]


def _hours(m: re.Match[str]) -> str:
    return f"{_clock(m, m[1], m[2])} đến {_clock(m, m[3], m[4])}"


def _score(m: re.Match[str]) -> str:
    return f"{m[1]}{cardinal(int(m[2]))} {cardinal(int(m[3]))}"


def _roman(m: re.Match[str]) -> str:
    value = roman(m[2])
    if not value:
        return m[0]
    return m[1] + (ordinal(value) if m[1].lower().endswith("thứ ") else cardinal(value))
