"""Days that are named from today ("2 giờ trước", "sáng nay") or from the lunar calendar ("mùng 3 Tết")."""

import re
from datetime import date, datetime, timedelta

from crawlers.dates.lunar import last_day_of, solar_date
from crawlers.dates.words import BRANCH_SPELLINGS, LUNAR_MONTHS, NUMERALS, STEM_SPELLINGS, either

Span = tuple[int, int]

_UNITS = {
    "giây": 1, "second": 1, "sec": 1, "phút": 60, "phut": 60, "minute": 60, "min": 60,
    "giờ": 3600, "gio": 3600, "tiếng": 3600, "hour": 3600, "hr": 3600,
    "ngày": 86400, "ngay": 86400, "hôm": 86400, "day": 86400, "tuần": 604800, "week": 604800,
    "tháng": 2592000, "month": 2592000, "năm": 31536000, "year": 31536000,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d{{1,4}}|an?\b|nửa|{either(NUMERALS)})"
_COUNTED = (
    rf"{_NUMBER}\s{{0,2}}(?P<unit>{either(_UNITS)})s?(?:\s(?P<minutes>\d{{1,2}})\s?(?:phút|min(?:ute)?s?))?"
    r"(?:\sđồng hồ)?(?P<half>\srưỡi)?"
)
_AGO = re.compile(
    rf"(?<![\w/:.,]){_COUNTED}\s(?:trước|truoc|ago)\b|\bcách đây(?:\skhoảng)?\s{_COUNTED.replace('?P<', '?P<since_')}"
)
_AGO_SHORT = re.compile(r"(?<![\w/:.,])(?P<number>\d{1,3})\s?(?P<unit>[hpmd']|ph|g)\s(?:trước|ago)\b")
_SHORT_UNITS = {"h": 3600, "g": 3600, "p": 60, "ph": 60, "m": 60, "'": 60, "d": 86400}
_JUST = re.compile(r"(?<!\w)(?:vừa xong|vừa mới|vừa đăng|mới đây|just now|ngay lúc này)(?!\w)")
_DAYS = {
    "hôm nay": 0, "hom nay": 0, "today": 0, "hôm qua": 1, "hom qua": 1, "yesterday": 1,
    "hôm kia": 2, "hôm kìa": 3, "ngày hôm nay": 0, "ngày hôm qua": 1,
    "sáng nay": 0, "trưa nay": 0, "chiều nay": 0, "tối nay": 0, "đêm nay": 0, "rạng sáng nay": 0,
    "sáng qua": 1, "trưa qua": 1, "chiều qua": 1, "tối qua": 1, "đêm qua": 1, "rạng sáng qua": 1,
    "sáng hôm qua": 1, "trưa hôm qua": 1, "chiều hôm qua": 1, "tối hôm qua": 1, "đêm hôm qua": 1,
}  # fmt: skip
_NAMED = re.compile(rf"(?<!\w)(?:{either(_DAYS)})(?!\w)")
# What a part of the day means when no clock stands beside it: its beginning, so never the future.
_PART_STARTS = {"rạng": 3, "sáng": 6, "trưa": 11, "chiều": 13, "tối": 18, "đêm": 21}
_CLOCK_BEFORE = re.compile(r"(?:\d{1,2}\s?(?:[h:]\s?(?:\d{2})?|giờ(?:\s\d{1,2})?(?:\sphút)?)),?\s{0,2}$")
_CLOCK_AFTER = re.compile(r"[\s,|\-–]{0,3}(?:lúc\s|at\s)?\d{1,2}\s?[:hg]")

_CANCHI = rf"(?:(?P<stem>{either(STEM_SPELLINGS)})\s(?P<branch>{either(BRANCH_SPELLINGS)}))"
_LUNAR_YEAR = rf"(?:[\s,]{{1,3}}(?:năm\s)?(?:{_CANCHI}|(?P<year>(?:19|20)\d{{2}})))?"
_LUNAR_DAY = rf"(?P<day>\d{{1,2}}|{either(NUMERALS)}|rằm)"
_OF_THE_MONTH = re.compile(
    rf"(?<![\w/])(?P<early>(?:mùng|mồng)\s)?{_LUNAR_DAY}\s?(?:[/\-]|\s(?:tháng\s)?)\s?"
    rf"(?P<month>{either(LUNAR_MONTHS)}|\d{{1,2}}|{either(NUMERALS)})"
    rf"(?P<said>\s?\(?\s?(?:âm lịch|al\b))?{_LUNAR_YEAR}"
)
_OF_TET = re.compile(rf"(?<![\w/])(?P<early>(?:mùng|mồng)\s)?{_LUNAR_DAY}\s(?:tết|tet)(?:\snguyên đán)?{_LUNAR_YEAR}")
_IN_FIGURES = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2})[/\-](?P<month>\d{1,2})(?:[/\-](?P<year>(?:19|20)\d{2}))?\s{0,2}\(?\s?(?:âm lịch|al\b)"
)
_EVE = re.compile(rf"(?<!\w)giao thừa{_LUNAR_YEAR}")


