"""The one reader of dates, for feeds and for pages. Day before month; no zone means Vietnam."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from html import unescape

from crawlers.dates import shapes
from crawlers.dates.iso import read_iso
from crawlers.dates.relative import read_lunar_figures, read_relative
from crawlers.dates.words import ZONES
from domain.message import Code, Message, say
from domain.times import VIETNAM

MAX_RAW_CHARS = 300
MAX_TEXT_CHARS = 20_000
BYLINE_CHARS = 120  # a text this short is a byline, not a paragraph: "hôm qua" in it is its date
FUTURE_LEEWAY = timedelta(minutes=10)

_NOISE = re.compile(r"[\x00-\x1f\x7f\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u2060\ufeff\s]+")
_EARLIEST = datetime(1900, 1, 2, tzinfo=UTC)


class DateNote(Code):
    """Why a date that was given is not used."""

    UNREADABLE = "date-note.unreadable", "words"
    FUTURE = "date-note.future", "moment"


def read_date(
    raw: str, *, now: datetime, default_zone: tzinfo = VIETNAM, refuse_future: bool = True
) -> datetime | None:
    """The moment that `raw` names, aware; None if there is none or it is more than ten minutes ahead."""
    text = _clean(raw, MAX_RAW_CHARS)
    try:
        moment = read_iso(text, default_zone) or _read_loose(text, now, default_zone)
        if moment is None or moment < _EARLIEST:
            return None
        return check_future(moment, now)[0] if refuse_future else moment
    except (ValueError, OverflowError):  # a year or an offset beyond what datetime holds
        return None


def dated(raw: str, *, now: datetime, default_zone: tzinfo = VIETNAM) -> tuple[datetime | None, Message | None]:
    """`read_date`, and a note where a date was given but is not used."""
    if not raw or not raw.strip():
        return None, None
    moment = read_date(raw, now=now, default_zone=default_zone, refuse_future=False)
    if moment is None:
        return None, say(DateNote.UNREADABLE, words=_clean(raw, 60))
    return check_future(moment, now)


def check_future(moment: datetime, now: datetime) -> tuple[datetime | None, Message | None]:
    """The moment, or None and the reason when it lies more than ten minutes in the future."""
    if moment - now <= FUTURE_LEEWAY:
        return moment, None
    return None, say(DateNote.FUTURE, moment=moment)


def find_date(text: str, *, now: datetime, default_zone: tzinfo = VIETNAM) -> datetime | None:
    """The first date in a visible text, one with a time of day before one without; never a future one."""
    cleaned = _clean(text, MAX_TEXT_CHARS)
    if len(cleaned) <= BYLINE_CHARS:
        return read_date(cleaned, now=now, default_zone=default_zone)
    without_time = None
    for start, end, day in shapes.days_in(cleaned):
        moment, has_time = _with_clock(cleaned, start, end, day, default_zone)
        if moment is None or moment - now > FUTURE_LEEWAY:
            continue
        if has_time:
            return moment
        without_time = without_time or moment
    return without_time


def _clean(raw: str, longest: int) -> str:
    """Lower case, NFC, one space for any run of blanks and invisible characters."""
    text = unescape(raw[:longest]) if isinstance(raw, str) else ""
    return _NOISE.sub(" ", unicodedata.normalize("NFC", text).lower()).strip()


def _read_loose(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    if lunar := read_lunar_figures(text, now.astimezone(zone).date()):
        return _with_clock(text, *lunar[1], lunar[0], zone)[0]
    for start, end, day in shapes.days_in(text):
        return _with_clock(text, start, end, day, zone)[0]
    if len(text) > BYLINE_CHARS:
        return None
    if found := read_relative(text, now.astimezone(zone)):
        moment, span = found
        if isinstance(moment, datetime):
            return moment
        return _with_clock(text, *span, moment, zone)[0]

    def last_year_with(month: int, day: int) -> int:
        today = now.astimezone(zone).date() + timedelta(days=1)
        return today.year if (month, day) <= (today.month, today.day) else today.year - 1

    for start, end, day in shapes.days_without_year(text, last_year_with):
        return _with_clock(text, start, end, day, zone)[0]
    return None


def _with_clock(text: str, start: int, end: int, day: date, default_zone: tzinfo) -> tuple[datetime | None, bool]:
    """Join the day at text[start:end] with the time and the zone written beside it."""
    clock = shapes.AFTER.match(text, end)
    zone_from = clock.end() if clock else end
    if clock is None:
        clock = shapes.BEFORE.search(text[max(0, start - 60) : start])
    if clock is None:
        return datetime.combine(day, time(), default_zone), False
    hours = _clock(clock)
    if hours is None:
        return datetime.combine(day, time(), default_zone), False
    gap = clock.groupdict().get("gap")
    zone = shapes.AFTER_CLOCK.match(gap or text[zone_from : zone_from + 30])
    start_of_day = datetime.combine(day, time(), (_zone(zone) if zone else None) or default_zone)
    return start_of_day + hours, True


def _clock(match: re.Match[str]) -> timedelta | None:
    hour = int(match["hour"])
    minute, second = int(match["minute"] or match["minute2"] or 0), int(match["second"] or 0)
    half = (match["half"] or "").replace(".", "")
    afternoon = half in {"pm", "ch", "chiều", "tối"} or (half in {"đêm", "khuya"} and hour >= 6)
    if hour < 12 and (afternoon or (half == "trưa" and hour < 4)):
        hour += 12
    elif half in {"am", "sa"} and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and minute):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["name"]:
        return timezone(timedelta(minutes=ZONES[match["name"]]))
    minutes = int(match["zh"]) * 60 + int(match["zm"] or 0)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes))
