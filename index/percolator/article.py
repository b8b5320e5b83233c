"""One article as an index would hold it, kept in memory while it is asked against the saved searches."""

from collections.abc import Sequence
from functools import cached_property

from domain.search import Document
from index.fields import fields, words
from index.tokens import Token, tokens

FIELDS = ("id", "part", "source", "section", "place", "day")  # whole values; the others are words with blanks between


class CutArticle:
    """Field by field what `index.fields` cuts; what no search asks for is not split."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._values: dict[str, list[str]] = {}
        for name, value in (*fields(document), *words(document)[0]):
            self._values.setdefault(name, []).append(value)
        self._terms: dict[str, frozenset[str]] = {}
        self._padded: dict[str, list[str]] = {}
        moment = document.published_at
        self.published = None if moment is None else int(moment.timestamp())

    def terms(self, field: str) -> frozenset[str]:
        found = self._terms.get(field)
        if found is None:
            values = self._values.get(field, [])
            found = frozenset(values if field in FIELDS else (word for value in values for word in value.split()))
            self._terms[field] = found
        return found

    def says(self, field: str, phrase: Sequence[str]) -> bool:
        """The words stand side by side within one value: none runs from the title into the text."""
        if not self.terms(field).issuperset(phrase):
            return False
        if field not in self._padded:
            self._padded[field] = [f" {' '.join(value.split())} " for value in self._values.get(field, [])]
        wanted = f" {' '.join(phrase)} "
        return any(wanted in value for value in self._padded[field])

    @cached_property
    def published_words(self) -> tuple[tuple[str, list[Token]], ...]:
        """Title and text, each with its words where they stand."""
        document = self.document
        return tuple((said, tokens(said)) for said in (document.title, document.text))

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """For each loose word, where it stands: in title (0) or text (1), and as which word there."""
        found: dict[str, list[tuple[int, int]]] = {}
        for part, (_, known) in enumerate(self.published_words):
            for at, token in enumerate(known):
                found.setdefault(token.loose, []).append((part, at))
        return found
