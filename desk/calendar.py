"""Lịch đăng: what goes where at which hour of Vietnam, what is out, and what stands too near. Nothing is held back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desk import warnings
from desk.area import Area
from desk.warning_states import ShownWarning
from desk.warnings import WarningsInForce
from domain.deliveries import Delivery
from domain.postings import PostedAs, Posting
from domain.store import Store
from domain.times import VIETNAM

MAX_SHOWN = 500  # of what waits, and of what was posted
USUAL_HOURS = range(5, 23)  # rows that stand there also while they are empty, for something to be dragged to


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another post at the same place, nearer than the desk's distance."""

    title: str
    at: datetime
    minutes: int  # between them, full ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post: it waits (`delivery`), or is in the ledger (`posting`)."""

    at: datetime
    outlet: int
    outlet_name: str  # "": by hand
    title: str
    delivery: Delivery | None = None
    posting: Posting | None = None
    near: tuple[Neighbour, ...] = ()  # of one that waits: nobody can move the others
    warnings: tuple[ShownWarning, ...] = ()  # that are in force here now and still will be at its hour

    @property
    def day(self) -> date:
        return self.at.astimezone(VIETNAM).date()

    @property
    def counts(self) -> bool:
        """Whether readers see one more post: an edit, a reply or a removal is none."""
        return self.posting is None or self.posting.posted_as is PostedAs.POST


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    day: date
    digest_at: time | None  # when the morning digest builds itself; None: that hour is over
    hours: Mapping[int, tuple[Entry, ...]]  # only those that hold something

    @property
    def is_empty(self) -> bool:
        return not self.hours and self.digest_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    days: tuple[CalendarDay, ...]
    hours: range  # the rows
    warned: WarningsInForce
    is_cut: bool  # there is more than is shown


def of_days(store: Store, first: date, days: int, now: datetime, area: Area) -> Calendar:
    """`days` days from the first on, by the clock of Vietnam."""
    desk = store.settings.get()
    distance = timedelta(minutes=desk.post_distance_minutes)
    since = datetime.combine(first, time(), VIETNAM)
    until = since + timedelta(days=days)
    found, is_cut = _entries(store, since - distance, until + distance)
    warned = warnings.current(store, now, area)
    shown = [one for one in cautioned(found, distance, warned) if since <= one.at < until]
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for one in shown:
        by_day[one.day].append(one)
    digest = time.fromisoformat(desk.digest_at)
    whole = tuple(_day(day, by_day[day], digest, now) for day in (first + timedelta(days=one) for one in range(days)))
    taken = [hour for one in whole for hour in one.hours] + [USUAL_HOURS.start, USUAL_HOURS.stop - 1]
    taken += [digest.hour for one in whole if one.digest_at]
    return Calendar(days=whole, hours=range(min(taken), max(taken) + 1), warned=warned, is_cut=is_cut)


def of_deliveries(store: Store, wanted: Sequence[Delivery], now: datetime, area: Area) -> Mapping[int, Entry]:
    """Those that wait for an hour, by their id, with what speaks against it."""
    waiting = [one.due_at for one in wanted if one.due_at]
    if not waiting:
        return {}
    distance = timedelta(minutes=store.settings.get().post_distance_minutes)
    found, _ = _entries(store, min(waiting) - distance, max(waiting) + distance + timedelta.resolution)
    ids = {one.id for one in wanted}
    entries = cautioned(found, distance, warnings.current(store, now, area))
    return {one.delivery.id: one for one in entries if one.delivery and one.delivery.id in ids}


def cautioned(found: Sequence[Entry], distance: timedelta, warned: WarningsInForce) -> list[Entry]:
    """The same, in the order of their hours; those that wait with the posts near them and the warnings."""
    by_outlet: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in found:
        if one.counts:
            by_outlet[one.outlet].append(one)
    return [
        replace(
            one,
            near=_near(one, by_outlet[one.outlet], distance),
            warnings=tuple(warning for warning in warned.ours if warning.ends_at > one.at),
        )
        if one.delivery
        else one
        for one in sorted(found, key=lambda one: one.at)
    ]


def _near(one: Entry, others: Sequence[Entry], distance: timedelta) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(title=other.title, at=other.at, minutes=abs(other.at - one.at) // timedelta(minutes=1))
        for other in others
        if other is not one and abs(other.at - one.at) < distance
    )


def _day(day: date, entries: Sequence[Entry], digest: time, now: datetime) -> CalendarDay:
    hours: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in entries:
        hours[one.at.astimezone(VIETNAM).hour].append(one)
    return CalendarDay(
        day=day,
        digest_at=digest if datetime.combine(day, digest, VIETNAM) >= now else None,
        hours={hour: tuple(there) for hour, there in hours.items()},
    )


def _entries(store: Store, since: datetime, until: datetime) -> tuple[list[Entry], bool]:
    """What waits and what stands in the ledger; and whether there was more."""
    waiting = store.deliveries.between(since, until, MAX_SHOWN + 1)
    posted = store.postings.list(MAX_SHOWN + 1, since=since, until=until)
    article_ids = {one.id: store.items.get(one.item_id).article_id for one in waiting}
    articles, names = store.postings.now_of(list(article_ids.values())), store.outlets.names()
    entries = [
        Entry(
            at=hour,
            outlet=one.outlet,
            outlet_name=names.get(one.outlet, ""),
            title=articles[key].title if (key := article_ids[one.id]) in articles else "",
            delivery=one,
        )
        for one in waiting[:MAX_SHOWN]
        if (hour := one.begun_at or one.due_at)
    ]
    entries += [
        Entry(
            at=one.posted_at,
            outlet=one.outlet,
            outlet_name=names.get(one.outlet, ""),
            title="; ".join(article.title for article in one.articles),
            posting=one,
        )
        for one in posted[:MAX_SHOWN]
        if one.stands
    ]
    return entries, max(len(waiting), len(posted)) > MAX_SHOWN
