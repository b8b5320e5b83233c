"""The dates that a page shows for its article: near the headline, and of nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice

from lxml import etree, html

from crawlers.dates import reader
from crawlers.dates.reader import FUTURE_LEEWAY, Reading, clean, read_words, readings_in
from crawlers.extract.clutter import opens_tail
from crawlers.extract.markup import BLOCKS, words
from crawlers.extract.stamp_words import Kind, fold, is_foreign, is_hint, is_sentence, kind_of

_MAX_LINE_CHARS = 240  # letters of a line that may be a stamp
_MAX_SHORT_CHARS = 40  # letters of «Đăng 2 giờ trước»
_MAX_LABEL_CHARS = 40
_TITLE_CHARS = 19  # letters: a longer link is another article's headline
_NAME_CHARS = 40  # letters of a link over the text that may still be an author's name
_MOST_LINKED = 0.7
_PARAGRAPH_CHARS = 60
_LEAD_CHARS = 700  # letters between the headline and a date under the lead
_PATH_CHARS = 100  # letters between a date and the headline under it
_CLOCK_LAG = timedelta(minutes=5)  # a clock over the headline is this near to the time of reading
_MIN_RAW_CHARS = 8
_IN_TEXT = frozenset({"p", "li", "td", "th", "dd", "h2", "h3", "h4", "h5", "h6", "caption"})
_DIGIT = re.compile(r"\d")
_PATH = re.compile(r"bread-?crumb|crumb|(?:^|[\s_-])path(?:$|[\s_-])|cate")
_DATE_DATA = re.compile(r"data-[\w-]*(?:time|date|epoch|stamp|publi|unix)[\w-]*")
_JUST_CLOCK = re.compile(
    r"\W{0,4}(?:lúc |at )?\d{1,2}\s?(?:[:hg]|giờ)\s?(?:\d{2})?(?::\d\d)?['’]?\s?(?:[ap]m|sa|ch)?\W{0,3}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One date of the article as readers see it, and as the same element says it to machines."""

    kind: Kind
    seen: Reading | None = None
    stated: Reading | None = None


@dataclass(slots=True)
class _Line:
    """A stretch of text between two block tags."""

    block: html.HtmlElement
    pieces: list[str] = field(default_factory=list)
    owners: list[html.HtmlElement] = field(default_factory=list)
    marked: list[html.HtmlElement] = field(default_factory=list)
    linked: int = 0
    longest_link: int = 0
    text: str = ""
    length: int = 0

    @property
    def names(self) -> str:
        return " ".join(_names(node) for node in {self.block, *self.owners, *self.marked})

    def settled(self) -> "_Line":
        """Its text, cut; what cannot be a stamp lets its elements go: a flood of them fills the memory."""
        whole = " ".join(" ".join(self.pieces).split())
        self.length, self.text = len(whole), whole[: _MAX_LINE_CHARS + 1]
        is_stamp = self.marked or (
            len(whole) <= _MAX_LINE_CHARS and (_DIGIT.search(whole) or len(whole) <= _MAX_SHORT_CHARS)
        )
        if not is_stamp:
            self.pieces, self.owners = [], []
        return self

    def dated_owners(self) -> list[html.HtmlElement]:
        """The elements that hold the date's figures; all of them where no piece has enough."""
        dated = [
            owner for piece, owner in zip(self.pieces, self.owners, strict=True) if len(_DIGIT.findall(piece)) >= 4
        ]
        return dated or self.owners

    def is_title(self, longest_name: int) -> bool:
        return self.length > longest_name and self.linked > _MOST_LINKED * self.length

    @property
    def unlinked(self) -> int:
        return max(0, self.length - self.linked)


