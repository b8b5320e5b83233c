"""What stands around an article: captions, related links, share bars, comments, advertising."""

import re
from functools import lru_cache

from lxml import etree, html

from crawlers.extract.clutter_words import is_clutter_line, opens_tail
from crawlers.extract.markup import drop

_TOKEN = re.compile(
    r"relate[ds]?(?!-?(?:to|content))|lien-?quan|cung-?chuyen-?muc|tin-?(?:khac|moi|nong|doc-nhieu|cung)|"
    r"doc-?(?:them|nhieu|tiep)|xem-?(?:them|nhieu)|most-?(?:read|viewed|popular)|recommend|read-?(?:more|also|next)|"
    r"(?:^|[\s_-])(?:share|sharing|social|addthis|fb-like|zalo-share)(?:$|[\s_-])|chia-?se|"
    r"comment(?!ary)|binh-?luan|y-?kien-?ban-?doc|disqus|"
    r"quang-?cao|advert|(?:^|[\s_-])(?:ads?|adv|adsbox|banner|sponsor(?:ed)?)(?:$|[\s_-])|taboola|outbrain|"
    r"newsletter|subscribe|dang-?ky-?nhan|"
    r"(?:photo|image|img|pic|fig)[\w-]*caption|^caption|chu-?thich|ck_legend|wp-caption-text|"
    r"(?:^|[\s_-])(?:tags?|tag-list|tu-?khoa|keywords?|breadcrumbs?|pagination|rating|vote|print|toolbar|hotnews)"
    r"(?:$|[\s_-])|box-?tin|(?:video|media|audio|podcast)-?player|tin-?bai-?khac|audio-?player|text-?to-?speech",
    re.IGNORECASE,
)
_ALWAYS = frozenset({"figcaption", "aside", "nav", "footer", "form", "dialog"})
_HIDDEN_NAMES = frozenset({"hidden", "d-none", "sr-only", "visually-hidden", "screen-reader-text", "print-only"})
_KEPT = frozenset({"html", "head", "body", "main", "article", "h1", "title", "meta"})
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|"
    r"(?:left|right|top|text-indent)\s*:\s*-\d{4,6}",
    re.IGNORECASE,
)
_LENGTH = etree.XPath("string-length()")
_SHARE_OF_PAGE = 0.4  # a container this large is the page itself, however it is named


def remove(tree: html.HtmlElement, selectors: str = "") -> None:
    """Drop clutter by its own names, in place. A publisher's `selectors` go first and unconditionally."""
    for node in tree.cssselect(selectors) if selectors else []:
        drop(node)
    limit = _SHARE_OF_PAGE * _length(tree)
    for node in _outermost(tree):
        if _length(node) <= limit and not _holds_heading(node) and not _holds_article(node):
            drop(node)


def _outermost(tree: html.HtmlElement) -> list[html.HtmlElement]:
    found = []
    walk = etree.iterwalk(tree, events=("start",))
    for _, node in walk:
        if _is_clutter(node):
            found.append(node)
            walk.skip_subtree()
    return found


def _is_clutter(node: html.HtmlElement) -> bool:
    tag = node.tag
    if tag in _KEPT or not isinstance(tag, str):
        return False
    if tag in _ALWAYS:
        return True
    known = node.attrib
    if not known:
        return False
    if "hidden" in known or (known.get("aria-hidden") or "").lower() == "true":
        return True
    if not _HIDDEN_NAMES.isdisjoint((known.get("class") or "").lower().split()):
        return True
    name = f"{known.get('class') or ''} {known.get('id') or ''} {known.get('type') or ''}"
    return (len(name) > 2 and _sounds_like_clutter(name)) or ("style" in known and bool(_HIDDEN.search(known["style"])))


@lru_cache(maxsize=8192)
def _sounds_like_clutter(name: str) -> bool:
    return bool(_TOKEN.search(name[:200]))


def _holds_article(node: html.HtmlElement) -> bool:
    """Several full paragraphs that are no links: the name means something else here. Comments are no reason."""
    if "comment" in (node.get("class") or node.get("id") or "").lower():
        return False
    full = sum(1 for item in node.iter("p") if _length(item) - sum(map(_length, item.iter("a"))) > 140)
    return full >= 2


def _length(node: html.HtmlElement) -> int:
    return int(_LENGTH(node))


def _holds_heading(node: html.HtmlElement) -> bool:
    return next(node.iter("h1"), None) is not None


_TAIL_SHARE = 0.7
_ITEM = 100  # letters
_ENDS = re.compile(r'[.!?…]["”»)* ]*$')


def without_loose_end(rows: list[str]) -> list[str]:
    """Cut signatures, tags and buttons after the last sentence; what has a digit may be a phone or a date.

    Short lines under one that ends in a colon are its list: they stay.
    """
    kept = list(rows)
    colon = next((at for at in reversed(range(len(rows))) if _opens_list(rows[at])), len(rows))
    if colon + 1 < len(rows) and all(len(row) < _ITEM and not _ENDS.search(row) for row in rows[colon + 1 :]):
        return kept
    while len(kept) > 3 and _is_loose(kept[-1]) and not _opens_list(kept[-1]):
        kept.pop()
    return kept


def without_lone_heading(rows: list[str]) -> list[str]:
    """Cut a last line that opens a list of which nothing was found."""
    return rows[:-1] if len(rows) > 3 and len(rows[-1]) < _ITEM and _opens_list(rows[-1]) else rows


def _opens_list(row: str) -> bool:
    return row.rstrip('"”»)* ').endswith(":") and not is_clutter_line(row) and not opens_tail(row)


def _is_loose(row: str) -> bool:
    if len(row) >= 100 or row.startswith("- ") or " | " in row or any(map(str.isdigit, row)):
        return False
    return not _ENDS.search(row)


def without_tail(rows: list[str]) -> list[str]:
    """Cut where, in the last third, a short line announces other articles or comments."""
    total, passed = sum(map(len, rows)), 0
    for at, row in enumerate(rows):
        if passed >= _TAIL_SHARE * total and opens_tail(row):
            return rows[:at]
        passed += len(row)
    return rows
