"""A place as people type it: a postal address, an abbreviation, without accents, a name of before the merger.

What is typed is cut into spans that name units. The spans that explain most and lie in each other are the answer: the
lowest unit counts, never what it lies in. A former unit stands for the ones that its land became part of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from domain.places import TypedPlace
from nlp.places.gazetteer import COMMUNE, DISTRICT, PROVINCE, Gazetteer, Unit, load
from nlp.places.names import APOSTROPHES, split_kind, syllable_key, words_of
from nlp.places.scan import words
from nlp.places.spellings import is_highland, letters_of
from vietnamese.telex import untelex
from vietnamese.text import fold, nfc

MOST_WORDS = 7  # of a name: "Phan Rang - Tháp Chàm" has four, "Xuân Hương - Đà Lạt" too
MOST_TYPED_WORDS = 40  # longer texts are no address; the last words of one say where
MOST_SPANS = 40

_WORD = re.compile(rf"(?P<break>[,;\n()/|]+)|[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
_NUMBERED = re.compile(r"([qpf])0*(\d{1,2})")
_DOTTED = re.compile(r"\b([tT])\.\s?([pPxXtT])\b")
_JOINED = re.compile(r"\b(tp|tx|tt)\.?(?=[A-ZĐ])", re.IGNORECASE)  # only before a capital: "TPHCM", "TxSa Pa"

_KINDS: Mapping[str, tuple[int, ...]] = {
    "Tỉnh": (PROVINCE,), "Thành phố": (PROVINCE, DISTRICT), "Huyện": (DISTRICT,), "Quận": (DISTRICT,),
    "Thị xã": (DISTRICT,), "Phường": (COMMUNE,), "Xã": (COMMUNE,), "Thị trấn": (COMMUNE,), "Đặc khu": (COMMUNE,),
}  # fmt: skip
_KIND_WORDS = {
    "tinh": "Tỉnh", "t": "Tỉnh", "thanh pho": "Thành phố", "tp": "Thành phố", "thu do": "Thành phố",
    "huyen dao": "Huyện", "huyen": "Huyện", "h": "Huyện", "quan": "Quận", "q": "Quận",
    "thi xa": "Thị xã", "tx": "Thị xã", "phuong": "Phường", "p": "Phường", "f": "Phường", "xa dao": "Xã", "xa": "Xã",
    "x": "Xã", "thi tran": "Thị trấn", "tt": "Thị trấn", "ttr": "Thị trấn", "dac khu": "Đặc khu", "dk": "Đặc khu",
}  # fmt: skip
_COMMUNE_WORDS = frozenset(word.split()[0] for word, kind in _KIND_WORDS.items() if COMMUNE in _KINDS[kind])
# A name after one of these is a street's, a hamlet's or a market's.
_SMALLER_WORDS = "duong pho thon ban ap to khu xom ngo ngach hem kiet cho cau so toa lang buon soc khom tieu tdp kp"
_SMALLER = frozenset(_SMALLER_WORDS.split())
# Words that say nothing of where: the country, offices, and what is no more.
_SILENT_WORDS = """
    viet nam vn ubnd uy ban nhan dan hdnd truong benh vien da khoa hoi chu thap do tram y te toa soan bao trang cong
    thong tin dien tu cu moi truoc day sau sap nhap nay thuoc dia chi phong van hoa xa hoi trung tam tai o toan tat ca
