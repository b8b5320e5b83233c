"""Lịch đăng: what goes where at which hour of Vietnam, what is out, and what stands too near. Nothing is held back."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desk import delivery_log, holidays, hours, warnings
from desk.area import Area
from desk.holidays import DaysOff
from desk.warning_states import ShownWarning
from desk.warnings import WarningsInForce
from domain.deliveries import Delivery, DeliveryState
from domain.holidays import PublicHolidays, SpecialDay
from domain.message import Message
from domain.postings import PostedAs, Posting
from domain.store import Store
from domain.times import VIETNAM, start_of

MAX_SHOWN = 500  # of what waits, and of what was posted
USUAL_HOURS = range(5, 23)  # rows that stand there also while they are empty, for something to be dragged to


@dataclass(frozen=True, kw_only=True)
class Here:
    """When and where the desk is, and whose holidays it keeps."""

    now: datetime
    area: Area
    public: PublicHolidays


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another post at the same place, nearer than the desk's distance."""

    title: str
    at: datetime
    minutes: int  # between them, full ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post: it waits or failed (`delivery`), or is in the ledger (`posting`)."""

    at: datetime
    outlet: int
    outlet_name: str  # "": by hand
    title: str
    article_id: str = ""  # of one that waits or failed
    delivery: Delivery | None = None
    posting: Posting | None = None
    is_unseen: bool = False  # it is out, and strangers did not see it when somebody looked
    near: tuple[Neighbour, ...] = ()  # of one that is planned: nobody can move the others
    warnings: tuple[ShownWarning, ...] = ()  # that are in force here now and still will be at its hour
    hints: tuple[Message, ...] = ()  # of hours.HourHint

    @property
    def day(self) -> date:
        return self.at.astimezone(VIETNAM).date()

    @property
    def has_failed(self) -> bool:
        return self.delivery is not None and self.delivery.state is DeliveryState.FAILED

    @property
    def counts(self) -> bool:
        """Whether readers see one more post: an edit, a reply, a removal and what failed are none."""
        one = self.posting or self.delivery
        return one is not None and one.posted_as is PostedAs.POST and not self.has_failed

    @property
    def asks(self) -> bool:
        """Whether a person has to look at it before anything goes on."""
        return self.has_failed or (self.delivery is not None and self.delivery.state is DeliveryState.NEEDS_A_PERSON)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    day: date
    special: SpecialDay | None
    hint: Message | None  # of the whole day
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
    days_off: DaysOff
    is_cut: bool  # there is more than is shown

    @property
    def asking(self) -> tuple[Entry, ...]:
        return tuple(one for day in self.days for there in day.hours.values() for one in there if one.asks)


def of_days(store: Store, first: date, days: int, here: Here) -> Calendar:
    """`days` days from the first on, by the clock of Vietnam."""
    desk = store.settings.get()
    days_off = holidays.of(desk, here.public)
    distance = timedelta(minutes=desk.post_distance_minutes)
    since = start_of(first)
    until = since + timedelta(days=days)
    found, is_cut = _entries(store, since - distance, until + distance)
    warned = warnings.current(store, here.now, here.area)
    told = [_with_hints(one, days_off, warned, here.now) for one in cautioned(found, distance, warned)]
    shown = [one for one in told if since <= one.at < until]
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for one in shown:
        by_day[one.day].append(one)
    digest = time.fromisoformat(desk.digest_at)
    dates = [first + timedelta(days=number) for number in range(days)]
    ahead = {day for day in dates if datetime.combine(day, digest, VIETNAM) >= here.now}
    whole = tuple(_day(day, days_off, by_day[day], digest if day in ahead else None) for day in dates)
    taken = [hour for one in whole for hour in one.hours] + [USUAL_HOURS.start, USUAL_HOURS.stop - 1]
    taken += [digest.hour for one in whole if one.digest_at]
    rows = range(min(taken), max(taken) + 1)
    return Calendar(days=whole, hours=rows, warned=warned, days_off=days_off, is_cut=is_cut)


