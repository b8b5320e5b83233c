"""A child, a victim or a patient who is named, or whose data are: number of identity, plate, telephone, house.

Law 91/2025 and Decree 356/2025. Asks an editor to leave them out; keeps the spans and nothing else (design §1).
"""

import re
from collections.abc import Callable, Iterator

from domain.article import Article
from domain.flags import FlagReason, RaisedFlag
from domain.message import say
from domain.story import Flag
from nlp.cues import Reading, cues
from nlp.flags.quoting import quoted
from nlp.person_names import GIVEN, INITIALS
from nlp.privacy import named_or_given_away

Places = list[tuple[int, int]]

_MOST_QUOTES = 5
_PRIVATE = (
    r"(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ụ|[Ee]m|[Cc]háu|[Bb]é|[Nn]ạn nhân|[Bb]ệnh nhân|[Gg]ia đình|[Vv]ợ "
    r"chồng|[Mm]ẹ|[Bb]ố|[Cc]ha)"
)
_WHO = rf"(?<!\w){_PRIVATE}(?: [^\W\d]+){{0,2}} (?:{INITIALS}|{GIVEN}(?: (?:{GIVEN}|{INITIALS})){{0,4}})"
_IDENTITY = re.compile(
    r"(?:CMND|CCCD|CMTND|CMT|[Cc]hứng minh (?:nhân dân|thư)|[Cc]ăn cước(?: công dân)?|[Hh]ộ chiếu|định danh(?: cá "
    r"nhân)?"
    r"|[Tt]hẻ (?:BHYT|bảo hiểm y tế)|mã số bảo hiểm)[^\d.\n]{0,20}?(?P<data>(?:[A-Z]{1,3}\s?)?\d(?:[ .]?\d){6,14})"
)
_PLATE = re.compile(r"(?<!\w)\d{2}\s?[A-ZĐ]{1,2}\d?\s?[-–. ]{1,3}\d{3}(?:\.?\d{2}|\d?)(?!\d)")
_RIDES = re.compile(
    rf"{_WHO}(?:(?!va chạm|va quệt|đâm|tông|húc)[^.\n]){{0,90}}?(?:điều khiển|đi|chạy|lái|chở)(?: trên)?(?: chiếc)?"
    r" (?:xe máy|xe gắn máy|xe mô ?tô|mô ?tô|xe đạp điện|xe máy điện)[^.,\n]{0,22}?(?:biển số|biển kiểm soát|BKS"
    r"|BS)?[:\s(]{1,4}$"
)
_PHONE = re.compile(r"(?<![\d.])(?:\+84|0)[35789](?:[ .-]?\d){8}(?!\d)")
_CALLED = re.compile(rf"{_WHO}[^.\n]{{0,110}}$")
_SERVICE = re.compile(
    r"đường dây nóng|hotline|công an|bác sĩ|\bbs\b|phòng|trung tâm|\bban\b|cán bộ|điều tra viên|ubnd|ủy ban|giám "
    r"đốc|\bđội\b"
    r"|luật sư|công ty|chủ tịch|trưởng|phó|văn phòng|tòa soạn|báo|thượng|trung tá|đại úy|thiếu tá|tổng đài|hội "
    r"chữ thập|chủ quán"
    r"|cửa hàng|ban quản lý|thầy|cô giáo|phóng viên|ban tổ chức|tư vấn|đại lý"
)
_HOUSE = re.compile(
    r"(?:(?:ngụ|trú|ở|nhà)(?: tại| ở)? (?:số(?: nhà)? )?|số(?: nhà)? )"
    r"\d{1,4}(?:[/-]\d{1,4}|[A-Z])*(?:,? (?:ngách|ngõ|hẻm|kiệt|đường|phố|tổ|ấp)[^).;\n]{2,40}|/[^).;\n]{2,40})"
)
_BEFORE_HOUSE = re.compile(rf"{_WHO}\s?[,(][^).\n]{{0,60}}?$")
_LED_CHARS = 170
_OF_A_CALLER = re.compile(r"(?:từ|của đối tượng|lạ)(?: số| một)?(?: điện thoại| thuê bao)?(?: số)?\s?:?\s?$")
_CALLS = re.compile(r"\s?(?:gọi|nhắn|tự xưng|xưng|để lừa)")
_HURT_NEAR = 260  # characters around
_VEHICLE = re.compile(r"ô ?tô|xe (?:tải|khách|con|bán tải|container|ben|buýt|hơi)|taxi")


def found(article: Article) -> Iterator[RaisedFlag]:
    """One for each reason, with its spans."""
    reading = Reading(article.title, article.text)
    named, given_away = named_or_given_away(reading, article.published_at)
    every: tuple[tuple[FlagReason, Places], ...] = (
        (FlagReason.NAMED_PERSON, named),
        (FlagReason.GIVEN_AWAY, given_away),
        (FlagReason.IDENTITY_NUMBER, [m.span("data") for m in _IDENTITY.finditer(reading.text)]),
        (FlagReason.LICENCE_PLATE, _led_by(_RIDES, _PLATE, reading, _is_of_a_victim)),
        (FlagReason.PRIVATE_PHONE, _led_by(_CALLED, _PHONE, reading, _is_private)),
        (FlagReason.HOME_ADDRESS, _houses(reading)),
    )
    for reason, places in every:
        if places:
            quotes = tuple(quoted(article, start, end) for start, end in places[:_MOST_QUOTES])
            yield RaisedFlag(flag=Flag.PRIVACY, why=say(reason), quotes=quotes)


def _led_by(
    who: re.Pattern[str], data: re.Pattern[str], reading: Reading, is_theirs: Callable[[Reading, int, int], bool]
) -> Places:
    """Data with a person in the words before them."""
    return [
        m.span()
        for m in data.finditer(reading.text)
        if who.search(reading.text, max(0, m.start() - _LED_CHARS), m.start()) and is_theirs(reading, *m.span())
    ]


def _houses(reading: Reading) -> Places:
    places = (m.span() for m in _HOUSE.finditer(reading.text))
    return [
        place
        for place in places
        if _BEFORE_HOUSE.search(reading.text, max(0, place[0] - _LED_CHARS), place[0]) and _is_hurt(reading, *place)
    ]


def _is_hurt(reading: Reading, start: int, end: int) -> bool:
    """Harm near it, and nobody charged with it in the same sentence."""
    at, _ = reading.sentence_at(start)
    marks = cues("privacy")
    near = marks["harm"].search(reading.low, max(0, start - _HURT_NEAR), end + _HURT_NEAR)
    return (
        bool(near)
        and not marks["suspect"].search(reading.low, at, start)
        and not marks["office"].search(reading.low, max(at, start - 70), start)
    )


def _is_of_a_victim(reading: Reading, start: int, end: int) -> bool:
    at, _ = reading.sentence_at(start)
    return _is_hurt(reading, start, end) and not _VEHICLE.search(reading.low, at, start)


def _is_private(reading: Reading, start: int, end: int) -> bool:
    """Not an office's number, and not one from which somebody was called."""
    at, _ = reading.sentence_at(start)
    before = reading.low[max(at, start - 140) : start]
    return not (_SERVICE.search(before) or _OF_A_CALLER.search(before) or _CALLS.match(reading.low, end))