"""
_SILENT = frozenset(_SILENT_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    plain: str
    segment: int  # between commas


@dataclass(frozen=True, slots=True)
class _Span:
    start: int  # the kind's first word, if there is one
    end: int
    kind: str
    fits: bool  # the kind is one that the units have had
    units: tuple[Unit, ...]


Chain = tuple[tuple[_Span, Unit], ...]


def read(typed: str) -> TypedPlace:
    """What the typed words mean; keystrokes left by an input method are read only where nothing else is found."""
    found = _read(typed)
    if len(found.codes) == 1 or (meant := untelex(typed)) == typed:
        return found
    second = _read(meant)
    better = second.codes and not second.unknown and (not found.codes or len(second.codes) < len(found.codes))
    return second if better else found


def _read(typed: str) -> TypedPlace:
    said = _words(typed)
    if not said:
        return TypedPlace()
    spans = _spans(said)
    chosen, chains = _best(said, spans)
    if not chosen:
        return TypedPlace(unknown=" ".join(typed.split()))
    left = _unexplained(said, chosen)
    lowest = _lowest(chains)
    return _of_a_part(left, lowest) if left else TypedPlace(codes=_today(lowest))


def _of_a_part(left: str, lowest: Sequence[Unit]) -> TypedPlace:
    """Of an address only a part is known: it is never the whole province, nor a town that a typed commune lies in."""
    missing = fold(left).replace(".", " ").split()[0] in _COMMUNE_WORDS
    above = [unit for unit in lowest if unit.level != COMMUNE] if missing else []
    below = above or [unit for unit in lowest if unit.level != PROVINCE]
    if not below or any(unit.level == PROVINCE for unit in below):
        return TypedPlace(unknown=left, within=lowest[0].province)
    return TypedPlace(codes=_today(below), unknown=left if all(unit.level == DISTRICT for unit in below) else "")


def _words(typed: str) -> list[_Word]:
    text = _JOINED.sub(r"\1 ", _DOTTED.sub(r"\1\2", nfc(typed)))
    found, segment = [], 0
    for match in _WORD.finditer(text):
        if match["break"]:
            segment += 1
            continue
        word = match[0]
        numbered = _NUMBERED.fullmatch(fold(word))
        for part in numbered.groups() if numbered else (word,):
            plain = fold(part)
            found.append(_Word(part, str(int(plain)) if plain.isascii() and plain.isdigit() else plain, segment))
    return found[-MOST_TYPED_WORDS:]


def _spans(said: Sequence[_Word]) -> list[_Span]:
    found: list[_Span] = []
    for start in range(len(said)):
        for kind, first in _kinds_at(said, start):
            for end in range(first + 1, min(first + MOST_WORDS, len(said)) + 1):
                if said[end - 1].segment != said[start].segment:
                    break
                span = _span(said, start, first, end, kind)
                if span:
                    found.append(span)
    return sorted(found, key=lambda span: (span.end - span.start, span.end), reverse=True)[:MOST_SPANS]


def _kinds_at(said: Sequence[_Word], at: int) -> Iterator[tuple[str, int]]:
    """Each way to read the words from here: as a kind and the name after it, and as a name alone."""
    for length in (2, 1):
        written = " ".join(word.plain for word in said[at : at + length])
        if written in _KIND_WORDS and at + length < len(said):
            yield _KIND_WORDS[written], at + length
    yield "", at


def _span(said: Sequence[_Word], start: int, first: int, end: int, kind: str) -> _Span | None:
    name = said[first:end]
    if not kind:
        numeral = all(word.plain.isdigit() for word in name)
        if numeral or (start and said[start - 1].plain in _SMALLER and said[start - 1].segment == said[start].segment):
            return None
    letters = _letters(word.plain for word in name)
    units = (*_as_marked(said, name, _index().get(letters, ())), *_aliases().get(letters, ()))
    if not kind:
        return _Span(start, end, "", True, units) if units else None
    exact = tuple(unit for unit in units if kind in unit.kinds)
    near = tuple(unit for unit in units if unit.level in _KINDS[kind])
    return _Span(start, end, kind, bool(exact), exact or near) if exact or near else None


def _as_marked(said: Sequence[_Word], name: Sequence[_Word], units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units whose names agree with the marks that were typed.

    A word without marks may be any, and still "xã Văn Lang" is not Văn Lăng: who types marks types them all.
    """
    spelled = [unit for unit in units if any(_agrees(name, known, strictly=True) for known in unit.names)]
    if spelled and not all(map(_is_plain, said)):
        return tuple(spelled)
    fitting = tuple(unit for unit in units if any(_agrees(name, known) for known in unit.names))
    return fitting or tuple(unit for unit in units if any(map(is_highland, words_of(split_kind(unit.name)[1]))))


def _agrees(name: Sequence[_Word], known: str, *, strictly: bool = False) -> bool:
    official = words_of(split_kind(known)[1])
    if len(name) != len(official):  # joined: "Sapa", "Lạngsơn"
        whole = "".join(word.text for word in name).lower()
        return (not strictly and all(map(_is_plain, name))) or whole == "".join(official).lower()
    pairs = zip(name, official, strict=True)
    return all(
        (not strictly and _is_plain(word)) or syllable_key(word.text) == syllable_key(other) for word, other in pairs
    )


def _is_plain(word: _Word) -> bool:
    return word.text.isdigit() or fold(word.text) == word.text.lower()


