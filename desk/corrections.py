"""Corrections: what a publisher changed after this page had posted it waits until somebody has looked at it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desk import review
from desk.acting import Acting, SeenItem
from domain.editorial import CorrectionAction, ItemState, ReviewItem
from domain.errors import Conflict
from domain.people import Act
from domain.problems import Problem


def see(acting: Acting, seen: SeenItem, *, version: int, withdrawn: bool) -> ReviewItem:
    """Đã xem, up to the version that the person had before them: what came since counts all the same."""
    item = _posted(acting, seen)
    article = acting.store.articles.get(item.article_id)
    gone_at = article.withdrawn_at if withdrawn else None
    changed = replace(item, seen_version=min(version, article.version), seen_withdrawn_at=gone_at)
    return _kept(acting, CorrectionAction.SEE_CORRECTION, item, changed)


def unsee(acting: Acting, seen: SeenItem) -> ReviewItem:
    """Undo `see`: the correction counts again."""
    item = _posted(acting, seen)
    return _kept(
        acting, CorrectionAction.UNSEE_CORRECTION, item, replace(item, seen_version=None, seen_withdrawn_at=None)
    )


def _posted(acting: Acting, seen: SeenItem) -> ReviewItem:
    acting.may(Act.PICK)
    item = review.as_seen(acting, seen)
    if item.state is not ItemState.SHARED:
        raise Conflict(Problem.STEP_PASSED, state=item.state)
    return item


def _kept(acting: Acting, action: CorrectionAction, item: ReviewItem, changed: ReviewItem) -> ReviewItem:
    saved = acting.store.items.save(changed)
    acting.log(action, f"item:{item.id}", _logged(item), _logged(changed))
    return saved


def _logged(item: ReviewItem) -> Mapping[str, Any]:
    return {"seen_version": item.seen_version, "withdrawn": item.seen_withdrawn_at is not None}
