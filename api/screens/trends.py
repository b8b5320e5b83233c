"""Xu hướng: how much publishers wrote, over days and weeks; two subjects side by side. Never what anybody thinks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api import charts
from api.coverage_links import Counted, listed
from api.deps import Now, ReadStore, SignedIn, TheWeb
from api.pages import catalogue_of, page
from api.services import Web
from desk.coverage.charts import SEARCH, Asked, Charts, Series
from desk.coverage.series import Axis, Numbers, Point, State
from domain.coverage import Grain, Kind
from domain.errors import BadInput, Unreachable
from domain.store import Store
from domain.times import day_of
from domain.understanding import Section
from messages.catalogue import Catalogue

router = APIRouter(prefix="/xu-huong", include_in_schema=False)
EVERYTHING = f"{Kind.ALL}:"
_SECTIONS = "|".join(Section)
Subject = Annotated[str, Query(max_length=220, pattern=rf"^(|all:|section:({_SECTIONS})|(place|source):.+)$")]
Typed = Annotated[str, Query(max_length=1000)]
Span = Literal["28", "91", "364"]  # days, up to today


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A day or week of one subject, with the lists of what it counts."""

    point: Point
    of: str
    value: str
    grain: Grain

    @property
    def address(self) -> str:
        return self._to("articles")

    @property
    def others(self) -> Iterator[tuple[int | None, str]]:
        """Its stories and origins."""
        if numbers := self.point.numbers:
            yield numbers.stories, self._to("stories")
            yield numbers.origins, self._to("origins")

    def _to(self, counted: Counted) -> str:
        return listed(self.of, self.value, self.grain, self.point.start, counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One subject on the screen."""

    name: str
    rows: tuple[Row, ...]

    @property
    def numbers(self) -> Iterator[Numbers]:
        return (row.point.numbers for row in self.rows if row.point.numbers)

    @property
    def articles(self) -> int:
        return sum(numbers.articles for numbers in self.numbers)

    @property
    def first(self) -> Numbers | None:
        """The first report of this time."""
        return next((numbers for numbers in self.numbers if numbers.first_id), None)

    @property
    def blind(self) -> int:
        """In how many days or weeks we saw too little."""
        return sum(row.point.state is State.BLIND for row in self.rows)

    def values(self, counted: Counted) -> list[int | None]:
        return [getattr(row.point.numbers, counted) if row.point.numbers else None for row in self.rows]


@router.get("")
def show(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    now: Now,
    a: Subject = EVERYTHING,
    b: Subject = "",
    q: Typed = "",
    qb: Typed = "",
    dem: Counted = "articles",
    theo: Grain = Grain.DAY,
    dai: Span = "28",
) -> Response:
    today = day_of(now)
    axis = Axis(grain=theo, first=today - timedelta(days=int(dai) - 1), last=today, today=today)
    asked = {"a": a, "b": b, "q": q.strip(), "qb": qb.strip(), "dem": dem, "theo": theo, "dai": dai}
    context: dict[str, Any] = {**asked, "Grain": Grain, "choices": _choices(store, services, (a, b))}
    context |= {"starts": list(axis.starts), "problem": None}
    subjects = [(SEARCH, typed.strip()) if typed.strip() else _chosen(choice) for choice, typed in ((a, q), (b, qb))]
    try:
        found = _found(store, services, [*dict.fromkeys(filter(None, subjects))] or [(Kind.ALL, "")], axis)
    except (BadInput, Unreachable) as error:
        found, context["problem"] = [], error.message
    words = catalogue_of(request)
    drawn = [_drawn(one, axis, words) for one in found]
    chart = charts.drawn(context["starts"], [one.values(dem) for one in drawn], goes_on=True) if drawn else None
    return page(request, "xu-huong.html", context | {"drawn": drawn, "chart": chart})


def _chosen(choice: str) -> tuple[str, str] | None:
    """A subject's kind and value; None for no choice."""
    of, _, value = choice.partition(":")
    return (of, value) if of else None


def _choices(store: Store, services: Web, asked: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """By kind: what the address says, and the name that people read; sections are named by the page.

    A place that is asked for stands among them: another screen may lead to any.
    """
    wanted = (one[1] for one in map(_chosen, asked) if one and one[0] == Kind.PLACE)
    codes = dict.fromkeys((*store.settings.get().area, *services.gazetteer.provinces(), *wanted))
    return {
        Kind.PLACE: [(f"{Kind.PLACE}:{code}", services.gazetteer.label(code)) for code in codes],
        Kind.SOURCE: [(f"{Kind.SOURCE}:{source.id}", source.name) for source in store.sources.list()],
    }


def _found(store: Store, services: Web, subjects: Sequence[tuple[str, str]], axis: Axis) -> list[Series]:
    """In the order of the subjects. Raise BadInput, NotFound, Unreachable."""

    def of(kind: str) -> list[str]:
        return [value for one, value in subjects if one == kind]

    asked = Asked(
        everything=bool(of(Kind.ALL)),
        sections=of(Kind.SECTION),
        places=of(Kind.PLACE),
        sources=of(Kind.SOURCE),
        searches=of(SEARCH),
    )
    charted = Charts(index=services.index, gazetteer=services.gazetteer).of(store, asked, axis)
    return sorted(charted, key=lambda one: subjects.index((one.of, one.value)))


def _drawn(series: Series, axis: Axis, words: Catalogue) -> Drawn:
    name = series.name or series.value
    if series.of == Kind.SECTION:
        name = words.named(series.value, "section")
    return Drawn(name=name, rows=tuple(_rows(series, axis)))


def _rows(series: Series, axis: Axis) -> Iterable[Row]:
    for point in series.points:
        yield Row(point=point, of=series.of, value=series.value, grain=axis.grain)
