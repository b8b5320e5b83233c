"""What the screens of an item share: the answer to a step that came too late, and to one that was taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from api import typed
from api.flag_cards import Place, ShownCard
from api.here import here
from api.pages import whole_page
from api.services import Web
from desk import review_list, sending
from desk.acting import Acting, SeenItem
from desk.delivery_view import NOWHERE, of_item
from desk.post import attribution, post_text
from desk.review_list import ReviewRow
from desk.review_rules import UNDONE_BY
from desk.sending import Drafts
from domain.editorial import ReviewAction, ReviewItem
from domain.log import LogEntry
from domain.people import Person
from domain.store import Store

HISTORY_SHOWN = 50
ItemIds = Annotated[list[Annotated[int, Query(ge=1, le=2**62)]], Query(max_length=sending.MAX_TOGETHER)]


def item_page(request: Request, store: Store, viewer: Person, item_id: int, now: datetime) -> dict[str, object]:
    """What `tin.html` shows."""
    services: Web = request.app.state.web
    entry = review_list.entry(store, viewer, item_id)
    at = here(services, store, now)
    card = services.flags.card(store, entry.article.id, now, entry.item) if entry.item.is_open else None
    return {
        "entry": entry,
        "item": entry.item,
        "at_outlets": NOWHERE if entry.is_hidden else of_item(store, services.outlets, entry.item, at),
        "credit": attribution(entry.article, entry.source_name),
        "post": entry.item.post or post_text(entry.item.caption, entry.article, entry.source_name),
        "flag_card": ShownCard(card=card, place=Place.SHARING, by=viewer.id) if card else None,
        "history": store.log.list(HISTORY_SHOWN, f"item:{item_id}"),
        "mine": None,  # what the person wrote meanwhile, beside what somebody else has made of the item
        "meanwhile": [],
        "both": None,  # two versions of the caption, between which the person has to choose
        "base_text": typed.written((("caption", entry.item.caption),)),
        "tail": post_text("", entry.article, entry.source_name),
    }


def too_late(
    request: Request, acting: Acting, seen: SeenItem, meanwhile: list[LogEntry], mine: str | None = None
) -> Response:
    """The item as it is now, with what was done meanwhile, and with what the person has typed."""
    viewer = acting.store.people.get(acting.by)
    context = item_page(request, acting.store, viewer, seen.id, acting.now)
    context |= {"meanwhile": meanwhile, "mine": mine}
    return whole_page(request, "tin.html", context, f"/chia-se/{seen.id}")


def late_answer(request: Request, acting: Acting, seen: SeenItem) -> Response | None:
    """What to answer where somebody has changed the item since this person saw it; None: nobody has."""
    meanwhile = review_list.changes_since(acting.store, seen)
    return too_late(request, acting, seen, meanwhile) if meanwhile else None


def go_on(path: str, item_id: int) -> Response:
    """The page to go on from, which says what was done with the item and takes it back."""
    return RedirectResponse(f"{path}?xong={quote(str(item_id))}", 303)


def answered(store: Store, viewer: Person, item_id: int | None) -> dict[str, object] | None:
    """What this person did last with the item, with the step that takes it back; None where another was later."""
    last = store.log.list(1, f"item:{item_id}") if item_id else []
    if not last or last[0].who != viewer.name or item_id is None:
        return None
    entry = review_list.entry(store, viewer, item_id)
    return {"entry": entry, "action": last[0].action, "undo": _undoing(last[0].action, entry)}


def _undoing(action: str, entry: ReviewRow) -> ReviewAction | None:
    undo = UNDONE_BY.get(ReviewAction(action)) if action in set(ReviewAction) else None
    return undo if undo in entry.may else None


def several(store: Store, viewer: Person, items: Sequence[ReviewItem]) -> Drafts | None:
    """This person's drafts where one button for all of them is worth its place. A desk of one approves one by one."""
    if store.settings.get().solo:
        return None
    found = sending.drafts(store, viewer, items)
    return found if len(found.ready) > 1 else None
