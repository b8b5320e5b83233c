"""Sửa giúp, taken back: the text of before, and whoever had written it may no longer approve it instead."""

from dataclasses import replace

from desk import review
from desk.acting import Acting, SeenItem
from domain.editorial import ReviewAction, ReviewItem
from domain.errors import Conflict
from domain.log import LogEntry
from domain.problems import Problem

LOOKED_AT_ENTRIES = 30  # of the item's log


def take_back(acting: Acting, seen: SeenItem) -> ReviewItem:
    """The item as it was before this person's last change to its caption. Raise Conflict where the log lacks it."""
    item = review.as_seen(acting, seen)
    review.permitted(acting, item, ReviewAction.UNDO_HELP)
    was = _made(acting, item).before
    changed = acting.store.items.save(replace(item, caption=was["caption"], written_by=int(was["written_by"])))
    acting.log(ReviewAction.UNDO_HELP, f"item:{item.id}", {"caption": item.caption}, {"caption": changed.caption})
    return changed


def _made(acting: Acting, item: ReviewItem) -> LogEntry:
    """The entry of the change that led to the caption as it stands."""
    for entry in acting.store.log.list(LOOKED_AT_ENTRIES, f"item:{item.id}"):
        if entry.action == ReviewAction.WRITE and entry.after.get("caption") == item.caption:
            if "written_by" in entry.before:
                return entry
            break
    raise Conflict(Problem.CHANGED_MEANWHILE)
