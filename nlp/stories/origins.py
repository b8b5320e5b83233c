"""Whose text it first was: the agency, outlet or office that an article names as its origin. Never a person."""

import re

AGENCIES = {
    "ttxvn": "TTXVN",
    "thông tấn xã việt nam": "TTXVN",
    "vietnam+": "TTXVN",
    "vietnamplus": "TTXVN",
    "reuters": "Reuters",
    "afp": "AFP",
    "ap": "AP",
    "xinhua": "Tân Hoa xã",
    "tân hoa xã": "Tân Hoa xã",
    "thx": "Tân Hoa xã",
    "kyodo": "Kyodo",
    "yonhap": "Yonhap",
    "tass": "TASS",
    "bloomberg": "Bloomberg",
    "vov": "VOV",
    "vtv": "VTV",
    "chinhphu.vn": "Cổng TTĐT Chính phủ",
}
_OFFICES = (
    "báo|tạp chí|đài|thông tấn|cổng|trang|bộ|sở|cục|tổng cục|chi cục|vụ|ủy ban|uỷ ban|ubnd|hđnd|trung tâm|bệnh viện|"
    "viện|trường|đại học|học viện|hội|liên đoàn|ban|văn phòng|tổng công ty|công ty|tập đoàn|ngân hàng|công an|cdc"
)
_NAMES = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))
_AGENCY = re.compile(
    rf"\((?:theo\s+|nguồn:\s*)?(?P<brackets>{_NAMES})(?:\s*[/,;–-][^()]{{0,30}})?\)"
    rf"|(?:^|[\n.!?”\"]\s*)(?:theo|nguồn(?:\s+tin)?:?)\s+(?:hãng\s+(?:tin|thông\s+tấn)\s+|báo\s+)?(?P<said>{_NAMES})\b",
    re.IGNORECASE,
)
_LAST_LINE = re.compile(
    r"^\W*(?:nguồn(?:\s+tin)?\s*:|theo)\s*(?P<name>[^\n.()]{2,60}(?:\.(?:vn|com|net|org)\b)?[^\n()]{0,10}?)\W*$",
    re.IGNORECASE,
)
_IS_OFFICE = re.compile(rf"^(?:{_OFFICES})\b|\.(?:vn|com|net|org)$|^[A-ZĐ0-9+]{{3,12}}$", re.IGNORECASE)
_IS_SHORT = re.compile(r"^[A-ZĐ][A-ZĐ0-9+]{2,11}$")
_RELEASE = re.compile(
    rf"(?:thông cáo(?:\s+báo chí)?)\s+(?:của|từ|do)\s+(?P<name>(?:{_OFFICES})\s[^\n.,;:()]{{2,60}})", re.IGNORECASE
)
_OFFICE_ENDS = re.compile(r"\s(?:cho biết|cho hay|phát đi|ngày|nêu|công bố|gửi|vừa|về|khẳng định|được|thì|đã)\b")
_LAST_LINES = 3  # last lines that may hold a line of origin


def origin(text: str) -> str:
    """`TTXVN`, `Bộ Y tế`, `Báo Lào Cai`; "" when the text names none. A later line outweighs an earlier one."""
    return _from_last_lines(text) or _agency(text) or _release(text)


def _from_last_lines(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    for line in reversed(lines[-_LAST_LINES:]):
        match = _LAST_LINE.match(line)
        name = match["name"].strip() if match else ""
        if name and (known := AGENCIES.get(name.lower())):
            return known
        if name and (_is_office(name)):
            return name
    return ""


def _is_office(name: str) -> bool:
    found = _IS_OFFICE.search(name)
    return bool(found) and (bool(_IS_SHORT.match(name)) or "." in name or " " in name)


def _agency(text: str) -> str:
    match = _AGENCY.search(text)
    return AGENCIES[(match["brackets"] or match["said"]).lower()] if match else ""


def _release(text: str) -> str:
    match = _RELEASE.search(text)
    return _OFFICE_ENDS.split(match["name"])[0].strip() if match else ""
