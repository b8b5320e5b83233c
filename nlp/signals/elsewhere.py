"""What is told of somebody else, of the past or of abroad: nothing a reader can act on."""

import re
from datetime import date, datetime

from nlp.cues import Reading, abroad, cues

_DAY = re.compile(
    r"(?<![\d.,/-])(?:ngày )?(\d{1,2})(?:\s?[/.-]\s?| tháng )(\d{1,2})(?:(?:\s?[/.-]\s?| năm )(\d{4}))?(?![\d/%]|,\d)"
)
_YEAR = re.compile(r"(?<!\w)(?:năm|tháng \d{1,2}/) ?(\d{4})(?!\d)")
_ORDER = re.compile(
    r"(?<!\w)(?:đề nghị|mời|khuyến cáo|lưu ý|nhắc) (?:ai|những ai|người|bà con|phụ huynh|hộ|chủ)(?!\w)"
    r"[^.\n]*(?:ngay|đến|gọi|khai báo|liên hệ|mang|đưa)"
)
_HALF_A_YEAR = 183  # days: without a year the nearest such day is meant


class Elsewhere:
    """Says of a place in the text whether it is told of elsewhere."""

    def __init__(self, reading: Reading, published_at: datetime | None) -> None:
        self._reading = reading
        self._day = published_at.date() if published_at else None
        self._abroad = abroad(reading)
        self._home = bool(cues("abroad")["home"].search(f"{reading.low_title}\n{reading.low}"))
        self._foreign = cues("abroad")["places"]
        self._marks = cues("told_elsewhere")
        self._readers = cues("useful")["readers"]

    def told(self, at: int) -> bool:
        """By the sentence around it; an order to readers in it outweighs somebody's duty."""
        if self._abroad:
            return True
        start, end = self._reading.sentence_at(at)
        sentence = self._reading.low[start:end]
        if not self._home and self._foreign.search(sentence):
            return True
        if _ORDER.search(sentence):
            return False
        if any(self._marks[name].search(sentence) for name in ("past", "proposal", "crime")) or self._is_over(sentence):
            return True
        return bool(self._marks["duty"].search(sentence)) and not self._readers.search(sentence)

    def _is_over(self, sentence: str) -> bool:
        """Every day that it names was before the text was published."""
        if not self._day:
            return False
        days = [day for m in _DAY.finditer(sentence) if (day := _dated(m, self._day))]
        if days:
            return max(days) < self._day
        years = [int(m[1]) for m in _YEAR.finditer(sentence)]
        return bool(years) and max(years) < self._day.year


def _dated(m: re.Match[str], published: date) -> date | None:
    try:
        if m[3]:
            return date(int(m[3]), int(m[2]), int(m[1]))
        near = date(published.year, int(m[2]), int(m[1]))
    except ValueError:
        return None
    if abs((near - published).days) <= _HALF_A_YEAR:
        return near
    return near.replace(year=near.year + (1 if near < published else -1), day=min(near.day, 28))
