"""What is done to the bytes of an XML feed before a parser sees them. Each limit is there for a hostile feed."""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from itertools import islice
from xml.parsers import expat

from crawlers.decode.charset import decode
from crawlers.decode.inflate import GZIP_MAGIC, gunzip_capped
from crawlers.decode.mended_xml import mended
from crawlers.decode.tags import Tangled, bounded_xml
from crawlers.feeds.content import MAX_ENTRIES, FeedNote
from domain.errors import BadInput
from domain.message import Message, say
from domain.problems import Unreadable

MAX_BYTES = 5_000_000  # bytes; a feed with a hundred whole articles has about two million
MAX_BROKEN_BYTES = 500_000  # the lenient parser needs more time than the strict one
MAX_PROLOG_BYTES = 20_000
MAX_ENTITIES, MAX_ENTITY_BYTES = 30, 200
MAX_RUN_BYTES = 200_000  # bytes without a tag
MAX_DEPTH, MAX_ATTRIBUTES = 200, 300
MAX_MARKS = 150_000  # "<" and "&": the parsers need some 20 microseconds for each, whatever the size

_CONTROL = bytes(set(range(32)) - {9, 10, 13})
_CONTROL_REFERENCE = re.compile(rb"&#(?:x0{0,6}(?:[0-8bcef]|1[0-9a-f])|0{0,6}(?:[0-8]|1[124-9]|2\d|3[01]));", re.I)
MAX_OPEN_TAGS = 200
_OPEN_TAG = re.compile(rb"<(?=[a-zA-Z/][^<>]*<)")
_MARK = re.compile(rb"[<&]")
_ITEM_END = re.compile(rb"</(?:item|entry)\s{0,9}>", re.I)
_ROOT = re.compile(rb"<[A-Za-z_]")
_DECLARED = re.compile(rb"""^(\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9})(["'])([\w.:\-]{1,40})\2""")
_ENTITY = re.compile(rb"<!ENTITY[^>]{0,500}")
_LATE_DECLARATION = re.compile(rb"<\?xml\s")  # behind the warnings of a server's script
_SEVEN_BIT = (b"iso-2022", b"hz", b"utf-7")


@dataclass(frozen=True, slots=True)
class Prepared:
    content: bytes
    content_type: str
    notes: tuple[Message, ...]
    broken: bool


