"""Title, byline, section, image and address of an article, from what the page declares and shows."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawlers.extract.elements import Names
from crawlers.extract.json_ld import Structured
from crawlers.extract.markup import squeeze, words
from domain.addresses import is_writable

Metas = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a page says of itself to machines."""

    data: Structured
    meta: Metas


_SPLIT = re.compile(r"\s+[-|–—·•»:]+\s+|\s*\|\s*")
_SITE_WORDS = re.compile(
    r"\b(?:báo|tạp chí|trang tin|cổng thông tin|đài|thông tấn|online|news|\.vn|\.com)\b|\.vn|\.com", re.I
)
_BYLINES = frozenset(
    {
        "author", "byline", "author_mail", "author-name", "detail-author", "article__author", "post-author",
        "news-author", "tac-gia", "tacgia", "authorname", "singular-author", "author-info", "author_name",
        "pauthor",
    }
)  # fmt: skip
_NO_BYLINE = re.compile(r"https?:|www\.|@|^(?:admin|administrator|ban biên tập|editor|quản trị)\b", re.I)
_CARD_CHARS = 300  # letters of a related article's title and summary
_CRUMBS = ("breadcrumb", "breadcrumbs", "bread-crumb", "bread-crumbs", "article__breadcrumb")
_MARKED_AUTHORS = etree.XPath(".//*[@rel='author' or @itemprop='author']")
_ALIGNED = etree.XPath(".//p[@style or @align] | .//div[@style or @align]")
_LABELS = (
    "kicker", "cate", "category", "crumb", "chuyen-muc", "chuyenmuc", "cat-name", "article-category", "detail-cate",
)  # fmt: skip
_HOME = ("trang chủ", "trang chu", "home", "trang nhất")


def metas(tree: html.HtmlElement) -> Metas:
    """<meta> by lower-case property, name or itemprop; the first of a kind wins."""
    found: Metas = {}
    for node in tree.iter("meta"):
        content = squeeze(node.get("content") or "")
        if node.get("itemprop") and _is_of_another(node):
            continue
        for key in (node.get("property"), node.get("name"), node.get("itemprop")):
            if key and content:
                found.setdefault(key.lower(), content)
    return found


def _is_of_another(node: html.HtmlElement) -> bool:
    """Whether its item is a comment or a related article: small, and without the headline."""
    item = next((above for above in node.iterancestors() if "itemscope" in above.attrib), None)
    if item is None or item.tag in ("html", "body") or next(item.iter("h1"), None) is not None:
        return False
    kind = f"{item.get('itemprop') or ''} {item.get('itemtype') or ''}".lower()
    return "comment" in kind or "review" in kind or len(words(item)) <= _CARD_CHARS


def title(tree: html.HtmlElement, declared: Declared) -> str:
    """The headline as shown; a declared one when the page shows none. Never with the site's name."""
    stated = [
        declared.data.headline,
        declared.meta.get("og:title", ""),
        declared.meta.get("twitter:title", ""),
        title_tag(tree),
    ]
    stated = [
        without_site(text, declared.meta.get("og:site_name") or declared.data.publisher) for text in stated if text
    ]
    shown = [text for text in map(words, tree.iter("h1")) if 8 <= len(text) <= 300]
    for text in shown:
        if any(_akin(text, other) for other in stated):
            return text
    return next(iter(stated + shown), "")


def title_tag(tree: html.HtmlElement) -> str:
    node = tree.find(".//head/title")
    return words(node if node is not None else tree.find(".//title"))


def without_site(text: str, site: str = "") -> str:
    """«Tựa bài - Báo Lào Cai» → «Tựa bài»: cut a tail that names the site or sounds like one."""
    cuts = list(_SPLIT.finditer(text))
    for cut in cuts:
        head, tail = text[: cut.start()].strip(), text[cut.end() :].strip()
        names_site = bool(site) and (_fold(site) in _fold(tail) or _fold(tail) in _fold(site))
        if len(head) >= 12 and tail and (names_site or (len(tail) < 45 and _SITE_WORDS.search(tail))):
            return head
    return text


