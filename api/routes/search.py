from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import SignedIn, TheWeb
from api.problems import problems
from domain.errors import NotSignedIn, Unreachable
from domain.search import Order, Results
from domain.search import Query as Wanted
from domain.times import VIETNAM
from domain.understanding import Section

router = APIRouter(prefix="/v1/search", tags=["search"], responses=problems(NotSignedIn, Unreachable))


@router.get("")
def find(
    session: SignedIn,
    services: TheWeb,
    q: Annotated[str, Query(max_length=2000)],
    section: Section | None = None,
    place: str = "",
    source: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    order: Order = Order.BEST,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> Results:
    """A query never fails: odd characters and open quotes are read leniently. Times without a zone are Vietnam's."""
    wanted = Wanted(
        text=q,
        order=order,
        limit=limit,
        offset=offset,
        section=section or "",
        place=place,
        source=source,
        since=_zoned(since),
        until=_zoned(until),
    )
    return services.index.find(wanted)


def _zoned(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=VIETNAM) if moment and moment.tzinfo is None else moment
