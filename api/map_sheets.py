"""The sheet that places are drawn on: degrees to lengths, and the outlines as SVG paths, which stay the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import cos, hypot, radians

from api.map_data import Outlines, Point, load

WIDTH, MARGIN = 400, 18
MAX_HEIGHT = 520
FAR = 0.6  # degrees from its province's mainland: drawn in a frame of its own below the map
FINEST, FINEST_BESIDE = 1.2, 2.5  # points of an outline that are nearer to each other are drawn as one
HALF = 0.5  # degrees
BLEED = 2  # beyond the sheet's edges


@dataclass(frozen=True, slots=True)
class Shapes:
    """SVG paths."""

    land: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """Degrees to units: as wide as the page's column, or as high as MAX_HEIGHT."""

    south: float
    west: float
    north: float
    east: float

    @cached_property
    def narrowing(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @cached_property
    def scale(self) -> float:
        wide = (WIDTH - 2 * MARGIN) / ((self.east - self.west) * self.narrowing)
        return min(wide, (MAX_HEIGHT - 2 * MARGIN) / (self.north - self.south))

    @cached_property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale) + 2 * MARGIN

    def is_far(self, point: Point) -> bool:
        lat, lon = point
        return not (self.south - FAR < lat < self.north + FAR and self.west - FAR < lon < self.east + FAR)

    def at(self, point: Point) -> tuple[float, float]:
        across = (point[1] - (self.west + self.east) / 2) * self.narrowing * self.scale
        return round(WIDTH / 2 + across, 1), round(MARGIN + (self.north - point[0]) * self.scale, 1)


def framed(points: Sequence[Point]) -> Frame:
    """Half a degree around a single point, or around the middle of the country."""
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    found = Frame(min(lats, default=16.0), min(lons, default=106.0), max(lats, default=16.0), max(lons, default=106.0))
    if found.north > found.south and found.east > found.west:
        return found
    return Frame(found.south - HALF, found.west - HALF, found.north + HALF, found.east + HALF)


def middle(ring: Sequence[Point]) -> Point:
    """The centre of its area."""
    area = lat = lon = 0.0
    for (y, x), (other_y, other_x) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = y * other_x - other_y * x
        area, lat, lon = area + cross, lat + (y + other_y) * cross, lon + (x + other_x) * cross
    return lat / (3 * area), lon / (3 * area)


@cache
def of_province(province: str, frame: Frame) -> Shapes:
    """Its own shape, and those of its neighbours as far as the sheet goes."""
    outlines = load().outlines
    others = [rings for code, rings in outlines.items() if code != province]
    return Shapes(
        land=tuple(_paths(near_land(province), frame)),
        beside=tuple(path for rings in others for path in _paths(rings, frame, FINEST_BESIDE)),
    )


@cache
def of_country(frame: Frame) -> Shapes:
    return Shapes(land=tuple(path for rings in load().outlines.values() for path in _paths(rings, frame)))


def near_land(province: str) -> list[Sequence[Point]]:
    """The mainland, and islands that are not far; [] of a province that came after the outlines."""
    rings = load().outlines.get(province, ())
    return [ring for ring in rings if ring is rings[0] or not framed(rings[0]).is_far(ring[0])]


def _paths(rings: Outlines, frame: Frame, finest: float = FINEST) -> Iterator[str]:
    """Those of which anything may be seen."""
    for ring in rings:
        points = _cut([frame.at(point) for point in ring], frame.height)
        drawn = points[:1]
        for point in points[1:]:
            if hypot(point[0] - drawn[-1][0], point[1] - drawn[-1][1]) >= finest:
                drawn.append(point)
        if len(drawn) > 2:
            yield "M" + "L".join(f"{x:g} {y:g}" for x, y in drawn) + "Z"


def _cut(points: Sequence[tuple[float, float]], height: int) -> list[tuple[float, float]]:
    """What lies on the sheet, by Sutherland and Hodgman; the cuts are just beyond its edges, where nobody sees them."""
    found = list(points)
    for axis, sign, edge in ((0, 1, -BLEED), (0, -1, WIDTH + BLEED), (1, 1, -BLEED), (1, -1, height + BLEED)):
        inside: list[tuple[float, float]] = []
        for before, point in zip([*found[-1:], *found[:-1]], found, strict=True):
            was, stays = ((one[axis] - edge) * sign for one in (before, point))
            if (was >= 0) != (stays >= 0):
                part = was / (was - stays)
                crossing = (before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1]))
                inside.append((round(crossing[0], 1), round(crossing[1], 1)))
            if stays >= 0:
                inside.append(point)
        found = inside
    return found