def _akin(one: str, other: str) -> bool:
    first, second = set(_fold(one).split()), set(_fold(other).split())
    return bool(first and second) and len(first & second) >= 0.7 * min(len(first), len(second))


def _fold(text: str) -> str:
    return re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def byline(tree: html.HtmlElement, names: Names, declared: Declared, *, selector: str = "") -> str:
    """The name under which the article was published, for attribution only."""
    site = _fold(declared.meta.get("og:site_name") or declared.data.publisher)
    for text in _bylines(tree, names, declared, selector):
        text = re.sub(r"^(?:tác giả|bài(?: và ảnh)?|theo|by|pv)\s*:\s*", "", text, flags=re.I).strip(" -|,;")
        short = 2 <= len(text) <= 80 and not _NO_BYLINE.search(text)
        if short and not (site and (_fold(text) in site or site in _fold(text))):
            return text
    return ""


def _bylines(tree: html.HtmlElement, names: Names, declared: Declared, selector: str) -> Iterator[str]:
    for node in tree.cssselect(selector) if selector else []:
        yield words(node)
    yield declared.data.author
    yield from map(words, names.having(_BYLINES))
    yield from map(words, _MARKED_AUTHORS(tree))
    for key in ("author", "article:author", "dc.creator", "dable:author"):
        yield declared.meta.get(key, "")
    for node in _ALIGNED(tree):
        style = f"{node.get('style') or ''} {node.get('align') or ''}".replace(" ", "").lower()
        if ("text-align:right" in style or style.endswith("right")) and len(words(node)) <= 40:
            yield words(node)


def section(names: Names, declared: Declared) -> str:
    """The publisher's own word: the first step of its breadcrumb after the front page."""
    stated = [declared.data.section, declared.meta.get("article:section", ""), declared.meta.get("articlesection", "")]
    for steps in (declared.data.crumbs, tuple(_shown_crumbs(names)), tuple(stated), tuple(_labels(names))):
        for step in steps:
            if 2 <= len(step) <= 60 and step.lower() not in _HOME and not _akin(step, declared.data.headline):
                return step
    return ""


def _shown_crumbs(names: Names) -> Iterator[str]:
    for node in names.having([*_CRUMBS, *(f"#{name}" for name in _CRUMBS)])[:1]:
        yield from filter(None, map(words, node.iter("a")))


def _labels(names: Names) -> Iterator[str]:
    """A word of its own over the headline, in layouts without a breadcrumb."""
    yield from (text for text in map(words, names.having(_LABELS)[:3]) if len(text) <= 40)


def image(declared: Declared, url: str) -> str:
    found = (
        declared.meta.get("og:image")
        or declared.meta.get("og:image:url")
        or declared.data.image
        or declared.meta.get("twitter:image", "")
    )
    return _absolute(url, found)


def canonical(tree: html.HtmlElement, declared: Declared, url: str) -> str:
    """The address the publisher calls its own; only on the publisher's own host, never its front page."""
    links = [node.get("href") or "" for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower()]
    for link in (*links, declared.meta.get("og:url", ""), declared.data.url):
        target = _absolute(url, link)
        if (
            target
            and _site(target) == _site(url)
            and (urlsplit(target).path.strip("/") or not urlsplit(url).path.strip("/"))
        ):
            return target.split("#", 1)[0]
    return url.split("#", 1)[0]


def _absolute(url: str, link: str) -> str:
    try:
        target = urljoin(url, link.strip()) if link.strip() else ""
        return target if urlsplit(target).scheme in ("http", "https") and is_writable(target) else ""
    except ValueError:
        return ""


def _site(url: str) -> str:
    """The last two labels, or three under com.vn and its like: m., www. and amp. are the same site."""
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    three = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in ("com", "gov", "org", "edu", "net", "co")
    return ".".join(labels[-3:] if three else labels[-2:])
