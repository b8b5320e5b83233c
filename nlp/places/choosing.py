"""domain.places.Places over the shipped units: what a form offers to choose from."""

from collections.abc import Iterable, Sequence

from domain.places import TypedPlace
from nlp.places import typed
from nlp.places.area import predecessors
from nlp.places.gazetteer import COMMUNE, PROVINCE, Unit, load
from nlp.places.names import split_kind
from vietnamese.text import fold


class VietnamPlaces:
    def read(self, text: str) -> TypedPlace:
        return typed.read(text)

    def stands(self, code: str) -> bool:
        unit = load().units.get(code)
        return unit is not None and unit.end is None

    def provinces(self) -> Sequence[str]:
        return _by_name(unit for unit in load().units.values() if unit.level == PROVINCE and unit.end is None)

    def communes(self, province: str) -> Sequence[str]:
        inside = (unit for unit in load().units.values() if unit.province == province and unit.end is None)
        return _by_name(unit for unit in inside if unit.level == COMMUNE)

    def name(self, code: str) -> str:
        unit = load().units.get(code)
        return unit.name if unit else code

    def formerly(self, code: str) -> Sequence[str]:
        """Names of the units of before the merger that lie in it, its own among them."""
        unit = load().units.get(code)
        if unit is None:
            return ()
        before = [load().units[one] for one in predecessors(code)]
        own = [former.name for former in unit.former_names] or ([unit.name] if unit.start is None else [])
        others = (load().units[one].name for one in _by_name(one for one in before if one.level == unit.level))
        return tuple(dict.fromkeys([*(own if unit.level == COMMUNE else ()), *others]))


def _by_name(units: Iterable[Unit]) -> list[str]:
    return [unit.code for unit in sorted(units, key=lambda unit: (fold(split_kind(unit.name)[1]), unit.code))]
