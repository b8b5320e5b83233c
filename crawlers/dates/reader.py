"""The one reader of dates, for feeds and for pages. Day before month; no zone means Vietnam."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from html import unescape

from crawlers.dates import clocks, shapes
from crawlers.dates.epochs import read_epoch
from crawlers.dates.iso import read_iso
from crawlers.dates.relative import read_lunar_figures, read_relative
from domain.message import Code, Message, say
from domain.times import VIETNAM

MAX_RAW_CHARS = 300
MAX_TEXT_CHARS = 20_000
BYLINE_CHARS = 120  # a text this short is a byline, not a paragraph: "hôm qua" in it is its date
FUTURE_LEEWAY = timedelta(minutes=10)

_NOISE = re.compile(r"[\x00-\x1f\x7f\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff\s]+")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－⁃", "-"), **dict.fromkeys("⁄∕", "/"), **dict.fromkeys("∶꞉﹕", ":"),
        **dict.fromkeys("・･•‧∙⋅●■▪►", "·"), **dict.fromkeys("¦┃│❘", "|"), **dict.fromkeys("′´`ʼ‘", "'"),
        **dict.fromkeys("″”“", '"'),
    }
)  # fmt: skip
_GLUED = re.compile(
    r"(?<!\d)(\d{1,2}[:hg]\d{2})(?:-(?=\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})|(?=\d{2}[/.\-]\d{1,2}[/.\-]\d{4}))"
    r"|([/.\-](?:19|20)\d\d)(?=\d{1,2}[:hg]\d\d)"
)
# The web is younger than these; and systems write the rest where they have no date.
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_DEFAULTS = (
    datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=VIETNAM), datetime(2001, 1, 1, tzinfo=UTC),
)  # fmt: skip


class DateNote(Code):
    """Why a date that was given is not used."""

    UNREADABLE = "date-note.unreadable", "words"
    FUTURE = "date-note.future", "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One date, where it stands in the cleaned text, and what is unsure about it."""

    moment: datetime
    has_clock: bool = True
    is_english: bool = False  # "5:30 PM": whoever writes so may write the month first
    other: datetime | None = None  # the same figures with the month first
    is_day_first: bool = False  # as the figures show
    is_month_first: bool = False
    start: int = 0
    end: int = 0


def read_date(
    raw: str, *, now: datetime, default_zone: tzinfo = VIETNAM, refuse_future: bool = True
) -> datetime | None:
    """The moment that `raw` names, aware; None if there is none or it is more than ten minutes ahead."""
    found = read(raw, now=now, default_zone=default_zone)
    if found is None or not refuse_future:
        return found.moment if found else None
    return check_future(found.moment, now)[0]


def read(raw: str, *, now: datetime, default_zone: tzinfo = VIETNAM) -> Reading | None:
    """What `raw` says, as a machine wrote it: also a number of seconds. None for what nobody published at."""
    text = clean(raw, MAX_RAW_CHARS)
    try:
        if moment := read_iso(text, default_zone) or read_epoch(text, default_zone):
            found: Reading | None = Reading(moment=moment, has_clock=bool(re.search(r"\d\D?\d\d:?\d\d|\d{10}", text)))
        else:
            found = _read_loose(text, now, default_zone)
        return found if found and is_possible(found.moment) else None
    except (ValueError, OverflowError):  # a year or an offset beyond what datetime holds
        return None


def is_possible(moment: datetime) -> bool:
    return moment >= _EARLIEST and moment not in _DEFAULTS


def check_future(moment: datetime, now: datetime) -> tuple[datetime | None, Message | None]:
    """The moment, or None and the reason when it lies more than ten minutes in the future."""
    if moment - now <= FUTURE_LEEWAY:
        return moment, None
    return None, say(DateNote.FUTURE, moment=moment)


