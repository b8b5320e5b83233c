"""How much publishers wrote over time: articles and stories, by day or week. No person and no opinion is counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic.dataclasses import dataclass

from api import csv_files
from api.deps import Now, ReadStore, SignedIn, TheWeb
from api.problems import problems
from desk.coverage.charts import USUAL_STEPS, Asked, Charts, Series
from desk.coverage.series import Axis
from domain.coverage import Grain
from domain.errors import BadInput, NotFound, NotSignedIn, Unreachable
from domain.times import day_of
from domain.understanding import Section

router = APIRouter(
    prefix="/v1/coverage", tags=["coverage"], responses=problems(NotSignedIn, BadInput, NotFound, Unreachable)
)
Values = Annotated[list[Annotated[str, Query(max_length=200)]], Query(max_length=100)]
HEADING = (
    "of", "value", "name", "start", "state", "seen", "complete", "articles", "stories", "begun", "origins", "first_at",
    "first_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    by: Grain
    first: date
    last: date
    series: list[Series]


def _chart(
    _session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    now: Now,
    by: Grain = Grain.DAY,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to", description="today, unless said otherwise")] = None,
    section: Annotated[list[Section], Query(max_length=100)] = [],  # noqa: B006
    place: Annotated[Values, Query(description="code of an administrative unit")] = [],  # noqa: B006
    source: Values = [],  # noqa: B006
    q: Annotated[Values, Query(description="as typed into the search box; at most two")] = [],  # noqa: B006
) -> Coverage:
    today = day_of(now)
    until = last or today
    axis = Axis(grain=by, first=first or _usual(until, by.days), last=until, today=today)
    asked = Asked(sections=[one.value for one in section], places=place, sources=source, searches=[*dict.fromkeys(q)])
    found = Charts(index=services.index, gazetteer=services.gazetteer).of(store, asked, axis)
    return Coverage(by=by, first=axis.first, last=axis.last, series=found)


Chart = Annotated[Coverage, Depends(_chart)]


@router.get("")
def coverage(chart: Chart) -> Coverage:
    """Each section, place, source and search is a series of its own; without any, all articles are one.

    `state`: value; nothing, which we would have seen; blind, where sources were down or not yet added, with no numbers.
    `seen` is the share of the time that we could see. Of many articles of a search the stories are not counted.
    """
    return chart


@router.get("/table.csv", response_class=StreamingResponse, responses={200: {"content": {"text/csv": {}}}})
def coverage_as_csv(chart: Chart) -> StreamingResponse:
    """The same as a table that Excel opens."""
    return csv_files.download(f"xu-huong-{chart.first}-{chart.last}", _rows(chart))


def _rows(chart: Coverage) -> Iterator[list[str]]:
    yield list(HEADING)
    for one in chart.series:
        for point in one.points:
            told = [point.start, point.state.value, point.seen, int(point.is_complete)]
            numbers = [getattr(point.numbers, name, None) for name in HEADING[7:]]
            cells = [one.of, one.value, one.name, *told, *numbers]
            yield ["" if cell is None else str(cell) for cell in cells]


def _usual(last: date, days: int) -> date:
    return last - timedelta(days=days * (USUAL_STEPS - 1)) if last.year > 1 else last
