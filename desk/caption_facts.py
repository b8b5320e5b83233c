"""What of a caption its source does not have: numbers, dates, hours, places and hotlines, however each writes them.

«ba người» is 3, «1.000» is «một nghìn», «5/12» is «ngày 5 tháng 12», «19h» is «7 giờ tối», «0912 345 678» is
«+84912345678». What is marked may be right all the same: a reviewer looks at it. Names of persons are not looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from desk.worded_numbers import in_digits
from domain import facts
from domain.facts import FactKind
from domain.understanding import Span
from vietnamese.text import CAPITALS, shadow

_SCALES = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_SCALE = "|".join(_SCALES)
_NUMBER = re.compile(rf"(?<![^\W\d_])(?P<n>\d+(?:[.,]\d+)*)(?P<scales>(?:\s(?:{_SCALE})(?!\w))*)", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\d/.,:-])(?:(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})\s?[/.-]\s?(?P<y>{_YEAR})"
    rf"|(?P<d2>\d{{1,2}})/(?P<m2>\d{{1,2}})"
    rf"|(?P<d3>\d{{1,2}}) tháng (?P<m3>\d{{1,2}})(?:(?: năm |/)(?P<y3>{_YEAR}))?"
    rf"|tháng (?P<m4>\d{{1,2}})(?:(?: năm |/)(?P<y4>{_YEAR}))?|(?P<m5>\d{{1,2}})/(?P<y5>{_YEAR})"
    rf"|(?:ngày|mùng|mồng) (?P<d6>\d{{1,2}})(?! (?:ngày|đêm|tháng))|năm (?P<y7>{_YEAR}))(?![\d/]|[.,:]\d)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?<![\d/.,:])(?P<h>\d{1,2})(?:\s?(?:giờ|h|g)(?:\s?(?P<m>\d{2})(?:\s?phút|')?)?(?![^\W\d_])|:(?P<m2>\d{2}))(?![\d:])"
    r"(?:(?P<half> rưỡi))?(?: (?P<part>sáng|trưa|chiều|tối|đêm)(?!\w))?",
    re.IGNORECASE,
)
_LATER = {"trưa": range(1, 4), "chiều": range(1, 12), "tối": range(1, 12), "đêm": range(6, 12)}
_NAME = rf"[{CAPITALS}][\w-]*(?:\s[{CAPITALS}][\w-]*)*"
_AT = re.compile(rf"(?:\b(?:ở|tại|đi|đến|tới|từ|về|qua|sang|lên|khu vực|vùng|tuyến)\s)(?P<name>{_NAME})")
_NO_PLACES = frozenset(("tp", "chủ", "thứ", "tết", "quốc", "giáng"))  # «TP.HCM»; Chủ nhật, Thứ hai, Tết, Quốc khánh …
_ALIASES = {"hcm": "hồ chí minh", "tphcm": "hồ chí minh"}
_WORD = re.compile(r"\w+")
Date = tuple[int, int, int]  # day, month, year; 0: not told


@dataclass(frozen=True)
class _Told:
    """What a text has, each with where it stands in it."""

    numbers: list[tuple[Decimal, Span]]
    dates: list[tuple[Date, Span]]
    hours: list[tuple[int, Span]]  # minutes of the day
    contacts: list[tuple[str, Span]]


def unsupported(caption: str, source: str) -> tuple[Span, ...]:
    """The caption's words that its source does not have, in reading order, none over another."""
    told, theirs = _read(caption), _read(source)
    contacts = {key for key, _ in theirs.contacts}
    numbers = {value for value, _ in theirs.numbers} | _parts_of(theirs)
    hours = {minutes for minutes, _ in theirs.hours}
    missing = [span for key, span in told.contacts if key not in contacts and not _is_among(key, numbers)]
    missing += [span for date, span in told.dates if not any(_same_day(date, one) for one, _ in theirs.dates)]
    missing += [span for minutes, span in told.hours if minutes not in hours]
    missing += [span for value, span in told.numbers if value not in numbers]
    missing += _places_missing(caption, source)
    return _apart(missing)


