"""Unpacking gzip without being blown up."""

import zlib

GZIP_MAGIC = b"\x1f\x8b"


def gunzip_capped(content: bytes, cap: int) -> tuple[bytes, bool]:
    """At most `cap` bytes of what was packed, and whether something is missing (cut here, or broken)."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, cap)
    except zlib.error:
        return _as_far_as_readable(content, cap), True
    return unpacked, not unpacker.eof


def _as_far_as_readable(content: bytes, cap: int, step: int = 1024) -> bytes:
    unpacker, parts, size = zlib.decompressobj(wbits=31), [], 0
    for start in range(0, len(content), step):
        try:
            part = unpacker.decompress(content[start : start + step], cap - size)
        except zlib.error:
            break
        parts.append(part)
        size += len(part)
        if size >= cap:
            break
    return b"".join(parts)
