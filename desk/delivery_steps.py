"""What people do with a delivery that waits, or that nobody knows the end of, whatever it is that is sent."""

from dataclasses import replace
from datetime import datetime

from desk import delivery_rules, delivery_subjects
from desk.acting import Acting
from desk.delivering import hour_of
from desk.delivery_log import noted
from desk.ranking.ranker import Ranker
from domain.deliveries import Delivery, DeliveryAction, DeliveryState
from domain.errors import BadInput, Conflict
from domain.outlets import OutletOutcome, Result, Sent
from domain.people import Act
from domain.problems import Problem
from domain.typed_addresses import typed_address


def cancel(acting: Acting, delivery_id: int, revision: int) -> Delivery:
    """As long as nothing has left the desk."""
    planned = _as_seen(acting, delivery_id, revision, DeliveryState.PLANNED)
    saved = acting.store.deliveries.save(replace(planned, state=DeliveryState.CANCELLED, due_at=None))
    noted(acting, DeliveryAction.CANCEL, saved)
    return saved


def move(acting: Acting, delivery_id: int, revision: int, at: datetime | None) -> Delivery:
    """To another hour; None: now."""
    planned = _as_seen(acting, delivery_id, revision, DeliveryState.PLANNED)
    due_at = hour_of(acting, at)
    saved = acting.store.deliveries.save(replace(planned, due_at=due_at, planned_for=due_at))
    noted(acting, DeliveryAction.MOVE, saved, due_at=due_at.isoformat())
    return saved


def seen_there(acting: Acting, ranker: Ranker, delivery_id: int, revision: int, typed: str) -> Delivery:
    """A person has looked and found it, at this address. The desk does not know a new one's id: it cannot change it."""
    in_doubt = _as_seen(acting, delivery_id, revision, DeliveryState.NEEDS_A_PERSON)
    address = typed_address(typed) if typed.strip() else ""
    if not address.startswith(("https://", "http://")):
        raise BadInput(Problem.POST_ADDRESS)
    found = Result(outcome=OutletOutcome.DONE, sent=Sent(id="", address=address))
    out = replace(delivery_rules.after_look(in_doubt, found, acting.now), due_at=None)
    noted(acting, DeliveryAction.SEEN, out, address=address)
    return delivery_subjects.went_out(acting, ranker, out)


def not_there(acting: Acting, delivery_id: int, revision: int) -> Delivery:
    """A person has looked and not found it: it is sent again."""
    in_doubt = _as_seen(acting, delivery_id, revision, DeliveryState.NEEDS_A_PERSON)
    again = delivery_rules.after_look(replace(in_doubt, tries=0), Result(outcome=OutletOutcome.NOT_THERE), acting.now)
    saved = acting.store.deliveries.save(again)
    noted(acting, DeliveryAction.NOT_SEEN, saved)
    return saved


def look_again(acting: Acting, delivery_id: int, revision: int) -> Delivery:
    """Strangers did not see it; perhaps they do by now."""
    unseen = _as_seen(acting, delivery_id, revision, DeliveryState.INVISIBLE)
    saved = acting.store.deliveries.save(replace(unseen, due_at=acting.now))
    noted(acting, DeliveryAction.LOOK, saved)
    return saved


def _as_seen(acting: Acting, delivery_id: int, revision: int, state: DeliveryState) -> Delivery:
    acting.may(Act.PICK)
    store = acting.store
    delivery_subjects.locked(store, store.deliveries.get(delivery_id))
    delivery = store.deliveries.get(delivery_id)
    if delivery.revision != revision or delivery.state is not state:
        raise Conflict(Problem.DELIVERY_PASSED)
    return delivery
