from fastapi import APIRouter

from api.deps import EditorActs, ReadStore, SignedIn, TheWeb
from api.problems import problems
from desk import review
from desk.related import related
from domain.article import Article, ArticleVersion
from domain.editorial import ReviewItem
from domain.errors import Conflict, NotAllowed, NotFound, NotSignedIn
from domain.work import OutcomeRow

router = APIRouter(prefix="/v1/articles", tags=["articles"], responses=problems(NotSignedIn, NotFound))


@router.get("/{article_id}")
def one(article_id: str, session: SignedIn, store: ReadStore) -> Article:
    return store.articles.get(article_id)


@router.get("/{article_id}/outcomes")
def outcomes(article_id: str, session: SignedIn, store: ReadStore) -> list[OutcomeRow]:
    """What each step did, one outcome a step and version."""
    return store.progress.outcomes(store.articles.get(article_id).id)


@router.get("/{article_id}/versions")
def versions(article_id: str, session: SignedIn, store: ReadStore) -> list[ArticleVersion]:
    """Earlier texts, as they stood before the publisher changed them."""
    return store.versions.list(store.articles.get(article_id).id)


@router.get("/{article_id}/related")
def related_coverage(article_id: str, session: SignedIn, services: TheWeb, store: ReadStore) -> list[Article]:
    """The nearest coverage outside the article's own story, at most five, one a story; [] while search is away."""
    return related(store, services.index, store.articles.get(article_id))


@router.post("/{article_id}/pick", status_code=201, responses=problems(NotAllowed, Conflict))
def pick(article_id: str, acting: EditorActs, services: TheWeb) -> ReviewItem:
    return review.pick(acting, services.ranker, article_id)
