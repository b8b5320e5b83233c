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
        while len(parts) > 2 and parts[0].lower() not in _families():
            start += len(parts[0]) + 1
            parts = parts[1:]
        name = text[start : m.end()]
        full = parts[0].lower() in _families() and name not in _no_person() and not _SHORTENED.search(name)
        if full and all(is_syllable(part) or part.lower() in _families() for part in parts):
            yield Name(name, start, m.end())
