"""Gửi duyệt several drafts of one's own with one button. A second person still decides on each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk import review, review_list, review_rules
from desk.acting import Acting, SeenItem
from desk.post import post_text
from desk.ranking.ranker import Ranker
from desk.review_list import ReviewRow
from desk.stories import with_their_stories_locked
from domain.editorial import ItemState, ReviewAction, ReviewItem
from domain.log import LogEntry
from domain.message import Message, say
from domain.people import Act, Person
from domain.problems import Problem
from domain.store import Store

MAX_TOGETHER = 50


@dataclass(frozen=True, kw_only=True)
class Left:
    """An item that stays where it is."""

    row: ReviewRow
    why: Message | None  # what the draft lacks; None: somebody was there before, and `last` tells who
    last: LogEntry | None


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """One person's drafts, as the button for all of them finds them."""

    ready: Sequence[ReviewRow]
    left: Sequence[Left]

    @property
    def all(self) -> Sequence[ReviewRow]:
        """Those that are not ready are asked for, too: the answer then names them."""
        return [*self.ready, *(left.row for left in self.left)]


@dataclass(frozen=True, kw_only=True)
class Together:
    """What this person has just done with several items, read from the log, so that F5 tells the truth."""

    sent: Sequence[ReviewRow]  # and nobody has decided on them yet
    taken_back: Sequence[ReviewRow]
    left: Sequence[Left]


def is_own_draft(item: ReviewItem, person: Person) -> bool:
    """Written and never returned: what was returned goes back by itself, after its sentence was read."""
    return item.state is ItemState.DRAFT and item.picked_by == person.id and not item.note


def drafts(store: Store, viewer: Person, items: Sequence[ReviewItem]) -> Drafts:
    own = [item.id for item in items if is_own_draft(item, viewer)][:MAX_TOGETHER]
    rows = review_list.entries(store, viewer, own)
    limit = store.settings.get().post_limit
    whys = [lacks(row, limit) for row in rows]
    return Drafts(
        ready=[row for row, why in zip(rows, whys, strict=True) if why is None],
        left=[Left(row=row, why=why, last=None) for row, why in zip(rows, whys, strict=True) if why],
    )


def lacks(row: ReviewRow, limit: int) -> Message | None:
    """What keeps the text from being posted as it stands."""
    if row.article.withdrawn_at:
        return say(Problem.WITHDRAWN_REVIEW)
    if not row.item.caption.strip():
        return say(Problem.NO_CAPTION)
    characters = len(post_text(row.item.caption, row.article, row.source_name))
    return say(Problem.POST_TOO_LONG, characters=characters, limit=limit) if characters > limit else None


def send(acting: Acting, ranker: Ranker, item_ids: Sequence[int]) -> None:
    """Send those that are still this person's drafts and ready, as they are stored now. The others stay."""
    acting.may(Act.PICK)
    items, viewer = _locked(acting, item_ids), acting.store.people.get(acting.by)
    for row in drafts(acting.store, viewer, items).ready:
        review.take(acting, ranker, SeenItem(id=row.item.id, revision=row.item.revision), ReviewAction.SEND)


def take_back(acting: Acting, ranker: Ranker, seen: Sequence[SeenItem]) -> None:
    """Undo `send`, but for what somebody has helped with or decided on since."""
    acting.may(Act.PICK)
    revisions = {one.id: one.revision for one in seen}
    solo, viewer = acting.store.settings.get().solo, acting.store.people.get(acting.by)
    for item in _locked(acting, list(revisions)):
        as_sent = item.state is ItemState.IN_REVIEW and item.revision == revisions[item.id]
        if as_sent and review_rules.refusal(ReviewAction.TAKE_BACK, item, viewer, solo=solo) is None:
            review.take(acting, ranker, SeenItem(id=item.id, revision=item.revision), ReviewAction.TAKE_BACK)


def told(store: Store, viewer: Person, item_ids: Sequence[int]) -> Together | None:
    """None where none of them is this person's."""
    rows = [row for row in review_list.entries(store, viewer, item_ids) if row.picked_by.id == viewer.id]
    last = {row.item.id: next(iter(store.log.list(1, f"item:{row.item.id}")), None) for row in rows}
    done = {item_id: one.action for item_id, one in last.items() if one and one.who == viewer.name}
    sent = [row for row in rows if done.get(row.item.id) == ReviewAction.SEND]
    taken_back = [row for row in rows if done.get(row.item.id) == ReviewAction.TAKE_BACK]
    limit = store.settings.get().post_limit
    left = [
        Left(row=row, why=lacks(row, limit) if is_own_draft(row.item, viewer) else None, last=last[row.item.id])
        for row in rows
        if row not in sent and row not in taken_back
    ]
    return Together(sent=sent, taken_back=taken_back, left=left) if rows else None


def _locked(acting: Acting, item_ids: Sequence[int]) -> Sequence[ReviewItem]:
    """The items as they are now."""
    items, once = acting.store.items, dict.fromkeys(item_ids)
    return with_their_stories_locked(acting.store, lambda: [items.get(item_id) for item_id in once])
