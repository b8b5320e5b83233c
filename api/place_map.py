"""Places as circles over simplified outlines, as SVG drawn here so that it needs no script.

A circle's area grows with its number. Lengths are in the units of the view box; the north is above.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi, sqrt

from api import map_sheets
from api.map_data import load
from api.map_sheets import MARGIN, WIDTH, framed, middle
from desk.coverage.series import State

MAX_RADIUS, COUNTRY_RADIUS = 26.0, 16.0
MIN_RADIUS, EMPTY_RADIUS = 4.0, 2.5
MAX_COVERED = 0.25  # of the sheet, by all circles together: of many large ones each is smaller
INSET_HEIGHT, INSET_WIDTH = 56, 180
MAX_LABELS = 10
LETTER, LINE = 7.4, 14.0  # of a label, at its font size in desk.css
KINDS = ("Tỉnh ", "Thành phố ", "Phường ", "Xã ", "Đặc khu ")  # words before a unit's own name


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One row of the table beside the map."""

    code: str
    name: str
    articles: int
    state: State
    address: str  # of the list of just these articles
    within: str = ""  # the province's name, of an archipelago on the map of the country

    @property
    def short(self) -> str:
        return f"{_bare(self.name)} ({_bare(self.within)})" if self.within else _bare(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    place: Place
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    text: str
    x: float
    y: float  # of the line that the letters stand on
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inset:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMap:
    height: int
    land: tuple[str, ...]  # paths
    beside: tuple[str, ...]
    insets: tuple[Inset, ...]
    spots: tuple[Spot, ...]  # those without articles first, then the largest, so that the small ones lie on top
    labels: tuple[Label, ...]
    most: int  # articles of the largest circle
    unplaced: tuple[str, ...] = ()  # names of communes of which nobody has said where they lie
    width: int = WIDTH


def of_province(province: str, places: Sequence[Place]) -> PlaceMap:
    """Its communes; a special zone far out at sea stands in a frame below."""
    points = load().points
    known = [place for place in places if place.code in points]
    land = map_sheets.near_land(province)
    ashore = framed(land[0] if land else [points[place.code] for place in known])
    far = [place for place in known if ashore.is_far(points[place.code])]
    near = [place for place in known if place not in far]
    frame = framed([*(points[place.code] for place in near), *(point for ring in land for point in ring)])
    shapes = map_sheets.of_province(province, frame)
    most = max((place.articles for place in known), default=0)
    widest = _widest(near, most, frame.height)
    spots = [_spot(place, frame.at(points[place.code]), most, widest) for place in near]
    insets, set_in, named = _insets(far, frame.height, most, widest)
    return PlaceMap(
        height=frame.height + (INSET_HEIGHT + 8 if far else 0),
        land=shapes.land,
        beside=shapes.beside,
        insets=insets,
        spots=_in_order((*spots, *set_in)),
        labels=(*named, *_labels(spots, (), frame.height)),
        most=most,
        unplaced=tuple(place.name for place in places if place.code not in points),
    )


def of_country(provinces: Sequence[Place], archipelagos: Sequence[Place]) -> PlaceMap:
    """Provinces at the middle of their mainland; the archipelagos at their own places, always with their names."""
    data = load()
    at = {code: middle(rings[0]) for code, rings in data.outlines.items()}
    at |= {place.code: data.points[place.code] for place in archipelagos}
    frame = framed([*(point for rings in data.outlines.values() for ring in rings for point in ring), *at.values()])
    known = [place for place in (*provinces, *archipelagos) if place.code in at]
    most = max((place.articles for place in known), default=0)
    spots = [_spot(place, frame.at(at[place.code]), most, COUNTRY_RADIUS) for place in known]
    codes = {place.code for place in archipelagos}
    return PlaceMap(
        height=frame.height,
        land=map_sheets.of_country(frame).land,
        beside=(),
        insets=(),
        spots=_in_order(spots),
        labels=tuple(_labels(spots, [spot for spot in spots if spot.place.code in codes], frame.height)),
        most=most,
    )


def _bare(name: str) -> str:
    kind = next((kind for kind in KINDS if name.startswith(kind)), "")
    return name.removeprefix(kind)


def _insets(
    far: Sequence[Place], top: int, most: int, widest: float
) -> tuple[tuple[Inset, ...], list[Spot], list[Label]]:
    """A frame for each, with its circle and its whole name."""
    lefts = [MARGIN + number * (INSET_WIDTH + 8) for number in range(len(far))]
    middle_y = top + INSET_HEIGHT / 2
    return (
        tuple(Inset(x=left, y=top, width=INSET_WIDTH, height=INSET_HEIGHT) for left in lefts),
        [_spot(place, (left + MAX_RADIUS, middle_y), most, widest) for place, left in zip(far, lefts, strict=True)],
        [
            Label(text=place.name, x=left + 2 * MAX_RADIUS, y=middle_y + 4, anchor="start")
            for place, left in zip(far, lefts, strict=True)
        ],
    )


def _widest(places: Sequence[Place], most: int, height: int) -> float:
    """The radius of the largest number."""
    together = sum(place.articles for place in places) / most if most else 1.0
    return min(MAX_RADIUS, sqrt(MAX_COVERED * WIDTH * height / (pi * max(together, 1.0))))


def _spot(place: Place, at: tuple[float, float], most: int, widest: float) -> Spot:
    r = EMPTY_RADIUS
    if place.articles:
        r = max(MIN_RADIUS, round(widest * sqrt(place.articles / most), 1))
    return Spot(place=place, x=at[0], y=at[1], r=r)


def _in_order(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    return tuple(sorted(spots, key=lambda spot: (spot.place.articles > 0, -spot.place.articles, spot.place.code)))


Box = tuple[float, float, float, float]  # left, top, right, bottom


def _labels(spots: Sequence[Spot], always: Sequence[Spot], height: int) -> Iterator[Label]:
    """Of the largest few, each where it covers no other name and, where that can be, no circle; else none."""
    largest = [spot for spot in _in_order(spots) if spot.place.articles and spot not in always][:MAX_LABELS]
    taken: list[Box] = []
    for spot in (*always, *largest):
        every = [_around(other) for other in spots if other is not spot and other.place.articles]
        named = [_around(other) for other in (*always, *largest) if other is not spot]
        places = [(label, box) for label, box in _beside(spot) if _is_within(box, height) and _is_free(box, taken)]
        found = next((one for circles in (every, named) for one in places if _is_free(one[1], circles)), None)
        if found is None and spot in always:
            found = next(iter(places), None) or next(_beside(spot))
        if found:
            taken.append(found[1])
            yield found[0]


def _beside(spot: Spot) -> Iterator[tuple[Label, Box]]:
    """Where its name may stand, the best first: right, above, below, left."""
    text, gap = spot.place.short, spot.r + 3
    width = len(text) * LETTER
    for x, y, anchor, left in (
        (spot.x + gap, spot.y + 4, "start", spot.x + gap),
        (spot.x, spot.y - gap, "middle", spot.x - width / 2),
        (spot.x, spot.y + gap + 10, "middle", spot.x - width / 2),
        (spot.x - gap, spot.y + 4, "end", spot.x - gap - width),
    ):
        box = (left, y - LINE + 3, left + width, y + 3)
        yield Label(text=text, x=round(x, 1), y=round(y, 1), anchor=anchor), box


def _around(spot: Spot) -> Box:
    return spot.x - spot.r, spot.y - spot.r, spot.x + spot.r, spot.y + spot.r


def _is_within(box: Box, height: int) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= height


def _is_free(one: Box, taken: Iterable[Box]) -> bool:
    return not any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3] for other in taken
    )
