"""Merging, splitting and moving stories by hand, and asking for more or less of a kind."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.deps import Editor, Manager, Now, TheWeb, WriteStore
from desk import stories
from desk.ranking import feedback
from domain.errors import BadInput
from domain.problems import Problem

router = APIRouter(include_in_schema=False)


@router.post("/bai/{article_id}/tach")
def split(article_id: str, session: Editor, services: TheWeb, store: WriteStore, now: Now) -> Response:
    stories.split(store, article_id, by=session.person, now=now, gazetteer=services.gazetteer)
    return RedirectResponse(f"/bai/{article_id}", 303)


@router.post("/bai/{article_id}/xep-lai")
def regroup(
    article_id: str,
    session: Editor,
    services: TheWeb,
    store: WriteStore,
    now: Now,
    to: Annotated[str, Form(max_length=200)],
    whole: Annotated[bool, Form()] = False,
) -> Response:
    """This article, or its whole story, into another story."""
    if not to:
        raise BadInput(Problem.NO_STORY_CHOSEN)
    if whole:
        before = store.articles.get(article_id).story_id
        stories.merge(store, before, to, by=session.person, now=now, gazetteer=services.gazetteer)
    else:
        stories.move(store, article_id, to, by=session.person, now=now, gazetteer=services.gazetteer)
    return RedirectResponse(f"/bai/{article_id}", 303)


@router.post("/hang-cho/{story_id}/them-nhu-the")
def more(story_id: str, session: Editor, store: WriteStore, now: Now) -> Response:
    feedback.ask(store, story_id, more=True, by=session.person, now=now)
    return RedirectResponse("/hang-cho?da_nghe=them", 303)


@router.post("/hang-cho/{story_id}/bot-nhu-the")
def less(story_id: str, session: Editor, store: WriteStore, now: Now) -> Response:
    feedback.ask(store, story_id, more=False, by=session.person, now=now)
    return RedirectResponse("/hang-cho?da_nghe=bot", 303)


@router.post("/khau-vi/xoa")
def forget(session: Manager, store: WriteStore, now: Now) -> Response:
    feedback.reset(store, by=session.person, now=now)
    return RedirectResponse("/nguoi-dung#khau-vi", 303)
