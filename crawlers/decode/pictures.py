"""What kind of picture bytes are, and how large it is, by its first bytes: nothing is decoded."""

import struct
from dataclasses import dataclass

MAX_SIDE_PIXELS = 8_000
MAX_PIXELS = 24_000_000  # a browser takes four bytes for each
_NO_SIZE = frozenset({0xC4, 0xC8, 0xCC})  # JPEG markers among the frames' that are none


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    content: bytes
    media_type: str
    width: int
    height: int


def picture(content: bytes) -> Picture | None:
    """The bytes as a JPEG, PNG or WebP of bearable size; None for anything else, whatever its sender calls it."""
    for media_type, size in (("image/png", _png), ("image/jpeg", _jpeg), ("image/webp", _webp)):
        try:
            found = size(content)
        except (struct.error, IndexError):
            continue
        if found and min(found) > 0 and max(found) <= MAX_SIDE_PIXELS and found[0] * found[1] <= MAX_PIXELS:
            return Picture(content=content, media_type=media_type, width=found[0], height=found[1])
    return None


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    """The size in the first frame's header, after whatever segments come before it."""
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        else:
            at += 2 + struct.unpack_from(">H", content, at + 2)[0]
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    match content[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", content, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = struct.unpack_from("<I", content, 21)[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _three(content, 24) + 1, _three(content, 27) + 1
    return None


def _three(content: bytes, at: int) -> int:
    return content[at] | content[at + 1] << 8 | content[at + 2] << 16
