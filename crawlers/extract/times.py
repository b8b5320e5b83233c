"""When an article was published and last changed: what the page declares, put right by what it shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lxml import html

from crawlers.dates import reader
from crawlers.dates.habits import Habits, habits_of, is_local_in_greenwich
from crawlers.dates.reader import FUTURE_LEEWAY, Reading
from crawlers.extract import metadata, stamps
from crawlers.extract.metadata import Declared
from crawlers.extract.stamp_words import Kind
from crawlers.extract.stamps import Shown
from domain.message import Message, say
from domain.page import ExtractionWarning
from domain.times import VIETNAM

_PUBLISHED = (
    "article:published_time", "datepublished", "pubdate", "publishdate", "publish_date", "og:published_time",
    "dc.date.issued", "dcterms.created", "dcterms:created", "dc:created", "article:published", "date", "dc.date",
    "dc:date", "sailthru.date", "datecreated",
    "og:article:published_time", "article:publish_date", "published_time", "publication_date", "pub_date", "published",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date.created", "dc.created",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "lastmod", "og:updated_time", "last-modified", "dcterms.modified")
_MAX_RAW_CHARS = 200
_LOCAL_SHIFT = timedelta(hours=7)  # what a clock is off by when Vietnam's and UTC's are mixed up
_NEAR_A_DAY = timedelta(hours=32)
_LARGEST_ZONE = timedelta(hours=14)
_MADE_NOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    published: datetime | None
    modified: datetime | None
    warnings: tuple[Message, ...] = ()


def read(tree: html.HtmlElement, declared: Declared, title: str, *, now: datetime, selector: str = "") -> Times:
    shown = [
        *(stamps.selected(tree, selector, now=now) if selector else ()),
        *stamps.find(tree, _titles(tree, declared, title), now=now),
    ]
    own = [one for one in shown if one.kind is not Kind.CHANGED] or shown
    raws = [raw for raw in (declared.data.published, *(declared.meta.get(key, "") for key in _PUBLISHED)) if raw]
    changes = [raw for raw in (declared.data.modified, *(declared.meta.get(key, "") for key in _MODIFIED)) if raw]
    habits = habits_of([*raws, *changes], now=now)
    stated = [*_readings(raws, habits), *(one.stated for one in own[:1] if one.stated)]
    seen = next((one.seen for one in own if one.seen), None)
    published, shift = _published(stated, seen, now)
    if any(one.other and published and _same_minute(one.other, published) for one in stated):
        habits = replace(habits, is_order_known=True, month_first=True)
    modified = _modified([*_readings(changes, habits), *_changes(shown)], published, shift, now)
    return Times(published=published, modified=modified, warnings=_odd(raws, stated))


def _titles(tree: html.HtmlElement, declared: Declared, title: str) -> tuple[str, ...]:
    """What the headline may read; the first h1 that is like the title may be the site's name."""
    site = declared.meta.get("og:site_name") or declared.data.publisher
    others = (declared.meta.get("og:title", ""), metadata.title_tag(tree))
    return (title, *(metadata.without_site(text, site) for text in others))


def _odd(raws: list[str], stated: list[Reading]) -> tuple[Message, ...]:
    return (say(ExtractionWarning.DATE_REFUSED, value=raws[0][:60]),) if raws and not stated else ()


def _readings(raws: Iterable[str], habits: Habits) -> Iterator[Reading]:
    """Those that lie in the past, in either order of day and month, or as local time that was called Greenwich's."""
    for raw in raws:
        one = reader.read(raw[:_MAX_RAW_CHARS], now=habits.now) if raw else None
        if one and one.other and habits.is_order_known:
            first, second = (one.other, one.moment) if habits.month_first else (one.moment, one.other)
            one = replace(one, moment=first, other=second, is_english=False)
        if one and is_local_in_greenwich(one.moment, habits.now):
            one = replace(one, moment=one.moment.replace(tzinfo=VIETNAM))
        if one and any(moment - habits.now <= FUTURE_LEEWAY for moment in (one.moment, one.other) if moment):
            yield one


