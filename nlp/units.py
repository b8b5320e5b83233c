"""domain.ports.Gazetteer over the shipped units. Loading is lazy: the first question costs about 0.2 s."""

from collections.abc import Iterable

from nlp import area as around
from nlp.gazetteer import load
from nlp.placenames import name_key, split_kind


class VietnamGazetteer:
    def lineage(self, code: str) -> tuple[str, ...]:
        return around.lineage(code)

    def label(self, code: str) -> str:
        return around.label(code) or code

    def area(self, codes: Iterable[str]) -> frozenset[str]:
        """The units and the former units that became part of them. What lies inside is known by its lineage."""
        found = set(codes)
        waiting = list(found)
        while waiting:
            before = set(around.predecessors(waiting.pop())) - found
            found |= before
            waiting.extend(before)
        return frozenset(found)

    def neighbours(self, province: str) -> frozenset[str]:
        return frozenset(around.neighbours(province))

    def lookup(self, name: str) -> tuple[str, ...]:
        """Codes of the units called so; standing units first, provinces before communes."""
        gazetteer = load()
        if name in gazetteer.units:
            return (name,)
        found = gazetteer.by_name.get(name_key(split_kind(name)[1] or name), ())
        ranked = sorted(found, key=lambda unit: (unit.end is not None, unit.level, unit.code))
        return tuple(unit.code for unit in ranked)
