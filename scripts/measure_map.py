"""How many communes of our gazetteer have a point on the map, and how many lie in their own province's outline there.

`python scripts/measure_map.py` prints it for what api/map_data/ ships.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.map_data import Outlines, Point, load
from nlp.places.choosing import VietnamPlaces


def measured() -> dict[str, tuple[int, int, int]]:
    """By province: how many communes it has, how many of them a point, and of how many it lies in its outline."""
    shipped, places = load(), VietnamPlaces()
    found = {}
    for province in places.provinces():
        own = places.communes(province)
        points = [shipped.points[code] for code in own if code in shipped.points]
        found[province] = (len(own), len(points), sum(covers(shipped.outlines[province], one) for one in points))
    return found


def covers(outlines: Outlines, point: Point) -> bool:
    """Even-odd."""
    odd = False
    for ring in outlines:
        for (lat, lon), (other_lat, other_lon) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (lat > point[0]) != (other_lat > point[0]):
                odd ^= point[1] < lon + (point[0] - lat) / (other_lat - lat) * (other_lon - lon)
    return odd


def main() -> None:
    places, all_of = VietnamPlaces(), [0, 0, 0]
    for province, numbers in measured().items():
        all_of = [one + more for one, more in zip(all_of, numbers, strict=True)]
        print(_told(places.name(province), *numbers))
    print(_told("All", *all_of))


def _told(name: str, communes: int, points: int, inside: int) -> str:
    return f"{name}: {communes} communes, {points} with a point, {inside / points:.1%} of them inside"


if __name__ == "__main__":
    main()