def find_date(text: str, *, now: datetime, default_zone: tzinfo = VIETNAM) -> datetime | None:
    """The first date in a visible text, one with a time of day before one without; never a future one."""
    cleaned = clean(text, MAX_TEXT_CHARS)
    if len(cleaned) <= BYLINE_CHARS:
        found = read_words(cleaned, now=now, default_zone=default_zone)
        return check_future(found.moment, now)[0] if found else None
    past = [one for one in readings_in(cleaned, default_zone) if one.moment - now <= FUTURE_LEEWAY]
    return next((one.moment for one in sorted(past, key=lambda one: not one.has_clock)), None)


def read_words(text: str, *, now: datetime, default_zone: tzinfo = VIETNAM) -> Reading | None:
    """What a short cleaned text says to readers: never a bare number."""
    return None if text.replace(" ", "").isdecimal() else read(text, now=now, default_zone=default_zone)


def readings_in(text: str, default_zone: tzinfo = VIETNAM) -> list[Reading]:
    """Every possible date with a year in a cleaned text, in its order."""
    found = (_with_clock(text, day, default_zone) for day in shapes.days_in(text))
    return [one for one in found if is_possible(one.moment)]


def clean(raw: str, longest: int) -> str:
    """Lower case, NFKC, one kind of dash, dot and bar, one space for any run of blanks and invisible characters."""
    text = unescape(raw[:longest]) if isinstance(raw, str) else ""
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).lower()
    return _GLUED.sub(r"\1\2 ", _NOISE.sub(" ", text)).strip()


def _read_loose(text: str, now: datetime, zone: tzinfo) -> Reading | None:
    today = now.astimezone(zone).date()
    if lunar := read_lunar_figures(text, today):
        return _with_clock(text, shapes.Found(*lunar[1], lunar[0]), zone)
    for found in shapes.days_in(text):
        return _with_clock(text, found, zone)
    if len(text) > BYLINE_CHARS:
        return None
    if said := read_relative(text, now.astimezone(zone)):
        moment, (start, end) = said
        if isinstance(moment, datetime):
            return Reading(moment=moment, start=start, end=end)
        return _with_clock(text, shapes.Found(start, end, moment), zone)

    def last_year_with(month: int, day: int) -> int:
        tomorrow = today + timedelta(days=1)
        return tomorrow.year if (month, day) <= (tomorrow.month, tomorrow.day) else tomorrow.year - 1

    for found in shapes.days_without_year(text, last_year_with):
        return _with_clock(text, found, zone)
    return None


def _with_clock(text: str, found: shapes.Found, default_zone: tzinfo) -> Reading:
    """Join the day with the time and the zone written beside it."""
    reading = Reading(
        moment=_midnight(found.day, default_zone),
        has_clock=False,
        other=_midnight(found.other, default_zone) if found.other else None,
        is_day_first=found.order == "day",
        is_month_first=found.order == "month",
        start=found.start,
        end=found.end,
    )
    before = max(0, found.start - 60)
    clock, offset = clocks.AFTER.match(text, found.end), 0
    if clock is None:
        clock, offset = clocks.BEFORE.search(text[before : found.start]), before
    part = clocks.PART_BEFORE.search(text[before : found.start])
    hours = clocks.since_midnight(clock, part["lead"] if part else "") if clock else None
    if clock is None or hours is None:
        return reading
    zone_at = clock.end() if offset == 0 else found.end
    gap = clock.groupdict().get("gap")
    zone = clocks.AFTER_CLOCK.match(gap or text[zone_at : zone_at + 30])
    known = clocks.zone(zone) if zone else None
    return replace(
        reading,
        moment=_midnight(found.day, known or default_zone) + hours,
        has_clock=True,
        is_english=clocks.is_english(clock),
        other=_midnight(found.other, known or default_zone) + hours if found.other else None,
        start=min(found.start, offset + clock.start()),
        end=max(found.end, clock.end() if offset == 0 else 0) + (zone.end() if zone and not gap else 0),
    )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
