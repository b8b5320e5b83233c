"""Replaces letters of other scripts that look Latin inside a Vietnamese word."""

import re
import unicodedata
from functools import lru_cache

from vietnamese.syllable import parse

_CYRILLIC = dict(zip("АВЕКМНОРСТУХаеорсухіІјЈѕЅԁԛһ", "ABEKMHOPCTYXaeopcyxiIjJsSdqh", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ", "ABEZHIKMNOPTYXovu", strict=True))
# Fonts of the 1990s wrote Icelandic eth, and some keyboards African d, for Vietnamese đ.
_ETH = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
_TO_LATIN = str.maketrans({**_CYRILLIC, **_GREEK})
_TO_D = str.maketrans(_ETH)
_SUSPECT = re.compile(r"[\u0370-\u052fÐðƉɖ]")
_WORD = re.compile(r"[^\W\d_]*[\u0370-\u052fÐðƉɖ][^\W\d_]*")


def latin(text: str) -> str:
    """NFC text in which words of mixed scripts are Latin throughout. A word wholly in another script stays as it is."""
    return _WORD.sub(_put_right, text) if _SUSPECT.search(text) else text


def _put_right(match: re.Match[str]) -> str:
    return _latin_word(match[0])


@lru_cache(maxsize=4096)
def _latin_word(word: str) -> str:
    fixed = unicodedata.normalize("NFC", word.translate(_TO_LATIN))
    if len(fixed) != len(word) or not any(_is_latin(c) for c in word) or not all(map(_is_latin, fixed)):
        fixed = word
    with_d = fixed.translate(_TO_D)
    return with_d if fixed.isupper() or parse(with_d.lower()) else fixed


def _is_latin(char: str) -> bool:
    return char < "\u0250" or "\u1e00" <= char <= "\u1eff" or char in "ɖ"
