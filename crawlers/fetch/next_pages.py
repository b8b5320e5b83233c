"""Finds the link to an article's next page, in its bytes and without a parser: hostile pages come through here too.

Both are asked for: an address that is the article's own but for the number (`page_numbers`), and a link that says so.
Who pages through comments, pictures or other articles is not followed, nor is a list of articles.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from crawlers.decode import charset
from crawlers.fetch.page_numbers import Form, numbered
from vietnamese.text import fold

MAX_BYTES = 2_000_000
MAX_LINKS, MAX_TAGS, MAX_DEPTH, MAX_WANTED = 3_000, 20_000, 200, 50
_LINK_CHARS = 1_000  # of a link's or a heading's inside
_HEADLINE = 25  # letters: a shorter h1 names a section
_MANY_HEADLINES = 8  # linked ones: more stand on lists
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})([\s/][^<>]{0,3000})?>|<!--")
_LINK = re.compile(rb"<(?:a|link)\s([^<>]{1,3000})>", re.IGNORECASE)
_BASE = re.compile(rb"<base\s([^<>]{1,3000})>", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s{0,5}=\s{0,5}(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'<>]{1,2000}))""", re.I)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s{0,5}=\s{0,5}(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>]{1,2000}))""")
_MARKUP = re.compile(r"<[^<>]{0,3000}>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_RAW = frozenset({"script", "style", "template", "noscript", "textarea", "svg"})
_FRAME = frozenset({"html", "body", "main", "article", "form", "header"})  # their classes tell of the whole page
_HEADS = frozenset({"h2", "h3", "h4"})
_OTHERS = re.compile(
    r"(?:^|[-_])(?:box|list|wrap|block|fb)?[-_]?(?:comments?|commentlist|cmts?|disqus|feedback|replies|binh-?luan|"
    r"y-?kien|phan-?hoi|thao-?luan|gallery|album|slides?|slider|slideshow|swiper|carousel|lightbox|related|"
    r"lien-?quan|tin-?khac|bai-?khac|tin-?moi|tin-?cu|cung-?chuyen-?muc|sidebar|aside|doc-?nhieu|xem-?nhieu|poll|"
    r"vote|binh-?chon)",
    re.IGNORECASE,
)
_CLEARED = re.compile(r"^(?:no|has|with|show|open)[-_]|-(?:open|closed|enabled|disabled)$", re.IGNORECASE)
_JSON_LD = re.compile(r'"@type"\s{0,5}:\s{0,5}\[?\s{0,5}"(?:[A-Z][a-z]{1,20})?(?:Article|BlogPosting)"')
# Without accents, as many pagers are written.
_NEXT = re.compile(
    r"(?:(?:moi|xem|doc|sang|den|toi|bam) ){0,3}(?:trang )?(?:tiep(?: theo| tuc(?: doc)?)?|sau|ke(?: tiep| sau)?|next|"
    r"older|continue(?: reading)?)(?: (?:trang|page))?"
)
_ARROWS = re.compile(r"[»›>→⟩▶▸❯⇒]{1,3}")
_SIGNS = re.compile(r"[\[\](){}«»‹›<>←→⟨⟩▶▸❯⇒|:.,…–—-]+")
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])(?:next|pagenext|nextpage|trang-?sau|trang-?tiep)(?:$|[\s_-])", re.IGNORECASE)
_TOLD = ("title", "aria-label", "alt")


@dataclass(frozen=True, slots=True)
class _Link:
    href: str
    is_next: bool  # rel=next, or a picture of an arrow
    said: tuple[str, ...]  # its text, title, label


def find(content: bytes, content_type: str | None, *, url: str, article: str, number: int) -> str:
    """The address of page `number` of the article, as the page at `url` links to it. "" where it does not."""
    content = content[:MAX_BYTES]
    named = _BASE.search(content)
    base = _absolute(url, _href(named[1])) if named else url
    if not any(_number(href, base, article) == number for href in islice(_hrefs(content, number), MAX_LINKS)):
        return ""  # so it is with nearly every page
    page = _Page(charset.decode(content, content_type), lambda href: _number(href, base, article) == number)
    if not page.is_article():
        return ""
    for link in page.links:
        address = _absolute(base, link.href)
        found = numbered(address, article)
        if found and _says_so(link, found[1], number):
            return address
    return ""


def _hrefs(content: bytes, number: int) -> Iterator[str]:
    alone = re.compile(rb"(?<!\d)0?%d(?!\d)" % number)
    for match in _LINK.finditer(content):
        if alone.search(match[1]) and (href := _href(match[1])):
            yield href


def _href(attributes: bytes) -> str:
    found = _HREF.search(attributes)
    return (found[1] or found[2] or found[3]).decode("utf-8", "replace") if found else ""


def _number(href: str, base: str, article: str) -> int:
    found = numbered(_absolute(base, href), article)
    return found[0] if found else 0


def _absolute(base: str, href: str) -> str:
    try:
        return urljoin(base, unescape(href).strip())
    except ValueError:
        return ""


def _says_so(link: _Link, form: Form, number: int) -> bool:
    if any(map(_numbers(number).fullmatch, link.said)):
        return True
    if form is Form.BARE:
        return False
    return link.is_next or any(_NEXT.fullmatch(one) or _ARROWS.fullmatch(one) for one in link.said)


@lru_cache
def _numbers(number: int) -> re.Pattern[str]:
    alone, named = rf"0?{number}(?: ?/ ?\d{{1,2}})?", rf"(?:trang|page)(?: so)? 0?{number}(?:\D.{{0,60}})?"
    return re.compile(rf"{alone}|(?:[^\W\d]+ ){{0,3}}{named}")


class _Page:
    """One walk over a page's tags: the wanted links that stand among nobody else's things, and what kind it is."""

    def __init__(self, text: str, wants: Callable[[str], bool]) -> None:
        self.links: list[_Link] = []
        self._text, self._wants = text, wants
        self._open: list[tuple[str, bool]] = []  # what is open, and whether it holds comments, pictures, other articles
        self._headline, self._linked_headlines = "", 0
        self._is_declared = bool(_JSON_LD.search(text))
        self._is_stated = False
        self._walk()

    def is_article(self) -> bool:
        has_headline, few = len(self._headline) >= _HEADLINE, self._linked_headlines < _MANY_HEADLINES
        stated = self._is_stated
        return self._is_declared or (stated and has_headline) or ((stated or has_headline) and few)

    def _walk(self) -> None:
        at = 0
        for _ in range(MAX_TAGS):
            tag = _TAG.search(self._text, at)
            if tag is None or at < 0:
                return
            name, at = (tag[2] or "").lower(), tag.end()
            if not name:
                at = self._behind("-->", at)
            elif tag[1]:
                self._close(name)
            elif name in _RAW:
                at = self._behind(f"</{name}", at)
            else:
                self._opened(name, _attributes(tag[3] or ""), at)

    def _behind(self, end: str, at: int) -> int:
        """Where nothing ends it, it goes on to the page's end."""
        found = _ends(end).search(self._text, at)
        return found.end() if found else len(self._text)

    def _opened(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name == "meta":
            self._meta(attributes)
        elif name == "h1":
            self._head(_words(self._inside("</h1", at)))
        elif name in _HEADS:
            self._linked_headlines += "<a" in self._inside(f"</{name}", at).lower()
        elif name in ("a", "link") and len(self.links) < MAX_WANTED and self._wants(attributes.get("href", "")):
            self._link(attributes, self._inside("</a", at) if name == "a" else "")
        if name not in _VOID and len(self._open) < MAX_DEPTH:
            names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
            self._open.append((name, name == "aside" or (name not in _FRAME and _is_of_others(names))))

    def _meta(self, attributes: dict[str, str]) -> None:
        about = (attributes.get("property") or attributes.get("name") or "").lower()
        self._is_declared |= about == "article:published_time"
        self._is_stated |= about == "og:type" and attributes.get("content", "").lower() == "article"

    def _head(self, headline: str) -> None:
        """What holds the headline is no box beside the article, whatever it is called."""
        if len(headline) >= _HEADLINE:
            self._headline = headline
            self._open = [(name, False) for name, _ in self._open]

    def _close(self, name: str) -> None:
        """HTML forgets to close much: what was opened inside ends with it."""
        for at in reversed(range(len(self._open))):
            if self._open[at][0] == name:
                del self._open[at:]
                return

    def _link(self, attributes: dict[str, str], inside: str) -> None:
        if any(others for _, others in self._open) or _is_of_others(attributes.get("class", "")):
            return
        within = [_attributes(piece) for piece in _MARKUP.findall(inside)]
        told = [_words(inside), *(one[key] for one in (attributes, *within) for key in _TOLD if key in one)]
        said = tuple(filter(None, map(_said, told)))
        classes = " ".join(one.get("class", "") for one in (attributes, *within))
        is_icon = not said and _NEXT_CLASS.search(classes) is not None
        is_next = is_icon or "next" in attributes.get("rel", "").lower().split()
        self.links.append(_Link(href=attributes["href"], is_next=is_next, said=said))

    def _inside(self, end: str, at: int) -> str:
        return _ends(end).split(self._text[at : at + _LINK_CHARS], maxsplit=1)[0]


@lru_cache
def _ends(end: str) -> re.Pattern[str]:
    return re.compile(re.escape(end), re.IGNORECASE)


def _attributes(raw: str) -> dict[str, str]:
    """Of two with one name the first counts."""
    return {name.lower(): one or two or bare for name, one, two, bare in reversed(_ATTRIBUTE.findall(raw))}


def _is_of_others(names: str) -> bool:
    return any(_OTHERS.search(name) and not _CLEARED.search(name) for name in names.split())


def _words(markup: str) -> str:
    return " ".join(unescape(_MARKUP.sub(" ", markup)).split())


def _said(text: str) -> str:
    plain = " ".join(fold(unescape(text)).split())
    return " ".join(_SIGNS.sub(" ", plain).split()) or plain
