"""Bài: the article as read, its source, time, link and history."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.article_view import article_view
from api.checks_view import checks_view
from api.deps import EditorActs, Now, ReadStore, ReviewerActs, SignedIn, TheWeb
from api.flag_cards import Heard, Place, ShownCard
from api.pages import page
from desk import fact_checks, review, sections
from desk.related import related
from domain.article import Article
from domain.people import Act, Session
from domain.store import Store
from domain.understanding import OtherChoice, Section

router = APIRouter(include_in_schema=False)


@router.get("/bai/{article_id}")
def show(
    request: Request,
    article_id: str,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    now: Now,
    chon: bool = False,
) -> Response:
    """`chon`: the person has pressed Chọn, and is shown the flags first."""
    view = article_view(store, services, article_id, session.person, now)
    if chon and session.person.may(Act.PICK) and not view["taken"]:
        view["flag_card"] = replace(view["flag_card"], place=Place.PICKING)
    return page(request, "bai.html", view)


@router.get("/bai/{article_id}/doc")
def show_beside(
    request: Request, article_id: str, session: SignedIn, services: TheWeb, store: ReadStore, now: Now
) -> Response:
    """The article alone, for the pane beside the compact list."""
    view = article_view(store, services, article_id, session.person, now)
    return page(request, "bai-noi-dung.html", view | {"in_pane": True})


@router.get("/bai/{article_id}/lien-quan")
def related_coverage(
    request: Request, article_id: str, session: SignedIn, services: TheWeb, store: ReadStore
) -> Response:
    """The open page asks for this afterwards, because a search with a model must not delay the article."""
    found = related(store, services.index, store.articles.get(article_id))
    names = store.sources.names()
    return page(request, "lien-quan.html", {"related": found, "names": names})


@router.post("/bai/{article_id}/chon")
def pick(
    article_id: str,
    acting: EditorActs,
    services: TheWeb,
    nghe: Heard = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """`nghe`: the flags that stood on the page before the person, by their evidence."""
    if card := services.flags.before_picking(acting, article_id, nghe):
        return RedirectResponse(ShownCard(card=card, place=Place.PICKING, by=acting.by).address, 303)
    item = review.pick(acting, services.ranker, article_id)
    return RedirectResponse(f"/chia-se/{item.id}", 303)


@router.get("/bai/{article_id}/muc")
def section_control(request: Request, article_id: str, session: SignedIn, store: ReadStore) -> Response:
    """Asked for when a card's section is opened: ten buttons on each card would make most of the page's weight."""
    return _section_control(request, store, store.articles.get(article_id), is_open=True)


@router.post("/bai/{article_id}/muc")
def choose_section(
    request: Request,
    article_id: str,
    acting: EditorActs,
    services: TheWeb,
    muc: Annotated[Section | OtherChoice, Form()],
    dang_la: Annotated[Section | OtherChoice | None, Form()] = None,
) -> Response:
    """`dang_la`: the choice that the person takes back."""
    article = sections.choose(acting, services.ranker, article_id, muc, dang_la)
    if request.headers.get("HX-Request"):
        return _section_control(request, acting.store, article, is_open=False)
    return RedirectResponse(f"/bai/{article_id}#muc-{article_id}", 303)


class Deed(StrEnum):
    """What a person says of a suggested fact-check."""

    CONFIRM = "dung"
    REJECT = "khong"
    UNDO = "hoan-tac"


@router.post("/bai/{article_id}/kiem-chung")
def judge_check(
    request: Request,
    article_id: str,
    acting: ReviewerActs,
    services: TheWeb,
    claim: Annotated[str, Form(max_length=40)],
    in_article: Annotated[str, Form(max_length=200)],
    viec: Annotated[Deed, Form()],
) -> Response:
    """`in_article`: the article that holds the sentence, this one or another of its story."""
    match viec:
        case Deed.CONFIRM:
            fact_checks.confirm(acting, services.claims, services.ranker, claim, in_article)
        case Deed.REJECT:
            fact_checks.reject(acting, services.claims, services.ranker, claim, in_article)
        case Deed.UNDO:
            fact_checks.undo(acting, services.ranker, claim, in_article)
    if not request.headers.get("HX-Request"):
        return RedirectResponse(f"/bai/{article_id}#kiem-chung", 303)
    article = acting.store.articles.get(article_id)
    session: Session = request.state.session
    return page(
        request, "kiem-chung.html", checks_view(acting.store, services, article, session.person) | {"article": article}
    )


def _section_control(request: Request, store: Store, article: Article, *, is_open: bool) -> Response:
    last = sections.last_choice(store, article)
    return page(request, "muc.html", {"article": article, "last_choice": last, "is_open": is_open})
