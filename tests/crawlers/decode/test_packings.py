"""How an answer was packed, whatever its header calls it: single visits and the crawler unpack by this one rule."""

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest

from crawlers.decode.payload import Broken, TooLarge, unpacked

FEED = "<?xml version='1.0'?><rss><channel><title>Cổng xã Tả Van</title></channel></rss>".encode()
RAW = zlib.compress(FEED)[2:-4]
GOOD = [
    ("", FEED),
    ("identity", FEED),
    ("none", FEED),
    ("utf8", FEED),
    ("utf-8", FEED),
    ("UTF-8, none", FEED),
    ("binary", FEED),
    ("text/xml", FEED),
    ("x-unknown", FEED),
    ("gzip", gzip.compress(FEED, mtime=0)),
    ("GZIP", gzip.compress(FEED, mtime=0)),
    (" x-gzip ", gzip.compress(FEED, mtime=0)),
    ("gzip, identity", gzip.compress(FEED, mtime=0)),
    ("utf-8, gzip", gzip.compress(FEED, mtime=0)),
    ("deflate", zlib.compress(FEED)),
    ("deflate", RAW),
    ("deflate", gzip.compress(FEED, mtime=0)),
    ("br", brotli.compress(FEED)),
    ("BR", brotli.compress(FEED)),
    # said to be packed, and is not
    ("gzip", FEED),
    ("br", FEED),
    ("deflate", FEED),
    ("zstd", FEED),
    ("gzip", b"\xef\xbb\xbf\n" + FEED),
    ("br", b'{"version": "https://jsonfeed.org/version/1.1"}'),
    ("gzip", b""),
]


@pytest.mark.parametrize(("encoding", "content"), GOOD)
def test_an_answer_is_read_whatever_its_packing_is_called(encoding: str, content: bytes) -> None:
    plain = FEED if content[:1] not in b"{\xef" else content
    assert unpacked(content, limit=10_000, encoding=encoding) == plain


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", b"khong phai gzip"),
        ("br", b"khong phai br"),
        ("zstd", b"\x28\xb5\x2f\xfd\x00"),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED, mtime=0), mtime=0)),
        ("br, gzip", gzip.compress(brotli.compress(FEED), mtime=0)),
        ("compress", b"\x1f\x9d\x90"),
    ],
)
def test_what_cannot_be_unpacked_is_broken(encoding: str, content: bytes) -> None:
    with pytest.raises(Broken):
        unpacked(content, limit=10_000, encoding=encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_is_left_at_the_cap(encoding: str) -> None:
    bomb = bytes(50_000_000)
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda text: brotli.compress(text, quality=1)}
    with pytest.raises(TooLarge):
        unpacked(packed[encoding](bomb), limit=10_000, encoding=encoding)
