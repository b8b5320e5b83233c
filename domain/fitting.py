"""Texts within a channel's length: what does not fit is left out line by line, not everything behind it."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from domain.outbox import Format

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Limit:
    most: int  # as `size` counts
    size: Callable[[str], int] = len

    def takes(self, text: str) -> bool:
        return self.size(text) <= self.most


def utf16(text: str) -> int:
    """Telegram counts UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def telegram_html_size(text: str) -> int:
    """The length that Telegram counts: that of the text without tags and with entities decoded."""
    return utf16(unescape(_TAG.sub("", text)))


TELEGRAM_CHARS = 4096  # https://core.telegram.org/bots/api#sendmessage
ZALO_CHARS = 2000  # a message of a Zalo official account
TELEGRAM_PLAIN = Limit(TELEGRAM_CHARS, utf16)
LIMITS = {Format.TELEGRAM_HTML: Limit(TELEGRAM_CHARS, telegram_html_size), Format.ZALO: Limit(ZALO_CHARS)}


def fitting(lines: Sequence[str], write: Callable[[Sequence[str]], str], limit: Limit) -> list[int]:
    """The lines that fit within the limit, in order. One that is too long is skipped; later ones may still fit."""
    kept: list[int] = []
    for at in range(len(lines)):
        if limit.takes(write([lines[one] for one in (*kept, at)])):
            kept.append(at)
    return kept


def cut(text: str, write: Callable[[str], str], limit: Limit) -> str:
    """The longest beginning of the text that fits within the limit. A longer one never takes less room."""
    fits = bisect_left(range(len(text)), True, key=lambda end: not limit.takes(write(text[: end + 1])))
    return text[:fits]


def rows_as_lines(text: str) -> str:
    """Rows of a table as lines that can be read aloud: «Thôn 1 | 7 giờ | cả ngày» → «Thôn 1: 7 giờ, cả ngày»."""
    cells = [line.split(" | ") for line in text.split("\n")]
    return "\n".join(f"{first}: {', '.join(rest)}" if rest else first for first, *rest in cells)
