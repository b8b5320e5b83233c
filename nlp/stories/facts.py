"""What tells two like texts apart: their kind, the places, days and objects they speak of, and the form behind them.

A notice is made from a form: power cuts of eight communes share nearly every word. What is left of a text when figures,
days and names of units are masked is its form; two texts of one form are of one event only when place and day agree.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, auto

from domain.times import VIETNAM
from nlp.places.gazetteer import PROVINCE
from nlp.places.scan import scan
from nlp.words import syllable_ids
from vietnamese.text import fold, nfc

HEAD_WORDS = 70
FORM_WORDS = 140  # of a text whose form is looked at
MAX_CHARS = 2_500  # of a text; what is looked at lies within
FORM_RUN = 3


class Kind(IntEnum):  # hashed often, so as numbers
    DRILL = auto()  # diễn tập
    DENIAL = auto()  # of a rumour, by the title
    DOUBT = auto()  # the text speaks of a rumour
    CORRECTION = auto()
    CHANGE = auto()  # of what an earlier notice said
    BULLETIN = auto()  # of the weather service, one of a series
    PRICE = auto()  # of a day
    HARM = auto()  # people were hurt, or killed
    WARNING = auto()


_KINDS = {  # by the head
    Kind.DRILL: "diễn tập|tổng duyệt|tập huấn xử lý tình huống|tình huống giả định|thực tập phương án",
    Kind.DOUBT: (
        "bịa đặt|tin giả|sai sự thật|không có (?:chuyện|việc)|không đúng sự thật|tin đồn|bác bỏ|thất thiệt"
        "|không chính xác"
    ),
    Kind.CORRECTION: "đính chính|cải chính|nói lại cho rõ|xin sửa lại",
    Kind.CHANGE: (
        "thay cho thông báo|thay thế thông báo|lùi (?:sang|đến|lịch|thời gian)|dời (?:sang|đến|lịch|ngày)"
        "|chuyển sang ngày|hoãn (?:sang|đến|lịch|ngày|tổ chức|cuộc|buổi)"
        "|thay đổi (?:thời gian|lịch|ngày|địa điểm)|sửa lại (?:ngày|giờ)"
        "|đổi (?:lịch|giờ|ngày)|nhắc lại|hủy lịch"
    ),
    Kind.BULLETIN: (
        r"bản tin|dự báo thời tiết|phát lúc \d|tin (?:dự báo|cảnh báo|bão|không khí lạnh|gió mùa|rét|lũ|mưa|nắng nóng"
        "|áp thấp|dông|cháy rừng)"
    ),
    Kind.PRICE: r"giá (?:vàng|xăng|dầu|cà phê|hồ tiêu|heo|lợn|gạo|lúa|đô la|usd)|tỷ giá",
}
_TITLE_KINDS = {
    Kind.DENIAL: (
        "bịa đặt|tin giả|giả mạo|sai sự thật|không đúng sự thật|không chính xác|tin đồn|thất thiệt|bác bỏ|bác tin"
        "|thực hư|sự thật về|làm giả|cắt ghép|xuyên tạc"
        "|không có (?:chuyện|việc|chương trình|chủ trương|công văn|văn bản|quyết định)"
    ),
    Kind.HARM: "chết|tử vong|thiệt mạng|tử nạn|bị thương|thương vong|mất tích|nhập viện|cứu sống|vùi lấp|cuốn trôi",
    Kind.WARNING: "cảnh báo (?:lũ|mưa|sạt|ngập|dông|bão)|nguy cơ (?:lũ|sạt|ngập)|sắp đổ bộ|dự báo",
}
_KIND = {kind: re.compile(rf"\b(?:{said})\b") for kind, said in (_KINDS | _TITLE_KINDS).items()}
_MATTERS = {
    "power": r"(?:ngừng|cắt|mất|tạm ngừng|giảm) (?:cung cấp |cấp )?điện",
    "water": r"(?:ngừng|cắt|mất|tạm ngừng|giảm) (?:cung cấp |cấp )?nước",
    "vaccination": r"tiêm (?:chủng|vắc|vaccine|phòng)",
    "identity": r"căn cước",
    "road": r"cấm (?:đường|xe|phương tiện)|phân luồng",
    "garbage": r"thu gom rác",
    "telephone": r"(?:mất sóng|ngừng mạng|bảo trì mạng)",
}
_MATTER = {name: re.compile(rf"\b(?:{said})\b") for name, said in _MATTERS.items()}
_STORM = re.compile(r"\b(?:[Bb]ão|BÃO)(?: (?:số|SỐ) (\d+)| ([A-ZĐ]\w+))")
_QUOTE = re.compile(r"[“\"«]([^“”\"«»]{3,80})[”\"»]")
_KM = re.compile(r"\bkm ?(\d{1,4})(?:\s?\+\s?\d+)?", re.IGNORECASE)
_DAY = re.compile(r"\b(\d{1,2})\s?(?:[/.-]|tháng)\s?(\d{1,2})\b(?!\s*%|[.,]\d)")
_RELATIVE = re.compile(
    r"\b(?:((?:hôm|sáng|trưa|chiều|tối|đêm) nay)|((?:ngày|sáng|trưa|chiều|tối|đêm) mai)|(ngày kia)"
    r"|((?:hôm|sáng|trưa|chiều|tối|đêm) qua))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:[.,:]\d+)*|[,;()–-]")
_BELOW = frozenset(("Xã", "Phường", "Thị trấn", "Đặc khu", "Huyện", "Quận", "Thị xã"))  # the province
_SAID_OF_DAYS = "hai ba tư năm sáu bảy nhật sáng trưa chiều tối đêm nay mai qua ngày tháng thứ chủ giờ phút hôm kia"
_DAY_WORDS = frozenset(_SAID_OF_DAYS.split())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    kinds: frozenset[Kind]
    matters: frozenset[str]
    units: frozenset[str]  # names of communes, wards and villages in the head, folded
    title_units: frozenset[str]
    days: frozenset[int]  # 32 * month + day, in the head; "sáng mai" counted from publication
    title_days: frozenset[int]
    title_topic: frozenset[int]  # its words but for names and figures
    head_words: frozenset[int]
    quotes: frozenset[str]  # what stands in quotation marks in the head, folded
    storms: frozenset[str]
    kms: frozenset[str]
    form: frozenset[int]
    plain: frozenset[int]
    words: int  # of the text, as far as it is looked at


def facts(title: str, text: str, published_at: datetime | None) -> Facts:
    """`title` may be "": then the first line is the title."""
    said = nfc(text.strip())
    first, _, rest = said.partition("\n")
    head_title = nfc(title) or first
    body = (rest if not title or first == head_title else said)[:MAX_CHARS]
    words = _WORD.findall(body)
    head = f"{head_title}\n{' '.join(words[:HEAD_WORDS])}"
    head_of_body = body[: sum(map(len, words[:HEAD_WORDS])) + HEAD_WORDS]
    units = _units(head_title), _units(head_of_body)
    lowered, lowered_title = head.lower(), head_title.lower()
    kinds = {kind for kind in _KINDS if _KIND[kind].search(lowered)}
    kinds |= {kind for kind in _TITLE_KINDS if _KIND[kind].search(lowered_title)}
    return Facts(
        kinds=frozenset(kinds),
        matters=frozenset(name for name, said_so in _MATTER.items() if said_so.search(lowered)),
        units=units[0] | units[1],
        title_units=units[0],
        days=_days(head, published_at),
        title_days=_days(head_title, published_at),
        title_topic=_topic(_WORD.findall(head_title)),
        head_words=frozenset(syllable_ids.numbers(lowered).tolist()),
        quotes=frozenset(fold(m[1]).strip(" .,!?") for m in _QUOTE.finditer(head)),
        storms=frozenset((m[1] or m[2]).lower() for m in _STORM.finditer(head)),
        kms=frozenset(m[1] for m in _KM.finditer(head)),
        form=_runs(_masked(words[:FORM_WORDS])),
        plain=_runs([word.lower() for word in words[:FORM_WORDS]]),
        words=len(words),
    )


def _days(text: str, published_at: datetime | None) -> frozenset[int]:
    found = {32 * int(m[2]) + int(m[1]) for m in _DAY.finditer(text) if 0 < int(m[1]) < 32 and 0 < int(m[2]) < 13}
    if published_at:
        for m in _RELATIVE.finditer(text):
            ahead = next(days for group, days in ((1, 0), (2, 1), (3, 2), (4, -1)) if m[group])
            day = (published_at.astimezone(VIETNAM) + timedelta(days=ahead)).date()
            found.add(32 * day.month + day.day)
    return frozenset(found)


def _units(text: str) -> frozenset[str]:
    """Keys of the communes, wards and districts that it may name; a name that is a province's, too, tells little."""
    named = (one for one in scan(text) if one.kind in _BELOW or not any(unit.level == PROVINCE for unit in one.units))
    return frozenset(one.key for one in named if one.kind or " " in one.key)


def _topic(words: list[str]) -> frozenset[int]:
    plain = [word for place, word in enumerate(words) if word[0].isalpha() and (place == 0 or not word[0].isupper())]
    return frozenset(syllable_ids.numbers(" ".join(plain).lower()).tolist())


def _masked(words: list[str]) -> list[str]:
    """Figures, names and words of days set aside."""
    masked: list[str] = []
    for word in words:
        if word[0].isdigit():
            mask = "0"
        elif word[0].isupper() and masked:
            mask = "P"
        elif word.lower() in _DAY_WORDS:
            mask = "0"
        else:
            mask = word.lower()
        if mask not in "0P" or not masked or masked[-1] != mask:
            masked.append(mask)
    return masked


def _runs(words: list[str]) -> frozenset[int]:
    numbers = syllable_ids.numbered(words)
    return frozenset(syllable_ids.runs(numbers[numbers != 0], FORM_RUN).tolist())
