"""domain.ports.Gazetteer over the shipped units. Loading is lazy: the first question costs about 0.2 s."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from unicodedata import normalize

from nlp.places import area as around
from nlp.places.gazetteer import PROVINCE, Unit, load
from nlp.places.names import KINDS, name_key, split_kind
from nlp.places.recogniser import PlaceRecogniser
from nlp.places.scan import scan
from vietnamese.text import fold, nfc

_ALPHABET = " aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# A kind typed without accents, or short: "tp", "tp.", "thanh pho", "huyen".
_SHORT = (("tp.", "Thành phố"), ("tp", "Thành phố"), *((fold(kind), kind) for kind in KINDS))


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

    def provinces(self) -> tuple[str, ...]:
        standing = (unit for unit in load().units.values() if unit.level == PROVINCE and unit.end is None)
        return tuple(unit.code for unit in sorted(standing, key=lambda unit: _alphabetical(split_kind(unit.name)[1])))

    def lookup(self, name: str) -> tuple[str, ...]:
        """Codes of the units called so; standing units first, provinces before communes.

        A kind that was typed counts ("huyện Bắc Hà" is not the commune); accents may be missing ("yen-bai"). A code
        means itself, alone or after a name that others bear, too: "Phường Sa Pa (03006)".
        """
        gazetteer = load()
        code = name.rpartition("(")[2].removesuffix(")") if name.endswith(")") else name
        if code in gazetteer.units:
            return (code,)
        kind, bare = _kind_and_name(name)
        found = gazetteer.by_name.get(name_key(bare)) or _loosely().get(_plain(bare), ())
        found = tuple(unit for unit in found if kind in unit.kinds) or found
        ranked = sorted(found, key=lambda unit: (unit.end is not None, unit.level, unit.code))
        return tuple(unit.code for unit in ranked)

    def served_by(self, publisher: str) -> str:
        """A newspaper's name holds its province's, which in an article would be no place: "Báo Lào Cai"."""
        name = nfc(publisher)
        named = {u.province for item in scan(name) for u in item.units if u.level == PROVINCE}
        named = named or {place.province for place in PlaceRecogniser().find(text=name)}
        return named.pop() if len(named) == 1 else ""


def _kind_and_name(typed: str) -> tuple[str, str]:
    words = " ".join(typed.replace("_", " ").split())
    kind, bare = split_kind(words)
    if kind:
        return kind, bare
    plain = fold(words).replace("-", " ").replace(".", ". ", 1)
    for short, long in _SHORT:
        if plain.startswith(f"{short} ") and len(plain) > len(short) + 1:
            return long, words[len(short) :].lstrip(" .-")
    return "", words


def _alphabetical(name: str) -> list[int]:
    """As a Vietnamese dictionary sorts: "Cao Bằng" before "Cần Thơ". Tones are left out: no two need them."""
    toneless = "".join(sign for sign in normalize("NFD", name.lower()) if sign not in _TONES)
    return [_ALPHABET.find(letter) for letter in nfc(toneless)]


def _plain(name: str) -> str:
    return " ".join(fold(name).replace("-", " ").split())


@lru_cache(maxsize=1)
def _loosely() -> Mapping[str, tuple[Unit, ...]]:
    """Units by their names without accents and hyphens."""
    names: dict[str, dict[str, Unit]] = {}
    for unit in load().units.values():
        for name in unit.names:
            names.setdefault(_plain(split_kind(name)[1]), {})[unit.code] = unit
    return {name: tuple(units.values()) for name, units in names.items()}
