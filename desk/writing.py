"""Saving a caption while somebody else, or another window, may be in it, too: what both did comes together."""

from desk import review
from desk.acting import Acting, SeenItem
from desk.typed import Kept, Outcome, Typed
from domain.editorial import ReviewAction
from domain.merging import merge


def keep(acting: Acting, item_id: int, typed: Typed[str]) -> Kept[str]:
    """Save the caption merged with what is stored, unless a person has to decide first."""
    item = review.locked(acting, item_id)
    review.permitted(acting, item, ReviewAction.WRITE)
    stored, by = item.caption, item.last_writer
    if typed.mine == stored:
        return Kept(outcome=Outcome.SAVED, by=by, stored=stored, joined=stored)
    merged = merge(typed.start(stored, item.revision) or "", stored, typed.mine)
    if merged.touching:
        return Kept(outcome=Outcome.TOUCHING, by=by, stored=stored, joined=merged.text)
    seen = SeenItem(id=item.id, revision=item.revision)
    saved = review.write(acting, seen, merged.text, by_itself=typed.by_itself).caption
    outcome = Outcome.SAVED if saved == typed.mine else Outcome.MERGED
    return Kept(outcome=outcome, by=by, stored=saved, joined=saved)
