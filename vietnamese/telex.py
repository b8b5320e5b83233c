"""Telex and VNI keystrokes left in a query (`ddaf nawngx`, `d9a2 na84ng`), read as what was meant."""

import re
from functools import lru_cache
from typing import NamedTuple

from vietnamese.syllable import assemble, is_bare, parse, spell

_TELEX_TONES = {"s": 1, "f": 2, "r": 3, "x": 4, "j": 5}
_VNI_HATS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_TELEX_W = {"a": "ă", "o": "ơ", "u": "ư"}
_DOUBLES = {"a": "â", "e": "ê", "o": "ô", "d": "đ"}
_VOWELS = frozenset("aeiouyăâêôơư")
_TOKEN = re.compile(r"(?<![\w.@/])[^\W_]++(?![@/:_]|\.\w)")  # never inside an address or before a field's colon
_KEYS = re.compile(r"[A-Za-z][A-Za-z0-9]+")

# Foreign words and formulas met in Vietnamese queries that would also read as keystrokes.
_FOREIGN = """
    air as bar bars bas bee been beef beer bees boo boom boss bow box boxes bus car cars cats co2 cow cuts cafe
    das deer diesel dos down dow ever exit fax fees feed fix foo gas gel gala gps has his how ios is its kids law lens
    less loo los low maps mas max mer mix moon moor mos no2 nor now nos ok oops or our own owns pas pos pr
    pros pus ray rap relax res room row rows rum sars saw sax see seem seen sees ser sex so2 sos sow sox taxi tax
    teen tees test tests tips tops tour tours too toon tow town tows usa us var vas ves via visa vista vow was
    wow xem xbox yes you your zoo zoom tesla nasa nato asean oscar euro facebook bis gis cis h2o o2 hot tivi www
"""
_FOREIGN_WORDS = frozenset(_FOREIGN.split())


class _Reading(NamedTuple):
    word: str
    sure: bool  # sequences of keys that occur in no ordinary word


def untelex(query: str) -> str:
    """The query with leftover keystrokes turned into letters; unchanged when they may be ordinary words."""
    tokens = _TOKEN.findall(query)
    readings = {token: reading for token in tokens if (reading := _read(token))}
    if not readings:
        return query
    certain = any(reading.sure for reading in readings.values())
    # Words such as `tips` are valid Telex too, so the reading counts only when it makes the whole query Vietnamese.
    believed = len(readings) > 1 and all(token in readings or is_word(token) for token in tokens)
    if not certain and not believed:
        return query
    chosen = {token: r.word for token, r in readings.items() if r.sure or believed}
    return _TOKEN.sub(lambda match: chosen.get(match[0], match[0]), query)


def is_word(token: str) -> bool:
    lower = token.lower()
    return token.isdigit() or parse(lower) is not None or is_bare(lower)


@lru_cache(maxsize=8192)
def _read(token: str) -> _Reading | None:
    keys = token.lower()
    if not _KEYS.fullmatch(token) or keys in _FOREIGN_WORDS or is_bare(keys):
        return None
    reading = _telex(keys) if keys.isalpha() else _vni(keys)
    if reading is None:
        return None
    word = reading.word
    cased = word.upper() if token.isupper() else word.capitalize() if token[0].isupper() else word
    return _Reading(cased, reading.sure)


def _vni(keys: str) -> _Reading | None:
    letters: list[str] = []
    tone, sure = 0, False
    for key in keys:
        if not key.isdigit():
            letters.append(key)
        elif key in "12345" and not tone and _VOWELS.intersection(letters):
            tone = int(key)
        elif key in _VNI_HATS and _hat(letters, _VNI_HATS[key]):
            sure = True
        else:
            return None
    return _spelt("".join(letters), tone, sure and len(letters) > 1)


def _hat(letters: list[str], hats: dict[str, str]) -> bool:
    """Put the mark on the last letter that takes it; `uo` takes a horn on both."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in hats:
            letters[at] = hats[letters[at]]
            if letters[at] == "ơ" and at and letters[at - 1] == "u" and letters[at + 1 :]:
                letters[at - 1] = "ư"
            return True
    return False


def _telex(keys: str) -> _Reading | None:
    letters: list[str] = []
    tone, sure = 0, False
    for key in keys:
        if key in _TELEX_TONES and _VOWELS.intersection(letters):
            if tone:
                return None
            tone = _TELEX_TONES[key]
            sure = sure or key in "fj" or (key in "xr" and letters[-1] not in _VOWELS)
        elif key == "w":
            if not _hat(letters, _TELEX_W) and not _after_horn(letters):
                letters.append("ư")
            sure = True
        elif key in _DOUBLES and _doubled(letters, key):
            sure = True
        else:
            letters.append(key)
    return _spelt(_both_horns("".join(letters)), tone, sure)


def _after_horn(letters: list[str]) -> bool:
    return bool(letters) and letters[-1] in "ươă"  # `uwow`: the first w has marked both


def _doubled(letters: list[str], key: str) -> bool:
    """`dd` at the start, `aa` `ee` `oo` in one vowel; the second may be typed late: `dad`, `vietej`."""
    if key not in letters:
        return False
    at = len(letters) - 1 - letters[::-1].index(key)
    if _VOWELS.intersection(letters[at + 1 :]) and key != "d":
        return False
    letters[at] = _DOUBLES[key]
    return True


def _both_horns(word: str) -> str:
    return word.replace("ưo", "ươ") if "ưo" in word else word


def _spelt(letters: str, tone: int, sure: bool) -> _Reading | None:
    syllable = assemble(letters, tone)
    return None if syllable is None else _Reading(spell(syllable), sure)
