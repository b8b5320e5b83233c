"""Whatever goes to our outlets goes the same way; what it is decides who may let it go, and what follows."""

from datetime import date

from desk import delivering, following_up, task_steps
from desk.acting import Acting
from desk.digest import delivering as digests
from desk.flag_card import FlagReader
from desk.ranking.ranker import Ranker
from domain.deliveries import Delivery
from domain.editorial import ReviewItem
from domain.store import Store
from domain.tasks import Task

Subject = ReviewItem | Task | date


def locked(store: Store, delivery: Delivery) -> Subject:
    """What it is about. Nobody else takes a step with that before this transaction ends."""
    if delivery.item_id is not None:
        return delivering.locked(store, delivery.item_id)
    if delivery.task_id is not None:
        return task_steps.locked(store, delivery.task_id)
    if delivery.day is None:
        raise ValueError("a delivery of nothing")
    store.settings.lock()
    return delivery.day


def may_go(acting: Acting, delivery: Delivery, flags: FlagReader) -> None:
    """Asked again before it is sent. Raise Conflict for what holds it back."""
    match locked(acting.store, delivery):
        case ReviewItem() as item:
            delivering.may_go(acting, delivery, item, flags)
        case Task() as task:
            following_up.may_go(acting.store, delivery, task)
        case day:
            digests.may_go(acting.store, delivery, day)


def went_out(acting: Acting, ranker: Ranker, delivery: Delivery) -> Delivery:
    """It stands there: into the ledger with it, in this transaction, and whatever follows.

    Raise Conflict when the delivery is not as it was when it was sent.
    """
    match locked(acting.store, delivery):
        case ReviewItem() as item:
            return delivering.went_out(acting, ranker, delivery, item)
        case Task() as task:
            return following_up.went_out(acting, delivery, task)
    return digests.went_out(acting, delivery)


def looked_at(acting: Acting, delivery: Delivery) -> Delivery:
    """It was read back once more."""
    subject = locked(acting.store, delivery)
    saved = acting.store.deliveries.save(delivery)
    return following_up.looked_at(acting, saved, subject) if isinstance(subject, Task) else saved