def prepare(content: bytes, content_type: str | None) -> Prepared:
    notes: list[Message] = []
    if content[:2] == GZIP_MAGIC:
        content, cut = gunzip_capped(content, MAX_BYTES)
        if cut:
            notes.append(say(FeedNote.BROKEN_GZIP))
    if len(content) > MAX_BYTES:
        content = content[:MAX_BYTES]
        notes.append(say(FeedNote.TOO_LARGE, megabytes=MAX_BYTES // 1_000_000))
    content = _fewer_items(_without_long_runs(content, notes), notes)
    if last := _more_than(_MARK, content, MAX_MARKS):
        content = content[: last.start()]
        notes.append(say(FeedNote.TOO_MANY_TAGS))
    if _more_than(_OPEN_TAG, content, MAX_OPEN_TAGS):  # each makes the lenient parser read on to the end
        content = _OPEN_TAG.sub(b"&lt;", content)
    content, kind = readable(content, content_type or "")
    if _is_plain(content):
        content = _safe_prolog(content, notes)
    try:
        content = bounded_xml(content)
    except Tangled:
        raise BadInput(Unreadable.TANGLED) from None
    broken = _is_broken(content)
    if broken and _is_plain(content):  # what was meant, for the strict parser if it can, else for the lenient one
        content = mended(content)
    if broken and len(content) > MAX_BROKEN_BYTES:
        content = content[:MAX_BROKEN_BYTES]
        notes.append(say(FeedNote.BROKEN_XML_CUT))
    return Prepared(content, kind, tuple(notes), broken)


def readable(content: bytes, content_type: str) -> tuple[bytes, str]:
    """Without what may stand before a document or nowhere in it, and in the encoding that its bytes are in."""
    content = content.removeprefix(BOM_UTF8).lstrip()
    if not _is_plain(content):
        declared = _LATE_DECLARATION.search(content[:MAX_PROLOG_BYTES])
        if declared is None or b"\x00" in content[:100]:
            return content, content_type
        content = content[declared.start() :]
    return _true_charset(_without_controls(content), content_type)


def _is_plain(content: bytes) -> bool:
    """One byte for each Latin letter: not UTF-16, not EBCDIC."""
    return content[:1] == b"<" and b"\x00" not in content[:4]


def _more_than(shape: re.Pattern[bytes], content: bytes, count: int) -> re.Match[bytes] | None:
    """The first occurrence that is one too many."""
    return next(islice(shape.finditer(content), count, None), None)


def _without_long_runs(content: bytes, notes: list[Message]) -> bytes:
    """Cut the middle out of what no text is as long as: megabytes of attributes, styles or spaces."""
    pieces = content.split(b"<")
    if all(len(piece) <= MAX_RUN_BYTES for piece in pieces):
        return content
    notes.append(say(FeedNote.LONG_RUN))
    return b"<".join(piece if len(piece) <= MAX_RUN_BYTES else piece[:1000] + piece[-1000:] for piece in pieces)


def _fewer_items(content: bytes, notes: list[Message]) -> bytes:
    """The first items only, and what closes the feed, so that it stays well-formed."""
    ends = [match.end() for match in _ITEM_END.finditer(content)]
    if len(ends) <= MAX_ENTRIES:
        return content
    notes.append(say(FeedNote.TOO_MANY_ENTRIES, number=len(ends), most=MAX_ENTRIES))
    return content[: ends[MAX_ENTRIES - 1]] + content[ends[-1] :]


def _without_controls(content: bytes) -> bytes:
    declared = _DECLARED.match(content[:400])
    if declared and declared[3].lower().startswith(_SEVEN_BIT):
        return content
    return _CONTROL_REFERENCE.sub(b" ", content.translate(None, _CONTROL))


def _true_charset(content: bytes, content_type: str) -> tuple[bytes, str]:
    """Believe the bytes: what decodes as UTF-8 with letters beyond ASCII is UTF-8, whatever it is called."""
    if content.isascii():
        return content, content_type
    declared = _DECLARED.match(content[:400])
    in_header = re.search(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:\-]{1,40})", content_type, re.I)
    said = (in_header[1] if in_header else declared[3].decode() if declared else "utf-8").lower()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if said in {"utf-8", "utf8"}:
            content = decode(content, content_type).encode()
        else:
            try:
                content = content.decode(said).encode()
            except (LookupError, ValueError):  # the parser has guesses of its own
                return content, content_type
    content = _DECLARED.sub(rb'\1"utf-8"', content, count=1)
    return content, "application/xml; charset=utf-8"


def _safe_prolog(content: bytes, notes: list[Message]) -> bytes:
    """Drop a document type that declares more than a few short entities."""
    root = _ROOT.search(content)
    prolog = content[: root.start()] if root else content
    entities = _ENTITY.findall(prolog[:MAX_PROLOG_BYTES])
    nested = any(re.search(rb"[\"'][^\"']*&\w", entity) or b"%" in entity or b"SYSTEM" in entity for entity in entities)
    short = all(len(entity) <= MAX_ENTITY_BYTES for entity in entities)
    if len(prolog) <= MAX_PROLOG_BYTES and len(entities) <= MAX_ENTITIES and short and not nested:
        return content
    notes.append(say(FeedNote.ENTITIES))
    if root is None:
        return b""
    # an entity's value may hold a tag, so the true root is looked for behind the end of the declaration
    end = content.find(b"]>", 0, root.start() + MAX_PROLOG_BYTES)
    return content[end + 2 :].lstrip() if end != -1 else content[root.start() :]


def _is_broken(content: bytes) -> bool:
    """Whether the XML is not whole, found with a parser that keeps nothing. Raises BadInput for a bottomless one."""
    depth = 0

    def opened(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH or len(attributes) > MAX_ATTRIBUTES:
            raise BadInput(Unreadable.FEED_TOO_DEEP)

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        return True
    return False
