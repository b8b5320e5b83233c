""" "Vùng của ta": the units this page serves, what they were before, and the provinces beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.editorial import DeskSettings
from domain.ports import Gazetteer


class Nearness(StrEnum):
    OWN = "own"
    BESIDE = "beside"
    FAR = "far"


@dataclass(frozen=True, kw_only=True)
class Area:
    own: frozenset[str]  # with the former units that became part of them
    above: frozenset[str]  # what they lie in: a warning for the province is one for its communes
    beside: frozenset[str]  # provinces; a commune's own is one of them
    gazetteer: Gazetteer

    def nearness(self, codes: Sequence[str]) -> Nearness:
        """Which area something concerns that names these units. What names no unit may concern everybody."""
        around = {above for code in codes for above in (code, *self.gazetteer.lineage(code))}
        if not codes or self.own & around or self.above & set(codes):
            return Nearness.OWN
        return Nearness.BESIDE if self.beside & around else Nearness.FAR


def area_of(settings: DeskSettings, gazetteer: Gazetteer) -> Area:
    lines = [gazetteer.lineage(code) for code in settings.area]
    return Area(
        own=gazetteer.area(settings.area),
        above=frozenset(code for line in lines for code in line[1:]),
        beside=frozenset(
            other for line in lines for code in line[-1:] for other in (*gazetteer.neighbours(code), *line[1:][-1:])
        ),
        gazetteer=gazetteer,
    )
