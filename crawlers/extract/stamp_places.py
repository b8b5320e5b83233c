"""Where on a page a date stands: at the article's headline, or at something else."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate, islice

from lxml import html

from crawlers.dates.reader import Reading, clean
from crawlers.extract.clutter_words import opens_tail
from crawlers.extract.markup import words
from crawlers.extract.stamp_lines import MAX_LINE_CHARS, Line, above, names_of
from crawlers.extract.stamp_words import Kind, fold, has_words, is_foreign, opens_others

_TITLE_CHARS = 19  # letters: a longer link is another article's headline
_NAME_CHARS = 40  # letters of a link over the text that may still be an author's name
_PARAGRAPH_CHARS = 60
_LEAD_CHARS = 700  # letters between the headline and a date under the lead
_CARD_CHARS = 300  # letters of a related article's title and summary
_PATH_CHARS = 100  # letters between a date and the headline under it
_CLOCK_LAG = timedelta(minutes=5)  # a clock over the headline is this near to the time of reading
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th", "dd", "li", "caption"})
_IN_TEXT = _HEADINGS | _CELLS | {"p"}
_WHOLE_PAGE = frozenset({"html", "body", "form"})
_PATH = re.compile(r"bread-?crumb|crumb|(?:^|[\s_-])path(?:$|[\s_-])|cate")
_ORDER = {Kind.PUBLISHED: 0, Kind.BARE: 10_000_000, Kind.CHANGED: 20_000_000}


class Places:
    """The lines of a page around its headline."""

    def __init__(self, tree: html.HtmlElement, lines: list[Line], titles: tuple[str, ...]) -> None:
        self.lines = lines
        self.first, self.last, self.headline = _headline(tree, lines, titles)
        self.holders = set() if self.headline is None else {self.headline, *self.headline.iterancestors()}
        self.letters = _sums(one.unlinked for one in lines)
        self.paragraphs = _sums(one.unlinked >= _PARAGRAPH_CHARS for one in lines)
        self.titles = _sums(one.is_title(_NAME_CHARS) for one in lines)
        below = range(self.last + 1, len(lines))
        self.tail = next((at for at in below if _ends_article(lines[at])), len(lines))

    def rank(self, at: int, kind: Kind, reading: Reading, now: datetime) -> int | None:
        """The smaller, the surer; None where the date is of something else or nothing tells."""
        line = self.lines[at]
        if kind is Kind.OTHER or at >= self.tail or self._is_foreign(line):
            return None
        if self.headline is None:
            return at if kind is Kind.PUBLISHED else None
        if at < self.first:
            is_own = self._is_over_headline(at, kind, reading, now)
            distance = 2 * (self.first - at) - 1
        elif at > self.last:
            is_own, distance = self._is_under_headline(at, kind, reading), 2 * (at - self.last)
        else:
            is_own, distance = at > self.first or line.has_hint, 1
        return _ORDER[kind] + distance if is_own else None

    def _is_over_headline(self, at: int, kind: Kind, reading: Reading, now: datetime) -> bool:
        line, between = self.lines[at], self.lines[at + 1 : self.first]
        if self.letters[self.first] - self.letters[at + 1] > _PATH_CHARS:
            return False
        if any(one.linked and not _is_path(one) for one in (line, *between)):
            return False
        if kind is not Kind.BARE:
            return True
        shared = next(node for node in (line.block, *line.block.iterancestors()) if node in self.holders)
        is_apart = self._holds_page(shared) and self.headline is not None and self.headline.getparent() is not shared
        if is_apart or _is_clock(reading, now):
            return False
        return line.has_hint or (shared.tag not in _WHOLE_PAGE and (reading.has_clock or not between))

    def _is_under_headline(self, at: int, kind: Kind, reading: Reading) -> bool:
        line, between = self.lines[at], self.lines[self.last + 1 : at]
        letters, paragraphs, titles = (
            sums[at] - sums[self.last + 1] for sums in (self.letters, self.paragraphs, self.titles)
        )
        in_text = paragraphs > 0
        longest_name = _TITLE_CHARS if in_text else _NAME_CHARS
        if line.longest_link > longest_name or (between and between[-1].is_title(longest_name)):
            return False
        if kind is Kind.PUBLISHED:
            return True
        if paragraphs > 1 and has_words(clean(line.text, MAX_LINE_CHARS)[: reading.start]):
            return False  # behind the article: the name before it is a reader's
        if in_text and line.linked and line.block.tag in _CELLS:
            return False
        if in_text and (self._is_teaser(at) or (len(between) > 1 and between[-1].block.tag in _HEADINGS)):
            return False
        if not line.has_hint:
            if line.block.tag in _CELLS and kind is Kind.BARE and not reading.has_clock:
                return False
            if in_text and (letters > _LEAD_CHARS or (kind is Kind.BARE and _is_plain(line, reading))):
                return False
        return letters <= _LEAD_CHARS or not titles

    def _is_teaser(self, at: int) -> bool:
        """Whether a link to another article follows in the same small container."""
        if at + 1 >= len(self.lines) or not self.lines[at + 1].is_title(_TITLE_CHARS):
            return False
        near = {*islice(self.lines[at].block.iterancestors(), 2)} - self.holders
        link = self.lines[at + 1].block
        return any(node in near for node in (link, *islice(link.iterancestors(), 3)))

    def _is_foreign(self, line: Line) -> bool:
        for element in line.dated_elements():
            for node in (element, *element.iterancestors()):
                if node in self.holders:
                    break
                if is_foreign(str(node.tag), names_of(node)) or _is_small_item(node):
                    return True
                if node.tag == "header" and not self._is_own_head(node):
                    return True
        return False

    def _is_own_head(self, node: html.HtmlElement) -> bool:
        """A <header> beside the headline is the article's; one beside what holds it is the site's."""
        parent = node.getparent()
        if parent is None or parent.tag in _WHOLE_PAGE:
            return False
        return parent.tag in ("article", "section") or (
            self.headline is not None and self.headline.getparent() is parent
        )

    def _holds_page(self, node: html.HtmlElement) -> bool:
        """Whether an element, by itself or as the only one around the rest, holds the whole page."""
        while node.tag not in _WHOLE_PAGE:
            parent = above(node)
            if node.tag in ("main", "article", "section") or parent is node:
                return False
            if any(other is not node and words(other) for other in parent):
                return False
            node = parent
        return True


def _sums(figures: Iterable[int]) -> list[int]:
    """What the lines before each one add up to; adding anew for each date would be slow on a page full of them."""
    return list(accumulate(figures, initial=0))


def _ends_article(line: Line) -> bool:
    return line.block.tag == "h1" or opens_tail(line.text) or opens_others(line.text)


def _is_small_item(node: html.HtmlElement) -> bool:
    """Something with data of its own beside the headline: a related article, a comment."""
    return "itemscope" in node.attrib and len(words(node)) <= _CARD_CHARS


def _is_plain(line: Line, reading: Reading) -> bool:
    """A day that stands in the text like any other line of it."""
    return line.block.tag in _IN_TEXT or not line.text or not reading.has_clock


def _is_clock(reading: Reading, now: datetime) -> bool:
    """Whether it may be the time of day at which the page was made."""
    if reading.has_clock:
        return abs(reading.moment - now) <= _CLOCK_LAG
    return reading.moment.date() == now.astimezone(reading.moment.tzinfo).date()


def _is_path(line: Line) -> bool:
    return any(_PATH.search(names_of(node)) for node in (line.block, *islice(line.block.iterancestors(), 3)))


def _headline(
    tree: html.HtmlElement, lines: list[Line], titles: tuple[str, ...]
) -> tuple[int, int, html.HtmlElement | None]:
    """The first and the last line of the headline, and its element. An h1 that leads home is the site's name."""
    all_headings = [(node, fold(words(node))) for node in tree.iter("h1")]
    headings = [(node, text) for node, text in all_headings if not _leads_home(node)]
    names = {text for node, text in all_headings if _leads_home(node)}
    wanted = [text for text in map(fold, titles) if text and text not in names]
    node = next((one for text in wanted for one, said in headings if said == text), None)
    if node is None:
        node = next((one for text in wanted for one, said in headings if text in said), None)
    if node is None:
        folded = [fold(line.text) for line in lines]
        at = next((folded.index(text) for text in wanted if text in folded), None)
        if at is not None:
            return at, at, lines[at].block
        node = headings[0][0] if headings else None
    within = set() if node is None else {node, *node.iterdescendants()}
    inside = [at for at, line in enumerate(lines) if line.block in within]
    return (inside[0], inside[-1], node) if inside else (-1, -1, None)


def _leads_home(heading: html.HtmlElement) -> bool:
    links = [node.get("href") or "" for node in (*heading.iter("a"), *islice(heading.iterancestors("a"), 1))]
    return any(not link.split("://")[-1].rstrip("/").partition("/")[2] for link in links if "/" in link)
