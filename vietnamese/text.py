"""Cleans Vietnamese text for storing, and makes forms for matching, with offsets into the published text."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vietnamese.confusables import latin
from vietnamese.syllable import Syllable, canonical_tone, parse, spell
from vietnamese.telex import untelex
from vietnamese.unseen import without_unseen

__all__ = ["CAPITALS", "MatchForm", "canonical_tone", "clean", "fold", "fold_with_offsets", "nfc", "shadow", "untelex"]

# For character classes. A-ZÀ-Ỹ would not do, because that range holds small letters, too.
CAPITALS = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
# Zero-width, soft hyphen, direction marks, byte-order mark, variation selectors; control characters; half a surrogate
# pair, which JSON can write but no database can store.
_UNSEEN_SET = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_CONTROL_SET = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff"
_UNSEEN = re.compile(f"[{_UNSEEN_SET}{_CONTROL_SET}]")
_CONTROLS = re.compile(f"[{_CONTROL_SET}]")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_LINES = re.compile(r" ?\n[ \n]*")
_ACCENTED = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*|\b(?:[hklmstv]|th|qu)y\b|\bquy(?:t|p|n|nh|ch)\b")
_Y_ONSETS = frozenset(("h", "k", "l", "m", "s", "t", "v", "th", "qu"))
_QU_Y_RIMES = frozenset(("yt", "yp", "yn", "ynh", "ych"))
_ODD_LOWER = str.maketrans({"İ": "i", "ς": "σ"})  # where lower() gives two characters or looks at neighbours
_MAX_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class MatchForm:
    """`text` is for matching; text[i:j] was made from original[offsets[i]:offsets[j]]."""

    text: str
    offsets: Sequence[int]  # one for each character of `text`, and one for its end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the original of text[start:end]."""
        return self.offsets[start], self.offsets[end]

    def folded(self) -> "MatchForm":
        """The same without marks: đ as d."""
        text, offsets = _steady_fold(self.text)
        return MatchForm(text, _through(offsets, self.offsets))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Text to store and show: NFC, without invisible characters and look-alike letters, with single spaces."""
    text = without_unseen(_CONTROLS.sub("", _BREAKS.sub("\n", text)))
    text = latin(nfc(text))
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def shadow(text: str) -> MatchForm:
    """The text for matching: lower case, one tone placement (hoà → hòa), i for y (kỹ → kĩ), cleaned as above."""
    spelt, offsets = _spelt_once(text)
    while not unicodedata.is_normalized("NFC", spelt):  # a replaced letter may compose with the mark after it
        spelt, inner = _spelt_once(spelt)
        offsets = _through(inner, offsets)
    return MatchForm(spelt, offsets)


def fold(text: str) -> str:
    """Lower case without marks, đ as d. Folding twice changes nothing."""
    return fold_with_offsets(text).text


def fold_with_offsets(text: str) -> MatchForm:
    base, offsets = _lowered(text)
    folded, inner = _steady_fold(latin(base))
    while (put_right := latin(folded)) != folded:  # a mark stood within a word of mixed letters
        folded, again = _steady_fold(put_right)
        inner = _through(again, inner)
    return MatchForm(folded, _through(inner, offsets))


class _Spellings(dict[str, str]):
    def __missing__(self, word: str) -> str:
        if len(self) >= _MAX_REMEMBERED:
            self.clear()
        self[word] = spelling = _spelling(word)
        return spelling


def _spelling(word: str) -> str:
    syllable = parse(word)
    if syllable is None:
        return word
    onset, rime, tone = syllable
    if (rime == "y" and onset in _Y_ONSETS) or (onset == "qu" and rime in _QU_Y_RIMES):
        rime = "i" + rime[1:]
    return spell(Syllable(onset, rime, tone))


_spellings = _Spellings()  # only caches the results of a pure function


def _spelt_once(text: str) -> tuple[str, Sequence[int]]:
    base, offsets = _lowered(text)
    return _ACCENTED.sub(_one_spelling, latin(base)), offsets


def _one_spelling(match: re.Match[str]) -> str:
    return _spellings[match[0]]


def _lowered(text: str) -> tuple[str, Sequence[int]]:
    """NFC in lower case without invisible characters. Most articles are NFC already; then the offsets are a range."""
    if not _UNSEEN.search(text) and unicodedata.is_normalized("NFC", text):
        low = text.translate(_ODD_LOWER).lower() if "İ" in text or "Σ" in text or "ς" in text else text.lower()
        if len(low) == len(text) and "ς" not in low and unicodedata.is_normalized("NFC", low):
            return low, range(len(text) + 1)
    return _lowered_slowly(text)


def _lowered_slowly(text: str) -> tuple[str, Sequence[int]]:
    pieces: list[str] = []
    offsets: list[int] = []
    for match in _cluster().finditer(text):
        piece = _lowered_cluster(match[0])
        pieces.append(piece)
        offsets.extend([match.start()] * len(piece))
    offsets.append(len(text))
    return "".join(pieces), offsets


@lru_cache(maxsize=65536)
def _lowered_cluster(cluster: str) -> str:
    piece = nfc(_UNSEEN.sub("", cluster)).translate(_ODD_LOWER).lower()
    return nfc(piece.translate(_ODD_LOWER))


@lru_cache(maxsize=1)
def _cluster() -> re.Pattern[str]:
    """Splits text into letters, each with its marks and invisible neighbours. NFC never composes across two."""
    joining = "".join(char for char in map(chr, range(0x300, 0x20000)) if _joins(char))
    return re.compile(f".[{_UNSEEN_SET}{_CONTROL_SET}{re.escape(joining)}]*", re.DOTALL)


def _joins(char: str) -> bool:
    # Mc and Hangul vowels and finals compose with what stands before them though their class is 0.
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Mc"):
        return True
    return "\u1160" <= char <= "\u11ff"


class _Unmarked(dict[int, str]):
    """A table for str.translate that maps each character to itself without marks, computed on first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if unicodedata.combining(char):
            bare = ""
        else:
            parts = unicodedata.normalize("NFD", char)
            bare = nfc("".join(c for c in parts if not unicodedata.combining(c)))
        self[code] = bare = bare.replace("đ", "d")
        return bare


_unmarked = _Unmarked()


def _steady_fold(text: str) -> tuple[str, Sequence[int]]:
    """Folds until nothing changes, because a removed mark may let its neighbours compose."""
    folded, offsets = _fold_once(text)
    while not folded.isascii():
        again, inner = _fold_once(folded)
        if again == folded:
            break
        folded, offsets = again, _through(inner, offsets)
    return folded, offsets


def _fold_once(text: str) -> tuple[str, Sequence[int]]:
    low, offsets = _lowered(text)
    folded = low.translate(_unmarked)
    if len(folded) == len(low):
        return folded, offsets
    kept = [at for at, char in enumerate(low) for _ in char.translate(_unmarked)]
    return folded, _through([*kept, len(low)], offsets)


def _through(inner: Sequence[int], outer: Sequence[int]) -> Sequence[int]:
    """The offsets of a form made from another form, as offsets into the original."""
    if isinstance(inner, range) and len(inner) == len(outer):
        return outer
    if isinstance(outer, range):  # every range here starts at 0 and counts each character
        return inner
    return [outer[at] for at in inner]
