"""What lies around a unit: above it, before it, after it and beside it; and "Vùng của ta"."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from nlp.places.gazetteer import PROVINCE, load


def lineage(code: str) -> tuple[str, ...]:
    """The code and the codes above it, ending at the present province; () for an unknown code."""
    return load().lineage(code)


def label(code: str) -> str:
    """ "Phường Sa Pa, Tỉnh Lào Cai"; a unit that is no more says so; "" for an unknown code."""
    gazetteer = load()
    chain = [gazetteer.units[c] for c in gazetteer.lineage(code)]
    if not chain:
        return ""
    chain = [u for u in chain[:-1] if u.level != PROVINCE or u is chain[0]] + chain[-1:]
    text = ", ".join(u.name for u in dict.fromkeys(chain))
    return f"{text} (đến {chain[0].end:%-d/%-m/%Y})" if chain[0].end else text


def successors(code: str) -> tuple[str, ...]:
    unit = load().units.get(code)
    return unit.successors if unit else ()


def predecessors(code: str) -> tuple[str, ...]:
    """Former units whose land, or part of it, now lies in this one."""
    return tuple(load().predecessors.get(code, ()))


@lru_cache(maxsize=1)
def _pairs() -> frozenset[tuple[str, str]]:
    data = tomllib.loads((files("nlp") / "data" / "neighbours.toml").read_text(encoding="utf-8"))
    pairs = [tuple(pair.split()) for pair in data["pairs"]]
    return frozenset((a, b) for x, y in pairs for a, b in ((x, y), (y, x)))


def neighbours(province: str) -> tuple[str, ...]:
    """Codes of today's provinces that touch this one."""
    return tuple(sorted(b for a, b in _pairs() if a == province))


def area(codes: Iterable[str]) -> frozenset[str]:
    """ "Vùng của ta": these units, all their old names, and the provinces beside them with theirs."""
    gazetteer = load()
    own = {c for c in codes if c in gazetteer.units}
    heirs = {h for c in own for h in gazetteer.units[c].successors}
    beside = {n for c in own for n in neighbours(gazetteer.units[c].province)}
    found = own | heirs | beside
    return frozenset(found | {old for c in found for old in predecessors(c)})
