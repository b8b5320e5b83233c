"""The times a bulletin states: when it was sent, from when and until when it holds, when the next one comes."""

import re
from datetime import datetime, timedelta

from domain.times import VIETNAM
from vietnamese.relative_times import RelativeTime, relative_times

_CLOCK = r"(?P<h>\d{1,2})\s?(?:h|giờ|:)\s?(?P<m>\d{1,2})?(?:\s?phút)?"
_DAY = (
    r"(?:ngày\s|(?=\d{1,2}(?:/|-|\stháng\s)\d))(?P<d>\d{1,2})\b"
    r"(?:(?:/|-|\stháng\s)(?P<mo>\d{1,2})(?:(?:/|-|\snăm\s)(?P<y>\d{4}))?)?"
)
_HALF = r"(?:(?:rạng\s)?sáng|trưa|(?P<later>chiều|tối|đêm))?\s?"
_WHEN = rf"(?:{_CLOCK}[, ]*(?:cùng ngày|hôm nay|{_DAY})?)"
_SENT = re.compile(rf"(?:tin )?(?:phát(?: đi)?|ban hành|cập nhật)(?: vào)? lúc:? {_WHEN}", re.IGNORECASE)
_NEXT = re.compile(
    rf"(?:bản )?tin (?:tiếp theo|kế tiếp)[^.\n]{{0,40}}?(?:lúc|vào|hồi):? (?:lúc )?{_WHEN}", re.IGNORECASE
)
_UNTIL_CLOCK = re.compile(rf"(?:đến|tới|cho đến) (?:khoảng )?{_CLOCK}[, ]*{_HALF}{_DAY}", re.IGNORECASE)
_UNTIL_DAY = re.compile(rf"(?:đến|tới)(?: hết)?(?: (?:đêm|chiều|sáng|tối))? {_DAY}", re.IGNORECASE)
_FROM_CLOCK = re.compile(rf"từ (?:khoảng )?{_CLOCK}[, ]*{_HALF}{_DAY}", re.IGNORECASE)
_FROM_DAY = re.compile(rf"từ (?P<part>đêm |chiều |sáng |tối |trưa )?{_DAY}", re.IGNORECASE)
# What stands before «đêm nay» where it is an end, where it is a beginning, and in a sentence that looks ahead or back.
_TO = re.compile(r"(?:đến|tới|hết|sang|và|,) (?:hết |khoảng )?$", re.IGNORECASE)
_FROM = re.compile(r"(?:từ|sau|kể từ|lúc|trước)(?: khoảng)? $", re.IGNORECASE)
_AHEAD = re.compile(
    r"có khả năng|khả năng|\bsẽ\b|dự báo|\bcòn\b|tiếp tục|đề phòng|nguy cơ|có thể|phổ biến|có mưa|cảnh báo",
    re.IGNORECASE,
)
_BACK = re.compile(r"\bđã\b|\bvừa\b|qua\b", re.IGNORECASE)
_PART = {"sáng": 6, "trưa": 11, "chiều": 13, "tối": 18, "đêm": 19}


def _moment(m: re.Match[str], near: datetime, *, hour: int = 0, minute: int = 0) -> datetime | None:
    """The time a match names, in the year that lies nearest to `near`."""
    got = m.groupdict()
    local = near.astimezone(VIETNAM)
    hour, minute = int(got.get("h") or hour), int(got.get("m") or minute)
    if got.get("later") and (1 if got["later"].lower() != "đêm" else 6) <= hour < 12:
        hour += 12
    day = int(got.get("d") or local.day)
    found = []
    for year, month in _months(got, local):
        try:
            at = datetime(year, month, day, 0, 0, tzinfo=VIETNAM) + timedelta(hours=hour, minutes=minute)
        except ValueError:  # 31/2: not a day
            continue
        found.append(at)
    return min(found, key=lambda at: abs(at - near), default=None) if hour <= 24 and minute < 60 else None


def _months(got: dict[str, str | None], local: datetime) -> list[tuple[int, int]]:
    """The month that is named, of the years around; or else, where only the day is, the months around."""
    if month := got.get("mo"):
        years = [int(got["y"])] if got.get("y") else [local.year - 1, local.year, local.year + 1]  # type: ignore[arg-type]
        return [(year, int(month)) for year in years]
    if not got.get("d"):
        return [(local.year, local.month)]
    around = [local.year * 12 + local.month - 1 + step for step in (-1, 0, 1)]
    return [(number // 12, number % 12 + 1) for number in around]


def sent_at(text: str, published_at: datetime) -> datetime:
    """As the bulletin states it; the publisher's time when it says none, or one that cannot be."""
    m = _SENT.search(text)
    at = _moment(m, published_at) if m else None
    return at if at and abs(at - published_at) < timedelta(days=2) else published_at


def next_bulletin(text: str, sent: datetime) -> datetime | None:
    m = _NEXT.search(text)
    at = _moment(m, sent) if m else None
    if m and at and at <= sent and not m["d"]:  # "lúc 2 giờ": tomorrow's
        at += timedelta(days=1)
    return at if at and at > sent else None


def expires(text: str, sent: datetime) -> datetime | None:
    """The latest end that the text states; None when it states none."""
    found = [_moment(m, sent) for m in _UNTIL_CLOCK.finditer(text)]
    found += [_moment(m, sent, hour=24) for m in _UNTIL_DAY.finditer(text)]
    found += [one.until for one in relative_times(text, sent.astimezone(VIETNAM)) if _is_end(one, text)]
    return max((at for at in found if at and sent < at < sent + timedelta(days=60)), default=None)


def _is_end(one: RelativeTime, text: str) -> bool:
    """A span from now always is one; a part of a day, where it is led up to or stands in a forecast."""
    before = text[: one.start]
    if one.is_span or _TO.search(before[-20:]):
        return True
    sentence = re.split(r"[.!?\n]", before)[-1] + re.split(r"[.!?\n]", text[one.start :])[0]
    return not _FROM.search(before[-20:]) and bool(_AHEAD.search(sentence)) and not _BACK.search(sentence)


def onset(text: str, sent: datetime) -> datetime | None:
    m = _FROM_CLOCK.search(text)
    if m:
        return _moment(m, sent)
    m = _FROM_DAY.search(text)
    return _moment(m, sent, hour=_PART.get((m["part"] or "").strip().lower(), 0)) if m else None
