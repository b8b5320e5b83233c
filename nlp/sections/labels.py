"""Which of the ten sections a publisher's own words mean: its label, breadcrumb, or the path and host of the page.

A narrow label ("Y tế") decides; a wide one ("Xã hội", under which papers file health and crime as well) leans; the rest
("Thông báo", "Tin tức") says nothing. The table is ours.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from domain.understanding import Section
from vietnamese.text import fold

NARROW = 0.97  # the chance that what stands under a narrow label belongs to its section, whatever a model says
WIDE = 0.6  # before a model has read the text
_PARTS = re.compile(r"\s+[-–—]\s+|[|>»/,;&•·]|\bva\b")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Said:
    """What a label means, and whether little else is filed under it."""

    section: Section
    narrow: bool

    def weigh(self, scores: Mapping[Section, float]) -> dict[Section, float]:
        """A model's chances, after the publisher's word."""
        if self.narrow:
            rest = sum(scores.values()) - scores[self.section]
            share = (1 - NARROW) / rest if rest else 0.0
            return {one: NARROW if one is self.section else chance * share for one, chance in scores.items()}
        other = (1 - WIDE) / (len(scores) - 1)
        raised = {one: chance * (WIDE if one is self.section else other) for one, chance in scores.items()}
        whole = sum(raised.values())
        return {one: value / whole for one, value in raised.items()}


def said_by_publisher(label: str, url: str = "") -> Said | None:
    """The label first, then what the address says; None where neither tells."""
    for words in (*_of_label(label), *_of_address(url)):
        if found := _table().get(words):
            return found
    return None


def _of_label(label: str) -> Iterator[str]:
    """The whole of it, then its parts from the left, as a breadcrumb is read."""
    plain = fold(label)
    yield _joined(plain)
    for part in _PARTS.split(plain):
        yield _joined(part)


def _of_address(url: str) -> Iterator[str]:
    """Folders from the left (the last part is the article), then the host's own names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    for folder in unquote(parts.path).split("/")[:-1]:
        yield _joined(fold(folder))
    for name in (parts.hostname or "").split(".")[:-1]:
        yield _joined(name)


def _joined(words: str) -> str:
    """Letters only: labels, paths and hosts put blanks and hyphens where they like."""
    return _NOT_WORDS.sub("", words)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Said]:
    data = tomllib.loads((files("nlp") / "data" / "section_labels.toml").read_text(encoding="utf-8"))
    return {
        _joined(fold(name)): Said(Section(section), kind == "narrow")
        for kind in ("wide", "narrow")
        for section, names in data[kind].items()
        for name in names
    }
