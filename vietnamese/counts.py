"""What a text counts, and how sure it is: «ít nhất 3 người chết», «hơn 30 căn nhà bị tốc mái», «thiệt hại 1,6 tỷ đồng».

Two counts are of the same thing when their keys are equal. What lies further back («năm 2013, 3 người chết»), a part of
the whole («trong đó 2 người bị thương nặng») and what is still to come are not read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, inf, log10

from vietnamese.numerals import cardinal

_WORDS = {cardinal(n): float(n) for n in range(1, 100)} | {"một trăm": 100.0, "hàng chục": 0.0}
_SCALES = {"": 1.0, "chục": 10.0, "trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_DIGITS = r"\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+(?:[.,]\d{1,2})?"
_N = (
    rf"(?P<n>(?<![\d.,/:-])(?:{_DIGITS})"
    rf"|(?<!\w)(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?!\w))(?:\s?(?P<scale>chục|trăm|nghìn|ngàn"
    rf"|triệu|tỷ|tỉ)(?!\w))?"
)
_LEAD = (
    r"(?P<lead>ít nhất|tối thiểu|không dưới|hơn|trên|gần|khoảng|chừng|ước(?: tính)?(?: khoảng)?|xấp xỉ|tổng cộng"
    r"|tới|đến"
    r"|lên tới|lên đến|cả thảy|toàn bộ|tất cả)?\s?"
)
_COUNT = rf"{_LEAD}{_N}(?:\s?(?:-|–|đến)\s?(?P<upto>{_DIGITS}))?"
_PEOPLE = (
    r"(?P<who>người|nạn nhân|hành khách|khách|binh sĩ|quân nhân|cảnh sát|công nhân|học sinh|ngư dân|thuyền "
    r"viên|trẻ em|em nhỏ|cháu bé|em|du khách|thường dân)"
)
_BETWEEN = (
    r"(?:\s(?:khác|dân|lớn|đàn ông|phụ nữ|nữa|(?:được )?xác (?:định|nhận)(?: là)?|đã|bị|đang|cùng|được cho "
    r"là|trên (?:xe|tàu|máy bay|khoang))){0,3}"
)
_FATES = {
    "dead": r"(?:chết(?! đuối)|tử vong|thiệt mạng|tử nạn|không qua khỏi|chết đuối)",
    "hurt": r"bị thương(?: (?P<how>nặng))?|thương tích",
    "missing": r"mất tích(?! cùng)",
    "trapped": r"mắc kẹt",
}
_FIRST = {
    "dead": r"(?:số (?:người|nạn nhân) (?:chết|tử vong|thiệt mạng)[^.,;\d]{0,30}|(?:làm|khiến)?\s?(?:chết|thiệt "
    r"mạng|giết chết|cướp đi sinh mạng(?: của)?)\s)",
    "hurt": r"(?:số người bị thương[^.,;\d]{0,30}|làm bị thương\s)",
    "missing": r"số người mất tích[^.,;\d]{0,30}",
}
_HOUSE = r"(?:ngôi nhà|căn nhà|nhà(?: dân| ở)?|căn hộ|hộ(?: dân)?)"
_RUIN = (
    r"(?P<fate>(?:đổ )?sập|đổ sập|sập đổ|tốc mái|hư hỏng|hư hại|cuốn trôi|cháy rụi|ngập|thiêu rụi|vùi lấp|sơ "
    r"tán|di dời|cô lập)"
)
_MONEY_OF = (
    r"(?P<of>thiệt hại|(?:tổng |vốn |mức |được )*đầu tư|kinh phí|chi phí xây dựng|bồi thường|bồi hoàn|chiếm đoạt"
    r"|trị giá"
    r"|tiền phạt|xử phạt)"
)
_ALIKE = {"kinh phí": "đầu tư", "chi phí xây dựng": "đầu tư", "bồi hoàn": "bồi thường", "xử phạt": "tiền phạt"}
_PEOPLE_AT_LARGE = ("người", "nạn nhân", "hành khách", "khách", "du khách")
_STAGE = re.compile(r"giai đoạn (?:\d|một|hai|ba|đầu)")
_STAGE_CHARS = 60
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    *((key, re.compile(rf"{_COUNT}\s{_PEOPLE}{_BETWEEN}\s(?:{fate})")) for key, fate in _FATES.items()),
    *((key, re.compile(rf"{first}{_COUNT}(?:\s{_PEOPLE})?")) for key, first in _FIRST.items()),
    ("houses", re.compile(rf"{_COUNT}\s{_HOUSE}(?:\s(?:đã|bị|ở|của người dân|hoàn toàn))*\s(?:bị\s)?{_RUIN}")),
    ("houses", re.compile(rf"{_RUIN}(?:\shoàn toàn)?\s{_COUNT}\s{_HOUSE}")),
    ("fire-engines", re.compile(rf"{_COUNT}\s(?:chiếc\s)?xe (?:cứu h[ỏo]a|chữa cháy)(?! chuyên dụng)")),
    ("arrested", re.compile(rf"bắt(?: giữ| khẩn cấp| tạm giam| được)?\s{_COUNT}\s(?:nghi phạm|nghi can|đối tượng"
        rf"|người|tên)")),
    ("arrested", re.compile(rf"{_COUNT}\s(?:nghi phạm|nghi can|đối tượng)(?:\s(?:đã|bị|này))*\s(?:bắt|tạm giữ)(?!\w)")),
    ("money", re.compile(rf"{_MONEY_OF}(?P<what>[^.;\d]{{0,45}}?)(?<!\w){_COUNT}\s?(?P<unit>đồng|usd|euro|yên"
        rf"|bảng|nhân dân tệ)")),
    ("water", re.compile(rf"(?P<of>lượng mưa|đỉnh lũ|mực "
        rf"nước)(?P<what>[^.;\d]{{0,40}}?)(?<!\w){_COUNT}\s?(?P<unit>mm|m|cm)(?!\w)")),
    ("quake", re.compile(rf"(?P<of>độ sâu|chấn tiêu)(?P<what>[^.;\d]{{0,25}}?)(?<!\w){_COUNT}\s?(?P<unit>km)(?!\w)")),
    ("area", re.compile(rf"{_COUNT}\s(?:ha|hecta|héc[ -]?ta)\s(?P<of>lúa|hoa màu|rừng|mạ|ngô|sắn|cây trồng|đất)"
        rf"[^.,;\d]{{0,20}}?(?<!\w){_RUIN.replace('sơ ', 'cháy|thiệt hại|đổ|sơ ')}")),
    ("aboard", re.compile(rf"{_COUNT}\s(?:người|hành khách)\s(?:trên khoang|trên máy bay|trên tàu|trên xe|trên "
        rf"chuyến bay)(?!\w)")),
    ("aboard", re.compile(rf"(?:chở|mang theo|cùng)(?: theo| tổng cộng)?\s{_COUNT}\s(?:người|hành khách)(?: trên "
        rf"khoang)?(?= mất tích| trên| và|,|\.|$)")),
)  # fmt: skip
# Words of which a text must hold one, or that pattern need not be tried.
_NEEDED = {
    "dead": ("chết", "tử vong", "thiệt mạng", "tử nạn", "sinh mạng", "qua khỏi"),
    "hurt": ("bị thương", "thương tích"),
    "missing": ("mất tích",),
    "trapped": ("mắc kẹt",),
    "houses": ("nhà", "hộ"),
    "fire-engines": ("xe cứu", "xe chữa"),
    "arrested": ("bắt", "tạm giữ"),
    "money": ("đồng", "usd", "euro", "yên", "bảng", "nhân dân tệ"),
    "water": ("lượng mưa", "đỉnh lũ", "mực nước"),
    "quake": ("độ sâu", "chấn tiêu"),
    "area": ("ha ", "hecta", "héc"),
    "aboard": ("trên khoang", "trên máy bay", "trên tàu", "trên xe", "trên chuyến bay", "chở", "mang theo", "cùng"),
}
_AMOUNT = re.compile(r"\d\s?(?:chục |trăm |nghìn |ngàn |triệu |tỷ |tỉ )?(?:đồng|usd|euro|yên|bảng|nhân dân tệ)")
_HOTLINE = re.compile(
    r"(?:đường dây nóng|hotline|tổng đài)(?P<what>[^.\n\d]{0,40}?)(?P<n>\d(?:[ .]?\d){3,11})(?![\d/])"
)
_DAY = re.compile(
    r"(?P<of>khai mạc|bế mạc|diễn ra|khởi công|khởi hành|tổ chức|có hiệu lực|xảy ra)(?P<what>[^.\d\n]{0,30}?)ngày\s"
    r"(?P<d>\d{1,2})[/-](?P<mo>\d{1,2})(?!\d)"
)
_DAYS, _MONTHS = 32, 13
_SENTENCE_END = re.compile(r"\n|(?<=[^\s.A-ZĐ])[.!?…][”\"]?\s+(?=[^\Wa-zà-ỹđ]|[\"“])")
_LONG_AGO = re.compile(
    r"(?<![^\s(,“\"])(?:(?:vào |hồi |trong )?năm (?:1\d|20)\d\d|"
    r"(?:đầu |giữa |cuối )?tháng \d{1,2}[-/.](?:19|20)\d\d|trước đó|trước đây|hồi tháng|hồi đầu|hồi cuối|năm "
    r"ngoái|năm trước|cách đây|từng|kể từ|vụ trước"
    r"|một vụ|trận (?:lũ|bão|động đất) (?:năm|hồi)|tương tự|(?:ở|tại) (?:đây|khu vực này|nơi này|vụ này)|các vụ "
    r"[^.,]{0,20}này|mỗi (?:năm|ngày|tháng)|từ đầu năm|trong \d+ (?:năm|tháng))",
    re.IGNORECASE,
)
_A_PART = re.compile(
    r"(?:trong (?:đó|số)|gồm|bao gồm|thêm|còn|một số|có thể|nếu|mỗi|cả|(?:một|hai) trong(?: số)?|nguy cơ|ngoài|gia đình"
    r"|thân nhân|người thân|danh tính)(?: có| là| của)?\s?$",
    re.IGNORECASE,
)
_BESIDE_A_NAME = re.compile(r"(?:[A-ZĐ]\w*\.?|[A-ZĐ]\.) và\s?$")  # «Th. và 2 người khác bị thương»
_PART_BEHIND = re.compile(
    r"(?:[^.,;:!?]{0,40}?\s(?:đều )?là (?:các |những |một )?(?:trẻ|người|phụ nữ|nữ|nam|học sinh|sinh viên|công dân"
    r"|du khách|khách|công nhân|cảnh sát|lính|binh sĩ|mẹ|vợ)|\s(?:trước đó|còn lại|đầu tiên|quê)"
    r"|\s(?:đã |vừa |hiện )*(?:hoàn toàn )?(?:bình phục|xuất viện|hồi phục|được (?:cứu|giải cứu|xuất viện)))(?!\w)"
)
# A sum of two fates, a suspect who was shot, the day or the strength of what happened.
_NOT_THAT = re.compile(
    r"\s(?:và|hoặc|hay) (?:mất tích|bị thương|thương tích)"
    r"|\s(?:nghi phạm|nghi can|hung thủ|kẻ|tay súng|tên|đối tượng)(?!\w)"
)
_A_MEASURE = re.compile(r"\s?(?:/\d|độ(?!\w)|giờ|h\d|km|m(?!\w)|tuổi|ngày|tháng|%)")
# Several events together, a share of them, or the figures of a period.
_OF_MANY_EVENTS = re.compile(
    r"(?<!\w)(?:(?:hai|ba|bốn|năm|\d+) vụ (?:việc|tai nạn|tấn công|cháy|nổ|rơi|lở|đắm)|(?:tính |chỉ )?riêng)(?!\w)"
)
_OF_A_PERIOD = re.compile(r"(?<!\w)(?:nghỉ|tết|mùng|lễ|tháng|quý|tuần|toàn quốc|cả nước|ngày (?:đầu|thứ))(?!\w)")
_PART_CHARS = 18
_FREE = frozenset(("ít nhất", "tối thiểu", "không dưới"))
_SHARE_OVER = 0.35  # of the number: «hơn 100» is not said of 145
_SHARE_ABOUT = 0.1
_TENFOLD = 10


@dataclass(frozen=True, slots=True)
class Count:
    """`text[start:end]`: how many (`low` to `high`) of the thing that `key` names."""

    key: str
    words: str
    start: int
    end: int
    low: float
    high: float
    sentence: str

    @property
    def is_of_many(self) -> bool:
        """Whether a story may hold several of its kind: only what stands around tells which one it is."""
        return self.key.split(":")[0] in ("money", "hotline", "day")

    @property
    def is_name(self) -> bool:
        """A number that names a line or a day: how much two of them differ says nothing."""
        return self.key.split(":")[0] in ("hotline", "day")


def counts(text: str) -> Iterator[Count]:
    """By kind, in the order of the text within each."""
    low = text.lower()
    if len(low) != len(text):
        return
    yield from _named(text, low)
    for kind, pattern in _PATTERNS:
        if not any(word in low for word in _NEEDED[kind]):
            continue
        for m in pattern.finditer(low):
            start, end = _sentence(text, m.start())
            n = m.start("n")
            sentence = low[start:end]
            if kind == "money" and len(_AMOUNT.findall(sentence)) > 1:
                continue  # which of them, only the sentence knows
            if _LONG_AGO.search(text, start, end) or (kind != "fire-engines" and _is_part(text, m, start, end)):
                continue
            bounds = _bounds(m, of_heads=kind not in ("money", "water", "quake"))
            if bounds and not low[max(start, n - 4) : n].endswith("thứ "):
                words = text[m.start() : m.end()]
                first = m.start() + len(words) - len(words.lstrip())
                yield Count(_key(kind, m), words.strip(), first, m.end(), *bounds, text[start:end])


def _is_part(text: str, m: re.Match[str], start: int, end: int) -> bool:
    """Whether it counts less or more than the whole of one event, or nothing of the kind."""
    before, sentence = text[max(start, m.start() - _PART_CHARS) : m.start()], m.string[start:end]
    if _A_PART.search(before) or (_BESIDE_A_NAME.search(before) and " khác" in m[0]):
        return True
    if _PART_BEHIND.match(m.string, m.end(), end) or _NOT_THAT.match(m.string, m.end(), end) or "có thể" in m[0]:
        return True
    if not m.groupdict().get("who") and _A_MEASURE.match(m.string, m.end("n")):
        return True
    return bool(
        _OF_MANY_EVENTS.search(sentence) or ("tai nạn giao thông" in sentence and _OF_A_PERIOD.search(sentence))
    )


def _named(text: str, low: str) -> Iterator[Count]:
    """Hotlines by whose they are, and days by what happens on them."""
    for m in (*_HOTLINE.finditer(low), *_DAY.finditer(low)):
        start, end = _sentence(text, m.start())
        if m.re is _HOTLINE:
            key, number = f"hotline:{' '.join(m['what'].split()).strip(' :-–')}", int(re.sub(r"\D", "", m["n"]))
        elif 0 < int(m["d"]) < _DAYS and 0 < int(m["mo"]) < _MONTHS:
            key = f"day:{m['of']}{' từ' if 'từ' in m['what'] else ''}"
            number = _DAYS * int(m["mo"]) + int(m["d"])
        else:
            continue
        if not _LONG_AGO.search(text, start, end):
            words = text[m.start() : m.end()].strip()
            yield Count(key, words, m.start(), m.end(), number, number, text[start:end])


def agree(one: Count, other: Count) -> bool:
    """Whether one number may stand behind both."""
    return one.low <= other.high and other.low <= one.high


def may_be_one(one: Count, other: Count) -> bool:
    """Whether both may count the same thing, by their size: what differs tenfold are two things."""
    if one.is_name:
        return True
    return one.high < _TENFOLD * other.low and other.high < _TENFOLD * one.low


def _key(kind: str, m: re.Match[str]) -> str:
    got = m.groupdict()
    who, of = got.get("who") or "", got.get("of") or ""
    if "đầu tư" in of:
        of = "đầu tư"
    stage = _STAGE.search(m.string, max(0, m.start() - _STAGE_CHARS), m.end()) if kind == "money" else None
    fate = got.get("fate") or ""
    fate = next((one for one in ("sập", "hư", "cháy rụi") if one in fate), "cháy rụi" if fate == "thiêu rụi" else fate)
    parts = ["" if who in _PEOPLE_AT_LARGE else who, got.get("how"), fate, _ALIKE.get(of, of), got.get("unit")]
    return ":".join([kind, *filter(None, parts), *([stage[0]] if stage else [])])


def _bounds(m: re.Match[str], *, of_heads: bool) -> tuple[float, float] | None:
    number = _number(m["n"], m["scale"])
    if number is None or number == 0:
        return None
    lead = (m["lead"] or "").strip()
    step = _step(m["n"], number)
    if m["upto"]:
        return number, max(number, _number(m["upto"], m["scale"]) or number)
    if lead in _FREE:  # a report's number of the moment: «ít nhất 3» and «5» are told of two moments
        return number, number
    if lead in ("hơn", "trên"):
        return number, number + min(step, _SHARE_OVER * number)
    if lead == "gần":
        return number - min(step, 2 * _SHARE_ABOUT * number), number
    if lead in ("khoảng", "chừng", "xấp xỉ") or lead.startswith("ước"):
        return number * (1 - _SHARE_ABOUT), number * (1 + _SHARE_ABOUT)
    return (number, number) if of_heads else (number - step / 2, number + step / 2)


def _number(words: str, scale: str | None) -> float | None:
    if words in _WORDS:
        return _WORDS[words] * _SCALES[scale or ""]
    plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", words).replace(",", ".")
    try:
        return float(plain) * _SCALES[scale or ""]
    except ValueError:
        return None


def _step(words: str, number: float) -> float:
    """The unit of the last digit that is not nought: 10 of 30, 100 of 1.200."""
    if number < 1 or number == inf:
        return 0.1
    digits = re.sub(r"\D", "", words).rstrip("0") or str(int(number)).rstrip("0")
    return float(10 ** (floor(log10(number)) - len(digits) + 1))


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, at - 400), at)), default=max(0, at - 400))
    ended = _SENTENCE_END.search(text, at, at + 300)
    return start, ended.start() if ended else min(len(text), at + 300)
