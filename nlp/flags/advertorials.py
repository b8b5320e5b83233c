"""An advertisement dressed as an article: it carries the mark that the law asks for, or sells without it.

The Law on Advertising (16/2012/QH13, amended by Law 75/2025/QH15) wants advertisements told apart from the news by a
printed mark. A mark is a line of its own, the section's label, the byline, or stands in brackets at the title: the same
words within a sentence are news about advertising.
"""

import re
from collections.abc import Iterator

from domain.article import Article
from domain.flags import FlagReason, Part, RaisedFlag
from domain.message import say
from domain.story import Flag
from domain.understanding import SignalKind, SignalReason
from nlp.cues import Reading, cues, lower
from nlp.flags.reading import quotes, reading_of
from nlp.places.scan import compose
from nlp.signals.advertisements import advertorial
from nlp.signals.found import Places
from nlp.signals.passages import SHORT_CHARS, passage

_HEAD_LINES, _TAIL_LINES = 2, 3
_DRESS = " \t\u00a0[](){}<>«»“”\"'*•|–—-_:.…#"
_LINE = re.compile(r"[^\n]+")
_BRACKETED = re.compile(r"^\s*[\[(]([^\])]{2,40})[\])]|[\[(]([^\])]{2,40})[\])]\s*$")


def found(article: Article) -> RaisedFlag | None:
    reading = reading_of(article)
    return _marked(article, reading) or _selling(article, reading)


def _marked(article: Article, reading: Reading) -> RaisedFlag | None:
    places = [*_marked_lines(reading)]
    if places:
        return _with_mark(article, Part.TEXT, places)
    titled = [m.span(1 if m[1] else 2) for m in _BRACKETED.finditer(reading.title) if _is_mark(m[1] or m[2])]
    if titled:
        return _with_mark(article, Part.TITLE, titled)
    for label in (article.publisher_section, article.byline):
        if _is_mark(compose(label)[0]):
            return RaisedFlag(flag=Flag.ADVERTORIAL, why=say(FlagReason.ADVERTORIAL_MARKED, mark=label.strip()))
    return None


def _with_mark(article: Article, part: Part, places: Places) -> RaisedFlag:
    quoted = quotes(article, part, places)
    why = say(FlagReason.ADVERTORIAL_MARKED, mark=quoted[0].span.quote)
    return RaisedFlag(flag=Flag.ADVERTORIAL, why=why, quotes=quoted)


def _marked_lines(reading: Reading) -> Iterator[tuple[int, int]]:
    lines = [*_LINE.finditer(reading.text)]
    tail = max(_HEAD_LINES, len(lines) - _TAIL_LINES)
    for line in (*lines[:_HEAD_LINES], *lines[tail:]):
        if _is_mark(line[0]):
            words = line[0].strip(_DRESS)
            start = line.start() + line[0].index(words)
            yield start, start + len(words)


def _is_mark(label: str) -> bool:
    words = lower(label).strip(_DRESS)
    return bool(words and cues("advertorial", "flag_cues")["mark"].fullmatch(words))


def _selling(article: Article, reading: Reading) -> RaisedFlag | None:
    seller = advertorial(reading)
    if not seller and len(reading.text) < SHORT_CHARS:
        seller = passage(SignalKind.ADVERTORIAL, reading, article.published_at)
    if not seller or all(reason.code == SignalReason.SPONSORED for reason in seller.reasons):
        return None  # words of a mark within a sentence
    why = say(FlagReason.ADVERTORIAL_UNMARKED)
    return RaisedFlag(flag=Flag.ADVERTORIAL, why=why, quotes=quotes(article, Part.TEXT, seller.places))
