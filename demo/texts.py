"""Small text tools: dates that follow the clock, blocks of an article, slugs, windows-1258."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.times import VIETNAM

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_DATE = re.compile(r"\{(ngay|ngaydu|thu|thang|nam|gio|luc)([+-]\d+)?\}")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DASHES = str.maketrans({"−": "-", "→": "-", "≥": ">=", "≤": "<=", "\u2009": " "})


def dated(text: str, reference: datetime) -> str:
    """Fill `{ngay+2}`, `{thu-1}`, `{gio-3}`… as seen from `reference` (days; hours for gio and luc)."""
    here = reference.astimezone(VIETNAM)

    def fill(match: re.Match[str]) -> str:
        name, shift = match[1], int(match[2] or 0)
        if name in ("gio", "luc"):
            then = here + timedelta(hours=shift)
            hour = f"{then.hour} giờ"
            return hour if name == "gio" else f"{hour} ngày {then.day}/{then.month}"
        if name == "nam":
            return str(here.year + shift)
        if name == "thang":
            return str((here.month - 1 + shift) % 12 + 1)
        then = here + timedelta(days=shift)
        if name == "thu":
            return weekday(then)
        return f"{then.day}/{then.month}" + (f"/{then.year}" if name == "ngaydu" else "")

    return _DATE.sub(fill, text)


def weekday(moment: datetime) -> str:
    """In running text: "thứ Hai", "Chủ nhật"."""
    name = WEEKDAYS[moment.weekday()]
    return "Chủ nhật" if name == "Chủ Nhật" else "t" + name[1:]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article: p, h2, ul, table, note."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(body: str) -> tuple[Block, ...]:
    """Paragraphs are parted by blank lines; `## ` heads, `- ` lists, `| a | b |` rows."""
    made = []
    for piece in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in piece.splitlines()]
        if lines[0].startswith("## "):
            made.append(Block("h2", lines[0][3:]))
        elif lines[0].startswith("- "):
            made.append(Block("ul", rows=tuple((line[2:],) for line in lines)))
        elif lines[0].startswith("|"):
            cells = (line.strip("|").split("|") for line in lines)
            made.append(Block("table", rows=tuple(tuple(cell.strip() for cell in row) for row in cells)))
        else:
            made.append(Block("p", " ".join(lines)))
    return tuple(made)


def plain(parts: tuple[Block, ...]) -> str:
    """The blocks as lines of text: `- ` before list items, ` | ` between cells."""
    lines: list[str] = []
    for part in parts:
        mark = "- " if part.kind == "ul" else ""
        lines += [mark + " | ".join(row) for row in part.rows] if part.rows else [part.text]
    return "\n".join(lines)


def slug(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    ascii_only = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80].strip("-")


def encode(text: str, charset: str) -> bytes:
    """Bytes in `charset`; windows-1258 wants tone marks apart from their letters."""
    if charset != "windows-1258":
        return text.encode(charset)
    return "".join(_apart(char) for char in text.translate(_DASHES)).encode("cp1258", "xmlcharrefreplace")


def _apart(char: str) -> str:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        return letter + "".join(mark for mark in marks if mark in _TONES)
    return char
