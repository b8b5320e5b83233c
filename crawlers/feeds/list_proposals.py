"""Which links of a page are its articles, as CSS rules that a list page is read by from then on.

Two steps. First the links that look like articles: a title of four words or more, an address of the shape that most
such links share, outside menus, footers and "xem nhiều nhất". Then the shortest rule that selects them and little else.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from posixpath import splitext
from urllib.parse import parse_qsl, urldefrag, urlsplit

from lxml import etree

from crawlers.feeds.content import web_address
from crawlers.feeds.discovery import is_same_site
from crawlers.feeds.list_pages import compile_rule, link_title, links_at, page_tree
from domain.sources import FeedEntry, ListProposal

MIN_ARTICLES = 4  # fewer are no list
MIN_TITLE_WORDS, MAX_TITLE_WORDS, MIN_TITLE_CHARS = 4, 45, 16
MIN_PRECISION = 0.75
MIN_COVERED = 0.5  # share of the articles that a rule must find to be looked at
MAX_LINKS, MAX_RULES, MAX_ANCESTORS, MAX_PROPOSALS = 3000, 80, 9, 3
MAX_HEADING_PIECES, MAX_HEADING_CHARS = 20, 60
MAX_LINKS_OF_A_BOX = 30  # of what is read most, or of links elsewhere
WHOLE_PAGE_SHARE = 0.95  # of a page's links
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rar|zip|jpe?g|png|gif|mp[34]|rss|xml)$", re.IGNORECASE)
_ELSEWHERE = re.compile(  # what a block that holds no list of articles is called, in its classes and ids
    r"(?:^|[-_ ])(?:main-?)?(?:menu|nav|navbar|navigation|breadcrumbs?|duongdan|footer|foot|chan-?trang|banner|ads?"
    r"|quang-?cao|weblinks?|lien-?ket|pager|pagination|paging|phan-?trang|tags?|login|search|tim-?kiem|sitemap|language"
    r"|social|share|most-?(?:read|viewed?|popular)|popular|xem-?nhieu|doc-?nhieu|top-?view|comments?)(?:$|[-_ ]|\d)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"^\W*(?:xem (?:thêm|tiếp|chi tiết)|đọc (?:thêm|tiếp)|chi tiết|tải về|để lại|bình luận)\b", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OTHER_HEADING = re.compile(
    r"^\W*(?:(?:tin |bài )?(?:được )?(?:xem|đọc|quan tâm)(?: nhiều)? nhất|(?:tin |bài )?(?:xem|đọc) nhiều"
    r"|(?:bài viết|tin) nổi bật|liên kết|website liên kết|quảng cáo|thăm dò|bình luận|từ khóa|danh mục)",
    re.IGNORECASE,
)
_UNSTEADY = re.compile(
    r"\d|^(?:active|first|last|odd|even|clearfix|row|col|container|wow|animated|lazy|left|right|pull-|text-|d-|[mp][tbxy]?-|"
    r"w-|h-|float|hover|current|selected|show|hidden|fade|in|item)$|^col-|^[\w-]{40,}$"
)
_NAME = re.compile(r"^-?[A-Za-z_][\w-]*$")


@dataclass(frozen=True, slots=True)
class _Link:
    node: etree._Element
    url: str
    title: str


def propose_lists(
    content: bytes, *, url: str, now: datetime, content_type: str | None = None
) -> tuple[ListProposal, ...]:
    """The likeliest first, each with what it reads on this page; none where no list is to be seen. Raises BadInput."""
    tree, base = page_tree(content, url, content_type)
    articles = _articles(tree, base, url)
    wanted = {link.url for link in articles}
    if len(wanted) < MIN_ARTICLES:
        return ()
    judged = sorted(_judged(tree, base, url, articles, wanted), key=lambda one: one[0], reverse=True)
    proposals: list[ListProposal] = []
    for _, rule in judged:
        entries = links_at(tree, base, url, rule, now)
        if any(_is_alike(entries, known.entries) for known in proposals):
            continue
        proposals.append(ListProposal(rule=rule, entries=entries))
        if len(proposals) == MAX_PROPOSALS:
            break
    return tuple(proposals)


def _articles(tree: etree._Element, base: str, url: str) -> list[_Link]:
    judged: dict[etree._Element, bool] = {}
    links = [link for link in _links(tree, base, url) if not _stands_elsewhere(link.node, judged)]
    shapes = Counter[str]()
    for one, title in {link.url: link.title for link in links}.items():
        shapes[_shape(one)] += len(title.split())  # titles are longer than names of sections
    if not shapes:
        return []
    usual = shapes.most_common(1)[0][0]
    return [link for link in links if _shape(link.url) == usual]


def _links(tree: etree._Element, base: str, url: str) -> Iterator[_Link]:
    home = urldefrag(url)[0]
    for node in list(tree.iter("a"))[:MAX_LINKS]:
        address = urldefrag(web_address(node.get("href") or "", base))[0]
        if not address or address == home or not is_same_site(address, url) or _FILE.search(urlsplit(address).path):
            continue
        title = link_title(node)
        if _is_title(title):
            yield _Link(node, address, title)


def _is_title(text: str) -> bool:
    fits = MIN_TITLE_WORDS <= len(text.split()) <= MAX_TITLE_WORDS and len(text) >= MIN_TITLE_CHARS
    return fits and not _NO_TITLE.match(text)


def _shape(address: str) -> str:
    """What articles of one site have in common: how the last part of the path ends, and the names in the query."""
    parts = urlsplit(address)
    segments = [one for one in parts.path.split("/") if one]
    last, ending = splitext(segments[-1]) if segments else ("", "")
    if parts.query and (ending or not segments or "-" not in last):  # a program, asked for one thing
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        return "&".join([last, *sorted(f"{key}={'#' if _is_key(value) else value}" for key, value in pairs)])
    words = last.count("-") + last.count("_")
    number = "#" if re.search(r"(?:^|\D)\d{2,}|\d+$|^\d+", last) else ""
    return f"{'slug' if words >= 2 else 'word' if not number else ''}{number}{ending}"


def _is_key(value: str) -> bool:
    return bool(re.search(r"\d", value)) or len(value) > 20


def _stands_elsewhere(node: etree._Element, judged: dict[etree._Element, bool]) -> bool:
    """In a menu, a footer, or a box of what is read most."""
    for ancestor in node.iterancestors():
        if ancestor.tag in ("body", "html"):
            return False
        if ancestor not in judged:
            judged[ancestor] = _is_elsewhere(ancestor)
        if judged[ancestor]:
            return True
    return False


def _is_elsewhere(block: etree._Element) -> bool:
    """A block around the whole page is none, whatever its class ("menu-open") or its first word says."""
    if block.tag in ("nav", "footer"):
        return True
    if _ELSEWHERE.search(_names(block)):
        return not _is_around_all(block)
    return (
        bool(_OTHER_HEADING.match(_opening(block))) and _links_in(block, MAX_LINKS_OF_A_BOX + 1) <= MAX_LINKS_OF_A_BOX
    )


def _is_around_all(block: etree._Element) -> bool:
    return _links_in(block) >= WHOLE_PAGE_SHARE * _links_in(block.getroottree().getroot())


def _links_in(block: etree._Element, most: int = 2 * MAX_LINKS) -> int:
    return sum(1 for _ in islice(block.iter("a"), most))


def _names(node: etree._Element) -> str:
    return _CAMEL.sub("-", f"{node.get('class') or ''} {node.get('id') or ''}")


def _opening(block: etree._Element) -> str:
    """The first words in a block, or the heading that stands just before it."""
    first = next((words for text in block.itertext() if (words := " ".join(str(text).split()))), "")
    before = block.getprevious()
    if _OTHER_HEADING.match(first) or before is None or before.tag not in ("h1", "h2", "h3", "h4", "h5", "div", "p"):
        return first
    heading = " ".join("".join(map(str, islice(before.itertext(), MAX_HEADING_PIECES))).split())
    return heading if 0 < len(heading) <= MAX_HEADING_CHARS else first


def _judged(
    tree: etree._Element, base: str, url: str, articles: Sequence[_Link], wanted: set[str]
) -> Iterator[tuple[tuple[float, bool, int], str]]:
    """Rules with how well they fit: few others beside the articles, many of the articles; then no bare chain of tags,
    which the next change of the page breaks; then a short rule."""
    covers: dict[str, set[str]] = defaultdict(set)
    for link in articles:
        for rule in _rules(link):
            covers[rule].add(link.url)
    likely = sorted(covers, key=lambda rule: (-len(covers[rule]), len(rule)))
    for rule in [rule for rule in likely if len(covers[rule]) >= MIN_COVERED * len(wanted)][:MAX_RULES]:
        nodes = [node for node in compile_rule(rule)(tree)[:MAX_LINKS] if not _NO_TITLE.match(link_title(node))]
        selected = {_address(node, base) for node in nodes} - {"", urldefrag(url)[0]}
        found = len(selected & wanted)
        if found < MIN_ARTICLES or found / len(selected) < MIN_PRECISION:
            continue
        precision, recall = found / len(selected), found / len(wanted)
        yield (round(1.25 * precision * recall / (0.25 * precision + recall), 2), ">" not in rule, -len(rule)), rule


def _address(node: etree._Element, base: str) -> str:
    return urldefrag(web_address(node.get("href") or "", base))[0]


def _rules(link: _Link) -> Iterator[str]:
    """Rules that select this link: its own marks, alone and below each of the blocks around it."""
    tails = tuple(dict.fromkeys(_tails(link)))
    yield from tails
    ancestor, level = link.node.getparent(), 0
    while ancestor is not None and ancestor.tag not in ("body", "html") and level < MAX_ANCESTORS:
        for block in _marks(ancestor):
            yield from (f"{block} {tail}" for tail in tails)
        ancestor, level = ancestor.getparent(), level + 1


def _tails(link: _Link) -> Iterator[str]:
    yield from (mark for mark in _marks(link.node) if mark != "a")
    parent = link.node.getparent()
    for _ in range(3):
        if parent is not None and parent.tag in ("h1", "h2", "h3", "h4", "h5", "td", "li", "dt", "p", "strong"):
            yield f"{parent.tag} a"
        parent = parent.getparent() if parent is not None else None
    yield from (f"a[href{sign}='{piece}']" for sign, piece in _pieces(link.node.get("href") or ""))
    yield "a"
    above = [str(one.tag) for one in islice(link.node.iterancestors(), 3)]
    yield from (" > ".join([*reversed(above[:level]), "a"]) for level in range(1, len(above) + 1))


def _pieces(href: str) -> Iterator[tuple[str, str]]:
    """Parts of an address that other articles of the site have, too."""
    parts = urlsplit(href)
    for key, value in parse_qsl(parts.query)[:4]:
        if _NAME.match(key):
            yield "*", f"{key}={'' if _is_key(value) else value}"
    for directory in [one for one in parts.path.split("/")[:-1] if re.fullmatch(r"[\w-]{1,40}", one)]:
        yield "*", f"/{directory}/"
    if ending := re.search(r"\.(?:html?|aspx?|php|ldo|epi|vov|tpo|htx)$", parts.path):
        yield ("$", ending[0]) if not parts.query else ("*", ending[0])


def _marks(node: etree._Element) -> Iterator[str]:
    """ "div.item-news", "#noidung", "main": what a rule may call a block; not what changes with each row."""
    own = node.get("id") or ""
    if _NAME.match(own) and not re.search(r"\d", own):
        yield f"#{own}"
    names = [name for name in (node.get("class") or "").split() if _NAME.match(name) and not _UNSTEADY.search(name)]
    yield from (f"{node.tag}.{name}" for name in names[:3])
    if node.tag in ("main", "article", "section", "table", "ul", "ol", "dl") and not names:
        yield str(node.tag)


def _is_alike(some: Iterable[FeedEntry], others: Iterable[FeedEntry]) -> bool:
    first, second = {entry.url for entry in some}, {entry.url for entry in others}
    return len(first & second) > 0.6 * min(len(first), len(second) or 1)
