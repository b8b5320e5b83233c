"""Which name a spelling stands for: marks of the highland names vary, dashes go missing, syllables are joined.

Names of the highlands ("Ea H'leo", "Đắk Pék") come from languages that Vietnamese spelling fits badly, so each paper
writes them in its own way: only their letters count. A Vietnamese name is known by its marks as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nlp.places.names import name_key, syllable_key, words_of
from vietnamese.syllable import parse
from vietnamese.text import fold

MOST_WORDS = 5  # of a highland name, dashes counted: "Đắk-Rơ-Wa"
_HIGHLAND = frozenset(("đắc",))  # Đắc Tô, Đắk Tô: a syllable all the same
_LETTER_OR_NUMERAL = re.compile(r"[bcdpqtf]|[ivx]+", re.IGNORECASE)  # "Tân Hòa B", "Phường II"


@lru_cache(maxsize=65536)
def is_highland(word: str) -> bool:
    """Whether no Vietnamese syllable is spelt so; a number is none, and no name of that kind either."""
    lower = unicodedata.normalize("NFC", word.lower())
    if lower in _HIGHLAND:
        return True
    return word[0].isalpha() and not _LETTER_OR_NUMERAL.fullmatch(word) and parse(lower) is None


@lru_cache(maxsize=65536)
def letters_of(word: str) -> str:
    """Without marks and apostrophes; a last `c` is the `k` of the neighbouring paper: Pắc, Pắk."""
    plain = "".join(char for char in fold(word) if char.isalnum())
    return f"{plain[:-1]}k" if len(plain) > 2 and plain.endswith("c") else plain


def joined_key(keys: Iterable[str]) -> str:
    """The key of the word that is left when the blanks between these syllables' keys are lost."""
    bases, tones = [], []
    for key in keys:
        base = key.rstrip("12345")
        bases.append(base)
        tones.append(key[len(base) :])
    return "".join([*bases, *tones])


class Spellings:
    """From what is written to the key of the name."""

    def __init__(self, named: Iterable[str]) -> None:
        self._undashed: dict[str, str] = {}
        self._joined: dict[str, str] = {}
        self._highland: dict[str, str] = {}
        for name in named:
            key, words = name_key(name), words_of(name)
            syllables = [part for part in key.split(" ") if part != "-"]
            if len(syllables) < key.count(" ") + 1:
                self._undashed.setdefault(" ".join(syllables), key)
            if any(is_highland(word) for word in words):
                self._highland.setdefault("".join(map(letters_of, words)), key)
            elif len(syllables) > 1 and not any(part.isdigit() for part in syllables):
                self._joined.setdefault(joined_key(syllables), key)
        self.longest: dict[str, int] = {}  # words by the first one's key
        for key in self._undashed:
            first, length = key.split(" ", 1)[0], key.count(" ") + 1
            self.longest[first] = max(length, self.longest.get(first, 0))
        for key in self._joined:
            self.longest.setdefault(key, 1)

    def of(self, words: Sequence[str]) -> str:
        """The key of the name that these words spell in a way of their own; "" for none."""
        if not any(map(is_highland, words)):
            return self._undashed.get(" ".join(map(syllable_key, words)), "")
        if len(words) == 1 and (found := self._joined.get(syllable_key(words[0]))):
            return found
        letters = "".join(map(letters_of, words))
        return self._highland.get(letters, "") if len(letters) > 2 else ""

    def canonical(self, name: str) -> str:
        """The key by which a name of the gazetteer is looked up: one for all its spellings."""
        return self._highland.get("".join(map(letters_of, words_of(name))), "") or name_key(name)
