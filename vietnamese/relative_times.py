"""Words that name a time by the moment at which they are said: «trong ba giờ tới», «tối nay», «sáng mai».

Each is found with the moment from which it is no longer true. Words for the past («hôm qua», «ba giờ qua») and times
of the clock have no such moment and are not found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from vietnamese.numerals import cardinal


def _spaced(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled so that one to three blanks may part its words, in any case."""
    return re.compile(pattern.replace(" ", r"\s{1,3}"), re.IGNORECASE)


_FEW = {"nửa": 0.5, "vài ba": 3.0, "đôi ba": 3.0, "vài": 5.0, "mấy": 5.0, "dăm": 5.0}
_ALSO = {"hai tư": 24.0, "bảy hai": 72.0, "bốn tám": 48.0} | {
    cardinal(n)[:-2] + "bốn": float(n) for n in range(24, 95, 10)
}
_NUMBERS = {cardinal(n): float(n) for n in range(1, 100)} | _ALSO | _FEW
_UNITS = {
    "phút": timedelta(minutes=1),
    **dict.fromkeys(("giờ", "tiếng", "h"), timedelta(hours=1)),
    "ngày": timedelta(days=1),
    "tuần": timedelta(weeks=1),
    "tháng": timedelta(days=30),
}
_N = rf"(?:\d{{1,3}}(?:[.,]\d)?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_U = r"(?:phút|(?:giờ|tiếng)(?: đồng hồ)?|h(?![^\W\d])(?!:)|ngày(?: đêm)?|tuần|tháng)"
_TO = r"\s{0,3}(?:-|–|—|đến|tới|hoặc)\s{0,3}"
_DURATION = _spaced(
    rf"(?P<lead>\b(?:trong(?: vòng| khoảng| suốt)*|vòng|khoảng|kéo dài(?: trong| khoảng)*|sau|từ) (?:khoảng )?"
    rf"(?:từ )?)?"
    rf"(?<![\d/:,.])\b(?P<low>{_N}(?:\s{{0,3}}{_U}(?: rưỡi)?)?{_TO})?(?P<n>{_N})\s{{0,3}}(?P<unit>{_U})(?P<half> rưỡi)?"
    rf"(?:(?<=[hgờ])\s?(?P<minutes>\d{{2}})(?:\s?phút)?(?= ))?"
    rf"(?P<tail> (?:qua )?(?:sắp )?tới"
    rf"(?! (?:\d|khi|nay|ngày|hết|sáng|trưa|chiều|tối|đêm))| tiếp theo| kế tiếp| nữa\b)?",
)
_NOT_AHEAD = _spaced(
    r" ?(?:\d|vừa|qua\b|trước|gần đây|đầu|cuối|sau khi|liền|liên tục|sáng|trưa|chiều|tối|đêm|ngày|hôm|/)"
)
# Near these words a duration measures something or sets a deadline; it does not say how long the news holds.
_MEASURE = re.compile(r"\bmm\b|milimét|lượng mưa|báo cáo|phản hồi|nộp|gửi về|liên hệ|đã ", re.IGNORECASE)
_MEASURE_CHARS = 60
_PARTS = {"rạng sáng": 6, "sáng sớm": 8, "sáng": 12, "trưa": 13, "chiều tối": 20, "chiều": 18, "tối": 24, "đêm": 30,
          "nửa đêm": 24, "khuya": 30}  # fmt: skip
_DAYS = {"nay": 0, "mai": 1, "mốt": 2, "kia": 2}
_DAY_PART = _spaced(
    r"\b(?:(?P<part>rạng sáng|sáng sớm|sáng|trưa|chiều tối|chiều|tối|nửa đêm|đêm|khuya) (?=\S)"
    r"|(?=(?:hôm|ngày|bữa) ))(?P<day>(?:ngày |hôm |bữa )?(?:nay|mai|mốt|kia))\b",
)
# «đến 3 giờ sáng mai»: the clock that leads up to a part of a day says when it ends.
_UNTIL_CLOCK = _spaced(
    rf"\b(?:đến|tới|trước) (?:khoảng |tận )?(?P<hour>{_N})\s{{0,3}}(?:h|giờ|:)\s{{0,3}}(?P<minute>\d{{2}})?"
    rf"(?:\s?phút)?,?\s{{0,3}}$"
)
_CLOCK_CHARS = 40
# From which hour to which «8 giờ tối» is one of the afternoon, and by how many hours it is later.
_LATER = dict.fromkeys(("chiều", "chiều tối", "tối"), (1, 12, 12)) | {"trưa": (1, 6, 12)}
_LATER |= dict.fromkeys(("đêm", "khuya"), (6, 12, 12))
_NIGHT = ("đêm", "khuya", "nửa đêm")
_SPAN = _spaced(r"\b(?P<end>cuối )?(?P<span>tuần|tháng) (?P<which>này|tới|sau)\b")
_NIGHT_ENDS = 5  # o'clock: who says «đêm nay» before it means the night that is still going on


