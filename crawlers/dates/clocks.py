"""The shapes in which a time of day and its zone stand beside a day. Repetitions are bounded: the text is hostile."""

import re
from datetime import timedelta, timezone, tzinfo

from crawlers.dates.words import ZONES, either

_AFTERNOON = frozenset({"pm", "ch", "chiều", "chieu", "tối", "toi"})
_MORNING = frozenset({"am", "sa", "sáng", "sang"})
_NOON = frozenset({"trưa", "trua"})
_NIGHT = frozenset({"đêm", "dem", "khuya"})
_FIRST_HOUR_BEFORE_MIDNIGHT = 6  # "9 giờ đêm" is 21:00, "3 giờ đêm" is 3:00
_LAST_HOUR_AFTER_NOON = 3  # "1 giờ trưa" is 13:00, "11 giờ trưa" is 11:00

# The same letters begin places and other words: Sa Pa, CH Séc, sáng tạo, tối đa, chiều dài.
_NO_SA = r"(?!\s(?:pa|đéc|dec|kỳ|huỳnh|thầy|lung|mạc|pả|dung|đec)\b)"
_NO_CH = r"(?!\s(?:séc|dân|pháp|liên|nam|italia|síp|ireland|trung)\b)"
_PART = (
    r"(?:buổi\s|rạng\s|lúc\s|nửa\s)?(?:sáng(?!\s(?:tạo|kiến|chế|tác|lập|suốt))|sang\b(?!\s\w)|trưa|trua"
    r"|chiều(?!\s(?:dài|rộng|cao|sâu|hướng))|chieu|tối(?!\s(?:đa|thiểu|ưu|hậu|tân|kỵ|mật))|toi\b|đêm|dem\b|khuya)(?!\w)"
)
_HALF = rf"a\.?\s?m\b\.?|p\.?\s?m\b\.?|s\.?a\b\.?{_NO_SA}|c\.?h\b\.?{_NO_CH}|{_PART}"
_FRACTION = r"(?:[.,:]\d{1,9})?"
_MINUTES = r"(?:\s?(?:phút|phut|ph|p(?![.\s]{0,2}m\b)|m)(?![^\W\d])|['’]{1,2})"
_SECONDS = r"(?:\s?(?:giây|giay|s)\b|\"|''){0,1}"
_ENDS = rf"(?=\s{{0,3}}(?:$|[|,;)\]\-·/]|\(|gmt|utc|ict|ngày|ngay|thứ|lúc|(?:{_HALF})(?!\w)|\d{{1,2}}[/\-.]\d))"
_WORD = r"(?:giờ|gio)(?!\w?[a-zà-ỹ])"
CLOCK = (
    rf"(?:(?P<lead>{_HALF})[\s:]{{1,2}})?(?<![\d:])(?<!\d\.)(?P<hour>\d{{1,2}})"
    r"(?:"
    rf"(?:\s?(?::|h:?|g:?)\s?|\s?{_WORD},?\s?)(?P<minute>\d{{2}})(?![\d%]|[.,]\d\d\d)(?:{_MINUTES}|"
    rf"[:.](?P<second>\d{{2}})(?!\d){_FRACTION})?(?:\s?(?P<second2>\d{{1,2}}){_SECONDS}(?<=[ys\"'])|(?<=['’m])(?P<second3>\d\d)s?(?!\w))?"
    rf"|\s?{_WORD}\s?(?P<minute2>\d)(?:{_MINUTES}|(?!\d))"
    rf"|\s?(?:{_WORD}|[hg](?![\w:]))\s?(?:kém\s?(?P<short>\d{{1,2}}){_MINUTES}?|(?P<thirty>rưỡi)|đúng)?"
    rf"|\.(?P<minute3>\d{{2}})(?![\d%]){_ENDS}"
    r"|(?=\s?(?:[ap]\.?m\b|sa\b|ch\b))"
    r")"
    rf"(?!\s?(?:trước|ago)\b)(?:[\s(,\-]{{0,3}}(?P<half>{_HALF})\)?)?"
)
ZONE = (
    r"[(\[]?\s?(?:(?:gmt|utc|ut|z|múi giờ|giờ)\s{0,2})?(?P<sign>[+\-])\s?(?P<zh>\d{1,2}):?(?P<zm>\d{2})?(?!\d)"
    r"|[(\[]?\s?(?:gmt|utc)\s{0,2}(?P<plain>\d{1,2})(?![\d:])"
    rf"|[(\[]?(?P<name>{either(ZONES)})(?!\w)"
)
WEEKDAY = (
    r"(?:thứ\s?(?:hai|ba|tư|năm|sáu|bảy|[2-7])"
    r"|thu\s?(?:hai|ba|tu|nam|sau|bay|[2-7])|chủ\s?nhật|chu\s?nhat|cn|t\.?\s?[2-7]"
    r"|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_BETWEEN = (
    rf"(?:[^\w.!?%+]|_|\b{WEEKDAY}\b|ngày|ngay|hôm|\bon\b|\bluc\b|\bvào\b|\bhồi\b|\bat\b|\blúc(?![^\W\d])"
    r"|t(?=\d)){0,10}"
)
_GAP = r"(?P<gap>\s{0,2}[(\[]?(?:(?:gmt|utc)\s?[+\-]?\s?\d{1,2}(?::?\d\d)?|ict|giờ việt nam)[)\]]?)?"
AFTER = re.compile(rf"{_BETWEEN}{CLOCK}")
BEFORE = re.compile(rf"{CLOCK}{_GAP}{_BETWEEN}$")
PART_BEFORE = re.compile(rf"(?:^|[\s(|,])(?P<lead>{_PART})(?:\s{{0,2}}{WEEKDAY})?[\s,]{{0,2}}(?:ngày\s)?$")
AFTER_CLOCK = re.compile(rf"[\s,|\-]{{0,2}}(?:{ZONE})")


def since_midnight(match: re.Match[str], part: str = "") -> timedelta | None:
    """What a match of CLOCK says, None for 25:70. `part` is a part of the day that stands elsewhere, «Chiều 24/11»."""
    found = match.groupdict()
    minute = int(found["minute"] or found["minute2"] or found["minute3"] or (30 if found["thirty"] else 0))
    second = int(found["second"] or found["second2"] or found["second3"] or 0)
    hour = _of_day(int(match["hour"]), _plain(found["half"] or found["lead"] or part))
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    since = timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    return max(timedelta(), since - timedelta(minutes=int(found["short"] or 0)))


def is_english(match: re.Match[str]) -> bool:
    return _plain(match["half"] or match["lead"] or "") in {"am", "pm"}


def _plain(half: str) -> str:
    """The mark without its dots and blanks, or the last word of «rạng sáng»."""
    letters = half.replace(".", "").replace(" ", "")
    return letters if len(letters) == len("am") else "".join(half.split()[-1:])


def _of_day(hour: int, half: str) -> int:
    if hour > 12 or not half:
        return hour
    if half in _NIGHT:
        return hour % 12 + (12 if _FIRST_HOUR_BEFORE_MIDNIGHT <= hour < 12 else 0)
    if half in _NOON:
        return hour + (12 if hour <= _LAST_HOUR_AFTER_NOON else 0)
    if half in _AFTERNOON:
        return 0 if hour == 12 and half in {"tối", "toi"} else hour % 12 + 12
    return hour % 12 if half in _MORNING else hour


def zone(match: re.Match[str]) -> tzinfo | None:
    if match["name"]:
        return timezone(timedelta(minutes=ZONES[match["name"]]))
    minutes = int(match["plain"] or match["zh"]) * 60 + int(match["zm"] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if match["sign"] == "-" else minutes))