def of_deliveries(store: Store, wanted: Sequence[Delivery], here: Here) -> Mapping[int, Entry]:
    """Those that wait for an hour, by their id, with what speaks against it."""
    waiting = [one.due_at for one in wanted if one.due_at]
    if not waiting:
        return {}
    desk = store.settings.get()
    distance, days_off = timedelta(minutes=desk.post_distance_minutes), holidays.of(desk, here.public)
    found, _ = _entries(store, min(waiting) - distance, max(waiting) + distance + timedelta.resolution)
    ids = {one.id for one in wanted}
    warned = warnings.current(store, here.now, here.area)
    entries = [one for one in cautioned(found, distance, warned) if one.delivery and one.delivery.id in ids]
    return {one.delivery.id: _with_hints(one, days_off, warned, here.now) for one in entries if one.delivery}


def cautioned(found: Sequence[Entry], distance: timedelta, warned: WarningsInForce) -> list[Entry]:
    """The same, in the order of their hours; those that can be moved with the posts near them and the warnings."""
    by_outlet: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in found:
        if one.counts:
            by_outlet[one.outlet].append(one)
    return [
        replace(
            one,
            near=_near(one, by_outlet[one.outlet], distance),
            warnings=tuple(
                other for other in warned.ours if other.ends_at > one.at and other.article_id != one.article_id
            ),
        )
        if one.delivery and one.delivery.state is DeliveryState.PLANNED
        else one
        for one in sorted(found, key=lambda one: one.at)
    ]


def _with_hints(one: Entry, days_off: DaysOff, warned: WarningsInForce, now: datetime) -> Entry:
    """Only for an hour that a person chose and can still change: not for what is sent at once, or again."""
    planned = one.delivery
    if planned is None or planned.state is not DeliveryState.PLANNED or planned.tries or one.at <= now:
        return one
    warns = any(warning.article_id == one.article_id for warning in (*warned.ours, *warned.beside))
    return replace(one, hints=hours.hints(one.at, days_off, warns=warns))


def _near(one: Entry, others: Sequence[Entry], distance: timedelta) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(title=other.title, at=other.at, minutes=abs(other.at - one.at) // timedelta(minutes=1))
        for other in others
        if other is not one and abs(other.at - one.at) < distance
    )


def _day(day: date, days_off: DaysOff, entries: Sequence[Entry], digest_at: time | None) -> CalendarDay:
    by_hour: defaultdict[int, list[Entry]] = defaultdict(list)
    for one in entries:
        by_hour[one.at.astimezone(VIETNAM).hour].append(one)
    return CalendarDay(
        day=day,
        special=days_off.find(day),
        hint=hours.of_the_day(day, days_off),
        digest_at=digest_at,
        hours={hour: tuple(there) for hour, there in by_hour.items()},
    )


def _entries(store: Store, since: datetime, until: datetime) -> tuple[list[Entry], bool]:
    """What waits, what failed and what stands in the ledger; and whether there was more."""
    waiting = store.deliveries.between(since, until, MAX_SHOWN + 1)
    posted = store.postings.list(MAX_SHOWN + 1, since=since, until=until)
    article_ids = {one.id: delivery_log.articles_of(store, one) for one in waiting}
    articles = store.postings.now_of([key for keys in article_ids.values() for key in keys])
    names = store.outlets.names()
    entries = [
        Entry(
            at=hour,
            outlet=one.outlet,
            outlet_name=names.get(one.outlet, ""),
            title="; ".join(articles[key].title for key in article_ids[one.id] if key in articles),
            article_id=next(iter(article_ids[one.id]), ""),
            delivery=one,
        )
        for one in waiting[:MAX_SHOWN]
        if (hour := _hour(one))
    ]
    out = store.deliveries.of_postings([one.id for one in posted])
    unseen = {number for number, one in out.items() if one.state is DeliveryState.INVISIBLE}
    entries += [
        Entry(
            at=one.posted_at,
            outlet=one.outlet,
            outlet_name=names.get(one.outlet, ""),
            title="; ".join(article.title for article in one.articles),
            posting=one,
            is_unseen=one.id in unseen,
        )
        for one in posted[:MAX_SHOWN]
        if one.stands
    ]
    return entries, max(len(waiting), len(posted)) > MAX_SHOWN


def _hour(one: Delivery) -> datetime | None:
    if one.state is DeliveryState.FAILED:
        return one.planned_for or one.asked_at
    return one.begun_at or one.due_at
