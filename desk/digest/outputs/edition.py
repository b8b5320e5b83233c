"""What every output is made from, and how a text is kept within a platform's length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.fitting import Limit, cut, fitting


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


def fit(opening: str, pieces: Sequence[str], limit: Limit, dress: Callable[[str], str] = str) -> Fitted:
    """The opening and as many whole pieces as fit. An opening that is itself too long is cut."""

    def write(said: str, kept: Sequence[str]) -> str:
        return "\n\n".join(part for part in (dress(said) if said else "", *kept) if part)

    opening = cut(opening, lambda said: write(said, ()), limit)
    kept = fitting(pieces, lambda lines: write(opening, lines), limit)
    text = write(opening, [pieces[at] for at in kept])
    left_out = tuple(at + 1 for at in range(len(pieces)) if at not in kept)
    return Fitted(text=text, size=limit.size(text), limit=limit.most, left_out=left_out)


def whole(text: str) -> Fitted:
    """The whole text, for outputs without a limit."""
    return Fitted(text=text, size=len(text), limit=0)


def titled(edition: Edition) -> str:
    """The opening with the day's title above it, unless it names the day itself: some channels know no titles."""
    title = " – ".join(filter(None, (f"Điểm tin sáng {edition.day:%d/%m/%Y}", edition.desk)))
    return edition.opening if f"{edition.day:%d/%m/%Y}" in edition.opening else f"{title}\n{edition.opening}".strip()
