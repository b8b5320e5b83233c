"""Good news: a deed in the title or the lead, and neither a wrong, a promise nor a show beside it."""

import re

from domain.message import say
from domain.understanding import SignalReason
from nlp.cues import Reading, cues
from nlp.signals.found import Found, Places

_LEAD_CHARS = 450
_ENOUGH = 0.75
_DEEDS = {
    "people_helping": SignalReason.PEOPLE_HELPING,
    "achievement": SignalReason.ACHIEVEMENT,
    "heritage": SignalReason.HERITAGE,
    "learning": SignalReason.LEARNING,
}


def good_news(reading: Reading) -> Found | None:
    marks = cues("good_news")
    title, lead = reading.low_title, reading.low[:_LEAD_CHARS]
    if grave(reading) or marks["show"].search(title) or promised(reading):
        return None
    if len(marks["show"].findall(lead)) >= 2:
        return None
    total, reasons, places = 0.0, [], Places()
    for deed, reason in _DEEDS.items():
        in_title = marks[deed].search(title)
        here = [m.span() for m in marks[deed].finditer(lead)]
        if in_title:
            total += 0.5 if marks["weak"].fullmatch(in_title[0]) else 1.0
        if here:
            total += 0.5 + 0.25 * (len({lead[a:b] for a, b in here}) > 1)
        if in_title or here:
            reasons.append(say(reason))
            places += here[:3] or reading.spans(marks[deed])[:2]
    return Found(total, tuple(reasons), places) if total >= _ENOUGH else None


def promised(reading: Reading) -> bool:
    return bool(cues("good_news")["promise"].search(reading.low_title))


def grave(reading: Reading) -> bool:
    """Someone died or was wronged: whatever else it tells, this is not passed on as good news."""
    marks = cues("good_news")
    head = f"{reading.low_title}\n{reading.low[:_LEAD_CHARS]}"
    return any_grave(head, marks["grave"], rescue=marks["rescue"], mild=marks["mild"])


def any_grave(text: str, words: re.Pattern[str], *, rescue: re.Pattern[str], mild: re.Pattern[str]) -> bool:
    """Where somebody is rescued, the mild ones of these words do not count."""
    found = [m[0] for m in words.finditer(text)]
    return bool(found) and (not rescue.search(text) or any(not mild.fullmatch(one) for one in found))
