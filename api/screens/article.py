"""Bài: the article as read, its source, time, link and history."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import EditorActs, Now, ReadStore, SignedIn, TheWeb
from api.pages import page
from desk import queue, review, stories
from desk.related import related
from desk.summary import story_summary
from desk.warning_states import of_article
from domain.people import Act

router = APIRouter(include_in_schema=False)


@router.get("/bai/{article_id}")
def show(
    request: Request, article_id: str, session: SignedIn, services: TheWeb, store: ReadStore, now: Now
) -> Response:
    shown = queue.open_article(store, article_id, services.gazetteer)
    others = stories.offered(store, but=shown.article.story_id) if session.person.may(Act.PICK) else []
    summary = story_summary(store, shown.article.story_id, services.summariser)
    warned = of_article(store, article_id, now)
    return page(request, "bai.html", {"shown": shown, "others": others, "summary": summary, "warned": warned})


@router.get("/bai/{article_id}/lien-quan")
def related_coverage(
    request: Request, article_id: str, session: SignedIn, services: TheWeb, store: ReadStore
) -> Response:
    """Asked for by the open page: a search, and a model that may read along, must not hold the article back."""
    found = related(store, services.index, store.articles.get(article_id))
    names = {source.id: source.name for source in store.sources.list()}
    return page(request, "lien-quan.html", {"related": found, "names": names})


@router.post("/bai/{article_id}/chon")
def pick(article_id: str, acting: EditorActs, services: TheWeb) -> Response:
    item = review.pick(acting, services.ranker, article_id)
    return RedirectResponse(f"/chia-se/{item.id}", 303)
