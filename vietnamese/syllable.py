"""The Vietnamese syllable: which spellings exist, and where its tone mark stands."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay
oăc oăm oăn oăng oăt oe oen oeo oet oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uâng uât uây
uê uêch uên uênh uêt uêu uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y
"""
_AFTER_NOTHING = "yêm yên yêng yêt yêu"
_AFTER_QU = "yên yêt yt ynh ych yn yp ơn âc"
_ONSETS = ("ngh", "ch", "đ", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdghklmnprstvx")
_FRONT = frozenset("eêiy")  # the vowels before which c, g, ng are written k, gh, ngh
_MARKS = {"\u0301": 1, "\u0300": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}  # numbered as in VNI
_MARKED = frozenset("ăâêôơư")
_VOWELS = frozenset("aăâeêioôơuưy")
_STOPPED = ("c", "ch", "p", "t")  # syllables with these endings take only sắc or nặng

RIMES = frozenset(_RIMES.split())
_RIMES_OF = {
    "": RIMES | frozenset(_AFTER_NOTHING.split()),
    "qu": RIMES | frozenset(_AFTER_QU.split()),
}


class Syllable(NamedTuple):
    onset: str
    rime: str  # without its tone
    tone: int  # 0 ngang, then 1-5: sắc huyền hỏi ngã nặng


def _tone_table() -> dict[str, tuple[str, int]]:
    pairs = ((unicodedata.normalize("NFC", v + m), (v, n)) for v in _VOWELS for m, n in _MARKS.items())
    return dict(pairs)


_TONED = _tone_table()
_WITH_TONE = {pair: char for char, pair in _TONED.items()}
TONE_LETTERS = frozenset(_TONED) | _MARKED | {"đ"}  # letters only Vietnamese spelling needs


def _plain(text: str) -> str:
    kept = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return "".join(kept).replace("đ", "d")


_BARE_RIMES = {onset: frozenset(map(_plain, rimes)) for onset, rimes in _RIMES_OF.items()}
_BARE_COMMON = frozenset(map(_plain, RIMES))


def _untoned(word: str) -> tuple[str, int] | None:
    tone, letters = 0, []
    for char in word:
        base, mark = _TONED.get(char, (char, 0))
        if mark and tone:
            return None
        tone = tone or mark
        letters.append(base)
    return "".join(letters), tone


def _spelt_right(onset: str, rime: str) -> bool:
    if onset in ("k", "gh", "ngh"):
        return rime[0] in _FRONT
    if onset in ("c", "ng"):
        return rime[0] not in _FRONT
    return onset != "g" or rime[0] not in "eêy"


@lru_cache(maxsize=65536)
def parse(word: str) -> Syllable | None:
    """The parts of one lower-case NFC syllable, wherever its tone is written; None when it is not Vietnamese."""
    if not 0 < len(word) <= 7:
        return None
    untoned = _untoned(word)
    return None if untoned is None else assemble(*untoned)


def assemble(letters: str, tone: int) -> Syllable | None:
    """The syllable that these letters make with this tone; None when there is no such syllable."""
    for onset in (*_ONSETS, ""):
        rime = letters[len(onset) :]
        if not letters.startswith(onset) or rime not in _RIMES_OF.get(onset, RIMES):
            continue
        if _spelt_right(onset, rime) and (tone in (1, 5) or not rime.endswith(_STOPPED)):
            return Syllable(onset, rime, tone)
    return None


@lru_cache(maxsize=65536)
def is_bare(word: str) -> bool:
    """Whether a lower-case word without marks could be a Vietnamese syllable typed without them."""
    for onset in (*_ONSETS, ""):
        rime = word[len(onset) :]
        if rime and word.startswith(onset) and rime in _BARE_RIMES.get(onset, _BARE_COMMON):
            return True
    return False


def _tone_place(rime: str) -> int:
    marked = [at for at, char in enumerate(rime) if char in _MARKED]
    if marked:
        return marked[-1]
    vowels = sum(char in _VOWELS for char in rime)
    return 1 if vowels == 3 or (vowels == 2 and len(rime) > 2) else 0


def spell(syllable: Syllable) -> str:
    """Written with the tone where the press writes it: hòa, thủy, quý, hoàn."""
    onset, rime, tone = syllable
    if not tone:
        return onset + rime
    at = _tone_place(rime)
    return onset + rime[:at] + _WITH_TONE[rime[at], tone] + rime[at + 1 :]


@lru_cache(maxsize=65536)
def canonical_tone(word: str) -> str:
    """The same word, its case kept, with the tone in its one place; other words come back in NFC."""
    word = unicodedata.normalize("NFC", word)
    lower = word.lower()
    syllable = parse(lower)
    if syllable is None or len(lower) != len(word):
        return word
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, spell(syllable), strict=True))