@dataclass(frozen=True, slots=True)
class RelativeTime:
    """`text[start:end]`, and until when it is true of the moment at which it was said."""

    words: str
    start: int
    end: int
    until: datetime
    is_span: bool = False  # «ba giờ tới»: counted from the moment, not a part of a day


def relative_times(text: str, said_at: datetime) -> tuple[RelativeTime, ...]:
    """In the order of the text. Days are those of the zone of `said_at`."""
    found = [*_durations(text, said_at), *_day_parts(text, said_at), *_spans(text, said_at)]
    return tuple(sorted(found, key=lambda one: one.start))


def _durations(text: str, said_at: datetime) -> Iterator[RelativeTime]:
    for m in _DURATION.finditer(text):
        if not m["tail"] and not _is_ahead(m, text):
            continue
        length = _number(m["n"]) + (0.5 if m["half"] else 0.0) + int(m["minutes"] or 0) / 60
        unit = next(span for name, span in _UNITS.items() if m["unit"].lower().startswith(name))
        yield RelativeTime(m[0].strip(), m.start(), m.end(), said_at + length * unit, is_span=True)


def _is_ahead(m: re.Match[str], text: str) -> bool:
    """Whether a duration without «tới» lies ahead: after «trong vòng», or as «trong … đến …», and not as a measure."""
    lead = (m["lead"] or "").lower()
    if not ("vòng" in lead or (m["low"] and lead.startswith(("trong", "kéo dài", "khoảng")))):
        return False
    around = text[max(0, m.start() - _MEASURE_CHARS) : m.start()].rpartition(". ")[2]
    return not _NOT_AHEAD.match(text, m.end()) and not _MEASURE.search(around)


def _number(words: str) -> float:
    return _NUMBERS.get(" ".join(words.lower().split())) or float(words.replace(",", "."))


def _day_parts(text: str, said_at: datetime) -> Iterator[RelativeTime]:
    for m in _DAY_PART.finditer(text):
        if not (m["day"].split()[-1].islower() or m[0].isupper()):
            continue  # «Sáng Mai» is a person
        part, day = (" ".join(m[name].lower().split()) if m[name] else "" for name in ("part", "day"))
        if part or day != "ngày nay":  # «these days»
            day = day.split()[-1]
            clock = _UNTIL_CLOCK.search(text[: m.start()][-_CLOCK_CHARS:])
            until = _clock_end(clock, part, day, said_at) if clock else None
            start = m.start() - len(clock[0]) + clock.start("hour") - clock.start() if clock and until else m.start()
            yield RelativeTime(text[start : m.end()], start, m.end(), until or _part_end(part, day, said_at))


def _clock_end(clock: re.Match[str], part: str, day: str, said_at: datetime) -> datetime | None:
    """None for an hour that does not exist, or that had passed when it was said."""
    hours = _number(clock["hour"]) + int(clock["minute"] or 0) / 60
    first, last, added = _LATER.get(part, (0, 0, 0))
    hours += added if first <= hours < last else 0
    if part in _NIGHT and (hours < _NIGHT_ENDS or hours == 12):
        hours += 24 if hours < _NIGHT_ENDS else 12
    midnight = datetime.combine(said_at.date(), time.min, said_at.tzinfo)
    until = midnight + timedelta(days=_DAYS[day], hours=hours)
    return until if hours <= 30 and until > said_at else None


def _part_end(part: str, day: str, said_at: datetime) -> datetime:
    midnight = datetime.combine(said_at.date(), time.min, said_at.tzinfo)
    days = _DAYS[day]
    hours = _PARTS.get(part, 24)
    if days == 0 and hours > 24 and said_at.hour < _NIGHT_ENDS:
        hours -= 24
    until = midnight + timedelta(days=days, hours=hours)
    return until if until > said_at else midnight + timedelta(days=1)  # «sáng nay» said at noon is true all day


def _spans(text: str, said_at: datetime) -> Iterator[RelativeTime]:
    midnight = datetime.combine(said_at.date(), time.min, said_at.tzinfo)
    for m in _SPAN.finditer(text):
        later = m["which"].lower() != "này"
        if re.search(r"\d\s$|\b(?:một|hai|ba|vài|mấy)\s$", text[: m.start()]):
            continue  # «hai tuần tới» is a span from now
        if m["span"].lower() == "tuần":
            until = midnight + timedelta(days=7 - midnight.weekday() + 7 * later)
        else:
            first = midnight.replace(day=1)
            for _ in range(1 + later):
                first = (first + timedelta(days=32)).replace(day=1)
            until = first
        yield RelativeTime(m[0], m.start(), m.end(), until)
