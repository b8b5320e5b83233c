"""The caption as it comes in a form, and as both versions of it are shown."""

from typing import Annotated, Any

from fastapi import Depends, Form, Request
from fastapi.responses import Response

from api import typed
from api.item_page import item_page
from api.pages import catalogue_of, whole_page
from api.typed import MAX_CHARS, MAX_SENT, Both
from desk import review_list
from desk.acting import Acting, SeenItem
from desk.typed import Kept, Outcome, Typed
from domain.editorial import ReviewAction
from domain.log import LogEntry

MAX_CAPTION_CHARS = 20_000


def from_form(
    caption: Annotated[str, Form(max_length=MAX_CAPTION_CHARS)],
    revision: Annotated[int, Form()],
    base: Annotated[str, Form(max_length=MAX_CHARS)] = "",
    sent: Annotated[list[Annotated[str, Form(max_length=MAX_CHARS)]], Form(max_length=MAX_SENT)] = [],  # noqa: B006
) -> Typed[str]:
    return Typed(
        mine=typed.plain(caption),
        base=_caption(base) if base else None,
        revision=revision,
        sent=tuple(_caption(one) for one in sent),
    )


TypedCaption = Annotated[Typed[str], Depends(from_form)]


def fields(caption: str) -> typed.Fields:
    return (("caption", caption),)


def _caption(sent: str) -> str:
    return next((value for name, value in typed.read(sent)[:1] if name == "caption"), "")[:MAX_CAPTION_CHARS]


def steps_since(acting: Acting, item_id: int, form: Typed[str]) -> list[LogEntry]:
    """What was done with the item since the person saw it; empty where it was only written in."""
    changes = review_list.changes_since(acting.store, SeenItem(id=item_id, revision=form.revision))
    return changes if any(one.action != ReviewAction.WRITE for one in changes) else []


def held(acting: Acting, item_id: int, form: Typed[str]) -> Response:
    """The answer to the script where a person has to look first; the form keeps the revision it knows."""
    stored = acting.store.items.get(item_id).caption
    kept = Kept(outcome=Outcome.APPROVED, by=None, stored=stored, joined=stored)
    return typed.answer(kept, base=fields(stored), revision=form.revision, parts={})


def told(request: Request, acting: Acting, item_id: int, kept: Kept[str], mine: str) -> Response:
    """The answer to the script."""
    _ = catalogue_of(request).text
    viewer = acting.store.people.get(acting.by)
    parts = {
        "#trang-thai": typed.part(
            request, "trang-thai.html", {"entry": review_list.entry(acting.store, viewer, item_id)}
        )
    }
    if kept.outcome is Outcome.TOUCHING:
        parts["#hai-ban"] = typed.part(request, "hai-ban.html", both(request, acting, item_id, kept, mine))
    return typed.answer(
        kept,
        base=fields(kept.stored),
        at=catalogue_of(request).time(acting.now, "clock"),
        who=typed.who(request, acting, kept) or _("cửa sổ khác"),
        revision=acting.store.items.get(item_id).revision,
        parts=parts,
    )


def both(request: Request, acting: Acting, item_id: int, kept: Kept[str], mine: str) -> dict[str, Any]:
    versions = Both(
        who=typed.who(request, acting, kept),
        stored=fields(kept.stored),
        mine=fields(mine),
        joined=fields(kept.joined),
        left=kept.stored,
        right=mine,
    )
    action = request.url.path.removesuffix("/tu-luu")
    key, revision = f"loi-dan-{item_id}", acting.store.items.get(item_id).revision
    return {"both": versions, "action": action, "revision": revision, "key": key, "names": "caption"}


def touching_page(request: Request, acting: Acting, item_id: int, kept: Kept[str], form: Typed[str]) -> Response:
    """Both versions above the text as the person has it."""
    viewer = acting.store.people.get(acting.by)
    context = item_page(request, acting.store, viewer, item_id, acting.now)
    context |= {"mine": form.mine, "base_text": typed.written(fields(form.base or ""))}
    context |= both(request, acting, item_id, kept, form.mine)
    return whole_page(request, "tin.html", context, f"/chia-se/{item_id}")
