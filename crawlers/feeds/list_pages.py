"""Reads the links of a list page, for portals that have no feed. The rule is a CSS selector."""

from datetime import datetime
from urllib.parse import urldefrag

from lxml import etree
from lxml.cssselect import CSSSelector

from crawlers.dates.reader import find_date, read_date
from crawlers.decode.charset import decode
from crawlers.extract.markup import parse
from crawlers.feeds.content import web_address
from crawlers.feeds.plain_text import plain
from domain.errors import BadInput, NotExtractable
from domain.problems import Unreadable
from domain.sources import FeedEntry

MAX_BYTES = 5_000_000
MAX_LINKS = 300
MAX_RULE_CHARS = 300
MIN_TITLE_CHARS = 8  # "Xem thêm" and the like are not titles, when the same address has a longer one


def read_list_page(
    content: bytes, *, url: str, rule: str, now: datetime, content_type: str | None = None
) -> tuple[FeedEntry, ...]:
    """The links that the rule finds, each address once, in the order of the page, with the date beside them if any."""
    select = compile_rule(rule)
    try:
        tree, _ = parse(decode(content[:MAX_BYTES], content_type))
    except NotExtractable as error:
        tangled = error.why is not None and error.why.code == Unreadable.TANGLED.value
        raise BadInput(Unreadable.TANGLED if tangled else Unreadable.LIST_NOT_HTML) from None
    found: dict[str, FeedEntry] = {}
    for node in select(tree)[: 5 * MAX_LINKS]:
        entry = _entry(node, url, now)
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
    box = node if node.tag != "a" else link.getparent()
    title = _words(link) or plain(link.get("title") or "", 1000)
    return FeedEntry(url=address, title=title, id=address, published_at=_date(box, title, now))


def _date(box: etree._Element | None, title: str, now: datetime) -> datetime | None:
    if box is None:
        return None
    for stamp in list(box.iter("time"))[:3]:
        if moment := read_date(stamp.get("datetime") or "", now=now) or find_date(_words(stamp), now=now):
            return moment
    beside = _words(box, 2000).replace(title, " ", 1) if title else _words(box, 2000)
    return find_date(beside, now=now) if len(beside) < 400 else None


def _words(node: etree._Element, longest: int = 1000) -> str:
    pieces: list[str] = []
    for piece in node.itertext():
        pieces.append(str(piece))
        if len(pieces) > 200:
            break
    return plain(" ".join(pieces).replace("<", "&lt;"), longest)
