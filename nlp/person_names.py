"""Full Vietnamese names of people in one text. Nothing here keeps, counts or joins them (design §1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlp.cues import words
from vietnamese.plausibility import is_syllable
from vietnamese.text import CAPITALS

_SMALL = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
GIVEN = rf"[{CAPITALS}][{_SMALL}]+"
INITIALS = rf"(?:[{CAPITALS}][{_SMALL}]{{0,2}}\.\s?){{1,4}}"
_NAME = re.compile(rf"(?<![\w.])(?:{GIVEN}|[Yy](?= [{CAPITALS}]))(?: [{CAPITALS}][{_SMALL}]*){{1,4}}(?!\w)")
# "Nguyễn Đình Th", "L": a last word without a vowel. Vy, Ly and Thy are names.
_SHORTENED = re.compile(rf"(?:^| )(?:[BCDĐGHKLMNPQRSTVX][bcdđghklmnpqrstvx]{{0,2}}|Gi|Qu|[{CAPITALS}])$")

_CALLED = re.compile(r"(?<!\w)(?:cháu|(?<!trẻ )em|bé|cô bé|cậu bé|anh|chị) $")
_CALLED_CHARS = 12
_SURE_WORDS = 3  # of a name with a family name that is not in the list
_TITLES = frozenset(("cháu", "em", "bé", "anh", "chị", "ông", "bà", "cụ"))
_UNITS = frozenset(("thành", "trường", "trung", "tiểu", "mầm", "bệnh", "quận", "phường", "tuổi", "việt", "viện", "nhà"))


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    start: int
    end: int

    @property
    def given(self) -> str:
        return self.text.rpartition(" ")[2]

    @property
    def length(self) -> int:
        return self.text.count(" ") + 1


@lru_cache(maxsize=1)
def _families() -> frozenset[str]:
    return words("privacy", "family")


@lru_cache(maxsize=1)
def _no_person() -> frozenset[str]:
    return words("privacy", "no_person")


def names(text: str) -> Iterator[Name]:
    """Each full name; one that the text itself shortened is none."""
    for m in _NAME.finditer(text):
        start, parts = m.start(), m[0].split(" ")
        called = len(parts) > 2 and parts[0].lower() in _TITLES  # with a capital where it opens the sentence
        if called:
            start += len(parts[0]) + 1
            parts = parts[1:]
        # Behind a word for a person the family name may be a rare one.
        rare = len(parts) >= _SURE_WORDS and (
            called or _CALLED.search(text, max(0, start - _CALLED_CHARS), start) is not None
        )
        rare = rare and parts[0].lower() not in _UNITS
        while not rare and len(parts) > 2 and parts[0].lower() not in _families():
            start += len(parts[0]) + 1
            parts = parts[1:]
        name = text[start : m.end()]
        full = (rare or parts[0].lower() in _families()) and name not in _no_person() and not _SHORTENED.search(name)
        if full and all(is_syllable(part) or part.lower() in _families() for part in parts):
            yield Name(name, start, m.end())
