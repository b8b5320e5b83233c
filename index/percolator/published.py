"""How an article was published, looked up once for all the saved searches that found it."""

from collections.abc import Sequence
from functools import cached_property

from domain.search import Document
from index.percolator.wanted import Reasons
from index.query.numbers import telephones
from index.tokens import Words

_BOUNDARY = "\n"  # between title and text, as a word that nobody can type: no run goes across


class Published:
    """Where the words stand, and how they are written there: each as it stands first, the title before the text.

    A place is which word it is of the title, the boundary and the text in one row.
    """

    def __init__(self, document: Document, title: Words, text: Words) -> None:
        self._said, self._words = (document.title, document.text), (title, text)
        published = [*title.published, "", *text.published]
        self._exact = [*title.exact, _BOUNDARY, *text.exact]
        self._loose = [*title.loose, _BOUNDARY, *text.loose]
        self.exact = dict(zip(reversed(self._exact), reversed(published), strict=True))
        self.loose = dict(zip(reversed(self._loose), reversed(published), strict=True))
        self.pairs = _first_places(title.loose_pairs, text.loose_pairs, len(title.loose) + 1)

    def run(self, typed: Reasons, at: int) -> tuple[int, str]:
        """How many typed words from here on stand side by side, two at least, and as published.

        With their marks where that is so. The first two are known to stand side by side.
        """
        length, known = 2, typed.pairs
        while known[at + length - 1] in self.pairs and _line(typed.loose[at : at + length + 1]) in self._loose_line:
            length += 1
        if length == 2:
            place = self._exact_pairs.get(typed.exact_pairs[at], self.pairs[known[at]])
        else:
            place = self._first(typed.exact[at : at + length], typed.loose[at : at + length])
        return length, "".join(self._pieces[2 * place + 1 : 2 * (place + length)])

    def _first(self, exact: Sequence[str], loose: Sequence[str]) -> int:
        """Where they stand side by side, with their marks where that is so."""
        line, found = self._exact_line, self._exact_line.find(_line(exact))
        if found < 0:
            line, found = self._loose_line, self._loose_line.find(_line(loose))
        return line.count(" ", 0, found)

    @cached_property
    def _pieces(self) -> list[str]:
        title, text = self._words
        return [*title.pieces, "", *text.pieces]

    @cached_property
    def _exact_pairs(self) -> dict[str, int]:
        title, text = self._words
        return _first_places(title.exact_pairs, text.exact_pairs, len(title.exact) + 1)

    @cached_property
    def _exact_line(self) -> str:
        return _line(self._exact)

    @cached_property
    def _loose_line(self) -> str:
        return _line(self._loose)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Telephone numbers."""
        found: dict[str, str] = {}
        for said in self._said:
            for number in telephones(said):
                found.setdefault(number.loose, said[number.start : number.end])
        return found


def _first_places(title: list[str], text: list[str], place: int) -> dict[str, int]:
    """Of neighbours; those of the text begin at `place`."""
    known = [*title, *[_BOUNDARY] * (place - len(title)), *text]
    return dict(zip(reversed(known), range(len(known) - 1, -1, -1), strict=True))


def _line(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
