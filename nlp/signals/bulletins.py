"""Bulletins told by their form: nearly every sentence forecasts or measures, and none reports."""

from nlp.cues import Reading, cues
from nlp.signals.found import Places

_MIN_SHARE = 0.55  # bulletins have .81 to .96, everything else at most .46
_MIN_SENTENCES = 4
_MIN_SENTENCE_CHARS = 18  # a shorter one without any mark is a byline or a heading


def shape(reading: Reading) -> tuple[float, Places]:
    """The share of sentences in a bulletin's form, with the first mark of each."""
    marks = cues("bulletin")
    count, places = 0, []
    for start, end in reading.sentences:
        hits = [m.span() for m in marks["form"].finditer(reading.low, start, end)]
        if end - start < _MIN_SENTENCE_CHARS and not hits:
            continue
        count += 1
        formed = len(hits) >= 2 or marks["strong"].search(reading.low, start, end)
        if formed and not marks["report"].search(reading.low, start, end):
            places.append(hits[0] if hits else (start, end))
    return (len(places) / count if count else 0.0), places


def names_office(reading: Reading) -> bool:
    office = cues("bulletin")["office"]
    return bool(office.search(reading.low) or office.search(reading.low_title))


def bulletin(reading: Reading) -> Places:
    """The places that show it, none if it is no bulletin of an office that forecasts."""
    if not names_office(reading):
        return []
    share, places = shape(reading)
    return places if share >= _MIN_SHARE and len(places) >= _MIN_SENTENCES else []
