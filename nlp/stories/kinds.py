"""What sort of text it is, and the matter, hazard or goods it is about; by patterns on lower-case text."""

import re
from collections.abc import Mapping
from enum import IntFlag, auto
from typing import TypeVar

Name = TypeVar("Name")


class Kind(IntFlag):  # compared often, so as bits
    DRILL = auto()  # diễn tập
    DENIAL = auto()  # of a rumour, by the title
    DOUBT = auto()  # the text speaks of a rumour
    SPREAD = auto()  # what the text speaks of goes round on the net
    CORRECTION = auto()
    CHANGE = auto()  # of what an earlier notice said
    BULLETIN = auto()  # of the weather service, one of a series
    PRICE = auto()  # of a day
    HARM = auto()  # people were hurt, or killed
    WARNING = auto()


_BY_HEAD = {
    Kind.DRILL: (
        "diễn tập(?<!từng diễn tập)(?<!nhờ diễn tập)(?<!sau diễn tập)(?<!phải diễn tập)(?<!phải là diễn tập)"
        "|tập dượt|thao diễn|luyện tập (?:cứu|chữa|ứng phó|xử lý|phòng|sơ tán)|tổng duyệt"
        "|tập huấn xử lý tình huống|giả định|thực tập (?:phương án|chữa cháy|cứu)|(?:báo động|còi) thử"
        "|thử (?:còi|báo động)"
    ),
    Kind.DOUBT: (
        "bịa đặt|tin giả|sai sự thật|không có (?:chuyện|việc|cơ sở)|không đúng sự thật|tin đồn|bác bỏ|thất thiệt"
        "|không chính xác|(?:tung|loan|đồn|bác|lan truyền|phát tán) tin|cắt ghép|giả mạo"
    ),
    Kind.SPREAD: "lan truyền|xôn xao|đồn đoán|chia sẻ (?:rầm rộ|trên mạng)|đoạn (?:clip|video)|tin nhắn giả",
    Kind.CORRECTION: "đính chính|cải chính|nói lại cho rõ|xin sửa lại",
    Kind.CHANGE: (
        r"thay (?:cho|thế) thông báo|(?:lùi|dời(?<!di dời)|hoãn|chuyển(?<!di chuyển)(?<!vận chuyển))(?: \w+){0,6}?"
        r" (?:sang|đến|vào) (?:ngày|sáng|chiều|tối|đêm|thứ|chủ nhật|tuần|tháng|năm|cuối|đầu|\d)"
        "|(?:lùi|dời(?<!di dời)|hoãn) (?:lịch|thời gian|ngày)"
        "|hoãn (?:tổ chức|cuộc|buổi)|(?:thay đổi|điều chỉnh) (?:thời gian|lịch|ngày|giờ|địa điểm)|sửa lại (?:ngày|giờ)"
        "|đổi (?:lịch|giờ|ngày)|nhắc lại|hủy (?:lịch|buổi|cuộc)|tạm dừng|lịch mới"
    ),
    Kind.BULLETIN: (
        r"bản tin(?! (?:\d|sáng|trưa|chiều|tối|ngày|này|thời sự|trước))|dự báo thời tiết|phát lúc \d"
        "|tin (?:dự báo|cảnh báo|bão|không khí lạnh|gió mùa|rét|lũ|mưa|nắng nóng"
        "|áp thấp|dông|cháy rừng)"
    ),
    Kind.PRICE: (
        "giá (?:vàng|xăng|dầu|cà phê|hồ tiêu|tiêu|heo|lợn|gạo|lúa|bạc|đô la|usd)|tỷ giá|kết quả xổ số|xổ số miền"
        "|xsm[bnt]|vn-index"
    ),
}
_BY_TITLE = {
    Kind.DENIAL: (
        "bịa đặt|tin giả|giả mạo|sai sự thật|không đúng sự thật|không chính xác|tin đồn|thất thiệt|bác bỏ|bác tin"
        "|thực hư|sự thật (?:về|tin|chuyện|việc)|(?:tung|loan|lan|lan truyền|phát tán) tin|đồn thổi|làm giả|cắt ghép"
        "|xuyên tạc|không có (?:chuyện|việc|chương trình|chủ trương|công văn|văn bản|quyết định)"
    ),
    Kind.HARM: "chết|tử vong|thiệt mạng|tử nạn|bị thương|thương vong|mất tích|nhập viện|cứu sống|vùi lấp|cuốn trôi",
    Kind.WARNING: "cảnh báo (?:lũ|mưa|sạt|ngập|dông|bão)|nguy cơ (?:lũ|sạt|ngập)|sắp đổ bộ|dự báo",
}
_MATTERS = {  # each with a word that it never lacks, which is found sooner
    "power": ("điện", "(?:ngừng|ngưng|cắt|cúp|mất|giảm) (?:cung cấp |cấp )?điện"),
    "water": ("nước", "(?:ngừng|ngưng|cắt|cúp|mất|giảm) (?:cung cấp |cấp )?nước"),
    "vaccination": ("tiêm", "tiêm (?:chủng|vắc|vaccine|phòng)"),
    "identity": ("căn cước", "căn cước"),
    "road": ("", "cấm (?:đường|xe|phương tiện)|phân luồng"),
    "garbage": ("rác", "thu gom rác"),
    "telephone": ("", "mất sóng|ngừng mạng|bảo trì mạng"),
}
_HAZARDS = {
    "rain": "mưa|lũ|ngập|sạt lở|lụt|mực nước",
    "cold": "rét|không khí lạnh|gió mùa|sương muối|băng giá",
    "fire": "cháy rừng",
    "heat": "nắng nóng",
    "sea": "sóng lớn|gió mạnh trên biển|triều cường|xâm nhập mặn",
    "quake": "động đất|sóng thần",
}
_GOODS = {
    "gold": "vàng",
    "fuel": "xăng",
    "oil": "giá dầu|dầu thô|dầu brent",
    "coffee": "cà phê",
    "pepper": "hồ tiêu|giá tiêu",
    "pigs": "heo hơi|lợn hơi|giá (?:heo|lợn)",
    "rice": "gạo|lúa",
    "money": "tỷ giá|usd|đô la",
    "shares": "vn-index|chứng khoán",
    "lottery north": "xổ số miền bắc|xsmb",
    "lottery centre": "xổ số miền trung|xsmt",
    "lottery south": "xổ số miền nam|xsmn",
}

