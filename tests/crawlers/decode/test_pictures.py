"""What a picture is and how large, told from its first bytes alone."""

import struct

import pytest

from crawlers.decode.pictures import picture

PNG, JPEG, WEBP = "image/png", "image/jpeg", "image/webp"


def png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    )


def jpeg(width: int, height: int, frame: int = 0xC0, before: bytes = b"") -> bytes:
    size = struct.pack(">BHHB", 8, height, width, 3) + bytes(9)
    return b"\xff\xd8" + before + bytes([0xFF, frame]) + struct.pack(">H", len(size) + 2) + size + b"\xff\xda"


def segment(marker: int, length: int) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", length + 2) + bytes(length)


def webp(kind: bytes, rest: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 100) + b"WEBP" + kind + struct.pack("<I", 50) + rest


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", width, height))


def extended(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", bytes(4) + sides)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (png(640, 360), (PNG, 640, 360)),
        (png(1, 1), (PNG, 1, 1)),
        (jpeg(1200, 630), (JPEG, 1200, 630)),
        (jpeg(1200, 630, 0xC2), (JPEG, 1200, 630)),  # progressive
        (jpeg(600, 400, 0xC1, segment(0xE0, 14)), (JPEG, 600, 400)),
        (jpeg(600, 400, 0xC0, segment(0xE1, 9_000) + segment(0xDB, 65)), (JPEG, 600, 400)),  # a camera's own words
        (jpeg(600, 400, 0xC0, segment(0xC4, 29)), (JPEG, 600, 400)),  # a table before the frame
        (jpeg(600, 400, 0xC0, segment(0xFE, 3) + b"\xff"), (JPEG, 600, 400)),  # filling
        (lossy(800, 450), (WEBP, 800, 450)),
        (lossless(801, 451), (WEBP, 801, 451)),
        (extended(1920, 1080), (WEBP, 1920, 1080)),
    ],
)
def test_pictures_of_publishers_are_known_with_their_size(content: bytes, wanted: tuple[str, int, int]) -> None:
    found = picture(content)
    assert found is not None
    assert (found.media_type, found.width, found.height) == wanted
    assert found.content == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7" + bytes(40),
        b"\x00\x00\x00\x1cftypavif" + bytes(40),
        b"BM" + bytes(60),
        png(640, 360)[:20],
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        png(0, 360),
        png(50_000, 10),
        png(7_000, 7_000),  # 49 million pixels: a small file that takes 200 MB of a phone
        jpeg(65_000, 65_000),
        b"\xff\xd8\xff",
        b"\xff\xd8" + segment(0xE0, 14),  # no frame
        b"\xff\xd8\xff\xe0\x00\x00" * 50,
        webp(b"ABCD", bytes(40)),
        extended(16_000_000, 16_000_000),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(content: bytes) -> None:
    assert picture(content) is None
