"""The lead (sapo): the paragraph under the headline, wherever a layout puts it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from crawlers.extract.elements import Names
from crawlers.extract.markup import BLOCKS, squeeze, words

MIN_CHARS, MAX_CHARS = 30, 900
_SURE = frozenset(
    {
        "detail-sapo", "sapo", "chapeau", "chappeau", "singular-sapo", "article__sapo", "article-sapo",
        "content-detail-sapo", "news-sapo", "the-article-summary", "article-summary", "article__summary",
        "detail-summary", "article__chapeau", "post-sapo", "sapo-detail", "sapo_detail", "content-sapo",
        "knc-sapo", "article_sapo", "main-sapo", "dt-sapo", "cms-desc", "bv-sapo", "singular-lead",
        "tomtat", "tom-tat", "news-summary", "detail__summary", "detail-lead", "news-lead", "mo-dau",
    }
)  # fmt: skip
_LIKELY = frozenset(
    {
        "description", "lead", "summary", "intro", "standfirst", "desc", "excerpt", "subtitle",
        "short-intro", "headline-intro",
    }
)  # fmt: skip
_TAGS = ("p", "h2", "h3", "h4", "div", "strong", "b", "em", "span", "td", "section", "header")
_PLAIN_TAGS = ("p", "h2", "h3", "div")
_MAX_ELEMENTS = 50  # elements that are looked at
_HEADING_BEFORE = etree.XPath("boolean(preceding::h1)")
_SITE_TAIL = re.compile(r"\s[-|–—]\s[^-|–—]{2,40}$")
_BELOW = etree.XPath("following::*[self::p or self::div or self::h2 or self::h3 or self::section]")
_NEAR = 40
_NEAR_ROWS = 3
_LENGTH = etree.XPath("string-length()")
_OPENING_CHARS = 40
_NOT_LETTERS = re.compile(r"[^\w]+")
_PLACE = re.compile(r"^\s*\(?[A-ZĐa-zÀ-ỹ.\s]{2,25}\)?\s*[-–—]\s+")  # "(Dân trí) - ", "TTO - "


_VIETNAMESE = re.compile(r"[ăđơưạ-ỹ]", re.IGNORECASE)
_LONGEST_PLACE, _CLAUSE = 30, 120  # letters
_DASH = r"(?:\s*[-–—‒]+\s+|\s+[-–—‒|]+\s*)"
_HOUSE = (
    r"(?-i:[A-ZĐ]{2,6}O?)(?:&(?-i:[A-ZĐ]{1,3}))?(?:\.(?:vn|com|net)| online| điện tử)?|"
    r"(?:[\w-]{2,20}\.){1,3}(?:vn|com|net|org)|"
    r"(?:báo|tạp chí|đài|cổng) [^-–—,.|]{2,25}|(?-i:[A-ZĐ])[^-–—,.|]{1,20} (?:online|điện tử)|"
    r"dân trí|dân việt|tuổi trẻ|thanh niên|tiền phong|lao động|vietnamnet|vnexpress|vietnamplus|vietnam\+|znews|zing|"
    r"infonet|nhân dân|biên phòng|người lao động|hà nội mới|sài gòn giải phóng|(?:quân đội|công an) nhân dân|"
    r"ttxvn \([^()]{2,40}\)|[^-–—,.|()\d]{2,25} \(ttxvn[^()]{0,20}\)"
)
_MARK = re.compile(
    r"\s*(?:\((?![^)]*\d{3})[^()]{2,40}\)(?:\s*[-–—‒:|]+\s*)|\((?-i:[A-ZĐ]{2,6}O?)\)\s*|"
    rf"\[(?![^]]*\d{{3}})[^\[\]]{{2,30}}\]\s*(?:[-–—‒:|]+\s*)?|(?:{_HOUSE}){_DASH})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    text: str
    node: html.HtmlElement | None


NO_LEAD = Lead(text="", node=None)


def plain(text: str) -> str:
    """A lead without the newsroom's mark before it: «(Báo X) - », «TTO - ». A place stays, as it was printed."""
    match = _MARK.match(text) if _VIETNAMESE.search(text) else None  # elsewhere it is a place: «KOBE – »
    rest = text[match.end() :].lstrip() if match else text
    inserted = match is not None and not match[0].startswith(("(", "[")) and re.search(r"\s[-–—]\s", rest[:_CLAUSE])
    return text if inserted or len(rest) < MIN_CHARS else rest


def is_mark(text: str) -> bool:
    """Whether a line is nothing but the newsroom's mark."""
    return bool(_MARK.fullmatch(f"{text} "))


def separate_places(tree: html.HtmlElement) -> None:
    """Put a dash between a short piece at the head of a paragraph and the word that sticks to it, in place.

    Style sheets set such a piece off, «<span>Hà Giang</span>Hơn 23h»; without them it would run into the text.
    """
    for node in tree.iter("span", "b", "strong", "i", "em"):
        above, text = node.getparent(), words(node)
        starts = above is not None and node.getprevious() is None and not (above.text or "").strip()
        if starts and 2 <= len(text) <= _LONGEST_PLACE and text[-1].isalpha() and _next_letter(node).isupper():
            node.tail = f" – {node.tail or ''}"


def _next_letter(node: html.HtmlElement) -> str:
    if node.tail:
        return str(node.tail[:1])
    after = node.getnext()
    inline = after is not None and after.tag not in {*BLOCKS, "br"}
    return str(words(after)[:1]) if inline else ""


