"""What the bytes of an answer really are: unpacked within a cap, and told apart by their first bytes."""

import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

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
_WEEK_SECONDS = 7 * 24 * 3600


class TooLarge(Exception):
    """More bytes than the cap, counted after unpacking."""


class Broken(Exception):
    """Compressed content that cannot be unpacked."""


def unpacked(content: bytes, *, limit: int, encoding: str = "") -> bytes:
    """Undo at most one layer of gzip or deflate, never holding more than `limit` bytes of it."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return content
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Broken(encoding)
    for wbits in (31, 15, -15) if encoding == "deflate" else (31,):
        try:
            return _inflated(content, limit, wbits)
        except zlib.error as error:
            broken = error
    raise Broken(str(broken))


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


def seconds_to_wait(retry_after: str, now: datetime) -> int | None:
    """Retry-After, as seconds or as a date; at most a week, None when there is none to read."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), _WEEK_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(min(max((moment - now).total_seconds(), 0), _WEEK_SECONDS))
