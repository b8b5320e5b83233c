"""What the screens show of an item at our outlets: where it can still go, as it would look, and how far it has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from desk import holidays, hours
from desk.calendar import Entry, Here, of_deliveries
from desk.delivering import MAY_GO
from desk.previews import Preview, previews
from domain.deliveries import STANDING, Delivery, DeliveryState, as_read
from domain.editorial import ReviewItem
from domain.message import Message
from domain.outlets import Outlets
from domain.store import Store
from domain.times import VIETNAM


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    delivery: Delivery
    outlet_name: str
    asked_by: str
    entry: Entry | None = None  # in the calendar, with what speaks against its hour; None: it does not wait


@dataclass(frozen=True, kw_only=True)
class Offered:
    """An outlet to which the item can go."""

    preview: Preview
    text: str  # as readers would see it; "" where it does not fit


@dataclass(frozen=True, kw_only=True)
class ItemAtOutlets:
    offered: tuple[Offered, ...]  # where it can still go
    rows: tuple[DeliveryRow, ...]  # the newest of each outlet, oldest first
    is_moving: bool  # something may change by itself
    hints: Mapping[date, tuple[Message, ...]] = field(default_factory=dict)  # of the days between which one is chosen
    warns: bool = False  # it is an official warning in force: it should not wait for an hour


NOWHERE = ItemAtOutlets(offered=(), rows=(), is_moving=False)


def of_item(store: Store, outlets: Outlets, item: ReviewItem, here: Here) -> ItemAtOutlets:
    """Nothing where no outlet is connected: then the screen is as it was."""
    found = {one.outlet: one for one in store.deliveries.of_item(item.id)}  # the newest of each
    if item.state not in MAY_GO and not found:
        return NOWHERE
    names, people = store.outlets.names(), {person.id: person.name for person in store.people.list()}
    planned = [one for one in found.values() if one.state is DeliveryState.PLANNED]
    entries = of_deliveries(store, planned, here)
    rows = tuple(
        DeliveryRow(
            delivery=one,
            outlet_name=names.get(one.outlet, ""),
            asked_by=people.get(one.asked_by, ""),
            entry=entries.get(one.id),
        )
        for one in found.values()
    )
    kept = store.warnings.find(item.article_id)
    offered = _offered(store, outlets, item, {one.outlet for one in found.values() if one.state in STANDING})
    return ItemAtOutlets(
        offered=offered,
        rows=rows,
        is_moving=any(_moves(row.delivery, here.now) for row in rows),
        hints=hours.of_the_form(here.now.astimezone(VIETNAM).date(), holidays.of(store.settings.get(), here.public)),
        warns=kept is not None and kept.holds(here.now),
    )


def _offered(store: Store, outlets: Outlets, item: ReviewItem, taken: Collection[int]) -> tuple[Offered, ...]:
    if item.state not in MAY_GO:
        return ()
    free = [one for one in previews(store, outlets, item.id) if one.account.id not in taken]
    return tuple(Offered(preview=one, text=as_read(one.fitted, one.account.kind) if one.fitted else "") for one in free)


def _moves(delivery: Delivery, now: datetime) -> bool:
    is_due = delivery.due_at is not None and delivery.due_at <= now
    return delivery.state is DeliveryState.SENDING or (delivery.state is DeliveryState.PLANNED and is_due)
