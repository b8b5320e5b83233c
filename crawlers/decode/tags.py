"""Tags that no parser should meet: parsers compare each attribute of a tag with all others of it.

A tag of 200,000 attributes (2 MB) takes libxml2 three minutes. The check is linear, and agrees with every parser on
where a tag ends: quotes count only behind `=`, and each `<` is looked at, whatever seems to enclose it.
"""

import re

MAX_ATTRIBUTES = 256  # of one tag; the richest on a real page has about sixty
MAX_ATTRIBUTES_IN_RICH_TAGS = 10_000  # together, in tags with more than ORDINARY_ATTRIBUTES
MAX_ODD_TAGS = 50_000  # each costs a microsecond here; a page with its articles as JSON has some thousands
ORDINARY_ATTRIBUTES = 64
_MAX_TIMES_READ = 8  # times the markup's length: real pages hardly ever have a tag inside a tag

_S, _NAME = r"[ \t\n\r\f]", r"[^ \t\n\r\f/>\"'=<]"
_PLAIN_ATTRIBUTE = (
    rf"{_S}*+{_NAME}++(?:{_S}*+={_S}*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^ \t\n\r\f\"'=<>`]++))?+"  # no value with a tag inside
)
_ORDINARY = rf"/?+[A-Za-z]{_NAME}*+(?:{_PLAIN_ATTRIBUTE}){{0,{ORDINARY_ATTRIBUTES}}}+{_S}*+/?+>"
_ODD = re.compile(rf"<(?=/?[A-Za-z])(?!{_ORDINARY})")
# What HTML's own tokenizer takes for an attribute, the strangest included.
_ANY_ATTRIBUTE = (
    r"[ \t\n\r\f/]*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+"
    rf"(?:{_S}*+={_S}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+)?+)?+"
)
_ATTRIBUTE = re.compile(_ANY_ATTRIBUTE)
_TAG = re.compile(rf"</?+[A-Za-z][^ \t\n\r\f/>]*+((?:{_ANY_ATTRIBUTE}){{0,{MAX_ATTRIBUTES + 1}}}+)")
_ENCLOSURES = (("<script", "</script"), ("<style", "</style"), ("<!--", "-->"), ("<![CDATA[", "]]>"))


MAX_NAMESPACES = 500  # different ones of a document; feedparser looks through all of them at each element
_DECLARED = re.compile(rb"<!ATTLIST")  # with a default each: expat compares them with each other, too
_NAMESPACE = re.compile(rb"""xmlns(?::[^\s=<>"']{1,100})?+\s{0,9}=\s{0,9}(?:"[^"<]{0,500}+|'[^'<]{0,500}+)""")


class Tangled(Exception):
    """Markup that would take a parser minutes."""


def bounded(markup: str) -> str:
    """The markup, safe to parse. What looks like such a tag inside a script or comment is opened up: it is none.

    Raises Tangled.
    """
    harmless: list[int] = []
    rich = read = 0
    for count, odd in enumerate(_ODD.finditer(markup), 1):
        tag = _TAG.match(markup, odd.start())
        if tag is None:
            continue
        read += tag.end() - tag.start()
        if count > MAX_ODD_TAGS or read > _MAX_TIMES_READ * len(markup) + MAX_ODD_TAGS:
            raise Tangled
        if tag.end() - tag.start() < 2 * ORDINARY_ATTRIBUTES:
            continue
        attributes = len(_ATTRIBUTE.findall(markup, tag.start(1), tag.end(1)))
        rich += attributes if attributes > ORDINARY_ATTRIBUTES else 0
        if attributes > MAX_ATTRIBUTES or rich > MAX_ATTRIBUTES_IN_RICH_TAGS:
            if len(harmless) >= 100 or not _seems_enclosed(markup, odd.start()):
                raise Tangled
            harmless.append(odd.start())
            rich -= attributes
    return _without(markup, harmless)


def bounded_xml(content: bytes) -> bytes:
    """The same for XML in bytes, whatever its encoding. Also Tangled: declared attributes, hundreds of namespaces."""
    is_wide = b"\x00" in content[:100]
    ascii_part = content.replace(b"\x00", b"") if is_wide else content
    if _DECLARED.search(ascii_part) or len(set(_NAMESPACE.findall(ascii_part))) > MAX_NAMESPACES:
        raise Tangled
    text = bounded(ascii_part.decode("latin-1"))  # each byte a letter, and back
    return content if is_wide else text.encode("latin-1")


def _seems_enclosed(markup: str, at: int) -> bool:
    """A guess that may be wrong: the `<` is taken away, so nothing hides behind it."""
    before = markup[:at].lower()
    return any(before.rfind(begin.lower()) > before.rfind(end.lower()) for begin, end in _ENCLOSURES)


def _without(markup: str, places: list[int]) -> str:
    if not places:
        return markup
    pieces = [markup[start + 1 : end] for start, end in zip([-1, *places], [*places, len(markup)], strict=True)]
    return " ".join(pieces)
