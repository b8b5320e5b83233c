"""Titles and summaries as an editor reads them: no tags, no entities, NFC, one line."""

import re
import unicodedata
from html import unescape

_DROPPED = re.compile(
    r"<(script|style|iframe|object)\b[^>]{0,2000}>.{0,20000}?</\1\s{0,9}>|<!--.{0,5000}?-->", re.S | re.I
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,5000}>|<![^<>]{0,2000}>")
_INLINE = re.compile(r"</?(?:a|abbr|b|code|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]{0,5000}>", re.I)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff]+")


def plain(markup: str, longest: int = 20_000) -> str:
    """The visible text of a small piece of HTML, cut at `longest` characters."""
    text = markup[: 5 * longest]
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", _DROPPED.sub(" ", text)))
    text = unescape(text)
    if "&" in text and ";" in text:  # escaped twice, as many Vietnamese feeds do
        text = unescape(text)
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip()[:longest]
