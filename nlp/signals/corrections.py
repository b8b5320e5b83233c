"""A newsroom that corrects itself or apologises to its readers; others who apologise are news."""

import re

from domain.message import say
from domain.understanding import SignalReason
from nlp.cues import Reading, cues
from nlp.signals.found import Found, Places

_HEADED = re.compile(
    r"\s*(?:tin |lời |thông tin |thông báo )?"
    r"(?:đính chính|cải chính|cáo lỗi|xin lỗi bạn đọc|nói lại cho rõ|tòa soạn xin lỗi)(?=$|[ :,.])"
)
_OPENED = re.compile(r"(?:^|\n|[.!?…] )[ \[(*]*((?:đính chính|cải chính|nói lại cho rõ)(?: lại)?)\s*[:–-]")
_EARLIER = re.compile(
    r"(?:bài|tin|bản tin|tin bài)(?: viết| báo)?(?: trước| cũ| đầu)?(?: đó)? (?:đã |từng )?"
    r"(?:đăng|đưa|nêu|ghi|phát|dẫn|viết)"
    r"|(?:bài|tin|bản tin|bản) trước"
)
_TOLD = re.compile(r"(?<!\w)(?:phải|buộc|báo (?:của )?(?:anh|mỹ|pháp|đức|nga|nhật|úc|hàn|trung quốc|này|kia|đó))(?!\w)")
_READERS_WITHIN = 250  # characters
_REMEDY_WITHIN = 200  # characters behind the fault
_SHORT_CHARS = 700  # a correction is short, or says so at its beginning
_MANY = 2  # faults told without an apology


def correction(reading: Reading) -> Found | None:
    places = _places(reading)
    return Found(1.0, (say(SignalReason.NEWSROOM_CORRECTION),), places) if places is not None else None


def _places(reading: Reading) -> Places | None:
    marks = cues("correction")
    apologies = [
        s
        for s in reading.spans(marks["apology"])
        if not _of_others(reading, s[0]) and not _is_told(reading.low[slice(*s)])
    ]
    faults = [s for s in reading.spans(marks["fault"]) if not _of_others(reading, s[0])]
    reader = marks["reader"]
    headed = _HEADED.match(reading.low_title) and not marks["others"].search(reading.low_title)
    if headed and (apologies or faults or reader.search(reading.low)):
        return apologies + faults
    to_readers = [
        (a, b) for a, b in apologies if reader.search(reading.low, max(0, a - _READERS_WITHIN), b + _READERS_WITHIN)
    ]
    if to_readers:
        return to_readers + faults
    if len(faults) >= _MANY and reader.search(reading.low):
        return faults
    return _opened(reading) or _mended(reading)


def _opened(reading: Reading) -> Places | None:
    """«Đính chính: …, không phải … như tin đã đăng», at the beginning of a sentence of its own."""
    for m in _OPENED.finditer(reading.low):
        earlier = _EARLIER.search(reading.low, m.end(), m.end() + _READERS_WITHIN)
        if earlier:
            return [m.span(1), earlier.span()]
    return None


def _mended(reading: Reading) -> Places | None:
    """A short text whose own medium was wrong, with the right value or an apology beside it."""
    marks = cues("correction")
    wrong, right = marks["medium_fault"], marks["remedy"]
    for m in wrong.finditer(reading.low[:_SHORT_CHARS]):
        if _of_others(reading, m.start()) or marks["others_medium"].search(m[0]):
            continue
        mended = right.search(reading.low, m.start(), m.end() + _REMEDY_WITHIN)
        if mended and not _of_others(reading, mended.start()):
            return [m.span(), mended.span()]
    return None


def _is_told(apology: str) -> bool:
    """Another paper's, or quoted, or one that somebody has to make."""
    quoted = apology.count("“") > apology.count("”") or apology.count('"') % 2 == 1
    return quoted or bool(_TOLD.search(apology))


def _of_others(reading: Reading, at: int) -> bool:
    """Somebody else speaks in this sentence, or it is within a quotation."""
    start, _ = reading.sentence_at(at)
    before = reading.low[start:at]
    quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return quoted or bool(cues("correction")["others"].search(before))
