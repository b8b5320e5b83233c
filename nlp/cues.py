"""The marks that signals and flags are judged by: the patterns of nlp/data/*_cues.toml, for text in lower case."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from vietnamese.text import CAPITALS

_NEW_TONE = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_OLD_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_NEW_TONE)})(?!\w)")
_BEGINS_PLAINLY = re.compile(r"[^\W_](?![?*+{])")
_INSIDE, _GROUP = re.compile(r"\\.|\[[^\]]*\]"), re.compile(r"\([^()]*\)")  # of a regular expression
_PART = re.compile(r"\{([A-Z]+)\}")
_SENTENCE_END = re.compile(rf"\n+|(?<=[^\s.A-ZĐ][.!?…])\s+(?=[\"“'‘{CAPITALS}])")


def lower(text: str) -> str:
    """Lower case of the same length, so that offsets stay; matching it is faster than ignoring case."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return new_tone(low)  # sức khoẻ, toà soạn: as the rules are written


def new_tone(text: str) -> str:
    return _OLD_TONE.sub(lambda m: _NEW_TONE[m[0]], text)


def pattern(alternatives: Iterable[str]) -> re.Pattern[str]:
    """Any of them, as whole words."""
    return re.compile(rf"(?<![^\W_])(?:{_by_first_letter(map(new_tone, alternatives))})(?![^\W_])")


def _by_first_letter(alternatives: Iterable[str]) -> str:
    """The same alternatives, of which a word tries only those with its first letter.

    Those that begin with no letter of their own keep their place, so that the first one that fits is the same.
    """
    groups: list[tuple[str, list[str]]] = []
    for one in alternatives:
        letter = one[:1] if _BEGINS_PLAINLY.match(one) and not _has_branches(one) else ""
        since = next((at for at in reversed(range(len(groups))) if not groups[at][0]), -1) + 1
        alike = next((held for first, held in groups[since:] if first == letter), None) if letter else None
        if alike is None:
            groups.append((letter, [one]))
        else:
            alike.append(one)
    return "|".join(_grouped(letter, held) for letter, held in groups)


def _grouped(letter: str, held: list[str]) -> str:
    return held[0] if len(held) == 1 else f"{letter}(?:{'|'.join(one[1:] for one in held)})"


def _has_branches(alternative: str) -> bool:
    """Whether it is several alternatives itself."""
    outside = _INSIDE.sub("", alternative)
    while (rest := _GROUP.sub("", outside)) != outside:
        outside = rest
    return "|" in outside


@lru_cache(maxsize=4)
def _data(file: str = "signal_cues") -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = tomllib.loads(
        (files("nlp") / "data" / f"{file}.toml").read_text(encoding="utf-8")
    )
    return data


@lru_cache(maxsize=32)
def cues(section: str, file: str = "signal_cues") -> dict[str, re.Pattern[str]]:
    """The patterns of a section of one of the files, by name."""
    parts = _data(file)["parts"]

    def filled(cue: str) -> str:
        return _PART.sub(lambda m: filled(parts[m[1]]), cue)

    return {
        name: pattern(filled(cue) for cue in listed)
        for name, listed in _data(file)[section].items()
        if isinstance(listed, list)
    }


def words(section: str, name: str) -> frozenset[str]:
    """A plain list of that section, whose items stand between commas."""
    return frozenset(" ".join(item.split()) for item in _data()[section][name].split(","))


@dataclass(frozen=True)
class Reading:
    """An article as the rules read it: composed, and once more in lower case of the same length."""

    title: str
    text: str

    @cached_property
    def low(self) -> str:
        return lower(self.text)

    @cached_property
    def low_title(self) -> str:
        return lower(self.title)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        spans, start = [], 0
        for m in _SENTENCE_END.finditer(self.text):
            if m.start() > start:
                spans.append((start, m.start()))
            start = m.end()
        if start < len(self.text):
            spans.append((start, len(self.text)))
        return spans

    def sentence_at(self, at: int) -> tuple[int, int]:
        i = bisect_right(self.sentences, (at, len(self.text) + 1)) - 1
        return self.sentences[max(i, 0)] if self.sentences else (0, len(self.text))

    def spans(self, cue: re.Pattern[str]) -> list[tuple[int, int]]:
        return [m.span() for m in cue.finditer(self.low)]


# Names of countries that are also common syllables: only as they are written, and not within a longer name.
_COUNTRY = re.compile(
    rf"(?<![{CAPITALS}]\w )(?<![{CAPITALS}]\w\w )(?<![{CAPITALS}]\w\w\w )(?<![{CAPITALS}]\w{{4}} )(?<!\w)"
    rf"(?:Mỹ|Nga|Pháp|Đức|Nhật|Ý|Úc|Lào|Bỉ)(?!\w| [{CAPITALS}]| (?:luật|lý|kiến|thức|phẩm|thuật|tâm|nghĩa|tưởng|định))"
)
_LEAD_CHARS = 400


def abroad(reading: Reading) -> bool:
    """A foreign place in the title, or two in the lead, and nothing of home in either."""
    marks = cues("abroad")
    low_lead, lead = reading.low[:_LEAD_CHARS], reading.text[:_LEAD_CHARS]
    if marks["home"].search(reading.low_title) or marks["home"].search(low_lead):
        return False
    if marks["places"].search(reading.low_title) or _COUNTRY.search(reading.title):
        return True
    return len(marks["places"].findall(low_lead)) + len(_COUNTRY.findall(lead)) >= 2
