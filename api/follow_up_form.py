"""A follow-up's text as it comes in a form, and as both versions of it are shown."""

from typing import Annotated, Any

from fastapi import Depends, Form, Request
from fastapi.responses import Response

from api import typed
from api.pages import catalogue_of
from api.typed import MAX_CHARS, MAX_SENT, Both
from desk.acting import Acting
from desk.follow_up_writing import FollowUpText
from desk.typed import Kept, Outcome, Typed
from domain.tasks import FollowUpKind

MAX_TEXT = 20_000


def from_form(
    kind: Annotated[FollowUpKind, Form()],
    text: Annotated[str, Form(max_length=MAX_TEXT)],
    revision: Annotated[int, Form()],
    base: Annotated[str, Form(max_length=MAX_CHARS)] = "",
    sent: Annotated[list[Annotated[str, Form(max_length=MAX_CHARS)]], Form(max_length=MAX_SENT)] = [],  # noqa: B006
) -> Typed[FollowUpText]:
    return Typed(
        mine=FollowUpText(kind=kind, text=typed.plain(text)),
        base=_text(base, kind) if base else None,
        revision=revision,
        sent=tuple(_text(one, kind) for one in sent),
    )


TypedFollowUp = Annotated[Typed[FollowUpText], Depends(from_form)]
Mark = Annotated[str, Form(max_length=300)]  # the happening that the person read of


def fields(said: FollowUpText) -> typed.Fields:
    return (("kind", said.kind), ("text", said.text))


def told(
    request: Request, acting: Acting, task_id: int, kept: Kept[FollowUpText], form: Typed[FollowUpText]
) -> Response:
    """The answer to the script. Where a person has to look first, the form keeps the revision that it knows."""
    held = kept.outcome is Outcome.APPROVED
    parts = {}
    if kept.outcome is Outcome.TOUCHING:
        parts["#hai-ban"] = typed.part(request, "hai-ban.html", both(request, acting, task_id, kept, form.mine))
    return typed.answer(
        kept,
        base=fields(kept.stored),
        at=catalogue_of(request).time(acting.now, "clock"),
        who=typed.who(request, acting, kept) or catalogue_of(request).text("cửa sổ khác"),
        revision=form.revision if held else acting.store.tasks.get(task_id).revision,
        parts=parts,
    )


def both(
    request: Request, acting: Acting, task_id: int, kept: Kept[FollowUpText], mine: FollowUpText
) -> dict[str, Any]:
    versions = Both(
        who=typed.who(request, acting, kept),
        stored=fields(kept.stored),
        mine=fields(mine),
        joined=fields(kept.joined),
        left=kept.stored.text,
        right=mine.text,
    )
    revision = acting.store.tasks.get(task_id).revision
    action, key = f"/can-xu-ly/{task_id}/luu", f"viec-{task_id}"
    return {"both": versions, "action": action, "revision": revision, "key": key, "names": "kind text"}


def _text(sent: str, kind: FollowUpKind) -> FollowUpText:
    found = dict(typed.read(sent))
    kinds = {one.value: one for one in FollowUpKind}
    return FollowUpText(kind=kinds.get(found.get("kind", ""), kind), text=found.get("text", "")[:MAX_TEXT])
