"""Every administrative unit since before 1 July 2025, by its official code, with its dates, heirs and names.

The table is built by scripts/build_gazetteer.py; later decrees are small files in nlp/data/decrees/, applied here.
docs/places.md explains the codes.
"""

import gzip
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from nlp.places.names import name_key, split_kind

PROVINCE, DISTRICT, COMMUNE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class FormerName:
    name: str  # with its kind: "Tỉnh Đồng Nai"
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    code: str
    level: int
    name: str  # with its kind: "Phường Sa Pa"
    parent: str
    province: str  # code of the present province
    start: date | None = None  # None: before the sources begin
    end: date | None = None  # last day; None: it stands today
    successors: tuple[str, ...] = ()
    was_parent: str = ""  # a commune's former district
    former_names: tuple[FormerName, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Each name it has had, with its kind, today's first."""
        return (self.name, *(former.name for former in self.former_names))

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(split_kind(name)[0] for name in self.names)

    def valid(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def name_on(self, day: date) -> str:
        known = sorted(self.former_names, key=lambda f: f.until)
        return next((f.name for f in known if day <= f.until), self.name)


class Gazetteer:
    """Units by code and by the key of their names."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.code: unit for unit in units}
        self.predecessors: dict[str, list[str]] = defaultdict(list)
        by_name: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            for heir in unit.successors:
                self.predecessors[heir].append(unit.code)
            for key in {name_key(split_kind(name)[1]) for name in unit.names}:
                by_name[key].append(unit)
        self.by_name = {key: tuple(found) for key, found in by_name.items()}
        self.kinds = {code: unit.kinds for code, unit in self.units.items()}
        self.above = {code: frozenset(self._above(unit)) for code, unit in self.units.items()}

    def lineage(self, code: str) -> tuple[str, ...]:
        """The code and the codes above it, ending at the present province; () for an unknown code."""
        unit, found = self.units.get(code), []
        while unit and unit.code not in found:
            found.append(unit.code)
            unit = self.units.get(unit.parent)
        return tuple(found)

    def _above(self, unit: Unit) -> set[str]:
        """The codes above, today's and former: what may stand after the unit's name in an address."""
        codes = {*self.lineage(unit.code), *self.lineage(unit.was_parent)}
        for before in self.predecessors[unit.code]:
            codes.update(self.lineage(before)[1:])
        return codes - {unit.code}


def read_table(lines: Iterable[str]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for line in lines:
        if line.startswith("#"):
            continue
        code, level, name, parent, province, start, end, heirs, was, was_parent = line.split("\t")
        units[code] = Unit(
            code=code,
            level=int(level),
            name=name,
            parent=parent,
            province=province,
            start=date.fromisoformat(start) if start else None,
            end=date.fromisoformat(end) if end else None,
            successors=tuple(heirs.split(",")) if heirs else (),
            was_parent=was_parent,
            former_names=(FormerName(was, date(2025, 6, 30)),) if was else (),
        )
    return units


def apply_decree(units: dict[str, Unit], decree: dict[str, Any]) -> None:
    """Change `units` as one decree file says: formerly, rename, create, dissolve."""
    day: date = decree["in_force"]
    eve = day - timedelta(days=1)
    for item in decree.get("formerly", ()):
        _rename(units, item["code"], units[item["code"]].name, FormerName(item["name"], eve))
    for item in decree.get("rename", ()):
        _rename(units, item["code"], item["name"], FormerName(units[item["code"]].name, eve))
    for item in decree.get("create", ()):
        parent = item.get("parent", "")
        level = COMMUNE if parent else PROVINCE
        province = units[parent].province if parent else item["code"]
        units[item["code"]] = Unit(
            code=item["code"], level=level, name=item["name"], parent=parent, province=province, start=day
        )
    for item in decree.get("dissolve", ()):
        heirs = tuple(item["into"])
        unit = replace(units[item["code"]], end=eve, successors=heirs)
        if unit.level == PROVINCE:
            _follow(units, unit, units[heirs[0]])
        else:
            units[unit.code] = replace(unit, province=units[heirs[0]].province)


def _follow(units: dict[str, Unit], former: Unit, heir: Unit) -> None:
    """All that lay in a province that ends now lies in its heir; what still stands hangs from the heir itself."""
    units[former.code] = replace(former, parent=heir.code, province=heir.code)
    for unit in list(units.values()):
        if unit.province == former.code:
            stands = unit.end is None and unit.parent == former.code
            units[unit.code] = replace(unit, province=heir.code, parent=heir.code if stands else unit.parent)


def _rename(units: dict[str, Unit], code: str, name: str, former: FormerName) -> None:
    units[code] = replace(units[code], name=name, former_names=(*units[code].former_names, former))


def _data() -> Traversable:
    return files("nlp") / "data"


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """The shipped table with every decree applied, in order of date; read once."""
    text = gzip.decompress((_data() / "gazetteer.tsv.gz").read_bytes()).decode("utf-8")
    units = read_table(text.splitlines())
    decrees = (_data() / "decrees").iterdir()
    for path in sorted((p for p in decrees if p.name.endswith(".toml")), key=lambda p: p.name):
        apply_decree(units, tomllib.loads(path.read_text(encoding="utf-8")))
    return Gazetteer(units.values())