def find(tree: html.HtmlElement, title: str, *, now: datetime) -> list[Shown]:
    """The article's dates, those first that are surest; none in the future."""
    body = tree.find("body")
    lines = _lines(tree if body is None else body)
    page = _Page(lines, *_headline(tree, lines, title))
    ranked: list[tuple[int, Shown]] = []
    for at, line in enumerate(lines):
        if line.owners or line.marked:
            for shown in _dates(page, at, now):
                rank = page.rank(at, shown, now)
                if rank is not None:
                    ranked.append((rank, shown))
    return [shown for _, shown in sorted(ranked, key=lambda pair: pair[0])]


def selected(tree: html.HtmlElement, selector: str, *, now: datetime) -> list[Shown]:
    """What a publisher's rule points at."""
    found = []
    for node in islice(tree.cssselect(selector), 3):
        text = clean(words(node), _MAX_LINE_CHARS)
        seen = next(iter(readings_in(text)), None) or (read_words(text, now=now) if len(text) <= 60 else None)
        stated = next(_stated(node, now), None)
        if any(one and _is_past(one, now) for one in (seen, stated)):
            kind = kind_of(text[: seen.start] if seen else "")
            found.append(Shown(kind=Kind.BARE if kind is Kind.OTHER else kind, seen=seen, stated=stated))
    return found


class _Page:
    """The lines of a page around its headline."""

    def __init__(self, lines: list[_Line], first: int, last: int, headline: html.HtmlElement | None) -> None:
        self.lines, self.first, self.last, self.headline = lines, first, last, headline
        self.holders = set() if headline is None else {headline, *headline.iterancestors()}
        self.tail = next((at for at in range(last + 1, len(lines)) if opens_tail(lines[at].text)), len(lines))

    def rank(self, at: int, shown: Shown, now: datetime) -> int | None:
        """The smaller, the surer; None where the date is of something else or nothing tells."""
        line = self.lines[at]
        if shown.kind is Kind.OTHER or self._is_foreign(line):
            return None
        if self.headline is None:
            return at if shown.kind is Kind.PUBLISHED else None
        if at < self.first:
            return self._rank_above(at, shown, now)
        if at > self.last:
            return self._rank_below(at, shown)
        return _order(shown, 1) if at > self.first or _has_hint(self.lines[at]) else None  # in the h1 itself

    def _rank_above(self, at: int, shown: Shown, now: datetime) -> int | None:
        line, between = self.lines[at], self.lines[at + 1 : self.first]
        if line.linked or any(one.linked and not _is_path(one) for one in between):
            return None
        if sum(one.unlinked for one in between) > _PATH_CHARS:
            return None
        reading = shown.seen or shown.stated
        if reading is None or (shown.kind is Kind.BARE and _is_clock(reading, now)):
            return None
        is_told = reading.has_clock or shown.kind is not Kind.BARE or _has_hint(line)
        return _order(shown, len(between) * 2 + 1) if is_told or (not between and self._is_beside(line)) else None

    def _is_beside(self, line: _Line) -> bool:
        """Whether a line shares a small container with the headline."""
        above = [line.block.getparent(), _block_of(_block_of(line.block))]
        return any(
            node in self.holders and node.tag not in ("body", "html", "form") for node in above if node is not None
        )

    def _rank_below(self, at: int, shown: Shown) -> int | None:
        line, between = self.lines[at], self.lines[self.last + 1 : at]
        letters = sum(one.unlinked for one in between)
        in_text = any(one.unlinked >= _PARAGRAPH_CHARS for one in between)
        longest_name = _TITLE_CHARS if in_text else _NAME_CHARS
        if at >= self.tail or line.longest_link > longest_name or (between and between[-1].is_title(longest_name)):
            return None
        if in_text and shown.kind is not Kind.PUBLISHED and not _has_hint(line):
            is_plain = line.block.tag in _IN_TEXT or shown.seen is None or not shown.seen.has_clock
            if letters > _LEAD_CHARS or (is_plain and shown.kind is not Kind.CHANGED):
                return None
        if letters > _LEAD_CHARS:
            is_teaser = at + 1 < len(self.lines) and self.lines[at + 1].is_title(_TITLE_CHARS)
            if is_teaser or (shown.kind is not Kind.PUBLISHED and any(one.is_title(_NAME_CHARS) for one in between)):
                return None
        return _order(shown, (at - self.last) * 2)

    def _is_foreign(self, line: _Line) -> bool:
        for owner in {line.block, *line.dated_owners(), *line.marked}:
            for node in (owner, *owner.iterancestors()):
                if node in self.holders:
                    break
                if is_foreign(str(node.tag), _names(node)) or (node.tag == "header" and not self._is_own_head(node)):
                    return True
        return False

    def _is_own_head(self, node: html.HtmlElement) -> bool:
        """A <header> beside the headline is the article's; one beside what holds it is the site's."""
        parent = node.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return False
        return parent.tag in ("article", "section") or (
            self.headline is not None and self.headline.getparent() is parent
        )


