"""How Vietnamese a piece of text looks, syllable by syllable: enough to choose between encodings."""

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def is_syllable(word: str) -> bool:
    """True for one well-formed syllable with at most one tone."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in decomposed if letter not in _TONES)
    return len(decomposed) - len(bare) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def likeness(text: str) -> tuple[int, float]:
    """How many accented words there are, and what part of them are Vietnamese syllables."""
    words = {word for word in _WORD.findall(unicodedata.normalize("NFC", text)) if not word.isascii()}
    if not words:
        return 0, 0.0
    return len(words), sum(map(is_syllable, words)) / len(words)
