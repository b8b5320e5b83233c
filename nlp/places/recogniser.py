"""Which administrative units an article names, by official code, on the day it was published.

The longest known name wins; a kind word, the address it stands in, what else the article names and its source
decide between namesakes. What stays undecided is given at the level that is certain, or not at all.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.times import VIETNAM, now
from domain.understanding import PlaceMention
from nlp.places.area import area, label, lineage, neighbours, predecessors, successors
from nlp.places.gazetteer import COMMUNE, DISTRICT, PROVINCE, Gazetteer, Unit, load
from nlp.places.reading import ADDRESS, FORMER, LIST, NEWLY, Reading, between, rank, share_kinds, touching
from nlp.places.rules import is_named, is_person, is_refused, is_supported
from nlp.places.scan import Found, Words, compose, scan, words

__all__ = ["PlaceRecogniser", "area", "label", "lineage", "neighbours", "predecessors", "successors"]


class PlaceRecogniser:
    """Finds the units a text names. Holds nothing between articles."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._given = gazetteer

    @property
    def gazetteer(self) -> Gazetteer:
        return self._given or load()

    def find(
        self, *, title: str = "", text: str, published_at: datetime | None = None, source_province: str = ""
    ) -> tuple[PlaceMention, ...]:
        """Mentions in order, with exact offsets into `text`; the title only helps to decide."""
        day = (published_at or now()).astimezone(VIETNAM).date()
        composed, at = compose(text)
        reading = Reading(text=composed, day=day, source=source_province)
        if title:
            head = Reading(text=compose(title)[0], day=day, source=source_province)
            self._decide(head, scan(head.text))
            reading.provinces.update(head.provinces)
            reading.districts.update(head.districts)
        found = scan(composed)
        self._decide(reading, found)
        chosen = [(found[i], reading.decided[i]) for i in sorted(reading.decided)]
        return tuple(
            PlaceMention(
                code=unit.code,
                name=unit.name_on(day),
                province=unit.province,
                start=at(item.start),
                end=at(item.end),
            )
            for item, unit in chosen
        )

    def _decide(self, reading: Reading, found: Sequence[Found]) -> None:
        vocabulary = words()
        share_kinds(reading.text, found)
        refused = {i for i, f in enumerate(found) if is_refused(f, reading.text, vocabulary)}
        people = {found[i].key for i in refused if is_person(found[i], vocabulary)}
        open_ = [
            i
            for i, f in enumerate(found)
            if i not in refused and (f.kind or f.key not in people or is_supported(f, vocabulary))
        ]
        for i in open_:
            self._province(reading, found, i, vocabulary)
        named = {f.key for f in found if f.kind}
        for level in (DISTRICT, COMMUNE):
            for i in reversed(open_):  # an address is read from its end
                if i not in reading.decided:
                    self._with_kind(reading, found, i, level)
            for i in open_ if level == DISTRICT else ():
                if i not in reading.decided and found[i].key in vocabulary.known - named:
                    self._bare(reading, found, i, vocabulary)
        for i in open_:
            if i not in reading.decided:
                self._bare(reading, found, i, vocabulary)

    # Provinces first: they decide between namesakes below.

    def _province(self, reading: Reading, found: Sequence[Found], i: int, vocabulary: Words) -> None:
        item = found[i]
        units = [u for u in item.units if u.level == PROVINCE]
        if item.kind in ("Tỉnh", "Thành phố"):
            cities = [u for u in item.units if u.level == DISTRICT and "Thành phố" in self.gazetteer.kinds[u.code]]
            if item.kind == "Thành phố" and cities:
                units = [u for u in units if "Thành phố" in self.gazetteer.kinds[u.code]]
            if not units:
                return
        elif item.kind:
            return
        if not units:
            return
        if not item.kind and not is_named(item, vocabulary):
            return
        if (
            not item.kind
            and item.key in vocabulary.careful | vocabulary.address_only
            and not self._careful(reading, found, i, vocabulary)
        ):
            return
        self._take(reading, i, item, self._of_the_day(units, reading, item))

    def _careful(self, reading: Reading, found: Sequence[Found], i: int, vocabulary: Words) -> bool:
        item = found[i]
        if item.key in vocabulary.address_only:
            return self._holds_what_stands_before(reading, found, i)
        if FORMER.match(reading.text, item.end):
            return True
        if is_supported(item, vocabulary) or reading.source in {u.province for u in item.units if u.level == PROVINCE}:
            return True
        if any(f.key == item.key and f.kind in ("Tỉnh", "Thành phố") for f in found):
            return True
        if any(reading.provinces[u.code] for u in item.units) or self._holds_what_stands_before(reading, found, i):
            return True
        return any(touching(reading.text, found[i], found[j]) for j in (i - 1, i + 1) if 0 <= j < len(found))

    def _holds_what_stands_before(self, reading: Reading, found: Sequence[Found], i: int) -> bool:
        """ "Mai Châu, Hòa Bình": an address, because the province has a unit of the name before it."""
        if i == 0 or not ADDRESS.match(reading.text[found[i - 1].end : found[i].start]):
            return False
        provinces = {u.code for u in found[i].units if u.level == PROVINCE}
        return any(
            provinces & self.gazetteer.above[u.code] and u.level > PROVINCE and (not kind or kind in u.kinds)
            for kind in [found[i - 1].kind]
            for u in found[i - 1].units
        )

    def _of_the_day(self, units: Sequence[Unit], reading: Reading, item: Found) -> Unit:
        """Among units of one name, the one that stood on that day, unless the text says "cũ" or "mới"."""
        after = reading.text[item.end : item.end + 24]
        if FORMER.match(after):
            return min(units, key=lambda u: (u.end is None, u.code))
        if NEWLY.match(after):
            return min(units, key=lambda u: (u.end is not None, u.code))
        return min(units, key=lambda u: (not u.valid(reading.day), u.end is not None, u.code))

    def _take(self, reading: Reading, i: int, item: Found, unit: Unit) -> None:
        reading.decided[i] = unit
        if item.kind:
            reading.by_key.setdefault((item.key, unit.level), unit)
        for code in (unit.code, *self.gazetteer.above[unit.code]):
            if self.gazetteer.units[code].level == PROVINCE:
                reading.provinces[code] += 1
            elif self.gazetteer.units[code].level == DISTRICT and unit.level == DISTRICT:
                reading.districts[code] += 1

    # Units with their kind word.

    def _with_kind(self, reading: Reading, found: Sequence[Found], i: int, level: int) -> None:
        item = found[i]
        if not item.kind:
            return
        units = [u for u in item.units if u.level == level and item.kind in self.gazetteer.kinds[u.code]]
        if not units and level == COMMUNE and item.kind in ("Xã", "Phường", "Thị trấn") and not item.listed:
            units = [u for u in item.units if u.level == COMMUNE]  # its kind has changed, or was misremembered
        if not units or (item.listed and not is_named(item, words())):
            return
        if item.short and self._address_parent(reading, found, i) is None:
            return  # "P. 1" and "P. V" are more often people who must not be named
        unit = self._choose(reading, found, i, units)
        if unit:
            self._take(reading, i, item, unit)

    def _choose(self, reading: Reading, found: Sequence[Found], i: int, units: Sequence[Unit]) -> Unit | None:
        item = found[i]
        units = self._possible(units, reading)
        if not units:
            return None
        scores = [(self._weight(unit, reading, found, i), unit) for unit in units]
        best = max(score for score, _ in scores)
        if best < 0:
            return None  # the address names a unit that holds none of these
        top = [unit for score, unit in scores if score == best]
        if best < 2 and len({u.province for u in units}) > 1:  # nothing near says which
            standing = [u for u in units if u.valid(reading.day)]
            return standing[0] if len(standing) == 1 and not FORMER.match(reading.text[item.end :]) else None
        if len(top) == 1:
            return top[0]
        return self._shared(top) if best >= 2 else self._of_the_day(units, reading, item)

    def _possible(self, units: Sequence[Unit], reading: Reading) -> list[Unit]:
        """A new unit is not named long before its day: the reform was in the news from April 2025."""
        return [u for u in units if u.start is None or u.start <= reading.day + timedelta(days=90)]

    def _weight(self, unit: Unit, reading: Reading, found: Sequence[Found], i: int) -> float:
        above = self.gazetteer.above[unit.code]
        weight = 0.0
        parent = self._address_parent(reading, found, i)
        if parent is not None:
            weight += 16 if parent.code in above else -32
        if any(reading.districts[c] for c in above):
            weight += 6
        then, other = self._provinces(unit, reading.day)
        if reading.provinces[then]:
            weight += 4 + min(reading.provinces[then], 9) / 10
        elif any(reading.provinces[c] for c in other):
            weight += 1
        if reading.source and reading.source in (unit.province, *above):
            weight += 3
        after = reading.text[found[i].end : found[i].end + 24]
        stands = unit.end is not None if FORMER.match(after) else unit.valid(reading.day)
        return weight + (1 if stands else 0) + (0.5 if unit.name.startswith(found[i].kind) else 0)

    def _provinces(self, unit: Unit, day: date) -> tuple[str, frozenset[str]]:
        """The unit's province on that day, and the others it lay in before or after."""
        codes = {c for c in self.gazetteer.above[unit.code] if self.gazetteer.units[c].level == PROVINCE}
        then = [c for c in codes if self.gazetteer.units[c].valid(day)] or [unit.province]
        own = unit.province if unit.province in then else then[0]
        return own, frozenset(codes - {own})

    def _address_parent(self, reading: Reading, found: Sequence[Found], i: int) -> Unit | None:
        """The decided unit that follows in the same address: "xã Y Tý, huyện Bát Xát"."""
        for j in range(i + 1, min(i + 6, len(found))):
            gap = reading.text[found[j - 1].end : found[j].start]
            if not (ADDRESS.match(gap) or LIST.match(gap) or (gap.isspace() and found[j].kind)):
                return None
            unit = reading.decided.get(j)
            if unit and rank(found[i]) > unit.level:
                return unit
        return None

    def _shared(self, units: Sequence[Unit]) -> Unit | None:
        """The lowest unit above all of these; None when they lie in different provinces."""
        common = frozenset.intersection(*(self.gazetteer.above[u.code] for u in units))
        known = [self.gazetteer.units[c] for c in common]
        return max(known, key=lambda u: (u.level, u.end is None), default=None)

    # Bare names below the province.

    def _bare(self, reading: Reading, found: Sequence[Found], i: int, vocabulary: Words) -> None:
        item = found[i]
        if item.kind and not item.listed:
            return
        if not is_named(item, vocabulary):
            return
        for level in (DISTRICT, COMMUNE):  # the wider of two that share the name
            if (item.key, level) in reading.by_key:
                reading.decided[i] = reading.by_key[item.key, level]
                return
        if item.kind or (" " not in item.key and item.key not in vocabulary.known):
            return
        districts = self._possible([u for u in item.units if u.level == DISTRICT], reading)
        zones = [u for u in item.units if u.name.startswith("Đặc khu") and u.valid(reading.day)]
        if districts and zones:  # the island district lives on under its name
            districts = zones
        if districts:
            self._bare_district(reading, found, i, districts, vocabulary)
        else:
            self._bare_commune(reading, found, i, vocabulary)

    def _bare_commune(self, reading: Reading, found: Sequence[Found], i: int, vocabulary: Words) -> None:
        item = found[i]
        communes = self._possible([u for u in item.units if u.level == COMMUNE], reading)
        parent = self._address_parent(reading, found, i)
        inside = [u for u in communes if parent and parent.code in self.gazetteer.above[u.code]]
        if not inside and self._only_there(reading, item, communes, vocabulary):
            beside = any(
                j in reading.decided and LIST.match(between(reading.text, item, found[j]))
                for j in (i - 1, i + 1)
                if 0 <= j < len(found)
            )
            inside = communes if beside or is_supported(item, vocabulary) else []
        elif not is_supported(item, vocabulary):
            inside = []
        if inside:
            self._take(reading, i, item, self._of_the_day(inside, reading, item))

    def _only_there(self, reading: Reading, item: Found, units: Sequence[Unit], vocabulary: Words) -> bool:
        """All that bear this name lie in one province, which the article names or its source serves."""
        provinces = {u.province for u in units}
        if len(provinces) != 1 or item.key in vocabulary.namelike:
            return False
        first, count = item.key.split(" ", 1)[0], item.key.count(" ") + 1
        if count > 2 and first in vocabulary.surnames:  # wards that bear a person's name
            return False
        here = provinces.pop()
        return here == reading.source or any(self.gazetteer.units[c].province == here for c in reading.provinces)

    def _bare_district(
        self, reading: Reading, found: Sequence[Found], i: int, units: Sequence[Unit], vocabulary: Words
    ) -> None:
        item = found[i]
        near = [u for u in units if any(reading.provinces[c] for c in self.gazetteer.above[u.code])]
        home = [u for u in units if reading.source in self.gazetteer.above[u.code]]
        parent = self._address_parent(reading, found, i)
        if parent:
            near = [u for u in units if parent.code in self.gazetteer.above[u.code]]
            first = i == 0 or not LIST.match(reading.text[found[i - 1].end : item.start])
            inside = (u for u in item.units if u.level == COMMUNE and parent.code in self.gazetteer.above[u.code])
            if not near and first and any(inside):
                self._bare_commune(reading, found, i, vocabulary)  # "Nghĩa Lộ, Quảng Ngãi" is not the town in Lào Cai
                return
        supported = is_supported(item, vocabulary) or bool(parent and near)
        known = item.key in vocabulary.known and (item.key not in vocabulary.careful or supported or bool(near))
        choice = near or home or (list(units) if known else [])
        if len(choice) == 1 and (known or supported):
            self._take(reading, i, item, choice[0])
