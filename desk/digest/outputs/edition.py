"""What every output is made from, and how a text is kept within a platform's length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """One line of the digest, with everything that credits its publisher."""

    number: int
    title: str
    text: str
    source_name: str
    credit: str  # Theo <báo>, <giờ> ngày <ngày>
    url: str
    dated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The digest of one day, ready to go out. What a publisher has withdrawn is not in it."""

    day: date
    desk: str
    opening: str
    told: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    text: str
    size: int
    limit: int  # 0: none
    left_out: tuple[int, ...] = ()  # numbers of the lines that did not fit


def fit(opening: str, pieces: Sequence[str], limit: int, size: Callable[[str], int] = len) -> Fitted:
    """As many whole pieces as the limit takes, dropped from the end: a link is never cut."""
    for kept in range(len(pieces), -1, -1):
        text = "\n\n".join(part for part in (opening, *pieces[:kept]) if part)
        if size(text) <= limit:
            return Fitted(text=text, size=size(text), limit=limit, left_out=_numbers(kept, len(pieces)))
    while size(opening) > limit:
        opening = opening[:-1]
    return Fitted(text=opening, size=size(opening), limit=limit, left_out=_numbers(0, len(pieces)))


def whole(text: str) -> Fitted:
    """All of it, where there is no limit."""
    return Fitted(text=text, size=len(text), limit=0)


def utf16(text: str) -> int:
    """Telegram counts UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _numbers(kept: int, every: int) -> tuple[int, ...]:
    return tuple(range(kept + 1, every + 1))
