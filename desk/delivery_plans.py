"""What follows for deliveries when their item, task or posting is taken back; `review` and others call it."""

from collections.abc import Sequence
from dataclasses import replace

from domain.deliveries import IN_DOUBT, OUT, Delivery, DeliveryState
from domain.errors import Conflict
from domain.postings import PostedAs, Posting
from domain.problems import Problem
from domain.store import Store
from domain.tasks import Task


def no_longer_approved(store: Store, item_id: int) -> None:
    """Nothing of it goes out any more. Raise Conflict while it may be going out at this moment."""
    _stay(store, store.deliveries.of_item(item_id))


def follow_ups_stay(store: Store, tasks: Sequence[Task]) -> None:
    """The same for follow-ups whose approval is taken back. Raise Conflict, too, where one of them stands already."""
    revisions = {task.id: task.revision for task in tasks}
    found = store.deliveries.of_tasks(list(revisions))
    if any(one.state in OUT and one.task_revision == revisions[one.task_id or 0] for one in found):
        raise Conflict(Problem.STANDS_AT_OUTLET)
    _stay(store, found)


def done_by_hand(store: Store, task: Task) -> None:
    """Somebody says that they have posted it themselves, so the desk does not. Raise Conflict where it has."""
    found = store.deliveries.of_tasks([task.id])
    if any(one.is_being_looked_at for one in found):
        raise Conflict(Problem.BEING_SENT)
    _stay(store, found, (DeliveryState.PLANNED, DeliveryState.FAILED))  # nobody needs to try that again


def not_posted_after_all(store: Store, proof: Posting) -> None:
    """Raise Conflict while the desk's own follow-up stands as a post: it would go there a second time."""
    delivery = store.deliveries.of_postings([proof.id]).get(proof.id)
    if delivery and delivery.state in OUT and delivery.posted_as is not PostedAs.EDIT:
        raise Conflict(Problem.STANDS_AT_OUTLET)


def _stay(store: Store, found: Sequence[Delivery], ended: Sequence[DeliveryState] = (DeliveryState.PLANNED,)) -> None:
    if any(one.state in IN_DOUBT for one in found):
        raise Conflict(Problem.BEING_SENT)
    for one in found:
        if one.state in ended:
            store.deliveries.save(replace(one, state=DeliveryState.CANCELLED, due_at=None))


def not_shared_after_all(store: Store, item_id: int) -> None:
    """Raise Conflict while a post of ours stands at an outlet: it would go there a second time."""
    if any(one.state in OUT for one in store.deliveries.of_item(item_id)):
        raise Conflict(Problem.STANDS_AT_OUTLET)


def taken_back(store: Store, posting_id: int) -> None:
    """Its place at the outlet is free again, so that it can be sent there anew."""
    delivery = store.deliveries.of_postings([posting_id]).get(posting_id)
    if delivery and delivery.state in OUT:
        store.deliveries.save(replace(delivery, state=DeliveryState.REMOVED, due_at=None))
