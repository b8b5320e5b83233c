"""Where a text may name a unit: each longest known name in a run of capitalised words, and what stands around it."""

import re
import sys
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from nlp.places.gazetteer import Gazetteer, Unit, load
from nlp.places.names import APOSTROPHES, TOKEN, name_key, split_kind, syllable_key
from nlp.places.spellings import MOST_WORDS, Spellings, is_highland

_UPPER = "".join(c for c in map(chr, range(0x41, 0x1EFF)) if c.isupper() and (ord(c) < 0x250 or ord(c) > 0x1E00))
_WORD = rf"[{_UPPER}](?:[\w'’\u0300-\u036f])*"
_RUN = re.compile(
    rf"(?<!\w)(?:{_WORD}(?:(?:[ \u00a0]?[-–][ \u00a0]?|[ \u00a0]){_WORD}|[ \u00a0]\d{{1,2}}(?![\w.,/%]*\d))*)"
)
_NUMBERED = re.compile(
    rf"(?<!\w)([Qq]uận|[Pp]hường|QUẬN|PHƯỜNG|[QqPpFf]\.?)[ \u00a0]?(?P<number>\d{{1,2}})(?![\d/%]|[.,]\d)"
    rf"(?=(?P<more>(?:[ \u00a0]{_WORD}){{0,3}}))"
)

_APOSTROPHE = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=\w)")

_KIND_OF = {
    "tỉnh": "Tỉnh", "thành phố": "Thành phố", "tp": "Thành phố", "t.p": "Thành phố", "thủ đô": "Thành phố",
    "huyện đảo": "Huyện", "huyện": "Huyện", "quận": "Quận", "q": "Quận", "thị xã": "Thị xã", "tx": "Thị xã",
    "phường": "Phường", "p": "Phường", "f": "Phường", "xã đảo": "Xã", "xã": "Xã",
    "thị trấn": "Thị trấn", "tt": "Thị trấn", "đặc khu": "Đặc khu",
    "h": "Huyện", "x": "Xã", "t": "Tỉnh",
}  # fmt: skip
# One letter is a kind only with its full stop: "H.Bát Xát".
_KIND = re.compile(
    r"(?<!\w)(?P<kind>tỉnh|thành phố|thủ đô|huyện đảo|huyện|quận|thị xã|phường|xã đảo|xã|thị trấn|đặc khu|tp|tx|t\.p|tt"
    r"|[qphxt](?=\.))\.?[ \u00a0]*$",
    re.IGNORECASE,
)


_KIND_KEYS = frozenset(
    tuple(name_key(kind).split(" ")) for kind in ("thành phố", "thị xã", "thị trấn", "đặc khu", "thủ đô")
)


@dataclass(frozen=True, slots=True)
class Endings:
    """Words that may stand right before a name. A set of whole words is ten times as fast as a pattern."""

    words: frozenset[str]
    longest: int

    @classmethod
    def of(cls, words: Iterable[str]) -> "Endings":
        known = frozenset(w.lower() for w in words)
        return cls(known, max(w.count(" ") + 1 for w in known))

    def search(self, lead: str) -> bool:
        tail = [w.lstrip("(\"“‘'[") for w in lead.rstrip(" \u00a0\"“‘'").lower().split()[-self.longest :]]
        return any(" ".join(tail[i:]) in self.words for i in range(len(tail)))


@dataclass(frozen=True, slots=True)
class Words:
    """nlp/data/places.toml, ready for look-up."""

    alias: dict[str, str]
    known: frozenset[str]
    careful: frozenset[str]
    address_only: frozenset[str]
    namelike: frozenset[str]
    phrases: frozenset[str]
    surnames: frozenset[str]
    persons: Endings
    things: Endings
    locative: Endings
    abroad: re.Pattern[str]


@dataclass(slots=True)
class Found:
    """One possible mention. `start` is the kind word's when there is one."""

    start: int
    end: int
    key: str
    units: tuple[Unit, ...]
    kind: str  # "Xã"; "" for a bare name
    before: str  # the text before the run, short
    left: tuple[str, ...]  # words of the same run before the name and its kind
    right: tuple[str, ...]  # words of the same run after the name
    shout: bool  # all capitals
    short: bool = False  # an abbreviated kind before a number or a single letter: "P. 1"
    listed: bool = False  # the kind was taken from the list it stands in


@lru_cache(maxsize=1)
def words() -> Words:
    data: dict[str, Any] = tomllib.loads((files("nlp") / "data" / "places.toml").read_text(encoding="utf-8"))
    keys = {
        part: frozenset(name_key(n) for n in data[part]["names"])
        for part in ("known", "careful", "address_only", "phrases", "surnames", "namelike")
    }
    abroad = "|".join(data["abroad"]["words"])
    return Words(
        alias={name_key(name): code for name, code in data["alias"].items()},
        known=keys["known"],
        careful=keys["careful"],
        address_only=keys["address_only"],
        namelike=keys["namelike"],
        phrases=keys["phrases"],
        surnames=keys["surnames"],
        persons=Endings.of(data["not_a_unit"]["persons"]),
        things=Endings.of(data["not_a_unit"]["things"]),
        locative=Endings.of(data["locative"]["words"]),
        abroad=re.compile(rf"[ \u00a0]*(?:[,(]|của)[ \u00a0]*(?:{abroad})\b(?![ \u00a0-][{_UPPER}])"),
    )


class Token(NamedTuple):
    start: int
    end: int
    word: str
    key: str


