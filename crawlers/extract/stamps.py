"""The dates that a page shows for its article: near the headline, and of nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from lxml import html

from crawlers.dates import reader
from crawlers.dates.reader import FUTURE_LEEWAY, Reading, clean, read_words, readings_in
from crawlers.extract.markup import words
from crawlers.extract.stamp_lines import MAX_LINE_CHARS, MAX_SHORT_CHARS, Line, lines_of, names_of, raws_of
from crawlers.extract.stamp_places import Places
from crawlers.extract.stamp_words import Kind, fold, is_hint, is_sentence, kind_of
from domain.times import VIETNAM

_MAX_LABEL_CHARS = 40
_MIN_RAW_CHARS = 8
_MAX_RAW_CHARS = 100
_SPAN = re.compile(r"\W{0,4}(?:-|đến|tới|to)(?: hết)?(?: ngày)?\W{0,4}")  # from one day to another
_JUST_CLOCK = re.compile(
    r"\W{0,4}(?:lúc |at )?\d{1,2}\s?(?:[:hg]|giờ)\s?(?:\d{2})?(?::\d\d)?['’]?\s?(?:[ap]m|sa|ch)?\W{0,3}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One date of the article as readers see it, and as the same element says it to machines."""

    kind: Kind
    seen: Reading | None = None
    stated: Reading | None = None


def find(tree: html.HtmlElement, titles: tuple[str, ...], *, now: datetime) -> list[Shown]:
    """The article's dates, those first that are surest; none in the future."""
    body = tree.find("body")
    lines = lines_of(tree if body is None else body)
    places = Places(tree, lines, titles)
    ranked: list[tuple[int, Shown]] = []
    for at, line in enumerate(lines[: places.tail]):
        for shown in _dates(places, at, now) if line.may_be_stamp else ():
            reading = shown.seen or shown.stated
            rank = places.rank(at, shown.kind, reading, now) if reading else None
            if rank is not None:
                ranked.append((rank, shown))
    return [shown for _, shown in sorted(ranked, key=lambda pair: pair[0])]


def selected(tree: html.HtmlElement, selector: str, *, now: datetime) -> list[Shown]:
    """What a publisher's rule points at."""
    found = []
    for node in islice(tree.cssselect(selector), 3):
        text = clean(words(node), MAX_LINE_CHARS)
        seen = next(iter(readings_in(text)), None) or (read_words(text, now=now) if len(text) <= 60 else None)
        stated = next(_stated(node, now), None)
        if any(one and _is_past(one, now) for one in (seen, stated)):
            kind = kind_of(text[: seen.start] if seen else "")
            found.append(Shown(kind=Kind.BARE if kind is Kind.OTHER else kind, seen=seen, stated=stated))
    return found


def _dates(places: Places, at: int, now: datetime) -> Iterator[Shown]:
    line = places.lines[at]
    text = clean(line.text, MAX_LINE_CHARS)
    label = _label(places, at)
    found = _with_clock_beside(places, at, readings_in(text))
    if not found:
        yield from _without_days(line, text, label, now)
        return
    cuts = [0, *(one.end for one in found)]
    gaps = [text[cut : one.start] for cut, one in zip(cuts, found, strict=False)]
    if is_sentence(text, " ".join((*gaps, text[cuts[-1] :]))):
        yield from _named(line, now)
        return
    is_only = len(found) == 1
    stated = [(node, one) for node in line.marked for one in _stated(node, now)]
    kind = Kind.BARE
    for order, (gap, one) in enumerate(zip(gaps, found, strict=True)):
        node, said = next((pair for pair in stated if is_only or _is_same_day(pair[1], one)), (None, None))
        names = line.names if is_only else "" if node is None else names_of(node)
        before, kind = kind, kind_of(gap if order else label + gap, names)
        follows = before is Kind.OTHER and kind is Kind.BARE and "|" not in gap
        in_span = any(_SPAN.fullmatch(other) for other in gaps[max(1, order) : order + 2])
        kind = Kind.OTHER if follows or in_span else kind
        if _is_past(one, now):
            yield Shown(kind=kind, seen=one, stated=said)


def _is_same_day(one: Reading, other: Reading) -> bool:
    return one.moment.astimezone(VIETNAM).date() == other.moment.astimezone(VIETNAM).date()


def _named(line: Line, now: datetime) -> Iterator[Shown]:
    """A date in an element named after it, before a sentence in the same line."""
    for piece, owner in zip(line.pieces[:1], line.owners[:1], strict=True):
        found = readings_in(clean(piece, MAX_LINE_CHARS))
        if len(found) == 1 and _is_past(found[0], now) and is_hint(str(owner.tag), names_of(owner)):
            yield Shown(kind=kind_of(clean(piece, MAX_LINE_CHARS)[: found[0].start], names_of(owner)), seen=found[0])


def _without_days(line: Line, text: str, label: str, now: datetime) -> Iterator[Shown]:
    """«2 giờ trước», «24/11 17:30», and what scripts would have filled."""
    short = len(text) <= MAX_SHORT_CHARS
    said = read_words(text, now=now) if short else None
    before = label + (text[: said.start] if said else text if short else "")
    stated = [(node, one) for node in line.marked for one in _stated(node, now)]
    for node, one in () if is_sentence(text, text) else stated:
        yield Shown(kind=kind_of(before, names_of(node)), stated=one)
    if said and not stated and _is_past(said, now):
        kind = kind_of(before, line.names)
        if kind is Kind.PUBLISHED or line.has_hint:
            yield Shown(kind=kind, seen=said)


def _with_clock_beside(places: Places, at: int, found: list[Reading]) -> list[Reading]:
    """A clock that stands on a line of its own before or after the only day."""
    if len(found) != 1 or found[0].has_clock:
        return found
    for other in (at + 1, at - 1):
        if 0 <= other < len(places.lines) and not places.first <= other <= places.last:
            near = clean(places.lines[other].text, _MAX_LABEL_CHARS)
            if near and _JUST_CLOCK.fullmatch(near):
                text = clean(places.lines[at].text, MAX_LINE_CHARS)
                joined = readings_in(f"{text[found[0].start : found[0].end]} {near}")
                return [replace(one, start=found[0].start, end=found[0].end) for one in joined[:1]] or found
    return found


def _label(places: Places, at: int) -> str:
    """The short line before, where it opens this one: «Ngày đăng:»."""
    if at == 0 or places.first <= at - 1 <= places.last:
        return ""
    line, before = places.lines[at], places.lines[at - 1]
    text = fold(before.text)
    is_open = text.endswith((":", " lúc", " ngày", " vào"))
    is_cell = before.block.tag in ("td", "th", "dt", "label") and line.block.tag in ("td", "dd")
    return f"{text} " if len(text) <= _MAX_LABEL_CHARS and (is_open or is_cell) else ""


def _is_past(reading: Reading, now: datetime) -> bool:
    return reading.moment - now <= FUTURE_LEEWAY


def _stated(node: html.HtmlElement, now: datetime) -> Iterator[Reading]:
    """What an element says to machines, at most one reading."""
    for raw in raws_of(node):
        one = reader.read(raw[:_MAX_RAW_CHARS], now=now) if len(raw) >= _MIN_RAW_CHARS else None
        if one and _is_past(one, now):
            yield one
            return
