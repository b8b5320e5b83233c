"""What the bytes of an answer really are: unpacked within a cap, and told apart by their first bytes."""

import zlib
from codecs import BOM_UTF8
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]

_GZIP = b"\x1f\x8b"
_BINARY = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x7fELF",
    b"MZ",
    b"ID3",
    b"OggS",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1a\x45\xdf\xa3",
    b"wOF",
)
ACCEPTED = "gzip, deflate, br"


class TooLarge(Exception):
    """More bytes than the cap, counted after unpacking."""


class Broken(Exception):
    """Compressed content that cannot be unpacked."""


def layers(encoding: str) -> list[str]:
    """What a Content-Encoding says was done to the content. Words that are no packing ("none", "utf-8") say nothing."""
    return [one for one in (word.strip().lower() for word in encoding.split(",")) if one in _PACKINGS]


def unpacked(content: bytes, *, limit: int, encoding: str = "") -> bytes:
    """Undo at most one layer of packing, never holding more than `limit` bytes of it."""
    packed = layers(encoding)
    if not packed or not content:
        return content
    if len(packed) > 1:  # bombs are nested; newspapers are not
        raise Broken(encoding)
    try:
        return _PACKINGS[packed[0]](content, limit)
    except (zlib.error, brotli.error) as error:
        if content.removeprefix(BOM_UTF8).lstrip()[:1] in (b"<", b"{"):  # said to be packed, and is not
            return content
        raise Broken(str(error)) from None


def _ungzipped(content: bytes, limit: int) -> bytes:
    return _inflated(content, limit, 31)


def _undeflated(content: bytes, limit: int) -> bytes:
    """With the header of zlib, of gzip, or without one: servers send all three."""
    for wbits in (31, 15):
        try:
            return _inflated(content, limit, wbits)
        except zlib.error:
            continue
    return _inflated(content, limit, -15)


def _unbrotlied(content: bytes, limit: int) -> bytes:
    unpacker = brotli.Decompressor()
    text = bytes(unpacker.process(content, output_buffer_limit=limit + 1))
    while len(text) <= limit and not unpacker.is_finished():
        more = unpacker.process(b"", output_buffer_limit=limit + 1 - len(text))
        if not more:
            break
        text += more
    if len(text) > limit:
        raise TooLarge
    if not text:
        raise brotli.error("nothing in it")
    return text


def _unreadable(_content: bytes, _limit: int) -> bytes:
    raise zlib.error("a packing that we do not ask for")


_PACKINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _ungzipped,
    "x-gzip": _ungzipped,
    "deflate": _undeflated,
    "br": _unbrotlied,
    "zstd": _unreadable,
    "compress": _unreadable,
    "x-compress": _unreadable,
    "dcb": _unreadable,
    "dcz": _unreadable,
}


def _inflated(content: bytes, limit: int, wbits: int) -> bytes:
    inflater = zlib.decompressobj(wbits)
    text = inflater.decompress(content, limit + 1)
    if len(text) > limit:
        raise TooLarge
    return text


def is_gzip(content: bytes) -> bool:
    return content.startswith(_GZIP)


def is_binary(content: bytes) -> bool:
    """True for pictures, archives, office files and the like, whatever the Content-Type says."""
    head = content[:2048]
    if head.startswith((*_BINARY, _GZIP)) or head[4:8] == b"ftyp":
        return True
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:4] in (b"<\x00?\x00", b"\x00<\x00?")
    return b"\x00" in head and not wide