class Names:
    """Keys of names by their first syllable, with the units they may mean."""

    def __init__(self, gazetteer: Gazetteer, vocabulary: Words) -> None:
        called = [(split_kind(name)[1], unit) for unit in gazetteer.units.values() for name in unit.names]
        self.spellings = Spellings(name for name, _ in called)
        units: dict[str, dict[str, Unit]] = {}
        for name, unit in called:
            units.setdefault(self.spellings.canonical(name), {})[unit.code] = unit
        self.units = {key: tuple(found.values()) for key, found in units.items()}
        for key, code in vocabulary.alias.items():
            self.units[key] = (gazetteer.units[code], *(u for u in self.units.get(key, ()) if u.code != code))
        self.phrases = vocabulary.phrases
        self.longest: dict[str, int] = {}
        for key in (*self.units, *self.phrases):
            first, length = key.split(" ", 1)[0], key.count(" ") + 1
            self.longest[first] = max(length, self.longest.get(first, 0))

    def key_of(self, tokens: Sequence[Token]) -> str:
        """The key of the name or phrase that these are; "" for none."""
        key = " ".join(token.key for token in tokens)
        if key in self.units or key in self.phrases:
            return key
        if "-" in (tokens[0].key, tokens[-1].key):
            return ""
        return self.spellings.of([token.word for token in tokens if token.key != "-"])


@lru_cache(maxsize=1)
def names() -> Names:
    return Names(load(), words())


@lru_cache(maxsize=32768)
def _tokens(run: str) -> tuple[Token, ...]:
    return tuple(Token(m.start(), m.end(), m[0], sys.intern(syllable_key(m[0]))) for m in TOKEN.finditer(run))


@lru_cache(maxsize=32768)
def _matches(run: str) -> tuple[tuple[int, int, str], ...]:
    """(first token, last token + 1, key) of each longest match in the run."""
    tokens, known = _tokens(run), names()
    found, i, n = [], 0, len(tokens)
    while i < n:
        if i + 1 < n and (tokens[i].key, tokens[i + 1].key) in _KIND_KEYS:
            i += 2  # "THÀNH PHỐ HUẾ" holds no "phố Huế"
            continue
        for length in range(min(_reach(tokens, i), n - i), 0, -1):
            key = known.key_of(tokens[i : i + length])
            if key:
                found.append((i, i + length, key))
                i += length
                break
        else:
            i += 1
    return tuple(found)


def _reach(tokens: Sequence[Token], i: int) -> int:
    """How many tokens a name that begins here may have."""
    known = names()
    plain = max(known.longest.get(tokens[i].key, 0), known.spellings.longest.get(tokens[i].key, 0))
    highland = any(is_highland(token.word) for token in tokens[i : i + MOST_WORDS] if token.key != "-")
    return max(plain, MOST_WORDS) if highland else plain


def compose(text: str) -> tuple[str, Callable[[int], int]]:
    """`text` in NFC, and a way back from an offset in it to the same place in `text`."""
    if unicodedata.is_normalized("NFC", text):
        return _one_apostrophe(text), int
    pieces, starts = [], []
    for cluster in re.finditer(r".[\u0300-\u036f]*", text, re.DOTALL):
        piece = unicodedata.normalize("NFC", cluster[0])
        pieces.append(piece)
        starts.extend([cluster.start()] * len(piece))
    starts.append(len(text))
    return _one_apostrophe("".join(pieces)), starts.__getitem__


def _one_apostrophe(text: str) -> str:
    """Between two letters every sign that papers use is the same one; one for one, so no offset changes."""
    return _APOSTROPHE.sub("’", text)


def scan(text: str) -> list[Found]:
    """Every possible mention in `text`, which is NFC, in order."""
    found: list[Found] = []
    for run in _RUN.finditer(text):
        matches = _matches(run[0])
        if matches:
            found.extend(_in_run(text, run.start(), run[0], matches))
    numbered = list(_numbered(text))
    found = [one for one in found if not any(n.start <= one.start and one.end <= n.end for n in numbered)]
    return sorted([*found, *numbered], key=lambda one: one.start)


def _numbered(text: str) -> Iterator[Found]:
    """ "phường 4", "Q.1", "P4": with a name behind the number where the ward is called so ("phường 1 Bảo Lộc")."""
    for m in _NUMBERED.finditer(text):
        kind, tokens = _KIND_OF[m[1].rstrip(".").lower()], _tokens(m["number"] + m["more"])
        for length in range(len(tokens), 0, -1):
            key = names().key_of(tokens[:length]) if length > 1 else str(int(tokens[0].word))
            if units := names().units.get(key, ()):
                end = m.start("number") + tokens[length - 1].end
                short = len(m[1]) < 3 and m[1].upper() != "Q."  # "P. 4" may be a person, "Q1" a quarter of the year
                yield Found(m.start(), end, key, units, kind, "", (), (), False, short)
                break


def _in_run(text: str, offset: int, run: str, matches: Iterable[tuple[int, int, str]]) -> Iterator[Found]:
    tokens = _tokens(run)
    shout = len(tokens) > 1 and run.isupper()
    for first, last, key in matches:
        start, end = offset + tokens[first].start, offset + tokens[last - 1].end
        kind_start, kind = _kind_before(text, start)
        if key in names().phrases and not kind:
            continue
        units = names().units.get(key, ())
        if not units or (key.isdigit() and not kind):
            continue
        left = tuple(token.word for token in tokens[:first] if offset + token.start < kind_start)
        right = tuple(token.word for token in tokens[last:])
        head = min(kind_start, offset)
        yield Found(
            kind_start,
            end,
            key,
            units,
            kind,
            text[max(0, head - 24) : head],
            left,
            right,
            shout,
            len(key) == 1 and start - kind_start < 4,
        )


def _kind_before(text: str, start: int) -> tuple[int, str]:
    low = max(0, start - 11)
    m = _KIND.search(text[low:start])
    if not m:
        return start, ""
    return low + m.start(), _KIND_OF[m["kind"].lower()]
