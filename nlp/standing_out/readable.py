"""Which words of an article are counted: never a person's name (design §1), nor a publisher's, a byline or a filler.

As in nlp/stories/why.py a word with a capital is not shown, because it may be a name. Places of the gazetteer and the
agencies of nlp/data/coverage_words.toml are the exceptions. Nothing here keeps or counts a name to leave it out.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from nlp.places.recogniser import PlaceRecogniser
from nlp.words.segmenter import Segmenter
from vietnamese.plausibility import is_syllable
from vietnamese.text import nfc

_MIN_FOREIGN_CHARS = 4  # "de", "van" and "bin" are parts of names
_GAP = " | "  # in the place of what was taken out: no word reaches over it


@dataclass(frozen=True)
class WordReader:
    """The words of one article, each once. `publishers`: names as they are written, to be left out."""

    publishers: Sequence[str] = ()
    segmenter: Segmenter = field(default_factory=Segmenter)
    places: PlaceRecogniser = field(default_factory=PlaceRecogniser)

    def words(self, title: str, text: str, published_at: datetime | None = None) -> frozenset[str]:
        whole = nfc(f"{title}\n{text}")
        places = self.places.find(text=whole, published_at=published_at)
        found = {place.name for place in places}
        for place in reversed(places):
            whole = whole[: place.start] + _GAP + whole[place.end :]
        whole = self._without_publishers(whole)
        found.update(match[0] for match in _agencies().finditer(whole))
        for sentence in self.segmenter.words(_agencies().sub(_GAP, whole)):
            found.update(_plain(sentence))
        return frozenset(found)

    def _without_publishers(self, text: str) -> str:
        for name in self.publishers:
            text = re.sub(rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.upper())})(?!\w)", _GAP, text)
        return text


def _plain(sentence: Sequence[str]) -> Iterator[str]:
    """Words in small letters, none that opens a sentence: a name may have been joined with the word after it."""
    return (word for word in sentence if word.islower() and word.replace(" ", "").isalpha() and _says_something(word))


def _says_something(word: str) -> bool:
    if word in _lists()["stop"]:
        return False
    return " " in word or (is_syllable(word) and len(word) > 1) or len(word) >= _MIN_FOREIGN_CHARS


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    file = files("nlp") / "data" / "coverage_words.toml"
    read: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    ends = {"stop": ", ", "agencies": "; "}
    return {name: frozenset(" ".join(text.split()).split(ends[name])) for name, text in read.items()}


@lru_cache(maxsize=1)
def _agencies() -> re.Pattern[str]:
    longest_first = sorted(_lists()["agencies"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
