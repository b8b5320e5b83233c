"""XML that is not quite XML, as many portals write it: what they meant is put into its right form.

Only for what a strict parser has refused. Each look at the bytes goes through them once, whatever they hold.
"""

import re
from collections.abc import Callable, Iterator
from html.entities import html5

from lxml import etree

from crawlers.decode.charset import decode

_ENCLOSED = re.compile(rb"<!\[CDATA\[|<!--|<\?")
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
# A "<" that begins no tag, and every "&".
_MARK = re.compile(
    rb"<(?![A-Za-z_:/!?\x80-\xff])|</(?![A-Za-z_:\x80-\xff])|&(?:(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{1,40});)?"
)
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,300}>", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,500}>", re.I)
_TAG_IN_VALUE = re.compile(r"""(=\s{0,9}")([^"<>]{0,2000}<[^"]{0,2000})(")""")
MAX_HEAD_CHARS = 20_000  # of warnings and blank lines before the document


def mended(content: bytes) -> bytes:
    """The same bytes with bare `&` and `<` escaped, and HTML's own entities as numbers."""
    declares = b"<!ENTITY" in content
    pieces: list[bytes] = []
    at = 0
    for start, end in _enclosures(content):
        pieces += (_MARK.sub(_mender(declares), content[at:start]), content[start:end])
        at = end
    return b"".join((*pieces, _MARK.sub(_mender(declares), content[at:])))


def lenient_tree(content: bytes, roots: tuple[str, ...]) -> etree._Element | None:
    """The document as far as it can be made out; None where none of the roots is there, or it declares entities.

    Lines keep their numbers.
    """
    text = decode(content)
    root = re.search(rf"<(?:\w{{1,20}}:)?(?:{'|'.join(roots)})[\s>]", text, re.I)
    if root is None or root.start() > MAX_HEAD_CHARS or "<!ENTITY" in text[: root.start()]:
        return None
    head = "\n" * text.count("\n", 0, root.start())
    body = _DOCTYPE.sub(_lines_of, _DECLARATION.sub(_lines_of, text[root.start() : text.rfind(">") + 1]))  # no half tag
    body = _TAG_IN_VALUE.sub(lambda match: match[1] + match[2].replace("<", "&lt;") + match[3], body)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        found: etree._Element | None = etree.fromstring(mended((head + body).encode()), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return found


def local_name(one: etree._Element) -> str:
    """Without prefix, declared or not, and in lower case; "" for comments."""
    if not isinstance(one.tag, str):
        return ""
    return one.tag.rpartition("}")[2].rpartition(":")[2].lower()


def _lines_of(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _enclosures(content: bytes) -> Iterator[tuple[int, int]]:
    unclosed: set[bytes] = set()
    at = 0
    for match in _ENCLOSED.finditer(content):
        if match.start() < at or match[0] in unclosed:
            continue
        mark = _ENDS[match[0]]
        end = content.find(mark, match.end())
        if end == -1:
            unclosed.add(match[0])
            continue
        at = end + len(mark)
        yield match.start(), at


def _mender(declares: bool) -> Callable[[re.Match[bytes]], bytes]:
    def mend(match: re.Match[bytes]) -> bytes:
        if match[0][:1] == b"<":
            return b"&lt;" + match[0][1:]
        name = match[1] or b""
        if not name:
            return b"&amp;" + match[0][1:]
        if name in _OWN:
            return match[0]
        if name[:1] == b"#":
            return match[0] if _is_letter(name) else b" "
        letters = html5.get(name.decode("ascii", "replace") + ";", "")
        if letters and not declares:
            return "".join(f"&#{ord(letter)};" for letter in letters).encode()
        return match[0] if declares else b"&amp;" + match[0][1:]

    return mend


def _is_letter(reference: bytes) -> bool:
    number = int(reference[2:], 16) if reference[1:2] in b"xX" else int(reference[1:])
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0xFFFF < number < 0x110000
