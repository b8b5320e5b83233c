"""Tìm kiếm."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.deps import ReadStore, SignedIn, TheWeb
from api.pages import Link, page
from domain.article import Article
from domain.errors import NotFound
from domain.search import Hit, Order
from domain.search import Query as Wanted
from domain.store import Store

router = APIRouter(include_in_schema=False)
LINK = Link(path="/tim-kiem", title="Tìm kiếm", order=50, also=("/tim-da-luu", "/xu-huong"))
HITS_PER_PAGE = 20


@router.get("/tim-kiem")
def find(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    q: Annotated[str, Query(max_length=1000)] = "",
    muc: str = "",
    nguon: str = "",
    xep: Order = Order.BEST,
    trang: Annotated[int, Query(ge=1, le=50)] = 1,
) -> Response:
    names = store.sources.names()
    context = {"q": q, "muc": muc, "nguon": nguon, "xep": xep, "trang": trang, "names": names, "results": None}
    context |= {"found": [], "per_page": HITS_PER_PAGE}
    if q.strip():
        wanted = Wanted(
            text=q, order=xep, section=muc, source=nguon, limit=HITS_PER_PAGE, offset=(trang - 1) * HITS_PER_PAGE
        )
        results = services.index.find(wanted)
        context |= {"results": results, "found": _with_articles(store, results.hits)}
    return page(request, "tim-kiem.html", context)


def _with_articles(store: Store, hits: tuple[Hit, ...]) -> list[tuple[Hit, Article]]:
    """An article the index knows and the database does not (a restored backup) is left out until a rebuild."""
    found = []
    for hit in hits:
        try:
            found.append((hit, store.articles.get(hit.id)))
        except NotFound:
            continue
    return found
