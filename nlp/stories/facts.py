"""What tells two like texts apart: their kind, the places, days and objects they speak of, and the form behind them.

A notice is made from a form: power cuts of eight communes share nearly every word. What is left of a text when figures,
days and names of units are masked is its form; two texts of one form are of one event only when place and day agree.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.times import VIETNAM
from nlp.places.gazetteer import PROVINCE
from nlp.places.scan import scan
from nlp.stories import foreground, kinds, titles
from nlp.stories.kinds import Kind
from nlp.stories.titles import Title
from nlp.words import rarity, syllable_ids
from vietnamese.text import fold, nfc

HEAD_WORDS = 70
FORM_WORDS = 140  # of a text whose form is looked at
MAX_CHARS = 2_500  # of a text; what is looked at lies within
FORM_RUN = 3

_STORM = re.compile(r"\b(?:[Bb]ão|BÃO)(?: (?:số|SỐ) (\d+)| ([A-ZĐ]\w+))")
_QUOTE = re.compile(r"[“\"«]([^“”\"«»]{3,80})[”\"»]")
_NUMBERED = re.compile(
    r"\b(km|vòng|quốc lộ|ql|tỉnh lộ|đường tỉnh|đt|tổ|tổ dân phố|thôn|xóm|ấp|bản|làng|khu phố|khóm|khối|tiểu khu|khu"
    r"|đội|quận|khóa|kỳ|tàu|chuyến|tuyến|lô|trạm|lớp|thpt số|thcs số|thông báo số|công văn số|nghị quyết số)"
    r" ?(\d{1,4})(?![\d/]|[.,]\d)"
)
_SCORE = re.compile(r"(?<![\d/.,–-])(\d{1,2})[–-](\d{1,2})(?![\d/.,–-]| ?(?:độ|tuổi|tháng|ngày|năm|giờ|km|m|mm|%)\b)")
_MATCH = re.compile(r"\b(?:trận|vòng|giải|bán kết|chung kết|tỷ số|bàn thắng|ghi bàn)\b")
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
    kinds: int  # bits of Kind
    matters: frozenset[str]
    hazards: frozenset[str]  # of the title
    goods: frozenset[str]  # whose price the title tells
    units: frozenset[str]  # names of communes, wards and villages in the head, folded
    title_units: frozenset[str]
    days: frozenset[int]  # 32 * month + day, in the head; "sáng mai" counted from publication
    title_days: frozenset[int]
    title: Title
    head_terms: frozenset[int]  # single syllables and pairs
    quotes: frozenset[str]  # what stands in quotation marks in the head, folded
    storms: frozenset[str]
    numbered: dict[str, frozenset[str]]  # "km" -> "12"
    scores: frozenset[str]
    form: frozenset[int]
    plain: frozenset[int]
    words: int  # of the text, as far as it is looked at


def facts(title: str, text: str, published_at: datetime | None) -> Facts:
    """`title` may be "": then the first line is the title."""
    said = nfc(text.strip())
    first, _, rest = said.partition("\n")
    head_title = nfc(title) or first
    whole = (rest if not title or first == head_title else said)[:MAX_CHARS]
    body = foreground.parted(f"{head_title}\n{whole}")[0][len(head_title) + 1 :]
    words = _WORD.findall(body)
    head_of_body = body[: sum(map(len, words[:HEAD_WORDS])) + HEAD_WORDS]
    head = f"{head_title}\n{head_of_body}"
    units = _units(head_title), _units(head_of_body)
    lowered, lowered_title = head.lower(), head_title.lower()
    kind = kinds.kinds(lowered_title, lowered)
    return Facts(
        kinds=kind,
        matters=kinds.matters(lowered),
        hazards=kinds.hazards(lowered_title),
        goods=kinds.goods(lowered_title) if kind & Kind.PRICE else frozenset(),
        units=units[0] | units[1],
        title_units=units[0],
        days=_days(head, published_at),
        title_days=_days(head_title, published_at),
        title=titles.read(_WORD.findall(kinds.matter_of(head_title))),
        head_terms=frozenset(rarity.terms(syllable_ids.numbers(lowered)).tolist()),
        quotes=frozenset(fold(m[1]).strip(" .,!?") for m in _QUOTE.finditer(head)),
        storms=frozenset((m[1] or m[2]).lower() for m in _STORM.finditer(head)),
        numbered=_numbered(lowered),
        scores=_scores(lowered),
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


def _numbered(lowered: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(lowered):
        found.setdefault({"ql": "quốc lộ", "đt": "đường tỉnh"}.get(match[1], match[1]), set()).add(match[2])
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _scores(lowered: str) -> frozenset[str]:
    """Of matches, the higher first."""
    found = frozenset("-".join(sorted(m.groups(), key=int, reverse=True)) for m in _SCORE.finditer(lowered))
    return found if found and _MATCH.search(lowered) else frozenset()


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
