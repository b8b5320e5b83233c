"""Whether a text is Vietnamese, by its syllables: no model, nothing downloaded."""

import re
from collections import Counter
from collections.abc import Callable

from vietnamese.syllable import TONE_LETTERS, is_bare, parse
from vietnamese.text import nfc

_WORD = re.compile(r"[^\W\d_]+")
_CHARS_READ = 3000  # characters; a bulletin says in its first lines which language it is in
_MIN_WORDS = 2  # words
_SHORT_WORDS = 12  # words; below that a few foreign names weigh too much

# The commonest words, without marks: they tell unmarked Vietnamese (`cua va la`) from words that look so by chance.
_COMMON_BARE = """
cua va la co cho khong duoc nguoi nhung trong voi mot cac den tai theo nay khi ra vao tren ngay ve bi da se hon nhieu
viec nam phai cung nhu tinh thanh viet truoc sau tu do neu thi dang tinh xa phuong dia xin chao gia lich tiem chung
"""
_ENGLISH = """
the of and to in is was for that on with as by it at from are his her be has had this which an or were not but have
they you we their said will would who been its more after also about than when one all there can new
"""
_BARE_VIETNAMESE = frozenset(_COMMON_BARE.split())
_BARE_ENGLISH = frozenset(_ENGLISH.split())


def language(text: str) -> str:
    """ "vi", "en", or "und" when it is another language, or too little to tell."""
    written = Counter(_WORD.findall(nfc(text[:_CHARS_READ])))
    words: Counter[str] = Counter()
    for word, times in written.items():  # each is judged once, however often it stands there
        if not _is_foreign_name(word):
            words[word.lower()] += times
    total = words.total()
    if total < _MIN_WORDS:
        return "vi" if any(map(_is_marked, words)) else "und"
    marked = _share(words, _is_marked)
    spelt = _share(words, lambda word: parse(word) is not None)
    if marked >= 0.25 and spelt >= (0.55 if total < _SHORT_WORDS else 0.65):
        return "vi"
    english = _share(words, _BARE_ENGLISH.__contains__)
    bare = _share(words, lambda word: is_bare(word) or parse(word) is not None)
    if bare >= 0.8 and english < 0.1 and _share(words, _BARE_VIETNAMESE.__contains__) >= 0.1:
        return "vi"
    return "en" if english >= 0.15 and marked < 0.25 else "und"


def _share(words: Counter[str], holds: Callable[[str], bool]) -> float:
    return sum(times for word, times in words.items() if holds(word)) / words.total()


def _is_foreign_name(word: str) -> bool:
    """Names and abbreviations stand in texts of every language: `Scholes`, `NATO`."""
    return word[0].isupper() and word.isascii() and parse(word.lower()) is None


def _is_marked(word: str) -> bool:
    """Whether the word can only be Vietnamese: it is a syllable, and has a letter that no other language has."""
    return not TONE_LETTERS.isdisjoint(word) and parse(word) is not None
