"""Merging, splitting and moving stories by hand, and asking for more or less of a kind."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, ManagerActs, TheWeb
from desk import stories
from desk.ranking import feedback
from domain.errors import BadInput
from domain.problems import Problem

router = APIRouter(include_in_schema=False)


@router.post("/bai/{article_id}/tach")
def split(article_id: str, acting: EditorActs, services: TheWeb) -> Response:
    stories.split(acting, services.ranker, article_id)
    return RedirectResponse(f"/bai/{article_id}", 303)


@router.post("/bai/{article_id}/xep-lai")
def regroup(
    article_id: str,
    acting: EditorActs,
    services: TheWeb,
    to: Annotated[str, Form(max_length=200)] = "",
    whole: Annotated[bool, Form()] = False,
) -> Response:
    """This article, or its whole story, into another story."""
    if not to:
        raise BadInput(Problem.NO_STORY_CHOSEN)
    if whole:
        before = acting.store.articles.get(article_id).story_id
        stories.merge(acting, services.ranker, before, to)
    else:
        stories.move(acting, services.ranker, article_id, to)
    return RedirectResponse(f"/bai/{article_id}", 303)


@router.post("/hang-cho/{story_id}/them-nhu-the")
def more(story_id: str, acting: EditorActs) -> Response:
    feedback.ask(acting, story_id, more=True)
    return RedirectResponse("/hang-cho?da_nghe=them", 303)


@router.post("/hang-cho/{story_id}/bot-nhu-the")
def less(story_id: str, acting: EditorActs) -> Response:
    feedback.ask(acting, story_id, more=False)
    return RedirectResponse("/hang-cho?da_nghe=bot", 303)


@router.post("/khau-vi/xoa")
def forget(acting: ManagerActs) -> Response:
    feedback.reset(acting)
    return RedirectResponse("/cai-dat?luu=khau-vi#khau-vi", 303)
