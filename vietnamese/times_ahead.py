"""Times that a text tells as lying ahead, and until when each does: «đăng ký đến hết ngày 25/11», «sáng mai».

A time that was reported as past («sáng nay đã khởi tố») is none: nobody is misled by it when it is over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vietnamese.relative_times import RelativeTime, relative_times
from vietnamese.stated_times import StatedTime, stated_times

_SENTENCE_END = re.compile(r"\n|(?<=[^\s.A-ZĐ])[.!?…][”\"]?\s+(?=[^\Wa-zà-ỹđ]|[\"“])")
_PLANNED = re.compile(
    r"\b(?:sẽ|(?<!hành trình )dự kiến(?=\s[^\W\d])|(?<!tâm )(?<!đài )dự báo|theo kế hoạch|theo lịch|theo chương "
    r"trình|nhiều "
    r"khả năng|có khả năng|nguy cơ|sắp"
    r"|chuẩn bị|hẹn|hi vọng|hy vọng|chưa thể|dự định|truyền trực tiếp|đặt mục tiêu)\b",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"\b(?:hạn|chậm nhất|muộn nhất|đăng ký|nộp|nhận hồ sơ|báo cáo|yêu cầu|phải|áp dụng|giảm giá|ưu đãi|mở cửa|nghỉ|"
    r"diễn ra|tổ chức|khai mạc|khởi tranh|thi đấu|lấy ý kiến|cam kết|hoàn thành|kéo dài|cấp|tặng|trao|thời gian"
    r"|lùi|hoãn|từ nay|còn|mời|nắng|mưa|rét|gió|triều|lũ)\b",
    re.IGNORECASE,
)
_DUE_BY = re.compile(r"(?:đến|tới|trước|hết|hạn(?: chót| cuối)?)(?: hết)?(?: ngày| lúc| khoảng)*\s?$", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:tính|kể)(?: cho)? (?:đến|tới|từ)\b[^,]{0,12}$", re.IGNORECASE)
_LED_UP = re.compile(r"(?:là|nhất|vào|lúc|:|-|–)(?: ngày| lúc| khoảng| đúng)*\s?$", re.IGNORECASE)
_FROM = re.compile(
    r"(?:\btừ|\bkể từ|\bsau|\bbắt đầu|\bsinh)(?: khoảng| trưa| sáng| chiều| tối)?(?: ngày)?\s?$", re.IGNORECASE
)
_BACK = re.compile(
    r"\b(?:đã|vừa(?! qua lại)|từng|hồi|trước đó|năm ngoái|tính đến|tính tới|hôm qua|vừa qua|bị bắt|quy định tại"
    r"|được ban hành)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r",?\s?(?:\([^)]{0,20}\),?\s?)?(?:đã|vừa|cũng|lại)?\s?(?:cho (?:biết|hay)|thông báo|công bố|tuyên bố|nói|viết"
    r"|đưa tin|dẫn lời|khẳng định|xác nhận|phát biểu|thông tin|nhận định|cảnh báo|trả lời|tiết lộ|ra quyết định|ký)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:cho (?:biết|hay)|thông báo|tuyên bố|nói|viết|đưa tin|khẳng định|xác nhận|trả lời|tiết lộ|phát biểu|phỏng vấn"
    r"|nhận định|họp báo|trao đổi)\b",
    re.IGNORECASE,
)
_OTHER_CLAUSE = re.compile(rf"{_TELLS.pattern}|[)–;]|\s-\s", re.IGNORECASE)
_SOON = re.compile(r"\s?(?:\([^)]{0,12}\)\s?)?(?:tới|sắp tới|tới đây)\b(?! \d)", re.IGNORECASE)
_DAYS_AHEAD = re.compile(r"\b(?:những|các) (?P<unit>ngày|giờ|tuần) (?:sắp )?(?:tới|tiếp theo)\b(?! \d)", re.IGNORECASE)
_MANY = {"giờ": timedelta(hours=10), "ngày": timedelta(days=10), "tuần": timedelta(weeks=10)}
_NOW = re.compile(r"(?:nay|này)$", re.IGNORECASE)
_EVENING = re.compile(r"(?:tối|đêm) nay$", re.IGNORECASE)
_EVENING_BEGINS = 18  # o'clock
_FIGURE = re.compile(
    r"hôm nay.{0,40}\bngày mai\b|\b(?:vì|cho|về|của) (?:một )?ngày mai\b|ngày mai (?:tươi|tốt|hạnh)", re.IGNORECASE
)
_NEXT = re.compile(r"(?:tới|tiếp theo|kế tiếp)$", re.IGNORECASE)
_VISIT = re.compile(r"\b(?:thăm|chuyến|công du)\b", re.IGNORECASE)  # «chuyến thăm 5 ngày tới Đà Nẵng»
_MAY_END = re.compile(
    r"\b(?:sáng|sớm|trưa|chiều|tối|đêm|khuya|ngày|hôm|bữa)\s{1,3}(?:nay|mai|mốt|kia)\b|\b(?:tuần"
    r"|tháng)\s{1,3}(?:này|tới|sau)\b"
    r"|(?:phút|giờ|hồ|tiếng|\dh|ngày|đêm|tuần|tháng|rưỡi)\s{1,3}(?:qua |sắp )*(?:tới|tiếp theo|kế tiếp|nữa)\b",
    re.IGNORECASE,
)
_AROUND = 70  # characters
_NEAR = 45  # characters
_MOST_DAYS = 370  # who writes of later days plans; no post of today is read then


@dataclass(frozen=True, slots=True)
class TimeAhead:
    words: str
    start: int
    end: int
    until: datetime


def times_ahead(text: str, said_at: datetime) -> tuple[TimeAhead, ...]:
    """In the order of the text; each lay ahead of `said_at`, whose zone is that of the days."""
    found = [*_planned(text, said_at), *_relative(text, said_at)]
    return tuple(sorted(found, key=lambda one: one.start))


def deadlines(text: str, said_at: datetime) -> tuple[TimeAhead, ...]:
    """Those of the calendar alone: «trước ngày 25/11», «lúc 17 giờ ngày 25/11»."""
    return tuple(_planned(text, said_at))


def _planned(text: str, said_at: datetime) -> Iterator[TimeAhead]:
    for one in stated_times(text, said_at):
        if said_at < one.until < said_at + timedelta(days=_MOST_DAYS) and _is_planned(one, text, said_at):
            yield TimeAhead(one.words, one.start, one.end, one.until)


def _is_planned(one: StatedTime, text: str, said_at: datetime) -> bool:
    start, end = _sentence(text, one.start)
    before, sentence = text[start : one.start], text[start:end]
    if _SOON.match(text, one.end):
        return True
    if _COUNTED.search(before) or (_FROM.search(before) and not one.is_range):
        return False  # what begins then is so from then on
    if one.at.date() <= said_at.date():  # today: most often the day on which it was told
        return not _BACK.search(sentence) and _is_planned_for(one.start, one.end, text)
    if _DUE_BY.search(before) or _PLANNED.search(sentence):
        return True
    if _BACK.search(sentence):
        return False
    return bool(_DUE.search(sentence) and (one.is_range or _LED_UP.search(before) or not before.strip(' -–•*"“(')))


def _is_planned_for(at: int, to: int, text: str) -> bool:
    """Whether something is planned for today and not only told today: «Hôm nay, ông A cho biết sẽ…»."""
    start, end = _sentence(text, at)
    *_, before = (None, *_PLANNED.finditer(text, start, at))
    led = before and at - before.end() < 2 * _NEAR and not _OTHER_CLAUSE.search(text, before.end(), at)
    if led and not text[at].isupper():  # «Ngày 27-12, ông A…» begins another clause
        return not _TOLD.match(text, to)
    after = _PLANNED.search(text, to, min(end, to + 4 * _NEAR))
    return bool(after and not (_TELLS.search(text, to, after.start()) or _BACK.search(text, to, after.start())))


def _is_told_as_past(text: str, at: int) -> bool:
    """Whether the nearest sign before it says so."""
    start = max(_sentence(text, at)[0], at - _NEAR)
    back = max((m.start() for m in _BACK.finditer(text, start, at)), default=-1)
    return back > max((m.start() for m in _PLANNED.finditer(text, start, at)), default=-1)


def _relative(text: str, said_at: datetime) -> Iterator[TimeAhead]:
    for one in _said_of_now(text, said_at):
        if _lies_ahead(one, text, said_at):
            yield TimeAhead(one.words, one.start, one.end, one.until)
    for m in _DAYS_AHEAD.finditer(text):
        if not _is_told_as_past(text, m.start()):
            yield TimeAhead(m[0], m.start(), m.end(), said_at + _MANY[m["unit"].lower()])


def _said_of_now(text: str, said_at: datetime) -> Iterator[RelativeTime]:
    """Relative times, looked for only around words that may end one: the patterns of all of them are slow."""
    end = 0
    for m in _MAY_END.finditer(text):
        if m.start() < end:
            continue
        start, end = max(end, m.start() - _AROUND), min(len(text), m.end() + _AROUND)
        for one in relative_times(text[start:end], said_at):
            if one.end < end - start or end == len(text):
                yield replace(one, start=one.start + start, end=one.end + start)


def _lies_ahead(one: RelativeTime, text: str, said_at: datetime) -> bool:
    start, end = _sentence(text, one.start)
    if _FIGURE.search(text, start, end) or (
        _is_quoted(text, start, one.start) and not _PLANNED.search(text, start, end)
    ):
        return False
    before = text[max(start, one.start - _NEAR) : one.start]
    if one.is_span:
        is_next = _NEXT.search(one.words) or (one.words.lower().endswith("nữa") and _PLANNED.search(text, start, end))
        return bool(is_next) and not (_VISIT.search(before) or _is_told_as_past(text, one.start))
    if not _NOW.search(one.words.strip()):
        return not _is_told_as_past(text, one.start)
    if re.search(r"\b(?:đến|tới|mãi|giá (?:\w+ ){1,4})$|\b(?:đến|tới|mãi) $", before, re.IGNORECASE):
        return False
    is_evening = _EVENING.search(one.words) and said_at.hour < _EVENING_BEGINS
    return _is_planned_for(one.start, one.end, text) or bool(is_evening and not _BACK.search(text, start, end))


def _is_quoted(text: str, start: int, at: int) -> bool:
    before = text[start:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, at - 600), at)), default=max(0, at - 600))
    ended = _SENTENCE_END.search(text, at, at + 600)
    return start, ended.start() if ended else min(len(text), at + 600)