_FORMAL = re.compile(
    r"\b(?:thông báo|thay (?:cho|thế)|nhắc lại|đính chính|cải chính|điều chỉnh|thay đổi|thay thông báo|lùi|dời"
    r"|(?:tạm )?hoãn|hủy|đổi)(?: (?:thông báo|thời gian|lịch|ngày|giờ|địa điểm|tổ chức))?\b",
    re.IGNORECASE,
)


def matter_of(title: str) -> str:
    """A title without the words of announcing, changing and correcting: they are alike whatever they speak of."""
    return _FORMAL.sub(" , ", title)


def kinds(title: str, head: str) -> int:
    return sum(_found(_KIND_BY_HEAD, head)) + sum(_found(_KIND_BY_TITLE, title))


def matters(head: str) -> frozenset[str]:
    return frozenset(name for name, (needle, said) in _MATTER.items() if needle in head and said.search(head))


def hazards(title: str) -> frozenset[str]:
    return frozenset(_found(_HAZARD, title))


def goods(title: str) -> frozenset[str]:
    return frozenset(_found(_GOOD, title))


def _compiled(said: Mapping[Name, str]) -> dict[Name, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{words})\b") for name, words in said.items()}


def _found(patterns: Mapping[Name, re.Pattern[str]], text: str) -> list[Name]:
    return [name for name, pattern in patterns.items() if pattern.search(text)]


_KIND_BY_HEAD, _KIND_BY_TITLE = _compiled(_BY_HEAD), _compiled(_BY_TITLE)
_HAZARD, _GOOD = _compiled(_HAZARDS), _compiled(_GOODS)
_MATTER = {name: (needle, re.compile(rf"\b(?:{said})\b")) for name, (needle, said) in _MATTERS.items()}
