"""Where the communes of today lie, and what shape the provinces have; README.md says from what, under which licence.

Read once, when a map is first asked for (some 10 ms).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Point = tuple[float, float]  # degrees north, degrees east
Outlines = Sequence[Sequence[Point]]  # closed rings: the mainland first, then islands

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class MapData:
    points: Mapping[str, Point]  # by a commune's code; some have none
    outlines: Mapping[str, Outlines]  # by a province's


@cache
def load() -> MapData:
    points = {code: (float(lat), float(lon)) for code, lat, lon in _rows("points.tsv")}
    outlines: dict[str, list[list[Point]]] = {}
    for code, ring in _rows("outlines.tsv"):
        pairs = (pair.split(",") for pair in ring.split())
        outlines.setdefault(code, []).append([(int(lat) / 1000, int(lon) / 1000) for lat, lon in pairs])
    return MapData(points, outlines)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")
