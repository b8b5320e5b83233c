"""Bản đồ: how many articles name each commune of a province, or each province. Places are counted, never people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api import place_map
from api.coverage_links import search_for
from api.deps import Now, ReadStore, SignedIn, TheWeb
from api.pages import page
from api.place_map import Place
from api.screens.trends import Span
from api.services import Web
from desk.coverage.places import PlaceCounts, counted
from desk.coverage.series import State
from domain.errors import NotFound
from domain.problems import Missing
from domain.store import Store
from domain.times import day_of

router = APIRouter(prefix="/xu-huong/ban-do", include_in_schema=False)
COUNTRY = "ca-nuoc"
ARCHIPELAGOS = ("20333", "22736")  # Hoàng Sa and Trường Sa: on every map of the country, written of or not
MAX_ROWS = 20  # of the table, before the rest is folded away


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the table says, the most first, of those that any article names."""

    whole: Place | None  # the province itself, with all that lies in it
    rows: tuple[Place, ...]  # units of before July 2025 among them
    empty: int  # standing units that no article names


@router.get("")
def show(
    request: Request,
    session: SignedIn,
    services: TheWeb,
    store: ReadStore,
    now: Now,
    noi: Annotated[str, Query(max_length=20)] = "",
    dai: Span = "28",
) -> Response:
    """`noi` is a province's code, or the whole country; without it, the desk's own province."""
    last = day_of(now)
    first = last - timedelta(days=int(dai) - 1)
    at = noi or _own(store, services)
    if at != COUNTRY and at not in services.places.provinces():
        raise NotFound(Missing.PLACE, place=at)
    drawn = _country if at == COUNTRY else partial(_province, province=at)
    counts, shown, drawing = drawn(store, services, first, last)
    names = {code: services.places.name(code) for code in services.places.provinces()}
    context: dict[str, Any] = {"noi": at, "dai": dai, "first": first, "last": last, "names": names, "State": State}
    context |= {"counts": counts, "shown": shown, "map": drawing, "COUNTRY": COUNTRY, "MAX_ROWS": MAX_ROWS}
    return page(request, "ban-do.html", context | {"days": int(dai)})


def _own(store: Store, services: Web) -> str:
    """The province of the first unit of our area; of a desk without one, the whole country."""
    lines = [services.gazetteer.lineage(code) for code in store.settings.get().area]
    return next((line[-1] for line in lines if line), COUNTRY)


def _province(
    store: Store, services: Web, first: date, last: date, *, province: str
) -> tuple[PlaceCounts, Shown, place_map.PlaceMap]:
    communes = services.places.communes(province)
    all_codes = services.gazetteer.area([province, *communes])
    counts = counted(store, sorted(all_codes), first, last)
    places = _places(services, counts, communes, first, last)
    named = sorted(all_codes.intersection(counts.articles) - {province, *communes})
    rows = _most_first((*places, *_places(services, counts, named, first, last, name=services.gazetteer.label)))
    shown = Shown(
        whole=_places(services, counts, [province], first, last)[0],
        rows=rows,
        empty=len(communes) - sum(place.articles > 0 for place in places),
    )
    return counts, shown, place_map.of_province(province, places)


def _country(store: Store, services: Web, first: date, last: date) -> tuple[PlaceCounts, Shown, place_map.PlaceMap]:
    codes = services.places.provinces()
    counts = counted(store, [*codes, *ARCHIPELAGOS], first, last)
    provinces = _places(services, counts, codes, first, last)
    archipelagos = [
        replace(one, within=services.places.name(services.gazetteer.lineage(one.code)[-1]))
        for one in _places(services, counts, ARCHIPELAGOS, first, last)
    ]
    rows = _most_first((*provinces, *archipelagos))
    empty = sum(not place.articles for place in provinces)
    return counts, Shown(whole=None, rows=rows, empty=empty), place_map.of_country(provinces, archipelagos)


def _most_first(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted((one for one in places if one.articles), key=lambda one: -one.articles))


def _places(
    services: Web, counts: PlaceCounts, codes: Sequence[str], first: date, last: date, name: Any = None
) -> list[Place]:
    return [
        Place(
            code=code,
            name=(name or services.places.name)(code),
            articles=counts.articles.get(code, 0),
            state=counts.state(code),
            address=address_of(services, code, first, last) if code in counts.articles else "",
        )
        for code in codes
    ]


def address_of(services: Web, code: str, first: date, last: date) -> str:
    """By the unit's name, and its code where others are called so: search reads both."""
    name = services.places.name(code)
    meant = services.gazetteer.lookup(name)
    is_sure = code in meant and all(code in services.gazetteer.lineage(one) for one in meant)
    return search_for(f'nơi:"{name if is_sure else f"{name} ({code})"}"', first, last)
