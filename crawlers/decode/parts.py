"""Several pages of one article as one body, and taken apart again: `multipart/related`, as archived pages are."""

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from domain.page import FetchedPage

MAX_PARTS = 10
_TYPE = re.compile(r"multipart/related; boundary=(trang-[0-9a-f]{32})", re.ASCII)
_HEAD_BYTES = 5_000


def joined(pages: Sequence[FetchedPage]) -> tuple[bytes, str]:
    """The body and its content type. The same pages always give the same bytes, so that no change is seen in them."""
    boundary = f"trang-{sha256(pages[0].content).hexdigest()[:32]}"  # no page holds its own digest
    body = b"".join(_part(page, boundary) for page in pages)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/related; boundary={boundary}"


def _part(page: FetchedPage, boundary: str) -> bytes:
    head = f"--{boundary}\r\nContent-Location: {page.url}\r\nContent-Type: {page.content_type or ''}\r\n\r\n"
    return head.encode("utf-8", "replace") + page.content + b"\r\n"


def parts_of(page: FetchedPage) -> list[FetchedPage]:
    """The pages in their order; one that is no such body is its own only page."""
    kind = _TYPE.fullmatch(page.content_type or "")
    if kind is None:
        return [page]
    pieces = page.content.split(f"--{kind[1]}\r\n".encode(), MAX_PARTS)[1:]
    if not pieces:
        return [page]
    end = f"--{kind[1]}--\r\n".encode()
    return [_page(page, piece.removesuffix(end).removesuffix(b"\r\n")) for piece in pieces]


def _page(whole: FetchedPage, piece: bytes) -> FetchedPage:
    head, _, content = piece.partition(b"\r\n\r\n")
    named = dict(
        line.split(": ", 1) for line in head[:_HEAD_BYTES].decode("utf-8", "replace").split("\r\n") if ": " in line
    )
    return replace(
        whole,
        url=named.get("Content-Location", whole.url),
        content_type=named.get("Content-Type") or None,
        content=content,
    )
