"""Advertisements dressed as articles: several marks of selling together, since they hardly ever say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.message import say
from domain.understanding import SignalReason
from nlp.cues import Reading, cues, lower
from nlp.signals.found import Found, Places, once
from vietnamese.text import CAPITALS

_ENOUGH = 5.0  # points
_MIN_SELLING = 2  # marks that only a seller leaves
_USUAL_CHARS = 1900  # of an article; counts are for one of this length
_BRAND = re.compile(rf"[{CAPITALS}][\w&'’-]*(?: [{CAPITALS}0-9][\w&'’-]*)*")
_ODD_CASE = re.compile(r"[^\W\d_][A-Z]|^[A-Z]{3,}")
_EVIDENCE = 2  # places of each mark
_REASON_OF = {
    "buyers": SignalReason.ORDERING,
    "contact": SignalReason.ORDERING,
    "gifts": SignalReason.PRICE,
    "campaign": SignalReason.PRICE,
    "praise": SignalReason.SALES_PRAISE,
}


@dataclass(frozen=True, slots=True)
class _Mark:
    points: float
    places: Places
    reason: SignalReason | None = None


def advertorial(reading: Reading) -> Found | None:
    both = f"{reading.low_title}\n{reading.low}"
    lengths = max(1.0, len(both) / _USUAL_CHARS)
    marks = [*_selling(reading, both, lengths)]
    if len(marks) < _MIN_SELLING:
        return None
    marks += _dressing(reading, both, lengths)
    if sum(m.points for m in marks) < _ENOUGH:
        return None
    places = [place for m in marks for place in m.places[:_EVIDENCE]]
    reasons = tuple(say(m.reason) for m in marks if m.reason)
    return Found(1.0, reasons or (say(SignalReason.SALES_PRAISE),), places)


def _different(name: str, text: str) -> int:
    """A phrase that is repeated counts once."""
    return len(set(cues("advertorial")[name].findall(text)))


def _mark(reading: Reading, name: str, points: float) -> _Mark:
    reason = _REASON_OF.get(name)
    return _Mark(points, once(cues("advertorial")[name], reading.low, _EVIDENCE), reason)


def _selling(reading: Reading, both: str, lengths: float) -> Iterator[_Mark]:
    """Marks that only a seller leaves."""
    marks = cues("advertorial")
    gifts = _different("gifts", both) / lengths**0.6
    if gifts >= 2:
        yield _mark(reading, "gifts", 1.0 + (gifts >= 4))
    if marks["contact"].search(reading.low):
        yield _mark(reading, "contact", 1.0)
    if marks["campaign"].search(both):
        yield _mark(reading, "campaign", 1.0)
    things = _different("thing", both)
    if things >= 2:
        yield _mark(reading, "thing", 0.5 + 0.5 * (things >= 4))
    brand, told = _brand(reading)
    if told / lengths >= 3:
        yield _Mark(0.5 + 0.5 * (told / lengths >= 5), brand)
    if any(marks[name].search(reading.low_title) for name in ("gifts", "praise", "title")):
        yield _Mark(1.0, [])


def _dressing(reading: Reading, both: str, lengths: float) -> Iterator[_Mark]:
    """Buyers and praise, and no voice beside the seller's."""
    marks = cues("advertorial")
    buyers = len(marks["buyers"].findall(both)) / lengths
    if buyers >= 3:
        yield _mark(reading, "buyers", 1.0 + (buyers >= 6))
    praise = _different("praise", both) / lengths**0.6
    if praise >= 4:
        yield _mark(reading, "praise", 1.0 + (praise >= 7) + (praise >= 10))
    pitch = _different("pitch", both) / lengths**0.6
    if pitch >= 3:
        yield _mark(reading, "pitch", 0.5 + 0.5 * (pitch >= 4) + 0.5 * (pitch >= 5) + 0.5 * (pitch >= 6))
    others = len(marks["authority"].findall(both))
    if others != 1:
        yield _Mark(1.0 if others == 0 else -1.0 * min(4, others - 1), [])


def _brand(reading: Reading) -> tuple[Places, int]:
    """The name of the title that the text repeats most."""
    best: Places = []
    no_brand = cues("advertorial")["no_brand"]
    for m in _BRAND.finditer(reading.title):
        name, low = m[0], lower(m[0])
        odd = m.start() > 0 or " " in name or _ODD_CASE.search(name)
        if len(name) >= 3 and odd and not no_brand.fullmatch(low):
            told = [n.span() for n in re.finditer(re.escape(low), reading.low)]
            best = max(best, told, key=len)
    return best, len(best)