def read_relative(text: str, now: datetime) -> tuple[datetime | date, Span] | None:
    """A moment, or a day and where it stands in the text. `now` is in the publisher's zone."""
    if match := _AGO.search(text):
        return _ago(match, now), match.span()
    if match := _AGO_SHORT.search(text):
        return now - timedelta(seconds=int(match["number"]) * _SHORT_UNITS[match["unit"]]), match.span()
    if match := _JUST.search(text):
        return now, match.span()
    if match := _NAMED.search(text):
        return _named(match, text, now), match.span()
    return _lunar(text, now.date())


def read_lunar_figures(text: str, today: date) -> tuple[date, Span] | None:
    """ "15/8/2026 âm lịch", which would otherwise look like a solar day."""
    match = _IN_FIGURES.search(text)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    found = _in_year(int(match["month"]), int(match["day"]), year, today)
    return (found, match.span()) if found else None


def _ago(match: re.Match[str], now: datetime) -> datetime:
    said = match.groupdict()
    word, unit, minutes, half = (said[part] or said["since_" + part] for part in ("number", "unit", "minutes", "half"))
    count = float(word) if word.isdigit() else {"a": 1, "an": 1, "nửa": 0.5}.get(word) or NUMERALS[word]
    return now - timedelta(seconds=(count + (0.5 if half else 0)) * _UNITS[unit], minutes=int(minutes or 0))


def _named(match: re.Match[str], text: str, now: datetime) -> datetime | date:
    day = now.date() - timedelta(days=_DAYS[match[0]])
    part = _PART_STARTS.get(match[0].split()[0])
    before = _CLOCK_BEFORE.search(text[: match.start()])
    if part is None or before or _CLOCK_AFTER.match(text, match.end()):
        if part and part >= 13 and before:  # "5 giờ chiều nay"
            hour = re.match(r"(\d{1,2})\D*(\d{2})?", before[0])
            if hour and int(hour[1]) < 12:
                return datetime(
                    day.year, day.month, day.day, int(hour[1]) + 12, int(hour[2] or 0) % 60, tzinfo=now.tzinfo
                )
        return day
    start = datetime(day.year, day.month, day.day, part, tzinfo=now.tzinfo)
    return min(start, now)


def _lunar(text: str, today: date) -> tuple[date, Span] | None:
    if match := _OF_TET.search(text):
        day = _number(match["day"])
        late = match["early"] is None and day >= 23  # "29 Tết" is before the new year
        found = _in_year(12 if late else 1, day, _lunar_year(match, today), today, shift=-1 if late else 0)
    elif match := _EVE.search(text):
        found = _eve(_lunar_year(match, today), today)
    elif (match := _OF_THE_MONTH.search(text)) and _is_lunar(match):
        word = match["month"]
        month = LUNAR_MONTHS.get(word) or _number(word)
        found = _in_year(month, _number(match["day"]), _lunar_year(match, today), today)
    else:
        return None
    return (found, match.span()) if found else None


def _is_lunar(match: re.Match[str]) -> bool:
    return bool(match["early"] or match["said"] or match["month"] in LUNAR_MONTHS or match["day"] == "rằm")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else 15 if word == "rằm" else NUMERALS[word]


def _lunar_year(match: re.Match[str], today: date) -> int | None:
    if match["year"]:
        return int(match["year"])
    if not match["stem"]:
        return None
    stem, branch = STEM_SPELLINGS[match["stem"]], BRANCH_SPELLINGS[match["branch"]]
    years = (year for year in range(today.year, today.year - 60, -1))
    return next((year for year in years if (year + 6) % 10 == stem and (year + 8) % 12 == branch), None)


def _in_year(month: int, day: int, year: int | None, today: date, shift: int = 0) -> date | None:
    def fitted(lunar_year: int) -> int:  # people say "30 Tết" of the last day, also when the month has 29
        return min(day, last_day_of(12, lunar_year)) if shift else day

    if year is not None:
        return solar_date(fitted(year + shift), month, year + shift)
    years = (today.year, today.year - 1, today.year - 2)
    days = (solar_date(fitted(lunar_year), month, lunar_year) for lunar_year in years)
    return next((found for found in days if found and found <= today), None)


def _eve(year: int | None, today: date) -> date | None:
    for lunar_year in [year - 1] if year else [today.year, today.year - 1, today.year - 2]:
        found = solar_date(last_day_of(12, lunar_year), 12, lunar_year)
        if found and (year or found <= today):
            return found
    return None
