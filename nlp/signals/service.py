"""Service: what an ordinary reader can act on from the day it was published."""

import re
from collections.abc import Iterator

from domain.message import say
from domain.understanding import SignalReason
from nlp.cues import Reading, abroad, cues
from nlp.signals.bulletins import names_office, shape
from nlp.signals.found import Found, Places

_ENOUGH = 1.0
_WHEN = re.compile(
    r"\d{1,2}\s?(?:h|giờ)\s?(?:\d{2})?|\d{1,2}:\d{2}"
    r"|(?:ngày )?\d{1,2}\s?[/-]\s?\d{1,2}(?:\s?[/-]\s?\d{4})?|ngày \d{1,2}|\d{1,2} tháng \d{1,2}"
)
_WHEN_WITHIN = 100  # characters
_ADVICE = re.compile(
    r"(?:^|[\n.:;•*-]\s*)(?:-\s*)?((?:không nên|nên|hãy|tránh|hạn chế|đừng|tuyệt đối không|cần"
    r"|không (?:tự ý|dùng|uống|ăn|để|cho|mở|cung cấp|click|bấm|chuyển)|uống (?:đủ|nhiều)|ăn chín|rửa tay|đeo khẩu trang"
    r"|mang theo|đưa (?:trẻ|người|bệnh nhân)|kiểm tra|chọn|giữ (?:ấm|vệ sinh)|sử dụng|luôn)\s[^.\n]{5,60})"
)
_ARREST = re.compile(
    r"^\W*(?:bắt|khởi tố|tạm giữ|tạm giam|triệt phá|xét xử|truy tố|truy nã)(?!\w)|bị bắt|lĩnh án|hầu tòa|sa lưới"
)
_FORECAST_SHARE, _FORECAST_SENTENCES = 0.3, 4


def useful(reading: Reading) -> Found | None:
    marks = cues("useful")
    title = reading.low_title
    a_crime = marks["crime"].search(title)
    forecast = None if a_crime else _forecast(reading)
    if forecast:
        return forecast
    scam = not _ARREST.search(title) and bool(marks["scam"].search(title) and marks["order"].search(reading.low))
    if (a_crime and not scam) or cues("good_news")["show"].search(title) or abroad(reading):
        return None
    found = [*_marks(reading)]
    total = sum(points for points, _, _ in found) + 0.4 * scam
    total += 0.4 * bool(marks["title"].search(title)) - 0.4 * bool(marks["officialdom"].search(title))
    if round(total, 2) < _ENOUGH:
        return None
    reasons = (SignalReason.SCAM,) if scam else ()
    return Found(
        total,
        tuple(map(say, (*reasons, *(reason for _, reason, _ in found)))),
        [place for _, _, places in found for place in places[:3]],
    )


def _forecast(reading: Reading) -> Found | None:
    """News that is a good part forecast."""
    if not names_office(reading):
        return None
    share, formed = shape(reading)
    told = reading.spans(cues("useful")["forecast"])
    if share < _FORECAST_SHARE or len(formed) < _FORECAST_SENTENCES or len(told) < 2:
        return None
    return Found(1.0, (say(SignalReason.FORECAST),), told)


def _marks(reading: Reading) -> Iterator[tuple[float, SignalReason, Places]]:
    """Points, why, and where; a sentence that orders twice, or a service told twice, counts once."""
    marks = cues("useful")
    orders = reading.spans(marks["order"])
    told = len({reading.sentence_at(start) for start, _ in orders})
    if told:
        yield 0.25 * min(told, 3), SignalReason.SAFETY_ADVICE, orders
    exhorts = reading.spans(marks["exhort"])
    if exhorts:
        yield 0.25, SignalReason.SAFETY_ADVICE, exhorts
    calls = reading.spans(marks["call"])
    if calls:
        yield 0.6, SignalReason.PHONE, calls
    accounts = reading.spans(marks["account"])
    if accounts:
        yield 0.5, SignalReason.SUPPORT, accounts
    services = {reading.low[a:b]: (a, b) for a, b in reading.spans(marks["service"]) if _dated(reading.low, a, b)}
    if services:
        yield 0.2 * min(len(services), 3), SignalReason.DEADLINE, [*services.values()]
    advice = [m.span(1) for m in _ADVICE.finditer(reading.low)]
    if len(advice) >= 2:
        yield 0.3 * min(len(advice) - 1, 2), SignalReason.SAFETY_ADVICE, advice


def _dated(text: str, start: int, end: int) -> bool:
    return bool(_WHEN.search(text, max(0, start - _WHEN_WITHIN), end + _WHEN_WITHIN))
