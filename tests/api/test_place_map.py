"""How places are drawn: area for number, nothing off the sheet, and names that lie on no other."""

import re
from itertools import combinations
from math import pi

import pytest

from api.map_data import load
from api.map_sheets import BLEED, WIDTH, middle
from api.place_map import MIN_RADIUS, Label, Place, PlaceMap, Spot, of_country, of_province
from desk.coverage.series import State
from nlp.places.choosing import VietnamPlaces
from nlp.places.units import VietnamGazetteer
from scripts.measure_map import covers, measured

PLACES = VietnamPlaces()
PROVINCES = PLACES.provinces()
# Their point in the source is another commune's: they stand in the table and not on the map.
WITHOUT_POINT = {
    "Xã Yên Bình": "15", "Xã Lương Sơn": "25", "Xã Sơn Lương": "25", "Xã Cái Chiên": "22", "Xã Vĩnh Thực": "22",
    "Xã Lương Hoà Lạc": "82", "Xã Long Khánh": "82", "Xã Thanh Bình": "82",
}  # fmt: skip


def place(code: str, articles: int) -> Place:
    state = State.VALUE if articles else State.NOTHING
    return Place(code=code, name=PLACES.name(code), articles=articles, state=state, address="/")


def drawn(province: str) -> PlaceMap:
    """With numbers of many sizes."""
    communes = PLACES.communes(province)
    return of_province(province, [place(code, number**2 % 97) for number, code in enumerate(communes)])


def box(label: Label) -> tuple[float, float, float, float]:
    """As narrow as letters can be."""
    width = 5.0 * len(label.text)
    left = {"start": label.x, "middle": label.x - width / 2, "end": label.x - width}[label.anchor]
    return left, label.y - 9, left + width, label.y + 2


def test_every_commune_of_today_has_a_point_but_eight_whose_source_is_wrong() -> None:
    missing = {
        PLACES.name(code): province
        for province in PROVINCES
        for code in PLACES.communes(province)
        if code not in load().points
    }
    assert missing == WITHOUT_POINT
    assert set(load().points) <= {code for province in PROVINCES for code in PLACES.communes(province)}
    assert set(load().outlines) == set(PROVINCES)


def test_communes_lie_in_the_outline_of_their_own_province() -> None:
    shares = {PLACES.name(code): inside / points for code, (_, points, inside) in measured().items()}
    assert {name: share for name, share in shares.items() if share < 0.98} == {}
    assert all(covers(rings, middle(rings[0])) for rings in load().outlines.values())


@pytest.mark.parametrize("province", PROVINCES, ids=PLACES.name)
def test_a_province_keeps_to_its_sheet(province: str) -> None:
    found = drawn(province)
    placed = sum(code in load().points for code in PLACES.communes(province))
    assert len(found.spots) == placed
    assert all(0 <= spot.x <= found.width and 0 <= spot.y <= found.height for spot in found.spots), province
    assert all(inset.x + inset.width <= WIDTH for inset in found.insets)
    assert all(0 <= edge <= WIDTH for label in found.labels for edge in box(label)[::2])
    assert len(found.labels) >= 3
    drawn_at = [float(one) for path in (*found.land, *found.beside) for one in re.findall(r"[-\d.]+", path)]
    assert min(drawn_at) >= -BLEED
    assert max(drawn_at) <= max(WIDTH, found.height) + BLEED
    for one, other in combinations(map(box, found.labels), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_circle_is_as_large_as_its_number() -> None:
    spots = {spot.place.code: spot for spot in drawn("15").spots}

    def area(spot: Spot) -> float:
        return pi * spot.r**2 / spot.place.articles

    large = [area(spot) for spot in spots.values() if spot.place.articles and spot.r > MIN_RADIUS]
    assert max(large) / min(large) < 1.1  # radii are rounded to a tenth
    assert sum(pi * spot.r**2 for spot in spots.values()) < 0.4 * WIDTH * drawn("15").height
    order = [spot.place.articles for spot in drawn("15").spots]
    assert order == [0] * order.count(0) + sorted((one for one in order if one), reverse=True)


def test_a_far_island_stands_in_a_frame_of_its_own_with_its_name() -> None:
    zones = {"48": "Đặc khu Hoàng Sa", "56": "Đặc khu Trường Sa", "79": "Đặc khu Côn Đảo", "31": "Đặc khu Bạch Long Vĩ"}
    for province, zone in zones.items():
        found = drawn(province)
        (inset,) = found.insets
        spot = next(spot for spot in found.spots if spot.place.name == zone)
        assert inset.x < spot.x < inset.x + inset.width
        assert inset.y < spot.y < inset.y + inset.height
        assert zone in [label.text for label in found.labels]
    assert drawn("15").insets == ()


def test_the_country_has_every_province_and_both_archipelagos_and_names_them_first() -> None:
    label = VietnamGazetteer().label
    archipelagos = [
        Place(code=code, name=PLACES.name(code), articles=0, state=State.BLIND, address="", within=label(above))
        for code, above in (("20333", "48"), ("22736", "56"))
    ]
    found = of_country([place(code, 5 + int(code)) for code in PROVINCES], archipelagos)
    assert len(found.spots) == len(PROVINCES) + 2
    assert [one.text for one in found.labels[:2]] == ["Hoàng Sa (Đà Nẵng)", "Trường Sa (Khánh Hoà)"]
    assert all(0 <= edge <= WIDTH for one in found.labels for edge in box(one)[::2])
    assert sum(map(len, found.land)) < 40_000  # signs of SVG


def test_a_province_and_a_commune_that_came_after_the_outlines_are_drawn_as_far_as_is_known() -> None:
    found = of_province("99", [place("03006", 3), place("99997", 2)])
    assert [spot.place.code for spot in found.spots] == ["03006"]
    assert (found.land, found.unplaced) == ((), ("99997",))
    assert of_province("99", []).spots == ()
    assert of_country([place("99", 3)], []).spots == ()