def find(tree: html.HtmlElement, names: Names, *, selector: str = "", hint: str = "") -> Lead:
    """By the publisher's rule, by a class that means sapo, or by a description that the page also shows."""
    for node in tree.cssselect(selector) if selector else []:
        if MIN_CHARS <= len(words(node)) <= MAX_CHARS:
            return Lead(text=words(node), node=node)
    hint = _bare(_SITE_TAIL.sub("", hint).rstrip(" .…"))
    return _by_class(tree, names, hint) or _by_hint(tree, hint) or NO_LEAD


def _by_class(tree: html.HtmlElement, names: Names, hint: str) -> Lead | None:
    """Under the h1 when there is one: boxes beside the article have leads of their own."""
    found: list[Lead] = []
    for node in names.having(_SURE | _LIKELY)[:_MAX_ELEMENTS]:
        sure = not _SURE.isdisjoint((node.get("class") or "").lower().split())
        if node.tag not in (_TAGS if sure else _PLAIN_TAGS) or _inside_link(node):
            continue
        text = words(node)
        if MIN_CHARS <= len(text) <= MAX_CHARS and (sure or confirms(text, hint) or _under_heading(node)):
            if _is_below(tree, node):
                return Lead(text=text, node=node)
            found.append(Lead(text=text, node=node))
    return found[0] if len(found) == 1 else None


def _is_below(tree: html.HtmlElement, node: html.HtmlElement) -> bool:
    return bool(_HEADING_BEFORE(node)) or next(tree.iter("h1"), None) is None


def _under_heading(node: html.HtmlElement) -> bool:
    """The nearest sibling before it with any text is the h1."""
    before = node.getprevious()
    while before is not None and not words(before):
        before = before.getprevious()
    return before is not None and (before.tag == "h1")


def _inside_link(node: html.HtmlElement) -> bool:
    return any(above.tag in ("a", "li", "nav", "aside", "footer") for above in node.iterancestors())


def _by_hint(tree: html.HtmlElement, hint: str) -> Lead | None:
    if len(hint) < MIN_CHARS:
        return None
    below = next(tree.iter("h1"), None) is None
    for node in tree.iter("h1", *_TAGS[:8]):
        below = below or node.tag == "h1"
        if not below or node.tag == "h1" or len(node) > 6 or not _may_start(node, hint):
            continue
        text = squeeze("".join(node.itertext()))
        if MIN_CHARS <= len(text) <= MAX_CHARS and confirms(text, hint) and not _inside_link(node):
            return Lead(text=words(node), node=node)
    return None


def _may_start(node: html.HtmlElement, hint: str) -> bool:
    """A cheap look at the first words before the whole text is put together."""
    first = next((text for text in node.itertext() if text.strip()), "")[:60]
    return hint.startswith(_bare(first)[:8]) or bool(_PLACE.match(first)) or len(first.strip()) < 8


def confirms(text: str, hint: str) -> bool:
    """The description says the same as this visible text, but for a cut end or a place name in front."""
    if len(hint) < MIN_CHARS:
        return False
    for shown in (_bare(text), _bare(_PLACE.sub("", text))):
        if shown.startswith(hint) and len(shown) <= 1.5 * len(hint) + 20:
            return True
        if len(shown) > 0.8 * len(hint) and hint.startswith(shown):
            return True
    return False


def in_whole(found: Lead, rows: Sequence[str]) -> Lead:
    """A lead that a layout has cut («…»), as the first lines of the text have it."""
    if not found.text.endswith(("…", "...")):
        return found
    start = _bare(found.text)
    whole = next((row for row in rows[:_NEAR_ROWS] if len(start) >= MIN_CHARS and _bare(row).startswith(start)), "")
    return Lead(text=whole, node=found.node) if whole else found


def above(tree: html.HtmlElement, first_row: str) -> Lead:
    """The one paragraph between the h1 and the body's first line, in layouts that name nothing."""
    heading = next(tree.iter("h1"), None)
    start = _bare(first_row.lstrip("- "))[:40]
    if heading is None or not start:
        return NO_LEAD
    found: list[Lead] = []
    for node in islice(_BELOW(heading), _NEAR):
        small = len(node) < 30 and (node.tag != "div" or _is_plain(node)) and _LENGTH(node) <= 3 * MAX_CHARS
        text = words(node) if small else ""
        if start in _bare(text)[: len(start) + 20]:
            return found[0] if 1 <= len(found) <= 2 else NO_LEAD
        letters_linked = sum(len(words(link)) for link in node.iter("a"))
        whole = 60 <= len(text) <= MAX_CHARS and text[-1] in '.?!…"”»' and 3 * letters_linked < len(text)
        if whole and not _inside_link(node) and not (found and found[-1].text in text):
            found.append(Lead(text=text, node=node))
    return NO_LEAD


def _is_plain(node: html.HtmlElement) -> bool:
    return not any(child.tag in BLOCKS for child in node)


def without(rows: Sequence[str], *said: str) -> list[str]:
    """The rows that say none of these, whatever their capitals and marks."""
    found = [bare for bare in map(_bare, said) if bare]
    return [row for row in rows if not (_may_open(row, found) and _bare(row) in found)]


def _may_open(row: str, said: Sequence[str]) -> bool:
    """Whether one of these begins as the row does; most rows are soon told apart so."""
    start = _bare(row[:_OPENING_CHARS])[:-2]  # the last letter may be cut off from its accents
    return any(one.startswith(start) for one in said)


def same(one: str, other: str) -> bool:
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub(" ", unicodedata.normalize("NFC", text).lower()).strip()
