"""Reads the links of a list page, for portals that have no feed. The rule is a CSS selector."""

import re
from datetime import datetime
from itertools import islice
from urllib.parse import urldefrag

from lxml import etree
from lxml.cssselect import CSSSelector

from crawlers.dates.reader import find_date, read_date
from crawlers.decode.charset import decode
from crawlers.extract.markup import lines_of, parse
from crawlers.feeds.content import web_address
from crawlers.feeds.plain_text import plain
from domain.errors import BadInput, NotExtractable
from domain.problems import Unreadable
from domain.sources import FeedEntry

MAX_BYTES = 5_000_000
MAX_LINKS = 300
MAX_RULE_CHARS = 300
MAX_STAMP_CHARS = 80
MAX_ROW_LEVELS, MAX_ROW_LINKS, MAX_ROW_ELEMENTS = 4, 8, 60  # of the block around one link
MIN_TITLE_SPACES = 3
MIN_TITLE_CHARS = 8  # "Xem thêm" and the like are not titles, when the same address has a longer one


def read_list_page(
    content: bytes, *, url: str, rule: str, now: datetime, content_type: str | None = None
) -> tuple[FeedEntry, ...]:
    """The links that the rule finds, each address once, in the order of the page, with the date beside them if any."""
    tree, base = page_tree(content, url, content_type)
    return links_at(tree, base, url, rule, now)


def page_tree(content: bytes, url: str, content_type: str | None) -> tuple[etree._Element, str]:
    """The page, and the address that its links are relative to. Raises BadInput."""
    try:
        tree, _ = parse(decode(content[:MAX_BYTES], content_type))
    except NotExtractable as error:
        tangled = error.why is not None and error.why.code == Unreadable.TANGLED.value
        raise BadInput(Unreadable.TANGLED if tangled else Unreadable.LIST_NOT_HTML) from None
    base = tree.find(".//base[@href]")
    return tree, (web_address(base.get("href"), url) or url) if base is not None else url


def links_at(tree: etree._Element, base: str, url: str, rule: str, now: datetime) -> tuple[FeedEntry, ...]:
    """As read_list_page, of a page that is parsed already."""
    found: dict[str, FeedEntry] = {}
    for node in compile_rule(rule)(tree)[: 5 * MAX_LINKS]:
        entry = _entry(node, base, now)
        if entry is None or entry.url == urldefrag(url)[0]:
            continue
        known = found.get(entry.url)
        if known is None or len(known.title) < MIN_TITLE_CHARS < len(entry.title):
            found[entry.url] = entry
    return tuple(found.values())[:MAX_LINKS]


def compile_rule(rule: str) -> CSSSelector:
    """Raises BadInput for a selector that is none."""
    try:
        return CSSSelector(rule[:MAX_RULE_CHARS].strip() or "a", translator="html")
    except Exception:  # noqa: BLE001 - cssselect and lxml each have several errors of their own
        raise BadInput(Unreadable.LIST_RULE, rule=rule[:60]) from None


def _entry(node: etree._Element, base: str, now: datetime) -> FeedEntry | None:
    """`node` is a link, or a box that holds one."""
    links = [node] if node.tag == "a" else list(node.iter("a"))[:20]
    links = [link for link in links if link.get("href")]
    if not links:
        return None
    link = max(links, key=lambda one: len(_words(one)))
    address = urldefrag(web_address(link.get("href"), base))[0]
    if not address:
        return None
    title = link_title(link)
    box = node if node.tag != "a" else _row(link, address, base)
    return FeedEntry(url=address, title=title, id=address, published_at=_date(box, title, now))


def link_title(link: etree._Element) -> str:
    """Its words; of a link around a whole card its heading's, or its first line that could be a title.

    Where they are cut or none, the title that its makers gave it, or its picture's words.
    """
    said, whole = _title_words(link), plain(link.get("title") or "", 1000)
    if not said:
        pictures = (plain(image.get("alt") or "", 1000) for image in islice(link.iter("img"), 2))
        return whole or next(filter(None, pictures), "")
    is_cut = said.endswith(("...", "…")) and whole[:10] == said[:10]
    return whole if is_cut and len(whole) > len(said) - 3 else said


def _title_words(link: etree._Element) -> str:
    heading = next((node for node in islice(link.iter("h1", "h2", "h3", "h4", "h5"), 5) if _words(node)), None)
    if heading is not None or len(link) == 0 or not _is_small(link):
        return _words(link if heading is None else heading)
    lines = lines_of(link)
    return next((line for line in lines if len(lines) > 1 and line.count(" ") >= MIN_TITLE_SPACES), "") or _words(link)


def _row(link: etree._Element, address: str, base: str) -> etree._Element:
    """The largest block around a link that leads nowhere else: its date stands there, too."""
    box = link
    for above in islice(link.iterancestors(), MAX_ROW_LEVELS):
        links = list(islice(above.iter("a"), MAX_ROW_LINKS + 1))
        others = {urldefrag(web_address(one.get("href") or "", base))[0] for one in links} - {"", address}
        if above.tag == "body" or len(links) > MAX_ROW_LINKS or (others and box is not link):
            break
        box = above
        if others:
            break
    return box


def _is_small(node: etree._Element) -> bool:
    return sum(1 for _ in islice(node.iter(), MAX_ROW_ELEMENTS + 1)) <= MAX_ROW_ELEMENTS


def _date(box: etree._Element | None, title: str, now: datetime) -> datetime | None:
    """What a short line beside the title says; a longer one is a summary, whose "sáng nay" is another time."""
    if box is None or not _is_small(box):
        return None
    for stamp in islice(box.iter("time"), 3):
        if moment := read_date(stamp.get("datetime") or "", now=now) or find_date(_words(stamp), now=now):
            return moment
    pieces = (plain(str(piece), 200) for piece in islice(box.itertext(), MAX_ROW_ELEMENTS))
    for line in (*lines_of(box), *pieces):
        beside = line.replace(title, " ", 1).strip() if title else line
        if len(beside) <= MAX_STAMP_CHARS and re.search(r"\d", beside) and (moment := find_date(beside, now=now)):
            return moment
    return None


def _words(node: etree._Element, longest: int = 1000) -> str:
    pieces: list[str] = []
    for piece in node.itertext():
        pieces.append(str(piece))
        if len(pieces) > 200:
            break
    return plain(" ".join(pieces).replace("<", "&lt;"), longest)
