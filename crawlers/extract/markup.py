"""HTML to one bounded tree, without what no reader sees."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from crawlers.decode import legacy_fonts
from crawlers.decode.charset import clean
from crawlers.decode.tags import Tangled, bounded
from domain.errors import NotExtractable
from domain.problems import Unreadable
from vietnamese.text import nfc
from vietnamese.unseen import without_unseen

MAX_NODES = 20_000  # a long live blog has 10,000; trafilatura's time grows faster than the count
_UNSEEN = (
    "script", "style", "template", "svg", "canvas", "select", "input", "textarea", "source", "track",
)  # fmt: skip
_FALLBACK = ("noscript", "object", "iframe", "embed", "map", "audio", "video", "button")
# One class for all tags: lxml.html chooses one by tag, in Python, each time that a walk meets an element.
_ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_MAX_UNCLOSED_CHARS = 500  # letters: an old page that forgets to close such an element has its article inside it
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    }
)  # fmt: skip
BREAKS = BLOCKS | {"br"}  # between two of these a line stands


def parse(text: str) -> tuple[html.HtmlElement, list[str]]:
    """The tree and its JSON-LD scripts. Raise NotExtractable for what is no page, or too much of one."""
    if "<" not in text:
        raise NotExtractable(Unreadable.PAGE_NOT_HTML if text.strip() else Unreadable.PAGE_EMPTY)
    try:
        text = bounded(text)
    except Tangled:
        raise NotExtractable(Unreadable.TANGLED) from None
    # Without huge_tree libxml2 stops at 256 levels: deeper pages are attacks or broken beyond use.
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NotExtractable(Unreadable.PAGE_BROKEN) from error
    scripts = [node.text or "" for node in tree.iterfind(".//script[@type]") if _is_json_ld(node)]
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for node in list(tree.iter(*_FALLBACK)):
        if len("".join(node.itertext())) <= _MAX_UNCLOSED_CHARS:
            drop(node)
    if tree.xpath("count(.//*)") > MAX_NODES:
        raise NotExtractable(Unreadable.PAGE_TOO_MANY_TAGS)
    _modernise(tree)
    return tree, scripts


def _is_json_ld(node: html.HtmlElement) -> bool:
    return "ld+json" in (node.get("type") or "").lower()


def _modernise(tree: html.HtmlElement) -> None:
    """Turn text typed for a TCVN3 or VNI font into Unicode, in place."""
    convert = legacy_fonts.CONVERTERS.get(legacy_fonts.detect("".join(islice(tree.itertext(), 600))[:12_000]))
    if convert is None:
        return
    for node in tree.iter():
        capital = (node.get("face") or "").lower().startswith(".vn") and (node.get("face") or "").endswith("H")
        if node.text:
            node.text = convert(node.text).upper() if capital else convert(node.text)
        if node.tail:
            node.tail = convert(node.tail)
        if node.get("content"):
            node.set("content", convert(node.get("content")))


def words(node: html.HtmlElement | None) -> str:
    """The node's visible text on one line."""
    return "" if node is None else squeeze(" ".join(_pieces(node)))


def lines_of(node: html.HtmlElement) -> list[str]:
    """The node's text, each block on a line of its own; a `br` ends a line, too."""
    return [line for piece in _pieces(node) if (line := squeeze(piece))]


def squeeze(text: str) -> str:
    text = " ".join(without_unseen(text).split())
    if not text.isprintable():
        return clean(text)
    return text if text.isascii() else nfc(text)  # what is printable holds no control


def _pieces(node: html.HtmlElement) -> Iterator[str]:
    """Inline pieces are joined without a space; a block or a br separates."""
    line: list[str] = []
    for event, item in etree.iterwalk(node, events=("start", "end")):
        if event == "start":
            if item.tag in BREAKS:
                yield "".join(line)
                line = []
            line.append(item.text or "")
        elif item is not node:
            if item.tag in BLOCKS:
                yield "".join(line)
                line = []
            line.append(item.tail or "")
    yield "".join(line)


def drop(node: html.HtmlElement) -> None:
    """Remove a node and keep what follows it."""
    if node.getparent() is not None:
        node.drop_tree()
