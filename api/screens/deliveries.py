"""Đăng lên: an approved item goes to the outlets that were ticked, now or at an hour; the steps of every delivery."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from api.delivery_pages import delivery_page
from api.deps import Editor, EditorActs, Now, Number, ReadStore, SignedIn, TheWeb, in_turn, read_aside
from api.flag_cards import Heard, Place, ShownCard
from api.here import here
from api.item_page import item_page, late_answer
from api.pages import page, whole_page
from api.typed import Fields
from desk import delivering, delivery_steps, delivery_view, review, withdrawing
from desk.acting import Acting, SeenItem
from desk.delivering import Wanted
from domain.deliveries import Delivery
from domain.errors import BadInput
from domain.outlets import Verb
from domain.problems import Problem
from domain.times import VIETNAM

router = APIRouter(include_in_schema=False)
OutletIds = Annotated[list[Annotated[int, Form(ge=1, le=2**62)]], Form(max_length=50)]
Revision = Annotated[int, Form()]
When = Annotated[Literal["bay-gio", "hen"], Form()]
Day = Annotated[Literal["hom-nay", "ngay-mai"], Form()]
Clock = Annotated[str, Form(max_length=5)]


@router.get("/chia-se/{item_id}/dang-len")
def show(
    request: Request, item_id: Number, session: SignedIn, store: ReadStore, services: TheWeb, now: Now
) -> Response:
    """The part of the page alone, which looks again while something is on its way."""
    item = store.items.get(item_id)
    shown = delivery_view.of_item(store, services.outlets, item, here(services, store, now))
    return page(request, "dang-len.html", {"item": item, "at_outlets": shown})


@router.post("/chia-se/{item_id}/dang-len")
def plan(
    request: Request,
    item_id: Number,
    acting: EditorActs,
    services: TheWeb,
    revision: Revision,
    noi: OutletIds = [],  # noqa: B006 - FastAPI copies it
    luc: When = "bay-gio",
    ngay: Day = "hom-nay",
    gio: Clock = "",
    nghe: Heard = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """`nghe`: the flags that were asked about on the page before the person, by their evidence."""
    seen = SeenItem(id=item_id, revision=revision)
    item = review.locked(acting, item_id)
    if late := late_answer(request, acting, seen):
        return late
    wanted = Wanted(outlets=noi, at=_hour(acting.now, ngay, gio) if luc == "hen" else None)
    card = services.flags.card(acting.store, item.article_id, acting.now, item)
    if noi and card.unheard(acting.by, nghe) and not card.blocking:
        context = item_page(request, acting.store, acting.store.people.get(acting.by), item_id, acting.now)
        context["flag_card"] = ShownCard(
            card=card, place=Place.DELIVERING, by=acting.by, wished=_wished(noi, luc, ngay, gio)
        )
        return whole_page(request, "tin.html", context, f"/chia-se/{item_id}")
    delivering.plan(acting, services.outlets, seen, wanted, services.flags)
    return RedirectResponse(f"/chia-se/{item_id}#dang-len", 303)


@router.post("/chia-se/dang-len/{delivery_id}/thoi")
def cancel(delivery_id: Number, acting: EditorActs, revision: Revision) -> Response:
    return _back(delivery_steps.cancel(acting, delivery_id, revision))


@router.post("/chia-se/dang-len/{delivery_id}/doi-gio")
def move(
    delivery_id: Number,
    acting: EditorActs,
    revision: Revision,
    luc: When = "hen",
    ngay: Day = "hom-nay",
    gio: Clock = "",
) -> Response:
    at = _hour(acting.now, ngay, gio) if luc == "hen" else None
    return _back(delivery_steps.move(acting, delivery_id, revision, at))


@router.post("/chia-se/dang-len/{delivery_id}/da-thay")
def seen_there(
    delivery_id: Number,
    acting: EditorActs,
    services: TheWeb,
    revision: Revision,
    address: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    return _back(delivery_steps.seen_there(acting, services.ranker, delivery_id, revision, address))


@router.post("/chia-se/dang-len/{delivery_id}/khong-thay")
def not_there(delivery_id: Number, acting: EditorActs, revision: Revision) -> Response:
    return _back(delivery_steps.not_there(acting, delivery_id, revision))


@router.post("/chia-se/dang-len/{delivery_id}/xem-lai")
def look_again(delivery_id: Number, acting: EditorActs, revision: Revision) -> Response:
    return _back(delivery_steps.look_again(acting, delivery_id, revision))


@router.post("/so-tin/{posting_id}/thu-hoi/{verb}")
async def withdraw(
    request: Request,
    posting_id: Number,
    verb: Literal[Verb.HIDE, Verb.DELETE],
    session: Editor,
    services: TheWeb,
    now: Now,
    revision: Revision,
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Gỡ bài, Ẩn bài: ours alone. No transaction is open while the platform answers."""
    wanted = await read_aside(
        request,
        lambda store: withdrawing.asked(
            Acting(store=store, person=session.person, now=now), posting_id, revision, verb, reason
        ),
    )
    result = await run_in_threadpool(withdrawing.withdrawn, services.outlets, wanted)
    await in_turn(
        request,
        lambda store: withdrawing.note(Acting(store=store, person=session.person, now=now), wanted, result),
    )
    return RedirectResponse(f"/so-tin/{posting_id}", 303)


def _hour(now: datetime, day: str, clock: str) -> datetime:
    """In Vietnam, today or tomorrow."""
    try:
        at = time.fromisoformat(clock.strip())
    except ValueError as error:
        raise BadInput(Problem.SEND_HOUR) from error
    today = now.astimezone(VIETNAM).date()
    return datetime.combine(today + timedelta(days=day == "ngay-mai"), at.replace(tzinfo=None), VIETNAM)


def _wished(outlets: Sequence[int], when: str, day: str, clock: str) -> Fields:
    """The same form again, as hidden fields."""
    return (*(("noi", str(one)) for one in outlets), ("luc", when), ("ngay", day), ("gio", clock))


def _back(delivery: Delivery) -> Response:
    return RedirectResponse(f"{delivery_page(delivery)}#dang-len", 303)
