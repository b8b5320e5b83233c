from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import ReadStore, ReviewerActs, SignedIn, TheWeb
from api.problems import problems
from desk import fact_checks
from desk.fact_checks import Checks
from domain.claims import Claim, ClaimDecision, ClaimKind
from domain.errors import Conflict, NotAllowed, NotFound, NotSignedIn

router = APIRouter(prefix="/v1/claims", tags=["claims"], responses=problems(NotSignedIn))


@router.get("")
def list_claims(
    session: SignedIn,
    store: ReadStore,
    kind: ClaimKind | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[Claim]:
    """Published fact-checks and corrections, the latest seen first."""
    return store.claims.list(limit, kind)


@router.get("/of/{article_id}", responses=problems(NotFound))
def claims_of_article(article_id: str, session: SignedIn, services: TheWeb, store: ReadStore) -> Checks:
    """What published checks say of an article and its story: confirmed, suggested, rejected, corrected."""
    return fact_checks.checks_of(store, services.claims, store.articles.get(article_id))


@router.get("/{claim_id}", responses=problems(NotFound))
def get_claim(claim_id: str, session: SignedIn, store: ReadStore) -> Claim:
    return store.claims.get(claim_id)


class InArticle(BaseModel):
    article: str = Field(max_length=200, description="the article in which the claim was found")


@router.post("/{claim_id}/confirm", responses=problems(NotFound, NotAllowed, Conflict))
def confirm(claim_id: str, body: InArticle, acting: ReviewerActs, services: TheWeb) -> ClaimDecision:
    """The article says what the claim says."""
    return fact_checks.confirm(acting, services.claims, services.ranker, claim_id, body.article)


@router.post("/{claim_id}/reject", responses=problems(NotFound, NotAllowed, Conflict))
def reject(claim_id: str, body: InArticle, acting: ReviewerActs, services: TheWeb) -> ClaimDecision:
    """It does not; the pair is not suggested again."""
    return fact_checks.reject(acting, services.claims, services.ranker, claim_id, body.article)


@router.post("/{claim_id}/undo", status_code=204, responses=problems(NotFound, NotAllowed))
def undo(claim_id: str, body: InArticle, acting: ReviewerActs, services: TheWeb) -> None:
    """Take back what anybody said of the pair."""
    fact_checks.undo(acting, services.ranker, claim_id, body.article)
