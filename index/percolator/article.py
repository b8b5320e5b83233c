"""One article as an index would hold it, kept in memory while it is asked against the saved searches."""

from collections.abc import Iterator, Sequence
from itertools import chain

from domain.search import Document
from index.fields import fields, matched
from index.percolator.published import Published
from index.tokens import Words

_NOTHING = frozenset([""])  # what is left of a word of odd signs


class CutArticle:
    """Field by field what `index.fields` cuts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        title, text = Words.of(document.title), Words.of(document.text)
        self.as_published = Published(document, title, text)
        self._values: dict[str, list[list[str]]] = {}
        for name, value in fields(document):
            self._values.setdefault(name, []).append([value])
        for name, words in matched(document, title, text):
            self._values.setdefault(name, []).append(words)
        self._terms: dict[str, frozenset[str]] = {}
        self._padded: dict[str, list[str]] = {}
        moment = document.published_at
        self.published = None if moment is None else int(moment.timestamp())

    def values(self, field: str) -> Iterator[str]:
        return chain.from_iterable(self._values.get(field, ()))

    def terms(self, field: str) -> frozenset[str]:
        found = self._terms.get(field)
        if found is None:
            found = frozenset(self.values(field)) - _NOTHING
            self._terms[field] = found
        return found

    def says(self, field: str, phrase: Sequence[str]) -> bool:
        """The words stand side by side within one value: none runs from the title into the text."""
        if not self.terms(field).issuperset(phrase):
            return False
        if field not in self._padded:
            self._padded[field] = [f" {' '.join(filter(None, words))} " for words in self._values.get(field, ())]
        wanted = f" {' '.join(phrase)} "
        return any(wanted in value for value in self._padded[field])