def _order(shown: Shown, distance: int) -> int:
    return distance + {Kind.PUBLISHED: 0, Kind.BARE: 10_000_000, Kind.CHANGED: 20_000_000}.get(shown.kind, 0)


def _is_clock(reading: Reading, now: datetime) -> bool:
    """Whether it may be the time of day at which the page was made."""
    local = now.astimezone(reading.moment.tzinfo)
    if reading.has_clock:
        return abs(reading.moment - now) <= _CLOCK_LAG
    return reading.moment.date() == local.date()


def _dates(page: _Page, at: int, now: datetime) -> Iterator[Shown]:
    line = page.lines[at]
    text = clean(line.text, _MAX_LINE_CHARS)
    label = _label(page, at)
    found = _with_clock_beside(page, at, readings_in(text))
    if not found:
        yield from _without_days(line, text, label, now)
        return
    cuts = [0, *(one.end for one in found)]
    gaps = [text[cut : one.start] for cut, one in zip(cuts, found, strict=False)]
    if is_sentence(text, " ".join((*gaps, text[cuts[-1] :]))):
        return
    is_only = len(found) == 1
    stated = next((one for node in line.marked for one in _stated(node, now)), None) if is_only else None
    for at_gap, (gap, one) in enumerate(zip(gaps, found, strict=True)):
        if _is_past(one, now):
            kind = kind_of(gap if at_gap else label + gap, line.names if is_only else "")
            yield Shown(kind=kind, seen=one, stated=stated)


def _without_days(line: _Line, text: str, label: str, now: datetime) -> Iterator[Shown]:
    """«2 giờ trước», «24/11 17:30», and what scripts would have filled."""
    short = len(text) <= _MAX_SHORT_CHARS
    said = read_words(text, now=now) if short else None
    before = label + (text[: said.start] if said else text if short else "")
    stated = [(node, one) for node in line.marked for one in _stated(node, now)]
    for node, one in stated:
        yield Shown(kind=kind_of(before, _names(node)), stated=one)
    if said and not stated and _is_past(said, now):
        kind = kind_of(before, line.names)
        if kind is Kind.PUBLISHED or _has_hint(line):
            yield Shown(kind=kind, seen=said)


def _with_clock_beside(page: _Page, at: int, found: list[Reading]) -> list[Reading]:
    """A clock that stands on a line of its own before or after the only day."""
    if len(found) != 1 or found[0].has_clock:
        return found
    for other in (at + 1, at - 1):
        if 0 <= other < len(page.lines) and not page.first <= other <= page.last:
            near = clean(page.lines[other].text, _MAX_LABEL_CHARS)
            if near and _JUST_CLOCK.fullmatch(near):
                text = clean(page.lines[at].text, _MAX_LINE_CHARS)
                joined = readings_in(f"{text[found[0].start : found[0].end]} {near}")
                return [replace(one, start=found[0].start, end=found[0].end) for one in joined[:1]] or found
    return found