def _best(said: Sequence[_Word], spans: Sequence[_Span]) -> tuple[tuple[_Span, ...], list[Chain]]:
    """The spans that explain most, and every way in which their units lie in each other."""
    best: tuple[float, tuple[_Span, ...], list[Chain]] = (float("-inf"), (), [])
    for number in (1, 2, 3):
        for some in combinations(spans, number):
            row = tuple(sorted(some, key=lambda span: span.start))
            if any(a.end > b.start for a, b in pairwise(row)):
                continue
            score = _score(said, row)
            if score > best[0] and (chains := _chains(row)):
                best = (score, row, chains)
    return best[1], best[2]


def _score(said: Sequence[_Word], row: Sequence[_Span]) -> float:
    covered = sum(span.end - span.start for span in row)
    after = len(said) - row[0].start - covered  # words right of the first span that nothing explains
    silent = sum(word.plain in _SILENT for word in said[row[0].start :]) * 0.5
    kinds = sum(2 if span.fits else -1 for span in row if span.kind)
    return 2 * covered - 3 * max(0, after - silent) + kinds - 0.5 * len(row)


def _chains(row: Sequence[_Span]) -> list[Chain]:
    """Every way to take one unit of each span so that they lie in each other, in whatever order they were typed."""
    above = load().above
    found: list[Chain] = [()]
    for span in row:
        found = [(*chain, (span, unit)) for chain in found for unit in span.units]
    return [
        chain
        for chain in found
        if len({unit.level for _, unit in chain}) == len(chain)
        and all(
            high.code in above[low.code]
            for (_, one), (_, other) in combinations(chain, 2)
            for low, high in [(one, other) if one.level > other.level else (other, one)]
        )
    ]


def _lowest(chains: Sequence[Chain]) -> list[Unit]:
    """The unit that each way means; where only a province stands above it, those that stand today count first."""
    meant = [max((unit for _, unit in chain), key=lambda unit: unit.level) for chain in chains]
    if all(any(unit.level == DISTRICT for _, unit in chain) for chain in chains):
        return meant
    named = any(unit.level == PROVINCE for chain in chains if len(chain) > 1 for _, unit in chain)
    communes = [unit for unit in meant if unit.level == COMMUNE]
    if named and any(unit.end is None for unit in communes):
        return [unit for unit in meant if unit.level != COMMUNE or unit.end is None]
    return meant


def _today(units: Iterable[Unit]) -> tuple[str, ...]:
    """Their codes, or those of the units that their land became part of. A standing one comes before heirs."""
    gazetteer, found = load(), dict[str, None]()
    for unit in sorted(units, key=lambda one: (one.end is not None, one.level, one.code)):
        found |= dict.fromkeys(_heirs(gazetteer, unit))
    return tuple(found)


def _heirs(gazetteer: Gazetteer, unit: Unit) -> Iterator[str]:
    if unit.end is None:
        yield unit.code
    lost = (unit.parent,) if gazetteer.units[unit.parent or unit.code].level == DISTRICT else ()
    for heir in (unit.successors or lost) if unit.end else ():  # one in a hundred has no link to its heirs
        yield from _heirs(gazetteer, gazetteer.units[heir])


def _unexplained(said: Sequence[_Word], row: Sequence[_Span]) -> str:
    """What the answer leaves out, from the smallest unit's kind on if one was typed; "" if it says nothing of where."""
    explained = {at for span in row for at in range(span.start, span.end)}
    left = [word for at, word in enumerate(said) if at not in explained]
    left = [word for word in left if any(w.plain not in _SILENT for w in left if w.segment == word.segment)]
    smallest = (at for at, word in enumerate(left[:-1]) if COMMUNE in _KINDS.get(_KIND_WORDS.get(word.plain, ""), ()))
    left = left[next(smallest, 0) :]
    return " ".join(word.text for word in left if word.segment == left[0].segment)


def _letters(name: Iterable[str]) -> str:
    """One key for all spellings: no blanks, marks or dashes; `y` as `i`, a last `c` as `k` (Đắc Lắc, Daklak)."""
    return "".join(map(letters_of, name)).replace("y", "i")


@lru_cache(maxsize=1)
def _index() -> Mapping[str, tuple[Unit, ...]]:
    named: dict[str, dict[str, Unit]] = defaultdict(dict)
    gazetteer = load()
    for unit in gazetteer.units.values():
        for name in unit.names:
            named[_letters(words_of(split_kind(name)[1]))][unit.code] = unit
    return {key: tuple(units.values()) for key, units in named.items()}


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, tuple[Unit, ...]]:
    units = load().units
    return {
        _letters(part.rstrip("12345") for part in name.split(" ") if part != "-"): (units[code],)
        for name, code in words().alias.items()
    }
