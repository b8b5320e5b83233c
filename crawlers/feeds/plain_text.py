"""Titles and summaries as an editor reads them: no tags, no entities, NFC, one line."""

import re
import unicodedata
from html import unescape
from string import ascii_uppercase

from crawlers.decode.charset import without_invisible

_LOWER = {ord(letter): ord(letter.lower()) for letter in ascii_uppercase}  # unlike lower(), keeps the length
_UNSEEN = re.compile(r"<(?:(script|style)\b|!--)", re.I)
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    "|hr|img|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|iframe"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b[^<>]{{0,5000}}>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>|<![^<>]{0,2000}(?:>|$)")
# Behind a sentence only: «Tin khác hẳn lời đồn» may begin one.
_RELATED = re.compile(
    r"(?:\s>{2,}|\s[»►▶👉]|(?<=[.!?…”)])\s*[\[(*-]*(?:(?:xem|đọc) (?:thêm|tiếp|chi tiết|ngay)|có thể bạn quan tâm|"
    r"(?:các )?(?:tin|bài)(?: viết| báo)? (?:liên quan|khác|cùng chuyên mục|đọc nhiều))\b).*$",
    re.IGNORECASE | re.DOTALL,
)
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
    return _BLANK.sub(" ", without_invisible(unicodedata.normalize("NFC", text))).strip()[:longest]


def unescaped(text: str) -> str:
    """Without entities. One without a semicolon counts only where a word ends: «M&copyright» is a name."""
    return _REFERENCE.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def unescaped_link(text: str) -> str:
    """The same for an address, in which `&copy=1` and `&lang` are parameters wherever they stand."""
    return _WHOLE_REFERENCE.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def plain_summary(markup: str, longest: int) -> str:
    """The same without the links to other articles that feeds put behind a summary."""
    text = plain(markup, longest)
    return _RELATED.sub("", text).strip() or text


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
