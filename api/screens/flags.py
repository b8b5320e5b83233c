"""The card of flags: what people answer to a flag, and take back. One address for all places where a card stands."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import typed
from api.deps import Number, ReviewerActs, TheWeb
from api.flag_cards import Place, ShownCard, Wished
from api.pages import page
from api.services import Web
from desk import flag_answers, review_list
from desk.acting import Acting
from desk.flag_answers import MAX_SENTENCE_CHARS, Said
from desk.flag_card import FlagCard
from domain.errors import Conflict, NotFound
from domain.flags import Answer
from domain.problems import Missing

router = APIRouter(prefix="/bai/{article_id}/luu-y", include_in_schema=False)
AtPlace = Annotated[Place, Form(alias="noi")]
OnItem = Annotated[int, Form(alias="tin", ge=0, le=2**62)]


@router.post("")
def answer(
    request: Request,
    article_id: str,
    acting: ReviewerActs,
    services: TheWeb,
    place: AtPlace,
    said: Annotated[Answer, Form(alias="dap")],
    evidence: Annotated[str, Form(max_length=40)],
    sentence: Annotated[str, Form(max_length=MAX_SENTENCE_CHARS)] = "",
    seen: Annotated[int, Form(ge=0, le=2**62)] = 0,
    item_id: OnItem = 0,
    wished: Wished = "",
) -> Response:
    """Where a colleague was first, the card says who, and what was typed stays in its form."""
    card = _card(acting, services, article_id, item_id)
    refused = None
    try:
        flag_answers.answer(acting, card, Said(evidence=evidence, answer=said, sentence=sentence, seen=seen))
    except Conflict as conflict:
        if not request.headers.get("HX-Request"):
            raise  # the page of the error gives back what was typed
        refused = conflict.message
    return _answered(
        request,
        ShownCard(
            card=_card(acting, services, article_id, item_id),
            place=place,
            by=acting.by,
            refused=refused,
            typed=sentence if refused else "",
            typed_at=evidence,
            fresh=evidence,
            wished=typed.read(wished) if wished else (),
        ),
    )


@router.post("/{answer_id}/rut")
def take_back(
    request: Request,
    article_id: str,
    answer_id: Number,
    acting: ReviewerActs,
    services: TheWeb,
    place: AtPlace,
    item_id: OnItem = 0,
    wished: Wished = "",
) -> Response:
    card = _card(acting, services, article_id, item_id)
    fresh = next((one.raised.evidence for one in card.flags if one.answer and one.answer.id == answer_id), "")
    flag_answers.take_back(acting, card, answer_id)
    card = _card(acting, services, article_id, item_id)
    kept = typed.read(wished) if wished else ()
    return _answered(request, ShownCard(card=card, place=place, by=acting.by, fresh=fresh, wished=kept))


def _card(acting: Acting, services: Web, article_id: str, item_id: int) -> FlagCard:
    store = acting.store
    item = review_list.as_shown(store.items.get(item_id), store.people.get(acting.by)) if item_id else None
    if item and item.article_id != article_id:
        raise NotFound(Missing.ITEM)
    return services.flags.locked(acting, article_id, item)


def _answered(request: Request, shown: ShownCard) -> Response:
    if not request.headers.get("HX-Request"):
        return RedirectResponse(shown.address, 303)
    return page(request, "the-co.html", {"flag_card": shown})
