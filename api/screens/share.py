"""Chia sẻ: write the draft, send it, copy what was approved, mark it posted; and the ledger."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.caption_form import TypedCaption, held, steps_since, told, touching_page
from api.deps import EditorActs, Now, Number, ReadStore, SignedIn, TheWeb
from api.flag_cards import Heard, Place, ShownCard
from api.item_page import ItemIds, answered, go_on, item_page, late_answer, several, too_late
from api.pages import Link, page, whole_page
from api.services import Web
from desk import review, review_list, sending, sharing, writing
from desk.acting import Acting, SeenItem
from desk.post import post_text
from desk.review_list import ReviewRow
from desk.typed import Outcome
from domain.editorial import ItemState, ReviewAction
from domain.people import Person

router = APIRouter(include_in_schema=False)
LINK = Link(path="/chia-se", title="Chia sẻ", order=30, also=("/so-tin", "/lich"))
BackStep = Literal[ReviewAction.UNPICK, ReviewAction.REPICK, ReviewAction.TAKE_BACK, ReviewAction.UNDO_SHARE]


@router.get("/chia-se")
def overview(
    request: Request,
    session: SignedIn,
    store: ReadStore,
    xong: int | None = None,
    cung: ItemIds = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    rows = review_list.waiting(store, session.person)
    context = {
        "work": _at_hand(rows, session.person),
        "several": several(store, session.person, [row.item for row in rows]),
        "back": "/chia-se",
        "together": sending.told(store, session.person, cung),
        "post_text": post_text,
        "outlets": store.outlets.list(),
        "answer": answered(store, session.person, xong),
    }
    return page(request, "chia-se.html", context)


def _at_hand(rows: list[ReviewRow], viewer: Person) -> dict[str, list[ReviewRow]]:
    """What is open, by what this person can do with it: first what waits for them."""
    places = ("returned", "ready", "drafts", "waiting", "others")
    work: dict[str, list[ReviewRow]] = {place: [] for place in places}
    for row in rows:
        work[_place(row, mine=row.item.picked_by == viewer.id)].append(row)
    return work


def _place(row: ReviewRow, *, mine: bool) -> str:
    match row.item.state:
        case ItemState.APPROVED:
            return "ready"
        case ItemState.IN_REVIEW:
            return "waiting"
        case _ if not mine:
            return "others"
        case ItemState.RETURNED:
            return "returned"
    return "returned" if row.item.note else "drafts"


@router.get("/chia-se/{item_id:int}")
def show(
    request: Request, item_id: Number, session: SignedIn, store: ReadStore, now: Now, xong: int | None = None
) -> Response:
    context = item_page(request, store, session.person, item_id, now)
    context |= {"answer": answered(store, session.person, xong)}
    return page(request, "tin.html", context)


@router.post("/chia-se/{item_id}/loi-dan")
def write(
    request: Request,
    item_id: Number,
    acting: EditorActs,
    services: TheWeb,
    form: TypedCaption,
    send: Annotated[bool, Form()] = False,
) -> Response:
    """Lưu, or with `send` Gửi duyệt: the caption goes as it stands in the form."""
    if (steps := steps_since(acting, item_id, form)) and form.mine != acting.store.items.get(item_id).caption:
        return too_late(request, acting, SeenItem(id=item_id, revision=form.revision), steps, form.mine)
    kept = writing.keep(acting, item_id, form)
    if kept.outcome is Outcome.TOUCHING:
        return touching_page(request, acting, item_id, kept, form)
    if send:
        seen = SeenItem(id=item_id, revision=acting.store.items.get(item_id).revision)
        return _sent(acting, services, seen)
    return RedirectResponse(f"/chia-se/{item_id}", 303)


@router.post("/chia-se/{item_id}/loi-dan/tu-luu")
def save_by_itself(request: Request, item_id: Number, acting: EditorActs, form: TypedCaption) -> Response:
    """For the script that saves while one types. What was decided meanwhile is looked at first."""
    if steps_since(acting, item_id, form):
        return held(acting, item_id, form)
    kept = writing.keep(acting, item_id, replace(form, by_itself=True))
    return told(request, acting, item_id, kept, form.mine)


@router.post("/chia-se/{item_id}/gui")
def send_as_saved(
    request: Request, item_id: Number, acting: EditorActs, services: TheWeb, revision: Annotated[int, Form()]
) -> Response:
    seen = SeenItem(id=item_id, revision=revision)
    if late := late_answer(request, acting, seen):
        return late
    return _sent(acting, services, seen)


def _sent(acting: Acting, services: Web, seen: SeenItem) -> Response:
    """A desk of one approves by the same button: nobody else would read it."""
    if acting.store.settings.get().solo and acting.store.items.get(seen.id).state is ItemState.DRAFT:
        review.approve(acting, services.ranker, seen, services.flags)
        return go_on(f"/chia-se/{seen.id}", seen.id)
    review.send(acting, services.ranker, seen)
    return go_on("/hang-cho", seen.id)


@router.post("/chia-se/{item_id}/buoc/{action}")
def step_back(
    request: Request,
    item_id: Number,
    action: BackStep,
    acting: EditorActs,
    services: TheWeb,
    revision: Annotated[int, Form()],
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Thôi chọn, chọn lại, lấy lại để sửa, gỡ dấu đã đăng."""
    seen = SeenItem(id=item_id, revision=revision)
    if late := late_answer(request, acting, seen):
        return late
    review.take(acting, services.ranker, seen, action, reason)
    return go_on("/hang-cho" if action is ReviewAction.UNPICK else f"/chia-se/{item_id}", item_id)


@router.post("/chia-se/{item_id}/da-dang")
def share(
    request: Request,
    item_id: Number,
    acting: EditorActs,
    services: TheWeb,
    revision: Annotated[int, Form()],
    nghe: Heard = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """`nghe`: the flags that were asked about on the page before the person, by their evidence."""
    seen = SeenItem(id=item_id, revision=revision)
    item = review.locked(acting, item_id)  # what a colleague has posted a moment ago is seen
    if late := late_answer(request, acting, seen):
        return late
    card = services.flags.card(acting.store, item.article_id, acting.now, item)
    if card.unheard(acting.by, nghe) and not card.blocking:
        viewer = acting.store.people.get(acting.by)
        context = item_page(request, acting.store, viewer, item_id, acting.now)
        context["flag_card"] = ShownCard(card=card, place=Place.POSTING, by=acting.by)
        return whole_page(request, "tin.html", context, f"/chia-se/{item_id}")
    sharing.share(acting, services.ranker, seen, services.flags)
    return go_on("/chia-se", item_id)
