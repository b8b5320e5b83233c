"""Đăng lên, of an approved item: it is to go to our outlets, now or at an hour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from desk import delivery_log, postings, review
from desk.acting import Acting, SeenItem
from desk.flag_card import STORED_FLAGS, FlagCard, FlagReader
from desk.post import post_text
from desk.previews import post_of
from desk.ranking.ranker import Ranker
from desk.stories import with_its_story_locked
from domain.article import Article
from domain.deliveries import Delivery, as_read
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict
from domain.outlets import Outlets
from domain.people import Act
from domain.postings import PostingKind
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store

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
    card = _may_be_planned(acting, item, flags)
    if not wanted.outlets:
        raise BadInput(Problem.NO_OUTLET)
    due_at = hour_of(acting, wanted.at)
    post = post_of(store, item.id)
    told = postings.posted(store, [store.articles.get(item.article_id)])
    planned = []
    for outlet_id in dict.fromkeys(wanted.outlets):
        account = store.outlets.get(outlet_id)
        delivery = Delivery(
            id=0,
            key=uuid4().hex,
            item_id=item.id,
            tells=told,
            outlet=account.id,
            fitted=outlets.fit(post, account.kind),
            due_at=due_at,
            planned_for=due_at,
            asked_by=acting.by,
            asked_at=acting.now,
            unanswered=card.unanswered(),
        )
        if added := delivery_log.added(acting, delivery):
            planned.append(added)
    return planned


def may_go(acting: Acting, delivery: Delivery, item: ReviewItem, flags: FlagReader) -> None:
    """Asked once more before it is sent: what its source has corrected meanwhile waits for a person."""
    _may_be_planned(acting, item, flags)
    postings.as_told(acting.store, delivery.tells)


def _may_be_planned(acting: Acting, item: ReviewItem, flags: FlagReader) -> FlagCard:
    """The item's card. Raise Conflict for what holds it back."""
    if item.state not in MAY_GO:
        raise Conflict(Problem.NOT_APPROVED)
    if acting.store.articles.get(item.article_id).withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_SHARE)
    return flags.may_go_out(acting.store, item, acting.now)


def locked(store: Store, item_id: int) -> ReviewItem:
    """Nobody else takes a step with it before this transaction ends."""
    return with_its_story_locked(store, lambda: store.items.get(item_id))


def went_out(acting: Acting, ranker: Ranker, delivery: Delivery, item: ReviewItem) -> Delivery:
    """Into the ledger with it, and its item is shared from now on. Asks nobody's leave: it has happened."""
    store = acting.store
    article = store.articles.get(item.article_id)
    text = as_read(delivery.fitted, store.outlets.named(delivery.outlet).kind)
    told = delivery.tells or postings.posted(store, [article])  # before 0.1.x none were kept with it
    posting = postings.record_delivery(acting, delivery, text, kind=PostingKind.ITEM, articles=told)
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


def hour_of(acting: Acting, at: datetime | None) -> datetime:
    if at is not None and at < acting.now:
        raise BadInput(Problem.SEND_HOUR_PAST)
    if at is not None and at > acting.now + MAX_AHEAD:
        raise BadInput(Problem.SEND_HOUR_FAR)
    return at or acting.now