def _label(page: _Page, at: int) -> str:
    """The short line before, where it opens this one: «Ngày đăng:»."""
    if at == 0 or page.first <= at - 1 <= page.last:
        return ""
    text = fold(page.lines[at - 1].text)
    is_open = text.endswith((":", " lúc", " ngày", " vào"))
    is_cell = page.lines[at - 1].block.tag in ("td", "th", "dt", "label") and page.lines[at].block.tag in ("td", "dd")
    return f"{text} " if len(text) <= _MAX_LABEL_CHARS and (is_open or is_cell) else ""


def _is_past(reading: Reading, now: datetime) -> bool:
    return reading.moment - now <= FUTURE_LEEWAY


def _stated(node: html.HtmlElement, now: datetime) -> Iterator[Reading]:
    """What an element says to machines, at most one reading."""
    for raw in _raws(node):
        one = reader.read(raw[:100], now=now) if len(raw) >= _MIN_RAW_CHARS else None
        if one and _is_past(one, now):
            yield one
            return


def _raws(node: html.HtmlElement) -> Iterator[str]:
    yield node.get("datetime") or ""
    if "date" in (node.get("itemprop") or "").lower():
        yield node.get("content") or ""
    yield from (value for key, value in node.attrib.items() if _DATE_DATA.fullmatch(key))
    if node.tag in ("abbr", "time"):
        yield node.get("title") or ""


def _names(node: html.HtmlElement) -> str:
    given = f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}"
    return given.strip().lower()[:200]


def _is_path(line: _Line) -> bool:
    near = [line.block, *islice(line.block.iterancestors(), 3)]
    return any(_PATH.search(_names(node)) for node in near)


def _has_hint(line: _Line) -> bool:
    above = [node for node in islice(line.block.iterancestors(), 2) if len(words(node)) <= _MAX_LINE_CHARS]
    return any(is_hint(str(node.tag), _names(node)) for node in (line.block, *line.owners, *line.marked, *above))


def _headline(tree: html.HtmlElement, lines: list[_Line], title: str) -> tuple[int, int, html.HtmlElement | None]:
    """The first and the last line of the headline, and its element."""
    wanted = fold(title)
    headings = list(tree.iter("h1"))
    node = next((one for one in headings if fold(words(one)) == wanted), None)
    node = node if node is not None else next((one for one in headings if wanted and wanted in fold(words(one))), None)
    if node is None:
        at = next((at for at, line in enumerate(lines) if wanted and fold(line.text) == wanted), None)
        if at is not None:
            return at, at, lines[at].block
        node = headings[0] if headings else None
    inside = [at for at, line in enumerate(lines) if node is not None and _is_in(line, node)]
    return (inside[0], inside[-1], node) if inside else (-1, -1, None)


def _is_in(line: _Line, node: html.HtmlElement) -> bool:
    return line.block is node or any(above is node for above in line.block.iterancestors())


def _lines(body: html.HtmlElement) -> list[_Line]:
    lines, line, inside, stamped, link = [], _Line(body), 0, 0, 0
    for event, item in etree.iterwalk(body, events=("start", "end")):
        begins = event == "start"
        if item.tag in BLOCKS or item.tag == "br":
            if line.pieces or line.marked:
                lines.append(line.settled())
            line = _Line(item if begins and item.tag != "br" else _block_of(item))
        if item.tag == "a":
            inside += 1 if begins else -1
            link = 0
        if item.tag in ("time", "abbr"):
            stamped += 1 if begins else -1
        if begins and _is_marked(item):
            line.marked.append(item)
        piece = (item.text if begins else item.tail if item is not body else "") or ""
        if piece.strip():
            line.pieces.append(piece)
            line.owners.append(item if begins else _block_of(item))
            if inside and not stamped:
                letters = len(" ".join(piece.split()))
                line.linked, link = line.linked + letters, link + letters
                line.longest_link = max(line.longest_link, link)
    return [*lines, line.settled()]


def _block_of(item: html.HtmlElement) -> html.HtmlElement:
    parent = item.getparent()
    return item if parent is None else parent


def _is_marked(node: html.HtmlElement) -> bool:
    return bool(node.attrib) and any(_raws(node)) and is_hint(str(node.tag), _names(node))
