"""Chia sẻ: what was approved goes out, and stands in the ledger from then on."""

from dataclasses import replace

from desk import postings, review
from desk.acting import Acting, SeenItem
from desk.flag_card import STORED_FLAGS, FlagReader
from desk.post import post_text
from desk.ranking.ranker import Ranker
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.errors import BadInput, Conflict
from domain.people import Act
from domain.problems import Problem
from domain.stage import Stage


def share(acting: Acting, ranker: Ranker, seen: SeenItem, flags: FlagReader = STORED_FLAGS) -> ReviewItem:
    """Mark an approved item as shared: it enters the ledger with its text as posted, and with what its flags were.

    Flags that nobody has answered are written down, too; only a warning that is over and an embargo are refused.
    """
    acting.may(Act.PICK)
    store, now = acting.store, acting.now
    item = review.as_seen(acting, seen)
    if item.state is not ItemState.APPROVED:
        raise Conflict(Problem.NOT_APPROVED)
    article = store.articles.get(item.article_id)
    if article.withdrawn_at:
        raise Conflict(Problem.WITHDRAWN_SHARE)
    post = post_text(item.caption, article, store.sources.get(article.source_id).name)
    card = flags.may_go_out(store, item, now)
    limit = store.settings.get().post_limit
    if len(post) > limit:
        raise BadInput(Problem.POST_TOO_LONG, characters=len(post), limit=limit)
    shared = store.items.save(replace(item, state=ItemState.SHARED, shared_by=acting.by, shared_at=now, post=post))
    postings.record_item(acting, shared, article, post, card.unanswered())
    acting.log(ReviewAction.SHARE, f"item:{item.id}", {"state": item.state}, {"state": shared.state, "post": post})
    review.move_on(store, article, Stage.SHARED, now)
    ranker.refresh(store, [item.story_id])
    return shared
