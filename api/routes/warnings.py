from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.deps import Now, ReadStore, SignedIn, TheWeb
from api.problems import problems
from desk import warnings
from desk.area import area_of
from desk.warning_states import ShownWarning
from domain.errors import NotFound, NotSignedIn

router = APIRouter(prefix="/v1/warnings", tags=["warnings"], responses=problems(NotSignedIn))


@router.get("")
def list_warnings(
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    now: Now,
    every: Annotated[bool, Query(alias="all")] = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[ShownWarning]:
    """Official warnings that hold now in our area, gravest first; `all`: every one kept, newest first."""
    area = area_of(store.settings.get(), services.gazetteer)
    if every:
        return list(warnings.every(store, now, area, limit))
    return list(warnings.current(store, now, area).ours)[:limit]


@router.get(
    "/{article_id}.cap",
    responses={**problems(NotFound), 200: {"content": {"application/cap+xml": {}}, "description": "CAP 1.2"}},
    response_class=Response,
)
def cap(article_id: str, session: SignedIn, services: TheWeb, store: ReadStore) -> Response:
    """The warning that an article gives, as a CAP 1.2 message that refers to what it follows."""
    message = services.bulletins.write_cap(store.warnings.get(article_id).warning)
    return Response(message, media_type="application/cap+xml")
