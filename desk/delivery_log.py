"""What is told of a delivery: which text, of which articles, and at which of our outlets."""

from desk.acting import Acting
from domain.deliveries import Delivery, DeliveryAction
from domain.store import Store


def added(acting: Acting, delivery: Delivery) -> Delivery | None:
    """Keep and log it. None: one of the same text stands at this outlet already."""
    made = acting.store.deliveries.add(delivery)
    if made and made.due_at:
        noted(acting, DeliveryAction.PLAN, made, due_at=made.due_at.isoformat())
    return made


def noted(acting: Acting, action: DeliveryAction, delivery: Delivery, **told: str) -> None:
    store = acting.store
    about = {"name": store.outlets.named(delivery.outlet).name} | _about(store, delivery)
    acting.log(action, f"outlet:{delivery.outlet}", {}, about | told)


def articles_of(store: Store, delivery: Delivery) -> list[str]:
    """The ids of those that it tells, the first being what it is about."""
    if delivery.item_id is not None:
        return [store.items.get(delivery.item_id).article_id]
    return [one.article_id for one in delivery.tells]


def _about(store: Store, delivery: Delivery) -> dict[str, str]:
    if delivery.item_id is not None:
        return {"article": store.items.get(delivery.item_id).article_id}
    if delivery.day is not None:
        return {"day": delivery.day.isoformat()}
    return {"article": delivery.tells[0].article_id, "posted_as": delivery.posted_as}
