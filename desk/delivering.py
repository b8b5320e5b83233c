"""Đăng lên: an approved item is to go to our outlets, now or at an hour; what waits is cancelled, moved, looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from desk import delivery_rules, postings, review
from desk.acting import Acting, SeenItem
from desk.flag_card import STORED_FLAGS, FlagCard, FlagReader
from desk.post import post_text
from desk.previews import post_of
from desk.ranking.ranker import Ranker
from desk.stories import with_its_story_locked
from domain.article import Article
from domain.deliveries import Delivery, DeliveryAction, DeliveryState, as_read
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict
from domain.outlets import OutletOutcome, Outlets, Result, Sent
from domain.people import Act
from domain.problems import Problem
from domain.stage import Stage
from domain.typed_addresses import typed_address

MAX_AHEAD = timedelta(days=366)  # the lane takes an hour beyond 370 days for the mistake of a clock, and sends at once
MAY_GO = (ItemState.APPROVED, ItemState.SHARED)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Where an item is to go, and when."""

    outlets: Sequence[int]
    at: datetime | None = None  # None: now


def plan(
    acting: Acting, outlets: Outlets, seen: SeenItem, wanted: Wanted, flags: FlagReader = STORED_FLAGS
) -> list[Delivery]:
    """Fitted now, and sent as it was fitted. What is on its way to an outlet already stays as it is.

    Raise Conflict for an item that nobody has approved, and for what holds it back.
    """
    acting.may(Act.PICK)
    store = acting.store
    item = review.as_seen(acting, seen)
    card = may_go(acting, item, flags)
    if not wanted.outlets:
        raise BadInput(Problem.NO_OUTLET)
    due_at = _hour_of(acting, wanted.at)
    post = post_of(store, item.id)
    planned = []
    for outlet_id in dict.fromkeys(wanted.outlets):
        account = store.outlets.get(outlet_id)
        delivery = Delivery(
            id=0,
            key=uuid4().hex,
            item_id=item.id,
            outlet=account.id,
            fitted=outlets.fit(post, account.kind),
            due_at=due_at,
            planned_for=due_at,
            asked_by=acting.by,
            asked_at=acting.now,
            unanswered=card.unanswered(),
        )
        if added := store.deliveries.add(delivery):
            _log(acting, DeliveryAction.PLAN, added, due_at=due_at.isoformat())
            planned.append(added)
    return planned


def may_go(acting: Acting, item: ReviewItem, flags: FlagReader) -> FlagCard:
    """The item's card. Raise Conflict for what holds it back; asked when it is planned, and before it is sent."""
    if item.state not in MAY_GO:
        raise Conflict(Problem.NOT_APPROVED)
    if acting.store.articles.get(item.article_id).withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_SHARE)
    return flags.may_go_out(acting.store, item, acting.now)


def cancel(acting: Acting, delivery_id: int, revision: int) -> Delivery:
    """As long as nothing has left the desk."""
    planned = _as_seen(acting, delivery_id, revision, DeliveryState.PLANNED)
    saved = acting.store.deliveries.save(replace(planned, state=DeliveryState.CANCELLED, due_at=None))
    _log(acting, DeliveryAction.CANCEL, saved)
    return saved


def move(acting: Acting, delivery_id: int, revision: int, at: datetime | None) -> Delivery:
    """To another hour; None: now."""
    planned = _as_seen(acting, delivery_id, revision, DeliveryState.PLANNED)
    due_at = _hour_of(acting, at)
    saved = acting.store.deliveries.save(replace(planned, due_at=due_at, planned_for=due_at))
    _log(acting, DeliveryAction.MOVE, saved, due_at=due_at.isoformat())
    return saved


def seen_there(acting: Acting, ranker: Ranker, delivery_id: int, revision: int, typed: str) -> Delivery:
    """A person has looked and found it, at this address. The desk does not know its id, and so cannot change it."""
    in_doubt = _as_seen(acting, delivery_id, revision, DeliveryState.NEEDS_A_PERSON)
    address = typed_address(typed) if typed.strip() else ""
    if not address.startswith(("https://", "http://")):
        raise BadInput(Problem.POST_ADDRESS)
    found = Result(outcome=OutletOutcome.DONE, sent=Sent(id="", address=address))
    out = replace(delivery_rules.after_look(in_doubt, found, acting.now), due_at=None)
    _log(acting, DeliveryAction.SEEN, out, address=address)
    return went_out(acting, ranker, out)


def not_there(acting: Acting, delivery_id: int, revision: int) -> Delivery:
    """A person has looked and not found it: it is sent again."""
    in_doubt = _as_seen(acting, delivery_id, revision, DeliveryState.NEEDS_A_PERSON)
    again = delivery_rules.after_look(replace(in_doubt, tries=0), Result(outcome=OutletOutcome.NOT_THERE), acting.now)
    saved = acting.store.deliveries.save(again)
    _log(acting, DeliveryAction.NOT_SEEN, saved)
    return saved


def went_out(acting: Acting, ranker: Ranker, delivery: Delivery) -> Delivery:
    """It stands there: into the ledger with it, in this transaction, and its item is shared from now on.

    Asks nobody's leave: it has happened. Raise Conflict when the delivery is not as it was when it was sent.
    """
    store = acting.store
    item = with_its_story_locked(store, lambda: store.items.get(delivery.item_id))
    article = store.articles.get(item.article_id)
    account = store.outlets.named(delivery.outlet)
    posting = postings.record_delivery(acting, delivery, article, as_read(delivery.fitted, account.kind))
    saved = store.deliveries.save(replace(delivery, posting=posting.id))
    if item.state is ItemState.APPROVED:
        _shared(acting, ranker, item, article)
    return saved


def _shared(acting: Acting, ranker: Ranker, item: ReviewItem, article: Article) -> None:
    store = acting.store
    post = post_text(item.caption, article, store.sources.get(article.source_id).name)
    shared = store.items.save(
        replace(item, state=ItemState.SHARED, shared_by=acting.by, shared_at=acting.now, post=post)
    )
    acting.log(ReviewAction.SHARE, f"item:{item.id}", {"state": item.state}, {"state": shared.state, "post": post})
    review.move_on(store, article, Stage.SHARED, acting.now)
    ranker.refresh(store, [item.story_id])


def _hour_of(acting: Acting, at: datetime | None) -> datetime:
    if at is not None and at < acting.now:
        raise BadInput(Problem.SEND_HOUR_PAST)
    if at is not None and at > acting.now + MAX_AHEAD:
        raise BadInput(Problem.SEND_HOUR_FAR)
    return at or acting.now


def _as_seen(acting: Acting, delivery_id: int, revision: int, state: DeliveryState) -> Delivery:
    acting.may(Act.PICK)
    store = acting.store
    item_id = store.deliveries.get(delivery_id).item_id
    with_its_story_locked(store, lambda: store.items.get(item_id))
    delivery = store.deliveries.get(delivery_id)
    if delivery.revision != revision or delivery.state is not state:
        raise Conflict(Problem.DELIVERY_PASSED)
    return delivery


def _log(acting: Acting, action: DeliveryAction, delivery: Delivery, **told: str) -> None:
    store = acting.store
    article_id, name = store.items.get(delivery.item_id).article_id, store.outlets.named(delivery.outlet).name
    acting.log(action, f"outlet:{delivery.outlet}", {}, {"name": name, "article": article_id, **told})
