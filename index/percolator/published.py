"""How an article was published, looked up once for all the saved searches that found it."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from domain.search import Document
from index.percolator.wanted import Reasons
from index.query.numbers import telephones
from index.tokens import Words, pairs, spans

_MAX_PLACES = 40  # at which a longer run is looked for
Value = TypeVar("Value")


class Published:
    """Where the words stand, and how they are written there: each as it stands first, the title before the text.

    A place is which word of the text it is; of the title, its words are counted from -1 downwards.
    """

    def __init__(self, document: Document, title: Words, text: Words) -> None:
        self._said, self._words = (document.text, document.title), (text, title)
        self.exact = _first(title.exact, title.published, text.exact, text.published)
        self.loose = _first(title.loose, title.published, text.loose, text.published)
        self.pairs = _first_places(pairs(title.loose), pairs(text.loose))

    def run(self, reasons: Reasons, at: int) -> tuple[int, str]:
        """How many typed words from here on stand side by side, two at least, and as published.

        With their marks where that is so. The first two are known to stand side by side.
        """
        if at + 2 < len(reasons.exact) and reasons.pairs[at + 1] in self.pairs:
            length, place = self._longest(reasons, at)
            return length, self._piece(place, length)
        first = self.pairs[reasons.pairs[at]]
        return 2, self._piece(self._exact_pairs.get(reasons.exact_pairs[at], first), 2)

    def _longest(self, typed: Reasons, at: int) -> tuple[int, int]:
        best, exact, found = 0, False, 0
        for stands in self._places[typed.pairs[at]][:_MAX_PLACES]:
            words, place = (self._words[1], -1 - stands) if stands < 0 else (self._words[0], stands)
            room = min(len(typed.loose) - at, len(words.loose) - place)
            length = next((n for n in range(2, room) if words.loose[place + n] != typed.loose[at + n]), room)
            if length < best or (length == best and exact):
                continue
            marked = words.exact[place : place + length] == list(typed.exact[at : at + length])
            if length > best or marked:
                best, exact, found = length, marked, stands
        return best, found

    def _piece(self, place: int, length: int) -> str:
        part, first = (1, -1 - place) if place < 0 else (0, place)
        known = self._spans[part]
        return self._said[part][known[first][0] : known[first + length - 1][1]]

    @cached_property
    def _spans(self) -> tuple[list[tuple[int, int]], ...]:
        return tuple(map(spans, self._said))

    @cached_property
    def _exact_pairs(self) -> dict[str, int]:
        text, title = self._words
        return _first_places(pairs(title.exact), pairs(text.exact))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where two neighbours stand, in their loose form."""
        text, title = (pairs(words.loose) for words in self._words)
        found: dict[str, list[int]] = {}
        for place, pair in (*((-1 - at, pair) for at, pair in enumerate(title)), *enumerate(text)):
            found.setdefault(pair, []).append(place)
        return found

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Telephone numbers."""
        found: dict[str, str] = {}
        for said in reversed(self._said):
            for number in telephones(said):
                found.setdefault(number.loose, said[number.start : number.end])
        return found


def _first(
    title: Sequence[str], titled: Sequence[Value], text: Sequence[str], texted: Sequence[Value]
) -> dict[str, Value]:
    found = dict(zip(reversed(text), reversed(texted), strict=True))
    found.update(zip(reversed(title), reversed(titled), strict=True))
    return found


def _first_places(title: list[str], text: list[str]) -> dict[str, int]:
    return _first(title, range(-1, -1 - len(title), -1), text, range(len(text)))
