"""One small PNG per article, drawn from its number, so that pages have a real og:image."""

import struct
import zlib

WIDTH, HEIGHT = 240, 126


def png(number: int) -> bytes:
    """Two hills under a sky; the colours follow the number."""
    sky, hill = _colour(number * 47), _colour(number * 47 + 120, dark=True)
    rows = []
    for y in range(HEIGHT):
        row = bytearray(b"\0")
        for x in range(WIDTH):
            ridge = HEIGHT - 30 - abs((x * 2 + number * 13) % 160 - 80) // 2
            row += hill if y > ridge else sky
        rows.append(bytes(row))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(rows), 6)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _colour(seed: int, dark: bool = False) -> bytes:
    base, span = (40, 60) if dark else (150, 90)
    return bytes(base + seed * step % span for step in (3, 5, 7))
