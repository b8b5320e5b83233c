"""The elements of a CAP message, read from bytes that may be worse than XML allows.

Services put blanks, marks or comments before `<?xml`, and write bytes that are not in the encoding they declare. What a
person could read in the message is read; entities and DTDs are refused.
"""

import codecs
import re
from html.entities import html5

from lxml import etree

from domain.errors import BadInput
from domain.problems import Unreadable
from vietnamese.plausibility import likeness
from vietnamese.text import nfc

MAX_BYTES = 2_000_000
MAX_BROKEN_SHARE = 0.02  # of the letters beyond ASCII: with more of them unreadable it is no UTF-8
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_UNSAFE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_JUNK = "\ufeff\u200b\u200c\u200d\u2060\ufffe"
_LEADING = re.compile(rf"\A(?>[\s\x00{_JUNK}]|<!--.*?-->|<\?.*?\?>|ï»¿)*+", re.DOTALL)
_TRAILING = re.compile(rf"[\s\x00{_JUNK}]+\Z")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,31};)")
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def parse(xml: bytes) -> etree._Element:
    """The root element; raise BadInput when there is none, or when it is not safe to read."""
    if len(xml) > MAX_BYTES:
        raise BadInput(Unreadable.CAP_UNSAFE)
    text = _text_of(xml)
    if _UNSAFE.search(text):
        raise BadInput(Unreadable.CAP_UNSAFE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    text = _CONTROL.sub("", _LEADING.sub("", text, count=1))
    text = _ENTITY.sub(lambda m: html5.get(m[1], m[0]), _TRAILING.sub("", text))
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(Unreadable.CAP_BROKEN) from error


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(parent: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in parent if name_of(child) == name]


def text_of(parent: etree._Element, name: str) -> str:
    """All the words of the first child of that name."""
    found = children(parent, name)
    return nfc("".join(str(part) for part in found[0].itertext())).strip() if found else ""


def _text_of(xml: bytes) -> str:
    """Decoded by its own bytes first: UTF-8 is hardly ever met by chance, and declarations are often copied."""
    encoding = next((name for bom, name in _BOMS if xml.startswith(bom)), "") or _wide(xml)
    if encoding:
        return xml.decode(encoding, "replace")
    try:
        return xml.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = xml.decode("utf-8", "replace")
    broken, letters = text.count("\ufffd"), sum(letter > "\x7f" for letter in text)
    if letters >= 10 and broken <= max(1, letters * MAX_BROKEN_SHARE):
        return text
    return _legacy(xml)


def _wide(xml: bytes) -> str:
    """UTF-16 without a mark: every other byte of its tags is zero."""
    head = xml[:200]
    if head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _legacy(xml: bytes) -> str:
    """In the one-byte encoding in which the most of it is Vietnamese; of equals in the one that it declares."""
    declared = _DECLARED.search(xml[:1000])
    said = declared[1].decode("ascii").lower() if declared else ""
    readings = [_decoded(xml, name) for name in (said, "windows-1258", "windows-1252") if not name.startswith("utf")]
    return max(readings, key=lambda text: likeness(text)[1] if text else -1.0)


def _decoded(xml: bytes, encoding: str) -> str:
    """ "" where there is no such encoding of text."""
    try:
        return nfc(xml.decode(encoding, "replace"))
    except LookupError:
        return ""