def _changes(shown: list[Shown]) -> Iterator[Reading]:
    for one in shown:
        if one.kind is Kind.CHANGED and (reading := one.seen or one.stated):
            yield reading


def _published(stated: list[Reading], seen: Reading | None, now: datetime) -> tuple[datetime | None, timedelta]:
    """The moment, and by how much the first declared one was off."""
    if seen:
        for one in stated:
            for moment in (one.moment, one.other):
                if moment and (agreed := _agreed(one, moment, seen)):
                    return agreed, agreed.replace(second=0, microsecond=0) - moment.replace(second=0, microsecond=0)
    for one in stated:
        if seen and _is_bare(one) and abs(seen.moment - one.moment) < _NEAR_A_DAY:
            return seen.moment, timedelta()
        if seen and abs(one.moment - now) <= _MADE_NOW and one.moment - seen.moment > _MADE_NOW:
            return seen.moment, timedelta()  # the declared one is when the page was made
        is_unsure = one.is_english and one.other is not None  # «11/9/2026 5:30 PM», and nothing tells
        if not is_unsure and one.moment - now <= FUTURE_LEEWAY:
            return one.moment, timedelta()
    return (seen.moment if seen else None), timedelta()


def _agreed(one: Reading, moment: datetime, seen: Reading) -> datetime | None:
    """The moment that the declared date and the shown one both mean, though one of them may say it wrongly."""
    for local in filter(None, (seen.moment, seen.other if seen.is_english else None)):
        local = local.astimezone(VIETNAM)
        if not seen.has_clock:
            if found := _on_day(moment, local):
                return found
            continue
        if not one.has_clock and moment.date() in (local.date(), _swapped(local)):
            return local
        for clock in (moment.astimezone(VIETNAM), moment.replace(tzinfo=VIETNAM)):
            if _same_minute(clock, local):
                return local.replace(second=clock.second, microsecond=clock.microsecond)
            if (clock.hour, clock.minute, clock.date()) == (local.hour, local.minute, _swapped(local)):
                return local.replace(second=clock.second) if not seen.is_english else None
        if _same_minute(moment + _LOCAL_SHIFT, local) or _same_minute(moment - _LOCAL_SHIFT, local):
            return local
    return None


def _on_day(moment: datetime, day: datetime) -> datetime | None:
    """The declared clock on the day that is shown."""
    for clock in (moment.astimezone(VIETNAM), moment.replace(tzinfo=VIETNAM)):
        if clock.date() == day.date():
            return moment if clock == moment else clock
    clock = moment.astimezone(VIETNAM)
    return datetime.combine(day.date(), clock.timetz()) if clock.date() == _swapped(day) else None


def _swapped(moment: datetime) -> object:
    """The day with its figure for the month's and the other way round."""
    try:
        return moment.date().replace(month=moment.day, day=moment.month)
    except ValueError:
        return None


def _same_minute(one: datetime, other: datetime) -> bool:
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


def _is_bare(one: Reading) -> bool:
    """A day without a clock, also where midnight was put for it."""
    clocks = (one.moment.strftime("%H%M%S"), one.moment.astimezone(VIETNAM).strftime("%H%M%S"))
    return not one.has_clock or "000000" in clocks


def _modified(found: list[Reading], published: datetime | None, shift: timedelta, now: datetime) -> datetime | None:
    """The first change that is not before publishing; off by as much as the declared time of publishing."""
    for one in found:
        moved = one.moment + (shift if abs(shift) <= _LARGEST_ZONE else timedelta())  # else day and month were swapped
        for moment in (moved, one.moment):
            if moment - now <= FUTURE_LEEWAY and (published is None or moment >= published.replace(second=0)):
                return max(moment, published) if published else moment
    return None
