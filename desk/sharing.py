"""Chia sẻ: what was approved goes out, and stands in the ledger from then on."""

from dataclasses import replace
from datetime import datetime

from desk import review
from desk.log import note
from desk.permissions import allowed
from desk.post import post_text
from desk.ranking import score as ranking
from desk.sources import collecting
from domain.editorial import Action, ItemState, ReviewItem
from domain.errors import BadInput, Conflict
from domain.people import Act, Person
from domain.ports import Gazetteer
from domain.problems import Problem
from domain.stage import Stage
from domain.store import Store


def share(store: Store, item_id: int, *, revision: int, by: Person, now: datetime, gazetteer: Gazetteer) -> ReviewItem:
    """Mark an approved item as shared: it enters the ledger with its text as posted."""
    allowed(by, Act.PICK)
    item = review.at_revision(store, item_id, revision)
    if item.state is not ItemState.APPROVED:
        raise Conflict(Problem.NOT_APPROVED)
    article = store.articles.get(item.article_id)
    if article.withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_SHARE)
    post = post_text(item.caption, article, store.sources.get(article.source_id).name)
    limit = store.settings.get().post_limit
    if len(post) > limit:
        raise BadInput(Problem.POST_TOO_LONG, characters=len(post), limit=limit)
    shared = store.items.change(replace(item, state=ItemState.SHARED, shared_by=by.id, shared_at=now, post=post))
    collecting.chosen(store, article.id, now)
    note(store, by, Action.SHARE, f"item:{item.id}", {"state": item.state}, {"state": shared.state, "post": post}, now)
    review.move_on(store, article, Stage.SHARED, now)
    ranking.refresh(store, [item.story_id], gazetteer)
    return shared


def ledger(store: Store, limit: int = 200) -> list[review.ReviewRow]:
    """What this page has shared, newest first."""
    return review.waiting(store, [ItemState.SHARED], limit)