def _read(text: str) -> _Told:
    """Each run of digits is read once, as what fits it most closely."""
    form = in_digits(text)
    taken = [False] * (len(form.text) + 1)

    def free(match: re.Match[str]) -> bool:
        start, end = match.span()
        if any(taken[start:end]):
            return False
        taken[start:end] = [True] * (end - start)
        return True

    def span(start: int, end: int) -> Span:
        first, last = form.span(start, end)
        return Span(first, last, text[first:last])

    contacts = []
    for fact in facts.read(form.text):
        if fact.kind is FactKind.CONTACT:
            taken[fact.span.start : fact.span.end] = [True] * (fact.span.end - fact.span.start)
            contacts.append((_dialled(fact.key), span(fact.span.start, fact.span.end)))
    dates = [(date, span(*m.span())) for m in _DATE.finditer(form.text) if (date := _date(m)) and free(m)]
    hours = [(_minutes(m), span(*m.span())) for m in _HOUR.finditer(form.text) if int(m["h"]) < 25 and free(m)]
    numbers = [(_value(m), span(*m.span())) for m in _NUMBER.finditer(form.text) if free(m)]
    return _Told(numbers=numbers, dates=dates, hours=hours, contacts=contacts)


def _dialled(key: str) -> str:
    digits = re.sub(r"[ .()-]", "", key)
    return re.sub(r"^\+84", "0", digits) if re.fullmatch(r"\+?\d+", digits) else key.rstrip("/.")


def _date(match: re.Match[str]) -> Date | None:
    given = {name: int(value) for name, value in match.groupdict().items() if value}
    day, month, year = (next((n for name, n in given.items() if name[0] == part), 0) for part in "dmy")
    return (day, month, year) if day <= 31 and month <= 12 and (day or month or year) else None


def _same_day(told: Date, theirs: Date) -> bool:
    """What the caption tells of a day, the source has, too. A year that it leaves out is that of its publication."""
    day, month, year = told
    if month and not day:
        return (month == theirs[1] and year in (0, theirs[2])) or (month == theirs[1] and not theirs[2])
    if year and not month:
        return year == theirs[2]
    if day != theirs[0]:
        return False
    return not month or (month == theirs[1] and (0 in (year, theirs[2]) or year == theirs[2]))


def _minutes(match: re.Match[str]) -> int:
    hour, minute = int(match["h"]), int(match["m"] or match["m2"] or (30 if match["half"] else 0))
    part = (match["part"] or "").lower()
    return (hour + 12 if hour in _LATER.get(part, ()) else hour) * 60 + minute


def _value(match: re.Match[str]) -> Decimal:
    """«1.000», «1,5», «12.500,75»: a point before three digits parts thousands, as does a comma."""
    whole = re.sub(r"[.,](?=\d{3}(?!\d))", "", match["n"])
    head, _, tail = whole.replace(",", ".").partition(".")
    value = Decimal(f"{head}.{tail.replace('.', '')}" if tail else head)
    for scale in match["scales"].lower().split():
        value *= _SCALES[scale]
    return value.normalize()


def _parts_of(told: _Told) -> set[Decimal]:
    """A number of the caption may stand within a date, an hour or a contact of the source."""
    found = {Decimal(number) for date, _ in told.dates for number in date if number}
    found |= {Decimal(minutes // 60) for minutes, _ in told.hours}
    found |= {Decimal(key) for key, _ in told.contacts if key.isdecimal()}
    return {value.normalize() for value in found}


def _is_among(key: str, numbers: set[Decimal]) -> bool:
    return key.isdecimal() and Decimal(key).normalize() in numbers


def _places_missing(caption: str, source: str) -> Iterator[Span]:
    known = f" {' '.join(_WORD.findall(shadow(source).text))} "
    places = [(fact.span.start, fact.span.end) for fact in facts.read(caption) if fact.kind is FactKind.PLACE]
    places += [match.span("name") for match in _AT.finditer(caption)]
    for start, end in dict.fromkeys(places):
        words = _WORD.findall(shadow(caption[start:end]).text)
        name = " ".join(words)
        is_place = bool(words) and words[0] not in _NO_PLACES and not name.isdecimal()
        if is_place and f" {_ALIASES.get(name, name)} " not in known:
            yield Span(start, end, caption[start:end])


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
