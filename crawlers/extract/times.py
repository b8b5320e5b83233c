"""When an article was published and last changed: the most precise time the page declares or shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from lxml import html

from crawlers.extract.elements import Names
from crawlers.extract.markup import words
from crawlers.extract.metadata import Declared
from domain.message import Message, say
from domain.page import ExtractionWarning
from domain.times import VIETNAM

_PUBLISHED = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "og:published_time",
    "dc.date.issued", "dcterms.created", "article:published", "date", "dc.date", "sailthru.date", "datecreated",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "lastmod", "og:updated_time", "last-modified", "dcterms.modified")
_CLASSES = frozenset(
    {
        "date", "time", "datetime", "publish-date", "pubdate", "detail-time", "author-time", "article-date",
        "article__meta", "article__time", "date-time", "post-date", "news-date", "ngay-dang", "ngaydang",
        "bread-crumb-detail__time", "the-article-publish", "detail-date", "entry-date", "published",
        "post-time", "f-datetime", "timestamp", "date_time", "lbl-date", "created-date",
    }
)  # fmt: skip
_MAX_ELEMENTS = 20  # elements that are looked at
_SHOWN_DATE = re.compile(
    r"(?:(?:thứ|chủ)\s\w+,?\s*)?(?:(?:ngày\s)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:\s*[-–,|]?\s*(?:lúc\s)?\d{1,2}[:hg]\d{2}(?::\d{2})?(?:\s?[AP]M)?)?"
    r"|\d{1,2}[:hg]\d{2}(?:\s?[AP]M)?\s*[-–,|]?\s*(?:ngày\s)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"|ngày\s\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4})(?:\s*\(?(?:GMT|UTC)\s*\+\d\)?)?",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    published: datetime | None
    modified: datetime | None
    warnings: tuple[Message, ...] = ()


def read(tree: html.HtmlElement, names: Names, declared: Declared, *, now: datetime, selector: str = "") -> Times:
    shown = _first(_shown(tree, names, selector), now)
    raws = [raw for raw in (declared.data.published, *(declared.meta.get(key, "") for key in _PUBLISHED)) if raw]
    stated = _first(raws, now)
    published = _better(stated, shown)
    modified = _first((declared.data.modified, *(declared.meta.get(key, "") for key in _MODIFIED)), now)
    if modified and published and modified < published:
        modified = None
    return Times(published=published, modified=modified, warnings=_odd(raws, stated))


def _odd(raws: list[str], stated: datetime | None) -> tuple[Message, ...]:
    return (say(ExtractionWarning.DATE_REFUSED, value=raws[0][:60]),) if raws and stated is None else ()


def _better(declared: datetime | None, shown: datetime | None) -> datetime | None:
    """What readers see wins over a declared bare day, and over local time that was declared as UTC."""
    if declared is None or shown is None:
        return declared or shown
    local = shown.astimezone(VIETNAM)
    bare_day = declared.astimezone(VIETNAM).strftime("%H%M%S") == "000000" or declared.strftime("%H%M%S") == "000000"
    if bare_day and abs(local - declared) < timedelta(hours=32):
        return shown
    mislabelled = declared.utcoffset() == timedelta(0) and declared.strftime("%d%H%M") == local.strftime("%d%H%M")
    return shown if mislabelled and shown != declared.astimezone(UTC) else declared


def _first(raws: Iterator[str] | tuple[str, ...] | list[str], now: datetime) -> datetime | None:
    return next((moment for raw in raws if raw and (moment := _read(raw, now))), None)


def _read(raw: str, now: datetime) -> datetime | None:
    from crawlers.dates.reader import read_date

    return read_date(raw[:200], now=now)


def _shown(tree: html.HtmlElement, names: Names, selector: str) -> Iterator[str]:
    for node in tree.cssselect(selector) if selector else []:
        yield node.get("datetime") or ""
        yield words(node)
    for node in islice(tree.iter("time"), _MAX_ELEMENTS):
        yield node.get("datetime") or ""
        yield words(node)
    for node in names.having(_CLASSES)[:_MAX_ELEMENTS]:
        if len(text := words(node)) <= 200:
            match = _SHOWN_DATE.search(text)
            yield match[0] if match else text if len(text) < 40 else ""
    yield from _near_heading(tree)


def _near_heading(tree: html.HtmlElement) -> Iterator[str]:
    """The first full date in the text around the h1: old portals give it no class at all."""
    heading = next(tree.iter("h1"), None)
    above = heading
    for _ in range(3):
        above = above.getparent() if above is not None else None
        if above is None:
            return
        if match := _SHOWN_DATE.search(words(above)[:1500]):
            yield match[0]
            return
