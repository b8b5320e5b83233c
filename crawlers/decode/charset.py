"""Bytes to text: what the content says beats what the header and the meta claim."""

import codecs
import re
import unicodedata

from vietnamese.plausibility import likeness

MAX_BYTES = 4_000_000  # a long article is under 1 MB with its scripts; the rest of a flood is not read
_SNIFFED_BYTES = 200_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_ASCII = bytes(range(0x80))
_UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def decode(content: bytes, content_type: str | None = None) -> str:
    """NFC text without control characters, from at most MAX_BYTES of `content`. Never fails."""
    content = content[:MAX_BYTES]
    for mark, name in _BOMS:
        if content.startswith(mark):
            return clean(content[len(mark) :].decode(name, "replace"))
    declared = _declared(content, content_type)
    if _is_utf8(content):
        return clean(content.decode("utf-8", "replace"))
    return clean(content.decode(_best(content[:_SNIFFED_BYTES], declared), "replace"))


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def _declared(content: bytes, content_type: str | None) -> list[str]:
    claims = [match[1] for match in [_HEADER.search(content_type or "")] if match]
    claims += [match[1].decode("ascii") for match in [_META.search(content[:4096])] if match]
    return [name for name in map(_known, claims) if name]


def _known(claim: str) -> str:
    """The codec Python knows by this name; "" for nonsense and for codecs that are not text."""
    try:
        codec = codecs.lookup(claim)
        b"a ".decode(codec.name, "replace")  # an empty string would pass even zlib
    except (LookupError, ValueError):
        return ""
    # Browsers read Latin-1 as windows-1252, whose C1 range holds quotation marks.
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name


def _is_utf8(content: bytes) -> bool:
    """Valid UTF-8 but for a few broken bytes (a cut page, a pasted advertisement)."""
    high = len(content[:_SNIFFED_BYTES].translate(None, _ASCII))
    if not high:
        return not content[:_SNIFFED_BYTES].count(b"\x00") > len(content[:_SNIFFED_BYTES]) // 4
    broken = content[:_SNIFFED_BYTES].decode("utf-8", "replace").count("\ufffd")
    return broken * 20 <= high


def _best(sample: bytes, declared: list[str]) -> str:
    """Windows-1258 when it makes the words Vietnamese, else the first claim that can be true."""
    if sample.count(b"\x00") > len(sample) // 4:
        return "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"
    count, share = likeness(sample.decode("cp1258", "replace"))
    if "cp1258" in declared or (count >= 5 and share > 0.8 and share > _share(sample, "cp1252") + 0.1):
        return "cp1258"
    return next((name for name in declared if name not in _UNICODE), "cp1252")


def _share(sample: bytes, name: str) -> float:
    return likeness(sample.decode(name, "replace"))[1]
