"""Lists of other articles under a line that announces them: «Tin liên quan», «Xem thêm», «Các tin khác»."""

from itertools import islice, takewhile

from lxml import etree, html

from crawlers.extract.clutter_words import announces_links
from crawlers.extract.markup import drop
from crawlers.extract.tables import link_letters

_MAX_ANNOUNCED = 40
_MAX_BOX_CHARS = 5_000  # letters: a larger neighbour is the article itself
_NEAR = 5  # siblings that are looked at
_ROOMS = frozenset({"body", "html", "main", "article"})
_LINKED = 0.4  # share of letters in links; dates and reading times stand beside them
_LENGTH = etree.XPath("string-length(normalize-space())")


def remove(tree: html.HtmlElement) -> None:
    """Drop such lines with the links that follow them, in place. Without links the line may be the article's own."""
    announced = (node for node in tree.iter() if node.text and announces_links(" ".join(node.text[:80].split())))
    for node in list(islice(announced, _MAX_ANNOUNCED)):
        if len(node) and _is_linked(node):
            drop(node)
            continue
        line = None if len(node) and _LENGTH(node) > len(node.text) else _line_above_others(node)
        links = list(takewhile(_is_linked_or_empty, line.itersiblings())) if line is not None else []
        if any(map(_LENGTH, links)):
            for other in (line, *links):
                drop(other)


def _line_above_others(node: html.HtmlElement) -> html.HtmlElement | None:
    """The element that says only this and has others behind it; None where the words begin a sentence."""
    while not _says(node.tail):
        if any(map(_LENGTH, islice(node.itersiblings(), _NEAR))):
            return node
        parent = node.getparent()
        if parent is None or parent.tag in _ROOMS or _says(parent.text):
            return None
        if any(_LENGTH(other) or _says(other.tail) for other in islice(node.itersiblings(preceding=True), _NEAR)):
            return None
        node = parent
    return None


def _says(text: str | None) -> bool:
    return any(map(str.isalnum, text or ""))


def _is_linked_or_empty(node: html.HtmlElement) -> bool:
    return not _says(node.tail) and (not _LENGTH(node) or _is_linked(node))


def _is_linked(node: html.HtmlElement) -> bool:
    letters = _LENGTH(node)
    return bool(0 < letters <= _MAX_BOX_CHARS and link_letters(node) >= _LINKED * letters)
