"""Saved searches in the program itself. What several of them ask for is looked up once in an article."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date

from domain.search import Document, Match, Query
from index.percolator.article import CutArticle
from index.percolator.asked import Asked, Kept, Leaves
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
        self._asked = Asked()

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
        self._asked = Asked([self._kept[number] for number in sorted(self._kept)], self._leaves.numbers)

    def _of(self, article: CutArticle, counted: Container[int]) -> list[Match]:
        return [
            Match(kept.number, article.document.id)
            if kept.number in counted
            else why(kept.number, kept.reasons, article)
            for kept in self._asked.holding(self._leaves.held(article))
            if kept.rest is None or kept.rest(article)
        ]
