"""What in an article helps a page or asks its editor for care, each with the words that show it.

Rules over visible evidence. They speak of form, service and care; none speaks of opinion.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from domain.message import say
from domain.understanding import Signal, SignalKind, SignalReason, Span
from domain.warning import Bulletin
from nlp.cues import Reading
from nlp.places.scan import compose
from nlp.privacy import privacy
from nlp.signals.advertisements import advertorial
from nlp.signals.bulletins import bulletin
from nlp.signals.corrections import correction
from nlp.signals.found import Found, Places, evidence
from nlp.signals.good_news import good_news
from nlp.signals.passages import SHORT_CHARS, passage
from nlp.signals.service import useful
from nlp.warnings.current import read_bulletin
from nlp.warnings.hazards import hazard_of

_BULLETIN_CHARS = 1500  # a longer text that only opens like a bulletin is news about one
_OF_SELLERS = frozenset((SignalKind.USEFUL, SignalKind.GOOD_NEWS))


def signals(*, title: str, text: str, published_at: datetime | None = None) -> tuple[Signal, ...]:
    """Every signal the article shows, one for each kind. Evidence is in `text`, exactly as published."""
    composed, at = compose(text)
    found = _signals(Reading(compose(title)[0], composed), published_at)
    if composed is text:
        return found
    return tuple(replace(s, evidence=tuple(_moved(e, text, at) for e in s.evidence)) for s in found)


def _moved(span: Span, text: str, at: Callable[[int], int]) -> Span:
    start, end = at(span.start), at(span.end)
    return Span(start, end, text[start:end])


def _signals(reading: Reading, published_at: datetime | None) -> tuple[Signal, ...]:
    formed = bulletin(reading)
    judged: dict[SignalKind, Found | None] = {
        SignalKind.ADVERTORIAL: advertorial(reading),
        SignalKind.USEFUL: useful(reading),
        SignalKind.GOOD_NEWS: good_news(reading),
        SignalKind.CORRECTION: correction(reading),
    }
    if len(reading.text) < SHORT_CHARS:
        judged = {kind: found or passage(kind, reading, published_at) for kind, found in judged.items()}
    if formed and not judged[SignalKind.USEFUL]:
        judged[SignalKind.USEFUL] = Found(1.0, (say(SignalReason.FORECAST),), formed)
    if judged[SignalKind.ADVERTORIAL]:  # an advertisement's service and good news are the seller's
        judged = {kind: found for kind, found in judged.items() if kind not in _OF_SELLERS}
    said = [found.signal(kind, reading.text) for kind, found in judged.items() if found]
    warning = _warning(reading, formed, published_at)
    if warning:
        return (*said, warning)
    names = privacy(reading, published_at)
    if names:
        reason = say(SignalReason.NAMED_VULNERABLE)
        said.append(Signal(kind=SignalKind.PRIVACY, reasons=(reason,), evidence=evidence(reading.text, names, 10)))
    return tuple(said)


def _warning(reading: Reading, formed: Places, published_at: datetime | None) -> Signal | None:
    read = read_bulletin(Bulletin(title=reading.title, text=reading.text, published_at=published_at))
    if read and (formed or read.level or len(reading.text) < _BULLETIN_CHARS):
        reason = say(SignalReason.BULLETIN, hazard=read.hazard.value)
        if read.level:
            reason = say(SignalReason.BULLETIN_LEVEL, hazard=read.hazard.value, level=read.level)
        return Signal(kind=SignalKind.WARNING, reasons=(reason,), evidence=read.evidence)
    if not formed:
        return None
    named = hazard_of(f"{reading.title}\n{reading.text}")
    reason = say(SignalReason.BULLETIN, hazard=named[0].value) if named else say(SignalReason.FORECAST)
    return Signal(kind=SignalKind.WARNING, reasons=(reason,), evidence=evidence(reading.text, formed))
