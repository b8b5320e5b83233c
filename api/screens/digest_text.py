"""The digest's text: saved by its button, or by itself while a person types."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import digest_fields, typed
from api.deps import Day, EditorActs, TheWeb
from api.pages import catalogue_of, whole_page
from api.screens.digest import around
from api.typed import MAX_CHARS, MAX_SENT, Both
from desk.acting import Acting
from desk.digest import composing, writing
from desk.digest.composing import DigestPage
from desk.digest.merging import DigestText
from desk.typed import Kept, Outcome, Typed
from domain.editorial import Digest, DigestLine
from domain.errors import BadInput
from domain.problems import Problem

router = APIRouter(include_in_schema=False)
MAX_LINES = 100
PARTS = {"#ai-luu": "ai-luu.html", "#xuat-ban": "xuat-ban.html"}  # of the screen, shown anew after a save


def from_form(
    opening: Annotated[str, Form(max_length=2000)],
    revision: Annotated[int, Form()],
    articles: Annotated[list[str], Form(max_length=MAX_LINES)] = [],  # noqa: B006 - FastAPI copies it
    texts: Annotated[list[Annotated[str, Form(max_length=4000)]], Form(max_length=MAX_LINES)] = [],  # noqa: B006
    base: Annotated[str, Form(max_length=MAX_CHARS)] = "",
    sent: Annotated[list[Annotated[str, Form(max_length=MAX_CHARS)]], Form(max_length=MAX_SENT)] = [],  # noqa: B006
) -> Typed[DigestText]:
    if len(articles) != len(texts):
        raise BadInput(Problem.DIGEST_LINES)
    lines = tuple((key, typed.plain(said)) for key, said in zip(articles, texts, strict=True))
    return Typed(
        mine=DigestText(opening=typed.plain(opening), lines=lines),
        base=digest_fields.text(typed.read(base)) if base else None,
        revision=revision,
        sent=tuple(digest_fields.text(typed.read(one)) for one in sent),
    )


TypedDigest = Annotated[Typed[DigestText], Depends(from_form)]


@router.post("/diem-tin-sang/{day}")
def save(
    request: Request,
    day: Day,
    acting: EditorActs,
    services: TheWeb,
    form: TypedDigest,
    act: Annotated[str, Form()] = "",
) -> Response:
    """Save the lines as they stand; `act` moves, drops or adds one: "len:2", "xuong:0", "bo:3", "them:<article>"."""
    form = replace(form, mine=_acted(acting, form.mine, act))
    kept = writing.keep(acting, day, form)
    if kept.outcome in (Outcome.SAVED, Outcome.MERGED):
        return RedirectResponse(f"/diem-tin-sang/{day}", 303)
    shown = composing.of_day(acting.store, day, acting.now, services.gazetteer)
    context = around(request, acting.store, acting.now, _with(acting, shown, form.mine))
    context["base_text"] = typed.written(digest_fields.of(form.base or kept.stored))
    if kept.outcome is Outcome.APPROVED:
        context["approved_meanwhile"] = True
    else:
        context |= _both(request, acting, shown.digest, kept, form.mine)
    return whole_page(request, "diem-tin-sang.html", context, f"/diem-tin-sang/{day}")


@router.post("/diem-tin-sang/{day}/tu-luu")
def save_by_itself(request: Request, day: Day, acting: EditorActs, services: TheWeb, form: TypedDigest) -> Response:
    """For the script that saves while one types."""
    _ = catalogue_of(request).text
    kept = writing.keep(acting, day, replace(form, by_itself=True))
    shown = composing.of_day(acting.store, day, acting.now, services.gazetteer)
    context, templates = around(request, acting.store, acting.now, shown), PARTS
    if kept.outcome is Outcome.TOUCHING:
        context, templates = _both(request, acting, shown.digest, kept, form.mine), {"#hai-ban": "hai-ban.html"}
    elif kept.outcome is Outcome.MERGED:
        templates = PARTS | {"#cac-tin": "cac-tin.html"}
    return typed.answer(
        kept,
        base=digest_fields.of(kept.stored),
        at=catalogue_of(request).time(acting.now, "clock"),
        who=typed.who(request, acting, kept) or _("cửa sổ khác"),
        revision=shown.digest.revision,
        parts={place: typed.part(request, template, context) for place, template in templates.items()},
    )


def _both(request: Request, acting: Acting, digest: Digest, kept: Kept[DigestText], mine: DigestText) -> dict[str, Any]:
    both = Both(
        who=typed.who(request, acting, kept),
        stored=digest_fields.of(kept.stored),
        mine=digest_fields.of(mine),
        joined=digest_fields.of(kept.joined),
        left=digest_fields.readable(kept.stored),
        right=digest_fields.readable(mine),
    )
    return {"both": both, "action": f"/diem-tin-sang/{digest.day}", "revision": digest.revision} | {
        "key": f"diem-tin-{digest.day}",
        "names": "opening articles texts",
    }


def _with(acting: Acting, shown: DigestPage, mine: DigestText) -> DigestPage:
    """The page with a person's own text, which is not saved."""
    lines = tuple(DigestLine(article_id=key, text=said) for key, said in mine.lines)
    return composing.with_text(
        acting.store, shown, replace(shown.digest, opening=mine.opening, lines=lines), acting.now
    )


def _acted(acting: Acting, text: DigestText, act: str) -> DigestText:
    verb, _, which = act.partition(":")
    lines = list(text.lines)
    if verb == "them":
        lines.append((which, composing.sentence(acting.store.articles.get(which))))
    elif which.isdigit() and int(which) < len(lines):
        line = lines.pop(int(which))
        if verb != "bo":
            lines.insert(max(0, int(which) - 1) if verb == "len" else int(which) + 1, line)
    return replace(text, lines=tuple(lines))
