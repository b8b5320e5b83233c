"""The text of an article that stands on several pages, from what was read off each."""

import re
from collections.abc import Iterable, Sequence

from crawlers.extract import lead

_LONGEST_PAGER = 80  # letters
_PAGER = re.compile(
    r"(?:\b(?:bạn đang xem|xem|đọc|sang|đến|trang|trước|sau|tiếp|theo|kế|đầu|cuối|"
    r"page|of|first|last|next|previous|prev)\b|[\d\s/\[\]()|«»‹›<>←→.,:…•·–—-])+",
    re.IGNORECASE,
)


def joined(first: Sequence[str], title: str, others: Iterable[Sequence[str]]) -> list[str]:
    """The rows of all pages in their order. What each page repeats stands where it stood first: lead, notes, author."""
    rows: list[str] = []
    for page in (first, *others):
        fresh = lead.without(page, title, *rows)
        rows += [row for row in fresh if len(row) > _LONGEST_PAGER or not _PAGER.fullmatch(row)]
    return rows
