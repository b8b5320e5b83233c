"""A page as lines of text between block tags, each with the elements that a date's meaning depends on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree, html

from crawlers.extract.markup import BREAKS
from crawlers.extract.stamp_words import is_hint

MAX_LINE_CHARS = 240  # letters of a line that may be a stamp
MAX_SHORT_CHARS = 40  # letters of «Đăng 2 giờ trước»
_MAX_PIECES = 100  # of a line, cut by its tags
_MOST_LINKED = 0.7
_MIN_FIGURES = 4  # in a piece that holds a date; the number of comments has fewer
_DIGIT = re.compile(r"\d")
_SINCE = re.compile(
    r"trước|ago|qua\b|nay\b|vừa|mới đây|kia|kìa|today|yesterday|now|tết|mùng|mồng|rằm|giao thừa", re.IGNORECASE
)
_DATE_DATA = re.compile(r"data-[\w-]*(?:time|date|epoch|stamp|publi|unix)[\w-]*")
_SAID_ON_HOVER = ("title", "data-original-title", "aria-label", "content")
_WITH_DATA = etree.XPath(
    ".//*[@datetime or @itemprop or @property or "
    "((@title or @content or @aria-label or @data-original-title) and @class and not(self::a)) or "
    "((self::time or self::abbr) and @title) or @*[starts-with(name(), 'data-') and (contains(name(), 'time') or "
    "contains(name(), 'date') or contains(name(), 'epoch') or contains(name(), 'stamp') or contains(name(), 'publi') "
    "or contains(name(), 'unix'))]]"
)


@dataclass(slots=True)
class Line:
    block: html.HtmlElement
    pieces: list[str] = field(default_factory=list)
    owners: list[html.HtmlElement] = field(default_factory=list)  # of each piece, the element it stands in
    marked: list[html.HtmlElement] = field(default_factory=list)  # that say a date to machines
    linked: int = 0  # letters inside links, dates left out
    longest_link: int = 0
    text: str = ""
    length: int = 0
    may_be_stamp: bool = False

    def settled(self) -> "Line":
        """With its text, cut; what cannot be a stamp lets its elements go: a flood of them fills the memory."""
        whole = " ".join(" ".join(self.pieces).split())
        self.length, self.text = len(whole), whole[: MAX_LINE_CHARS + 1]
        self.may_be_stamp = bool(self.marked) or self._says_a_day()
        if not self.may_be_stamp:
            self.pieces, self.owners = [], []
        return self

    def _says_a_day(self) -> bool:
        if self.length > MAX_LINE_CHARS:
            return False
        is_short = self.length <= MAX_SHORT_CHARS
        return bool(_DIGIT.search(self.text) or (is_short and _SINCE.search(self.text)))

    @property
    def names(self) -> str:
        return " ".join(names_of(node) for node in {self.block, *self.owners, *self.marked})

    @property
    def unlinked(self) -> int:
        return max(0, self.length - self.linked)

    @property
    def has_hint(self) -> bool:
        """Whether an element is named after the date that it holds."""
        above = [node for node in islice(self.block.iterancestors(), 2) if _is_short(node)]
        return any(is_hint(str(node.tag), names_of(node)) for node in (self.block, *self.owners, *self.marked, *above))

    def dated_elements(self) -> set[html.HtmlElement]:
        """The block and the elements that hold the date's figures; all of them where no piece has enough."""
        pairs = zip(self.pieces, self.owners, strict=True)
        dated = [owner for piece, owner in pairs if len(_DIGIT.findall(piece)) >= _MIN_FIGURES]
        return {self.block, *(dated or self.owners), *self.marked}

    def is_title(self, longest_name: int) -> bool:
        """Whether it is a link to another article, rather than to an author."""
        return self.length > longest_name and self.linked > _MOST_LINKED * self.length


def lines_of(body: html.HtmlElement) -> list[Line]:
    lines, line, inside, stamped, link = [], Line(body), 0, 0, 0
    marked = {node for node in _WITH_DATA(body) if any(raws_of(node)) and _is_named_after_date(node)}
    for event, item in etree.iterwalk(body, events=("start", "end")):
        begins, tag = event == "start", item.tag
        if tag in BREAKS:
            block = item if begins and tag != "br" else above(item)
            if line.pieces or line.marked:
                lines.append(line.settled())
                line = Line(block)
            else:
                line.block = block
        elif tag == "a":
            inside += 1 if begins else -1
            link = 0
        elif tag in ("time", "abbr"):
            stamped += 1 if begins else -1
        if begins and marked and item in marked:
            line.marked.append(item)
        piece = item.text if begins else item.tail if item is not body else None
        if piece and not piece.isspace():
            line.pieces.append(piece)
            line.owners.append(item if begins else above(item))
            if inside and not stamped:
                letters = len(" ".join(piece.split()))
                line.linked, link = line.linked + letters, link + letters
                line.longest_link = max(line.longest_link, link)
    return [*lines, line.settled()]


def _is_short(node: html.HtmlElement) -> bool:
    """Whether an element says no more than a line; what is longer is not read to its end, as many lines stand in it."""
    letters = 0
    for number, piece in enumerate(node.itertext(), 1):
        letters += len(" ".join(piece.split()))
        if number >= _MAX_PIECES or letters > MAX_LINE_CHARS:
            return False
    return True


def _is_named_after_date(node: html.HtmlElement) -> bool:
    return is_hint(str(node.tag), names_of(node)) or any(key.startswith("data-publi") for key in node.attrib)


def raws_of(node: html.HtmlElement) -> Iterator[str]:
    """What an element may say to machines of a date."""
    yield node.get("datetime") or ""
    if "date" in f"{node.get('itemprop')} {node.get('property')}".lower():
        yield node.get("content") or ""
    yield from (value for key, value in node.attrib.items() if _DATE_DATA.fullmatch(key))
    if node.tag != "a":
        yield from (node.get(key) or "" for key in _SAID_ON_HOVER)


def names_of(node: html.HtmlElement) -> str:
    given = (
        f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''} {node.get('property') or ''}"
    )
    return given.strip().lower()[:200]


def above(node: html.HtmlElement) -> html.HtmlElement:
    parent = node.getparent()
    return node if parent is None else parent
