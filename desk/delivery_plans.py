"""What follows for deliveries when their item or posting is taken back: for `review` and `postings`, which call it."""

from dataclasses import replace

from domain.deliveries import IN_DOUBT, OUT, DeliveryState
from domain.errors import Conflict
from domain.problems import Problem
from domain.store import Store


def no_longer_approved(store: Store, item_id: int) -> None:
    """Nothing of it goes out any more. Raise Conflict while it may be going out at this moment."""
    found = store.deliveries.of_item(item_id)
    if any(one.state in IN_DOUBT for one in found):
        raise Conflict(Problem.BEING_SENT)
    for one in found:
        if one.state is DeliveryState.PLANNED:
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
