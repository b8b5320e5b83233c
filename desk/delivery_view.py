"""What the screens show of a text at our outlets: where it can still go, as it would look, and how far it has come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from desk import follow_up, following_up, holidays, hours, task_rules, task_steps
from desk.calendar import Entry, Here, of_deliveries
from desk.delivering import MAY_GO
from desk.digest import delivering as digests
from desk.digest.composing import DigestPage
from desk.digest.delivering import OfferedDigest
from desk.digest.outputs.edition import Edition
from desk.previews import Preview, previews
from domain.deliveries import STANDING, Delivery, DeliveryState, as_read
from domain.editorial import ReviewItem
from domain.errors import BadInput
from domain.message import Message
from domain.outlets import OutletAccount, Outlets
from domain.people import Person
from domain.postings import PostedAs
from domain.store import Store
from domain.tasks import Task, TaskAction


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


@dataclass(frozen=True, kw_only=True)
class OfferedFollowUp:
    """The outlet of a posting to which an approved follow-up on it can go."""

    task: Task
    account: OutletAccount
    ways: tuple[PostedAs, ...]  # the first is proposed
    address: str  # of the earlier post; "": nobody knows
    text: str  # as readers would see it; "" where it does not fit
    left_out: int = 0  # characters
    why: Message | None = None  # it does not fit


@dataclass(frozen=True, kw_only=True)
class FollowUpAtOutlets:
    offered: tuple[OfferedFollowUp, ...]
    rows: tuple[DeliveryRow, ...]  # the newest of each posting
    is_moving: bool
    is_leaving: bool  # that of the task itself: nobody says meanwhile that they have posted it by hand


@dataclass(frozen=True, kw_only=True)
class DigestAtOutlets:
    offered: tuple[OfferedDigest, ...]
    rows: tuple[DeliveryRow, ...]
    is_moving: bool


NOWHERE = ItemAtOutlets(offered=(), rows=(), is_moving=False)


def of_item(store: Store, outlets: Outlets, item: ReviewItem, here: Here) -> ItemAtOutlets:
    """Nothing where no outlet is connected: then the screen is as it was."""
    found = {one.outlet: one for one in store.deliveries.of_item(item.id)}  # the newest of each
    if item.state not in MAY_GO and not found:
        return NOWHERE
    planned = [one for one in found.values() if one.state is DeliveryState.PLANNED]
    entries = of_deliveries(store, planned, here)
    rows = tuple(replace(row, entry=entries.get(row.delivery.id)) for row in _rows(store, list(found.values())))
    kept = store.warnings.find(item.article_id)
    offered = _offered(store, outlets, item, {one.outlet for one in found.values() if one.state in STANDING})
    return ItemAtOutlets(
        offered=offered,
        rows=rows,
        is_moving=any(_moves(row.delivery, here.now) for row in rows),
        hints=hours.of_the_form(here.now, holidays.of(store.settings.get(), here.public)),
        warns=kept is not None and kept.holds(here.now),
    )


def of_task(store: Store, outlets: Outlets, task: Task, viewer: Person, now: datetime) -> FollowUpAtOutlets:
    """Of all the outlets that one text is for; nothing where everything is done by hand."""
    tasks = task_steps.together(store, task)
    newest = {one.task_id: one for one in store.deliveries.of_tasks([one.id for one in tasks])}
    standing = following_up.standing(store, tasks)
    solo = store.settings.get().solo
    sendable = [one for one in tasks if TaskAction.DONE in task_rules.allowed(one, viewer, solo=solo)]
    offered = [_follow_up(store, outlets, one) for one in sendable if one.id not in standing]
    own = standing.get(task.id)
    return FollowUpAtOutlets(
        offered=tuple(one for one in offered if one),
        rows=_rows(store, list(newest.values())),
        is_moving=any(_moves(one, now) or one.is_being_looked_at for one in newest.values()),
        is_leaving=own is not None and own.state is not DeliveryState.INVISIBLE,
    )


def _follow_up(store: Store, outlets: Outlets, task: Task) -> OfferedFollowUp | None:
    where = following_up.place(store, store.postings.get(task.posting_id), task.follow_up)
    if where is None:
        return None
    address = where.target.address if where.target else ""
    offered = OfferedFollowUp(task=task, account=where.account, ways=where.ways, address=address, text="")
    try:
        made = outlets.fit(follow_up.as_post(task.text), where.account.kind)
    except BadInput as error:
        return replace(offered, why=error.message)
    return replace(offered, text=as_read(made, where.account.kind), left_out=made.left_out)


def of_digest(store: Store, outlets: Outlets, shown: DigestPage, edition: Edition, now: datetime) -> DigestAtOutlets:
    """Nothing where no outlet is connected: then the screen is as it was."""
    newest = {one.outlet: one for one in store.deliveries.of_day(shown.digest.day)}
    return DigestAtOutlets(
        offered=digests.offered(store, outlets, shown, edition),
        rows=_rows(store, list(newest.values())),
        is_moving=any(_moves(one, now) for one in newest.values()),
    )


def _rows(store: Store, found: Sequence[Delivery]) -> tuple[DeliveryRow, ...]:
    names, people = store.outlets.names(), {person.id: person.name for person in store.people.list()}
    return tuple(
        DeliveryRow(delivery=one, outlet_name=names.get(one.outlet, ""), asked_by=people.get(one.asked_by, ""))
        for one in found
    )


def _offered(store: Store, outlets: Outlets, item: ReviewItem, taken: Collection[int]) -> tuple[Offered, ...]:
    if item.state not in MAY_GO:
        return ()
    free = [one for one in previews(store, outlets, item.id) if one.account.id not in taken]
    return tuple(Offered(preview=one, text=as_read(one.fitted, one.account.kind) if one.fitted else "") for one in free)


def _moves(delivery: Delivery, now: datetime) -> bool:
    is_due = delivery.due_at is not None and delivery.due_at <= now
    return delivery.state is DeliveryState.SENDING or (delivery.state is DeliveryState.PLANNED and is_due)
