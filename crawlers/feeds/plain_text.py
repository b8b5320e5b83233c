"""Titles and summaries as an editor reads them: no tags, no entities, NFC, one line."""

import re
from html import unescape
from string import ascii_uppercase

from crawlers.decode.charset import clean
from vietnamese.text import CAPITALS
from vietnamese.unseen import without_unseen

_LOWER = {ord(letter): ord(letter.lower()) for letter in ascii_uppercase}  # unlike lower(), keeps the length
_UNSEEN = re.compile(r"<(?:(script|style)\b|!--)", re.I)
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    "|hr|img|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|iframe"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b[^<>]{{0,5000}}>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>|<![^<>]{0,2000}(?:>|$)")
# Behind a sentence only: «Tin khác hẳn lời đồn» may begin one.
_BEHIND = r"(?<=[.!?…”\")\]])\s*[\[(*•–-]*\s*"
_TITLE = r"(?:\s*[:>»…]|[^.!?]{0,300}[\])?]?\s*$)"  # a colon, or a headline, which has no full stop
_RELATED = re.compile(
    rf"(?:\s>{{3,}}|\s>>\s*(?-i:[{CAPITALS}])|{_BEHIND}(?:>>|[»►▶▷👉➡→☛➤☞•*]\ufe0f?\s*(?-i:[{CAPITALS}])[^.:]{{15,300}}$|"
    r"(?:mời (?:bạn đọc|độc giả|quý vị|bạn) )?(?:(?:xem|đọc) (?:thêm|tiếp|lại|chi tiết|ngay)|có thể bạn quan tâm|"
    r"(?:các )?(?:tin|bài)(?: viết| báo)? (?:liên quan|khác|cùng chuyên mục|đọc nhiều)|cùng chuyên mục)\b"
    rf"{_TITLE})|\s[»►▶👉]\s*(?-i:[{CAPITALS}])).*$",
    re.IGNORECASE | re.DOTALL,
)
_ELSEWHERE = re.compile(
    r"(?>\s*(?:\[(?:\.\.\.|…)\]|(?:continue reading|read more)\b[^.]{0,300}|"
    r"the post .{1,300} appeared first on .{1,100}|"
    r"bài viết .{1,300} (?:đã )?xuất hiện (?:đầu tiên|lần đầu) .{1,120}|"
    r"(?:xem|đọc)?\s?(?:chi tiết|bài gốc|bài viết gốc|toàn văn)(?: bài viết)? tại (?:đây|link)\.?))++\s*$",
    re.IGNORECASE,
)
_LAST_LINK = re.compile(r"<a\b[^<>]{0,2000}>(?P<words>[^<]{0,300})</a>(?:\s|&nbsp;|</?\w+[^<>]{0,500}>)*+$", re.I)
_NEW_LINE = re.compile(
    r"<(?:br|p|li|ul|ol|div|h\d|td|tr)\b[^<>]{0,500}>(?:\s|&nbsp;|[•*–-]|<(?:b|strong|em|i|span)\b[^<>]{0,500}>)*+$",
    re.I,
)
_MAX_LAST_LINKS, _LAST_CHARS = 20, 800
_FEWEST_CHARS = 40  # letters of a summary that may go without the link behind it
_WHOLE_REFERENCE = re.compile(r"&(?:#\d{1,8}|#x[0-9a-f]{1,7}|[a-z]\w{1,40});", re.I)
_REFERENCE = re.compile(r"&(?:#\d{1,8};?|#x[0-9a-f]{1,7};?|[a-z]\w{1,40}(?:;|(?![\w=])))", re.I)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def plain(markup: str, longest: int = 20_000) -> str:
    """The visible text of a small piece of HTML, cut at `longest` characters."""
    text = markup[: 5 * longest]
    if len(text) < len(markup) and text.rfind("<") > text.rfind(">"):  # not the half of a tag
        text = text[: text.rfind("<")]
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", _without_unseen(text)))
    text = unescaped(text)
    if "&" in text and ";" in text:  # escaped twice, as many Vietnamese feeds do
        text = unescaped(text)
    return _BLANK.sub(" ", clean(without_unseen(text))).strip()[:longest]


def unescaped(text: str) -> str:
    """Without entities. One without a semicolon counts only where a word ends: «M&copyright» is a name."""
    return _REFERENCE.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def unescaped_link(text: str) -> str:
    """The same for an address, in which `&copy=1` and `&lang` are parameters wherever they stand."""
    return _WHOLE_REFERENCE.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def plain_summary(markup: str, longest: int) -> str:
    """The same without the links to other articles, or to this one, that feeds put behind a summary."""
    text = plain(_without_last_links(markup[: 5 * longest]), longest)
    text = _RELATED.sub("", text)
    text = (text[:-_LAST_CHARS] + _ELSEWHERE.sub("", text[-_LAST_CHARS:])).strip()
    return text or plain(markup, longest)


def _without_last_links(markup: str) -> str:
    """Cut links that have the last lines to themselves, where a whole sentence stands before them."""
    kept = markup
    for _ in range(_MAX_LAST_LINKS):
        start = kept.rfind("<a")
        if start < 0 or not _LAST_LINK.match(kept, start) or not _NEW_LINE.search(kept, max(0, start - 2_000), start):
            break
        kept = kept[:start]
    before = plain(kept, _FEWEST_CHARS * 100)
    return kept if len(before) >= _FEWEST_CHARS and before.endswith((".", "!", "?", "…", "”", '"', ")")) else markup


def _without_unseen(text: str) -> str:
    """Without scripts, styles and comments. Each kind's end is looked for once: hostile text has many beginnings."""
    kept: list[str] = []
    unclosed: set[str] = set()
    end, low = 0, text.translate(_LOWER)
    for match in _UNSEEN.finditer(text):
        name = (match[1] or "").lower()
        if match.start() < end or name in unclosed:
            continue
        found = low.find(f"</{name}" if name else "-->", match.end())
        if found == -1:
            unclosed.add(name)
            continue
        kept.append(text[end : match.start()])
        end = low.find(">", found) + 1 or len(text)
    return "".join((*kept, text[end:]))
