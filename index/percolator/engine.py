"""Saved searches in the program itself. What several of them ask for is looked up once in an article."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date

from domain.search import Document, Match, Query
from index.percolator.article import CutArticle
from index.percolator.shelves import Kept, Leaves, Shelves
from index.percolator.wanted import Wanted, WantedByAll
from index.percolator.why import why
from index.query.parser import Resolver, as_typed
from index.query.publishers import Publishers


class EmbeddedPercolator:
    """A Percolator without files or threads. It asks the tree that the search box matches by."""

    def __init__(
        self,
        *,
        resolve: Resolver = as_typed,
        known: Publishers | None = None,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        self._all = WantedByAll(resolve=resolve, known=known, today=today)
        self._leaves = Leaves()
        self._kept: dict[int, Kept] = {}
        self._shelves = Shelves()

    def learn(self, searches: Mapping[int, Query]) -> None:
        self._all.searches = searches

    def match(self, documents: Sequence[Document], counted: Container[int] = ()) -> list[Match]:
        if changed := self._all.changed():
            self._put(changed)
        return [match for document in documents for match in self._of(CutArticle(document), counted)]

    def _put(self, changed: Mapping[int, Wanted | None]) -> None:
        for number, wanted in changed.items():
            self._kept.pop(number, None)
            if wanted:
                self._kept[number] = Kept.of(number, wanted, self._leaves.number)
        self._shelves = Shelves.of(self._kept.values())

    def _of(self, article: CutArticle, counted: Container[int]) -> list[Match]:
        held, found = self._leaves.held(article), []
        for shelf in self._shelves.met(held):
            found += [kept for kept in shelf if kept.all_of <= held and (kept.is_plain or kept.finds(held, article))]
        by_number = {kept.number: kept for kept in found}
        return [
            Match(number, article.document.id) if number in counted else why(number, by_number[number].reasons, article)
            for number in sorted(by_number)
        ]
